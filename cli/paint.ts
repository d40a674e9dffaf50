import { createColors } from "picocolors";

/** Colours for a stream: none where it is no terminal, or where `NO_COLOR` asks for none. */
export function paintFor(stream: { isTTY?: boolean }): ReturnType<typeof createColors> {
  const wanted = process.env.FORCE_COLOR !== undefined || (stream.isTTY === true && process.env.NO_COLOR === undefined);
  return createColors(wanted && process.env.NO_COLOR === undefined);
}
