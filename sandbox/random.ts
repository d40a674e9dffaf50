/**
 * Random ids out of a generator whose whole state is one number of the world, so that a seed repeats them and a
 * state file carries on where the last run ended. Nothing here is fit to keep a secret.
 */

/** What holds a generator: its state is a 32 bit unsigned integer, replaced at every draw. */
export interface Generator {
  generator: number;
}

/** The next number of the generator, in [0, 1). The algorithm is mulberry32. */
export function draw(source: Generator): number {
  source.generator = (source.generator + 0x6d2b79f5) >>> 0;
  let mixed = source.generator;
  mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
  mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** `length` characters, each drawn from `alphabet`. */
export function randomText(source: Generator, alphabet: string, length: number): string {
  let text = "";
  while (text.length < length) text += alphabet.charAt(Math.floor(draw(source) * alphabet.length));
  return text;
}

export const UPPER_ALPHANUMERIC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export const LOWER_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyz0123456789";
const HEXADECIMAL = "0123456789abcdef";
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** `length` lower-case hexadecimal digits. */
export function randomHex(source: Generator, length: number): string {
  return randomText(source, HEXADECIMAL, length);
}

/** `length` characters of the base64 alphabet, as access keys and session tokens look. */
export function randomSecret(source: Generator, length: number): string {
  return randomText(source, BASE64, length);
}

/** A version 4 UUID, RFC 9562 section 5.4. */
export function randomUuid(source: Generator): string {
  const hex = randomHex(source, 30);
  const variant = randomText(source, "89ab", 1);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(12, 15)}-${variant}${hex.slice(15, 18)}-${hex.slice(18)}`;
}

/** FNV-1a over UTF-16 code units, 32 bits: a seed or a draw from a text. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
