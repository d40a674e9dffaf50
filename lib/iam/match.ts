import type { Piece } from "./variables";

/**
 * Wildcard matching: `*` stands for any text, also none, `?` for one character. No regular expression is made from what
 * users write: the time is at most the product of both lengths, whatever the pattern.
 */

export const STAR = -1;
export const ONE = -2;

/** A pattern made ready. */
export interface Glob {
  /** The whole text, where there is no wildcard. */
  exact: string | undefined;
  /** What comes before the first wildcard. */
  prefix: string;
  /** Whether the one wildcard is a `*` at the end: then the prefix decides. */
  prefixDecides: boolean;
  /** Characters by code, wildcards as negative numbers. */
  codes: readonly number[];
}

/** A pattern's characters by code, wildcards as negative numbers. */
export function codesOf(pieces: readonly Piece[]): number[] {
  const codes: number[] = [];
  for (const { text, literal } of pieces) {
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (!literal && code === 42) {
        if (codes.at(-1) !== STAR) codes.push(STAR);
      } else codes.push(!literal && code === 63 ? ONE : code);
    }
  }
  return codes;
}

export function globOf(codes: readonly number[]): Glob {
  const first = codes.findIndex((code) => code < 0);
  const prefix = String.fromCharCode(...(first < 0 ? codes : codes.slice(0, first)).slice(0, 10_000));
  const whole = first < 0 && codes.length <= 10_000;
  return {
    exact: whole ? prefix : undefined,
    prefix,
    prefixDecides: first === codes.length - 1 && codes[first] === STAR && first <= 10_000,
    codes,
  };
}

/** A pattern as written, its wildcards in force. */
export function glob(pattern: string): Glob {
  return globOf(codesOf([{ text: pattern, literal: false }]));
}

/** Whether a pattern matches a text, or its part from `from` to `to`. */
export function matches(pattern: Glob, text: string, from = 0, to = text.length): boolean {
  if (pattern.exact !== undefined) {
    return pattern.exact.length === to - from && text.startsWith(pattern.exact, from);
  }
  if (pattern.prefix.length > to - from || !text.startsWith(pattern.prefix, from)) return false;
  return pattern.prefixDecides || matchesCodes(pattern.codes, text, from, to, pattern.prefix.length);
}

/** The greedy way: only the last `*` is ever tried again, since an earlier one could not do better. */
function matchesCodes(codes: readonly number[], text: string, from: number, to: number, known: number): boolean {
  let at = known;
  let i = from + known;
  let star = -1;
  let retry = 0;
  while (i < to) {
    const code = codes[at];
    if (code === STAR) {
      star = at;
      retry = i;
      at += 1;
    } else if (code !== undefined && (code === ONE || code === text.charCodeAt(i))) {
      at += 1;
      i += 1;
    } else if (star >= 0) {
      retry += 1;
      i = retry;
      at = star + 1;
    } else return false;
  }
  while (codes[at] === STAR) at += 1;
  return at === codes.length;
}
