import { codesOf, type Glob, globOf, matches, ONE, STAR } from "./match";
import type { Piece } from "./variables";

/**
 * ARNs against the patterns of Resource and NotResource. A wildcard stays within its segment (the parts between the first
 * five colons), unless it is a `*` at a segment's end: that one may reach beyond the colon. In the resource part, which may
 * hold colons of its own, wildcards match them. Source: "IAM JSON policy elements: Resource",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export interface ArnPattern {
  any: boolean;
  /** What comes before the resource part, its last colon too, or up to the first wildcard where there is one before. */
  prefix: string;
  /** The resource part, where there is no wildcard before it. */
  rest: Glob | undefined;
  /** Characters by code from the end of the prefix on, wildcards as negative numbers. */
  codes: readonly number[];
}

const COLON = 58;
/** Wildcards that do not match a colon. */
const STAR_WITHIN = -3;
const ONE_WITHIN = -4;

export function arnPattern(pieces: readonly Piece[]): ArnPattern {
  const codes = codesOf(pieces);
  const start = restStart(codes);
  const marked = codes.map((code, index) => (index < start ? within(code, codes[index + 1]) : code));
  const wildcard = codes.findIndex((code) => code < 0);
  const plain = wildcard < 0 || wildcard >= start;
  const length = plain ? start : wildcard;
  return {
    any: codes.length === 1 && codes[0] === STAR,
    prefix: codes
      .slice(0, length)
      .map((code) => String.fromCharCode(code))
      .join(""),
    rest: plain ? globOf(codes.slice(start)) : undefined,
    codes: marked.slice(length),
  };
}

/** Where the part after the fifth colon begins; after the last one where there are fewer. */
function restStart(codes: readonly number[]): number {
  let start = 0;
  for (let left = 5; left > 0; left--) {
    const colon = codes.indexOf(COLON, start);
    if (colon < 0) break;
    start = colon + 1;
  }
  return start;
}

function within(code: number, next: number | undefined): number {
  if (code === STAR) return next === COLON ? STAR : STAR_WITHIN;
  return code === ONE ? ONE_WITHIN : code;
}

export function matchesArn({ any, prefix, rest, codes }: ArnPattern, arn: string): boolean {
  if (any) return true;
  if (!arn.startsWith(prefix)) return false;
  return rest === undefined ? simulate(codes, arn, prefix.length) : matches(rest, arn, prefix.length);
}

/**
 * Follows all the places of the pattern that the text may have come to, together: at most the product of both lengths,
 * whatever the pattern.
 */
function simulate(codes: readonly number[], text: string, from: number): boolean {
  let places: number[] = [];
  // Once at a star that stands for anything, whatever is behind it cannot do better.
  let star = 0;
  const seen = new Int32Array(codes.length + 1).fill(-1);
  const enter = (list: number[], place: number, step: number) => {
    // A star may stand for nothing: the place behind it is reached as well.
    for (let at = place; seen[at] !== step; at++) {
      seen[at] = step;
      list.push(at);
      if (codes[at] === STAR && at > star) star = at;
      if (codes[at] !== STAR && codes[at] !== STAR_WITHIN) return;
    }
  };
  enter(places, 0, from);
  for (let i = from; i < text.length && places.length > 0; i++) {
    const char = text.charCodeAt(i);
    const next: number[] = [];
    for (const place of places) {
      if (place < star) continue;
      const code = codes[place];
      if (code === char || code === ONE || (code === ONE_WITHIN && char !== COLON)) enter(next, place + 1, i + 1);
      else if (code === STAR || (code === STAR_WITHIN && char !== COLON)) enter(next, place, i + 1);
    }
    places = next;
  }
  return places.includes(codes.length);
}
