import { constants } from "node:buffer";
import { readFile } from "node:fs/promises";
import { isRecord } from "../is-record";
import type { Finding } from "../model/finding";
import { STDIN } from "./plan-inputs";
import { problem, TOO_LARGE } from "./read-plan";

/** The bytes of a file, or of the standard input; or why they are not to be had. */
export async function readBytes(
  file: string,
  label: string,
  stdin: AsyncIterable<Uint8Array | string> | undefined,
): Promise<Uint8Array | Finding> {
  try {
    return file === STDIN ? await readAll(stdin ?? process.stdin) : await readFile(file);
  } catch (error) {
    if (error instanceof TooMany || codeOf(error) === "ERR_FS_FILE_TOO_LARGE") return problem(label, TOO_LARGE);
    const why = error instanceof Error ? error.message : String(error);
    return problem(label, { message: `cannot be read: ${why}`, fix: "check the file, and its permissions" });
  }
}

class TooMany extends Error {}

function codeOf(error: unknown): unknown {
  return isRecord(error) ? error.code : undefined;
}

async function readAll(stream: AsyncIterable<Uint8Array | string>): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of stream) {
    const bytes = typeof part === "string" ? Buffer.from(part) : part;
    size += bytes.length;
    if (size > constants.MAX_STRING_LENGTH) throw new TooMany();
    parts.push(bytes);
  }
  return Buffer.concat(parts, size);
}
