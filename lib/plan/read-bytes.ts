import { constants } from "node:buffer";
import { type FileHandle, open } from "node:fs/promises";
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
/** Parts of a large file: one copies its bytes while another one waits. */
const AT_ONCE = 2;

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
    const part = Math.ceil(size / AT_ONCE);
    const starts = Array.from({ length: AT_ONCE }, (_, index) => index * part);
    const read = await Promise.all(starts.map((start) => readInto(bytes, handle, start, Math.min(start + part, size))));
    // A file that is cut off meanwhile has no more than its first part that is not whole.
    const cut = read.findIndex((length, index) => length < Math.min(part, size - (starts[index] ?? 0)));
    return cut < 0 ? bytes : bytes.subarray(0, cut * part + (read[cut] ?? 0));
  } finally {
    await handle.close();
  }
}

/** As many bytes as there are of what is asked. */
async function readInto(bytes: Uint8Array, handle: FileHandle, start: number, end: number): Promise<number> {
  let at = start;
  for (let more = 1; more > 0 && at < end; at += more) {
    more = (await handle.read(bytes, at, end - at, at)).bytesRead;
  }
  return at - start;
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
