import type { Change } from "./format";

/** A value of a plan. `sensitive` speaks for everything at it, above it and below it. */
export type Known =
  | { kind: "known"; value: unknown; sensitive: boolean }
  | { kind: "unknown"; sensitive: boolean }
  | { kind: "absent" };

export type Side = "before" | "after";

export const SIDES: readonly Side[] = ["before", "after"];

/** Steps from the root of a resource's value: names of attributes, keys of maps, numbers of elements. */
export type Path = readonly (string | number)[];

/** Plans nest a dozen levels; a walk ends long before the stack does, and takes what is below for the worse. */
const MAX_DEPTH = 100;

/**
 * What stands at a path before or after the change.
 *
 * unknown: known only after apply, itself or all of what it is part of. Where only parts of it are, it is known, and
 * they are missing in it: ask for each of them. absent: null, or not there.
 */
export function valueAt(change: Change, side: Side, path: Path): Known {
  let value = side === "before" ? change.before : change.after;
  let unknown = side === "before" ? false : change.after_unknown;
  let sensitive = side === "before" ? change.before_sensitive : change.after_sensitive;
  for (const step of path) {
    value = childOf(value, step);
    unknown = markBelow(unknown, step);
    sensitive = markBelow(sensitive, step);
  }
  if (unknown === true) return { kind: "unknown", sensitive: hasMark(sensitive) };
  if (!isThere(value)) return ABSENT;
  return { kind: "known", value, sensitive: hasMark(sensitive) };
}

const ABSENT: Known = { kind: "absent" };

/** The text of an attribute; undefined where it is none that is known, and for an empty one. */
export function textAt(change: Change, side: Side, attribute: string): string | undefined {
  const value = rawAt(change, side, attribute);
  return typeof value === "string" && value !== "" && !isUnknownAt(change, side, attribute) ? value : undefined;
}

/** What a plan holds of an attribute: nothing of one that is known only after apply, and its known parts alone. */
export function rawAt(change: Change, side: Side, attribute: string): unknown {
  return childOf(side === "before" ? change.before : change.after, attribute);
}

/** Whether an attribute, all of it, is known only after apply. */
export function isUnknownAt(change: Change, side: Side, attribute: string): boolean {
  return side === "after" && markBelow(change.after_unknown, attribute) === true;
}

/** Whether an attribute, or a part of it, is known only after apply. */
export function isPartlyUnknownAt(change: Change, side: Side, attribute: string): boolean {
  return side === "after" && hasMark(markBelow(change.after_unknown, attribute));
}

/** Whether an attribute, or a part of it, is sensitive. */
export function isSensitiveAt(change: Change, side: Side, attribute: string): boolean {
  return hasMark(markBelow(side === "before" ? change.before_sensitive : change.after_sensitive, attribute));
}

/** Whether a mark (`after_unknown`, `before_sensitive`, …) says true of the value, or of anything in it. */
function hasMark(mark: unknown, depth = 0): boolean {
  if (mark === true) return true;
  if (!isObject(mark)) return false;
  if (depth >= MAX_DEPTH) return true;
  for (const key in mark) if (hasMark(mark[key], depth + 1)) return true;
  return false;
}

/** One path whose value changes. */
export interface ChangedPath {
  path: Path;
  sensitive: boolean;
  /** Whether the new value, or a part of it, is known only after apply. */
  unknown: boolean;
  before: unknown;
  after: unknown;
}

/**
 * The paths whose values change, as deep as a reader can follow: objects by their keys, lists of as many objects as
 * before by their elements, everything else as a whole.
 */
export function changedPaths(change: Change): ChangedPath[] {
  const found: ChangedPath[] = [];
  // One path for the whole walk, and a copy where something is found: most of what is walked is the same.
  const path: (string | number)[] = [];

  function visit(before: unknown, after: unknown, unknown: unknown, was: unknown, is: unknown): void {
    if (unknown === true || path.length >= MAX_DEPTH) {
      judge(before, after, unknown, was, is);
    } else if (isArray(before) && isArray(after) && areAlike(before, after)) {
      for (const [index, one] of before.entries()) {
        descend(index, one, after[index], childOf(unknown, index), was, is);
      }
    } else if (isObject(before) && isObject(after) && !isArray(before) && !isArray(after)) {
      for (const key in before) {
        // Most attributes stay as they are.
        if (before[key] === after[key] && childOf(unknown, key) === undefined) continue;
        descend(key, before[key], childOf(after, key), childOf(unknown, key), was, is);
      }
      for (const key in after) {
        if (!Object.hasOwn(before, key)) descend(key, undefined, after[key], childOf(unknown, key), was, is);
      }
      // Unknown attributes are left out of `after`, and may be missing before as well.
      for (const key of keysOf(unknown)) {
        if (!Object.hasOwn(before, key) && !Object.hasOwn(after, key)) {
          descend(key, undefined, undefined, childOf(unknown, key), was, is);
        }
      }
    } else judge(before, after, unknown, was, is);
  }

  function descend(
    step: string | number,
    before: unknown,
    after: unknown,
    unknown: unknown,
    was: unknown,
    is: unknown,
  ): void {
    if (before === after && unknown === undefined) return;
    path.push(step);
    visit(before, after, unknown, markBelow(was, step), markBelow(is, step));
    path.pop();
  }

  function judge(before: unknown, after: unknown, unknown: unknown, was: unknown, is: unknown): void {
    const isUnknown = hasMark(unknown, path.length);
    if (!isUnknown && isSameValue(before, after, path.length)) return;
    const sensitive = hasMark(was, path.length) || hasMark(is, path.length);
    found.push({ path: [...path], sensitive, unknown: isUnknown, before, after });
  }

  visit(change.before, change.after, change.after_unknown, change.before_sensitive, change.after_sensitive);
  return found;
}

/**
 * Whether two lists are gone through element by element: both have as many objects. Where an element came or went, what
 * is beside what means nothing.
 */
function areAlike(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.length > 0 && before.every(isObject) && after.every(isObject);
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

/** Whether two values of JSON say the same; null and not there are one. */
export function isSameValue(one: unknown, other: unknown, depth = 0): boolean {
  const left = one ?? null;
  const right = other ?? null;
  if (left === right) return true;
  if (!isObject(left) || !isObject(right) || isArray(left) !== isArray(right) || depth >= MAX_DEPTH) return false;
  if (isArray(left) && isArray(right)) {
    return left.length === right.length && left.every((each, index) => isSameValue(each, right[index], depth + 1));
  }
  for (const key in left) if (!isSameValue(left[key], childOf(right, key), depth + 1)) return false;
  for (const key in right) if (!isThere(right[key]) !== !isThere(childOf(left, key))) return false;
  return true;
}

/** The value at a step; undefined where there is none. */
export function childOf(value: unknown, step: string | number): unknown {
  if (isArray(value)) return typeof step === "number" ? value[step] : undefined;
  if (!isObject(value) || typeof step === "number" || !Object.hasOwn(value, step)) return undefined;
  return value[step];
}

/** The mark of a part: `true` holds for all that is below it. */
export function markBelow(mark: unknown, step: string | number): unknown {
  return mark === true ? true : childOf(mark, step);
}

export function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
