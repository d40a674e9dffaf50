import { constants } from "node:buffer";
import { open } from "node:fs/promises";
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
    return file === STDIN ? await readAll(stdin ?? process.stdin) : await readWhole(file);
  } catch (error) {
    if (error instanceof TooMany || codeOf(error) === "ERR_FS_FILE_TOO_LARGE") return problem(label, TOO_LARGE);
    const why = error instanceof Error ? error.message : String(error);
    return problem(label, { message: `cannot be read: ${why}`, fix: "check the file, and its permissions" });
  }
}

/** From these on, what a file's bytes do to the heap takes longer than to read them. */
const LARGE = 2 ** 24;

/**
 * V8 counts the bytes of a Buffer, and those of shared memory not: with as many of them as a large plan has it would look
 * through the heap again and again while the plan is parsed.
 */
async function readWhole(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    // What is no regular file, a pipe, has no size.
    if (size < LARGE) return await handle.readFile();
    if (size > constants.MAX_STRING_LENGTH) throw new TooMany();
    const bytes = new Uint8Array(new SharedArrayBuffer(size));
    let read = 0;
    for (let more = 1; more > 0 && read < size; read += more) {
      more = (await handle.read(bytes, read, size - read, read)).bytesRead;
    }
    return bytes.subarray(0, read);
  } finally {
    await handle.close();
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
