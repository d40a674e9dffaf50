import { isDeepStrictEqual } from "node:util";

/** A plan as it is kept: one line for each key of the document, so that a change to it can be read. */
export function planText(plan: unknown): string {
  const lines = Object.entries(plan ?? {}).map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}\n`;
}

/** Whether two plans say the same, but for the time when they were made. */
export function samePlan(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(timeless(a), timeless(b));
}

function timeless(plan: unknown): unknown {
  return typeof plan === "object" ? { ...plan, timestamp: undefined } : plan;
}
