import { constants } from "node:buffer";

/** What a plan's bytes say; undefined where they are more than one text of JavaScript can hold. */
export function decoded(bytes: Uint8Array): string | undefined {
  if (bytes.length > constants.MAX_STRING_LENGTH) return undefined;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  // PowerShell's `>` writes UTF-16 with a mark, before version 6 in all cases.
  const [first, second] = buffer;
  if (first === 0xff && second === 0xfe) return buffer.toString("utf16le", 2);
  if (first === 0xfe && second === 0xff && buffer.length % 2 === 0) {
    return Buffer.from(buffer.subarray(2)).swap16().toString("utf16le");
  }
  if (first === 0x7b && second === 0) return buffer.toString("utf16le");
  if (first === 0xef && second === 0xbb && buffer[2] === 0xbf) return buffer.toString("utf8", 3);
  return buffer.toString("utf8");
}

/**
 * The texts of the JSON objects that stand one after the other, or one a line. What is between them, or is left of one
 * that does not end, is a part of its own, so that nothing is passed by.
 */
export function splitDocuments(text: string): string[] {
  const parts: string[] = [];
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf("{", at);
    const between = text.slice(at, start < 0 ? text.length : start);
    if (between.trim() !== "") parts.push(between);
    if (start < 0) break;
    at = endOfObject(text, start);
    parts.push(text.slice(start, at));
  }
  return parts;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

function endOfObject(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at++;
      while (at < text.length && text.charCodeAt(at) !== QUOTE) at += text.charCodeAt(at) === BACKSLASH ? 2 : 1;
    } else if (code === 0x7b) depth++;
    else if (code === 0x7d && --depth === 0) return at + 1;
  }
  return text.length;
}
