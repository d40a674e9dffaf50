import { codesOf } from "../match";
import type { Piece } from "../variables";

/**
 * A wildcard pattern as an automaton that is built as it is walked: states are sets of places in the pattern, numbered in
 * the order in which they are met. The automaton accepts exactly the texts that evaluation matches.
 *
 * - `text`: `*` and `?` match everything (actions, StringLike).
 * - `caseless`: the same, letter case apart (StringEqualsIgnoreCase, Bool). The pattern is lowered.
 * - `resource`: a wildcard stays within its part of the ARN, unless it is a `*` at the part's end or in the last part.
 * - `arn`: as in ArnLike: wildcards stay within each of the six parts, the last of which may hold colons.
 */
export type PatternKind = "text" | "caseless" | "resource" | "arn";

/** No text that goes on from here can match. */
export const DEAD = -1;

const STAR = -1;
const ONE = -2;
/** `*` and `?` that do not match a colon. */
const NARROW_STAR = -3;
const NARROW_ONE = -4;
const COLON = 58;

export class Pattern {
  readonly kind: PatternKind;
  /** What every match begins with. */
  readonly prefix: string;
  /** Whether the pattern is one text. */
  readonly exact: boolean;
  /** Whether the pattern is its prefix and a `*`. */
  readonly prefixDecides: boolean;
  private readonly tokens: readonly number[];
  /** For each token where its part of the ARN begins. */
  private readonly partStart: readonly number[];
  private readonly states: (readonly number[])[] = [];
  private readonly numbers = new Map<string, number>();
  private readonly steps: (Map<number, number> | undefined)[] = [];
  private readonly known: (readonly number[])[] = [];

  constructor(pieces: readonly Piece[], kind: PatternKind) {
    this.kind = kind;
    const lowered =
      kind === "caseless" ? pieces.map(({ text, literal }) => ({ text: text.toLowerCase(), literal })) : pieces;
    const codes = codesOf(lowered);
    const { tokens, partStart } = kind === "resource" || kind === "arn" ? narrowed(codes, kind) : wide(codes);
    this.tokens = tokens;
    this.partStart = partStart;
    const first = tokens.findIndex((token) => token < 0);
    this.exact = first < 0 && kind !== "caseless";
    this.prefix = kind === "caseless" ? "" : textOf(first < 0 ? tokens : tokens.slice(0, first));
    this.prefixDecides = kind !== "caseless" && first === tokens.length - 1 && tokens[first] === STAR;
    this.number([0]);
  }

  /** The state before the first character. */
  readonly start = 0;

  accepts(state: number): boolean {
    return this.states[state]?.at(-1) === this.tokens.length;
  }

  /** Whether every text that goes on from here matches. */
  acceptsAll(state: number): boolean {
    return this.accepts(state) && this.tokens.at(-1) === STAR;
  }

  /** The characters that lead elsewhere than any character that no pattern names does. */
  special(state: number): readonly number[] {
    const found = this.known[state];
    if (found !== undefined) return found;
    const codes = new Set<number>();
    for (const place of this.states[state] ?? []) {
      const token = this.tokens[place];
      if (token === undefined) continue;
      if (token === NARROW_STAR || token === NARROW_ONE) codes.add(COLON);
      if (token < 0) continue;
      codes.add(token);
      if (this.kind !== "caseless") continue;
      const upper = String.fromCharCode(token).toUpperCase();
      if (upper.length === 1) codes.add(upper.charCodeAt(0));
    }
    const special = [...codes];
    this.known[state] = special;
    return special;
  }

  step(state: number, code: number): number {
    const steps = this.steps[state];
    if (steps === undefined) return DEAD;
    const seen = steps.get(code);
    if (seen !== undefined) return seen;
    const lowered = this.kind === "caseless" ? String.fromCharCode(code).toLowerCase().charCodeAt(0) : code;
    const places: number[] = [];
    for (const place of this.states[state] ?? []) {
      const token = this.tokens[place];
      if (token === STAR || (token === NARROW_STAR && code !== COLON)) places.push(place);
      else if (token === ONE || (token === NARROW_ONE && code !== COLON) || token === lowered) places.push(place + 1);
    }
    const next = places.length === 0 ? DEAD : this.number(places);
    steps.set(code, next);
    return next;
  }

  matches(text: string): boolean {
    if (this.exact) return text === this.prefix;
    let state = this.start;
    for (let i = 0; i < text.length && state !== DEAD; i++) state = this.step(state, text.charCodeAt(i));
    return state !== DEAD && this.accepts(state);
  }

  /** The number of a set of places, closed over `*` that match nothing and freed of what a later `*` makes idle. */
  private number(places: readonly number[]): number {
    const closed = new Set<number>();
    for (const place of places) {
      let at = place;
      closed.add(at);
      while (this.tokens[at] === STAR || this.tokens[at] === NARROW_STAR) {
        at += 1;
        closed.add(at);
      }
    }
    const sorted = this.withoutIdle([...closed].sort((a, b) => a - b));
    const key = sorted.join(",");
    const seen = this.numbers.get(key);
    if (seen !== undefined) return seen;
    this.states.push(sorted);
    this.steps.push(new Map());
    this.numbers.set(key, this.states.length - 1);
    return this.states.length - 1;
  }

  /** What an earlier place can still match, the last `*` reached can match too. */
  private withoutIdle(places: readonly number[]): readonly number[] {
    const star = places.findLast((place) => this.tokens[place] === STAR || this.tokens[place] === NARROW_STAR);
    if (star === undefined) return places;
    const part = this.tokens[star] === STAR ? 0 : (this.partStart[star] ?? 0);
    return places.filter((place) => place >= star || place < part);
  }
}

function wide(codes: readonly number[]): { tokens: readonly number[]; partStart: readonly number[] } {
  return { tokens: codes, partStart: [] };
}

function narrowed(codes: readonly number[], kind: PatternKind): { tokens: number[]; partStart: number[] } {
  const colons = codes.filter((code) => code === COLON).length;
  const last = Math.min(5, colons);
  const tokens: number[] = [];
  const partStart: number[] = [];
  let part = 0;
  let start = 0;
  for (const [index, code] of codes.entries()) {
    const inside = part < last;
    const open = kind === "resource" && code === STAR && codes[index + 1] === COLON;
    tokens.push(inside && code === STAR && !open ? NARROW_STAR : inside && code === ONE ? NARROW_ONE : code);
    partStart.push(start);
    if (code !== COLON || part >= last) continue;
    part += 1;
    start = index + 1;
  }
  return { tokens, partStart };
}

function textOf(codes: readonly number[]): string {
  let text = "";
  for (const code of codes) text += String.fromCharCode(code);
  return text;
}
