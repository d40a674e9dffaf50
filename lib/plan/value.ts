import type { Change } from "./format";

/** A value of a plan. `sensitive` speaks for everything at it, above it and below it. */
export type Known =
  | { kind: "known"; value: unknown; sensitive: boolean }
  | { kind: "unknown"; sensitive: boolean }
  | { kind: "absent" };

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
export function valueAt(change: Change, side: "before" | "after", path: Path): Known {
  let value = side === "before" ? change.before : change.after;
  let unknown = side === "before" ? false : change.after_unknown;
  let sensitive = side === "before" ? change.before_sensitive : change.after_sensitive;
  for (const step of path) {
    value = childOf(value, step);
    unknown = markBelow(unknown, step);
    sensitive = markBelow(sensitive, step);
  }
  if (unknown === true) return { kind: "unknown", sensitive: hasMark(sensitive) };
  if (value === undefined || value === null) return { kind: "absent" };
  return { kind: "known", value, sensitive: hasMark(sensitive) };
}

/** Whether a mark (`after_unknown`, `before_sensitive`, …) says true of the value, or of anything in it. */
function hasMark(mark: unknown, depth = 0): boolean {
  if (mark === true) return true;
  if (typeof mark !== "object" || mark === null) return false;
  if (depth >= MAX_DEPTH) return true;
  return Object.values(mark).some((each) => hasMark(each, depth + 1));
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
    if (unknown === true || path.length >= MAX_DEPTH || !areFollowed(before, after)) {
      judge(before, after, unknown, was, is);
      return;
    }
    for (const step of stepsOf(before)) descend(step, before, after, unknown, was, is);
    if (isArray(before)) return;
    for (const key of keysOf(after)) if (!has(before, key)) descend(key, before, after, unknown, was, is);
    // Unknown attributes are left out of `after`, and may be missing before as well.
    for (const key of keysOf(unknown)) {
      if (!has(before, key) && !has(after, key)) descend(key, before, after, unknown, was, is);
    }
  }

  function descend(
    step: string | number,
    one: unknown,
    other: unknown,
    unknown: unknown,
    was: unknown,
    is: unknown,
  ): void {
    const [before, after, mark] = [childOf(one, step), childOf(other, step), markBelow(unknown, step)];
    if (before === after && mark === undefined) return;
    path.push(step);
    visit(before, after, mark, markBelow(was, step), markBelow(is, step));
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
 * Whether a walk goes on into both: into objects, and into lists of as many objects, element by element. Where an element
 * came or went, what is beside what means nothing.
 */
function areFollowed(before: unknown, after: unknown): boolean {
  if (!isArray(before) && !isArray(after)) return isObject(before) && isObject(after);
  if (!isArray(before) || !isArray(after)) return false;
  return before.length === after.length && before.length > 0 && before.every(isObject) && after.every(isObject);
}

function stepsOf(value: unknown): Iterable<string | number> {
  return isArray(value) ? value.keys() : keysOf(value);
}

function keysOf(value: unknown): string[] {
  return isObject(value) ? Object.keys(value) : [];
}

function has(value: unknown, key: string): boolean {
  return isObject(value) && Object.hasOwn(value, key);
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
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  return [...keys].every((key) => isSameValue(childOf(left, key), childOf(right, key), depth + 1));
}

function childOf(value: unknown, step: string | number): unknown {
  if (isArray(value)) return typeof step === "number" ? value[step] : undefined;
  if (!isObject(value) || typeof step === "number" || !Object.hasOwn(value, step)) return undefined;
  return value[step];
}

/** The mark of a part: `true` holds for all that is below it. */
function markBelow(mark: unknown, step: string | number): unknown {
  return mark === true ? true : childOf(mark, step);
}

function isArray(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
