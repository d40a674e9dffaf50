import { createHash } from "node:crypto";

/** A longer text stands as its own digest. */
const LONG = 2000;

/** A text as fingerprints take it, and as a key that is cheap to keep: itself, or the digest of a long one. */
export function markOf(text: string): string {
  return text.length < LONG ? text : createHash("sha256").update(text).digest("base64");
}
