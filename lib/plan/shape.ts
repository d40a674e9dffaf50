import { isRecord } from "../is-record";

/** What does not fit, and where. `found` names a type and never a value: it may be sensitive. */
export interface Misfit {
  path: readonly (string | number)[];
  found: string;
  allowed: string;
}

/** Looks at a value without copying it: none where it fits. */
export type Shape = (value: unknown) => readonly Misfit[];

const FITS: readonly Misfit[] = [];

export const text: Shape = (value) => (typeof value === "string" ? FITS : misfit(value, "a text"));
export const flag: Shape = (value) => (typeof value === "boolean" ? FITS : misfit(value, "true or false"));
export const textOrNumber: Shape = (value) =>
  typeof value === "string" || typeof value === "number" ? FITS : misfit(value, "a text or a number");
export const anyObject: Shape = (value) => (isRecord(value) ? FITS : misfit(value, "an object"));

export function oneOf(...allowed: readonly string[]): Shape {
  return (value) => (typeof value === "string" && allowed.includes(value) ? FITS : misfit(value, allowed.join(" or ")));
}

export function listOf(shape: Shape, least = 0): Shape {
  const allowed = least === 0 ? "a list" : `a list of at least ${least}`;
  return (value) => {
    if (!Array.isArray(value) || value.length < least) return misfit(value, allowed);
    let found: Misfit[] | undefined;
    for (let index = 0; index < value.length; index++) found = withBelow(found, index, shape(value[index]));
    return found ?? FITS;
  };
}

export function mapOf(shape: Shape): Shape {
  return (value) => {
    if (!isRecord(value)) return misfit(value, "an object");
    let found: Misfit[] | undefined;
    for (const key of Object.keys(value)) found = withBelow(found, key, shape(value[key]));
    return found ?? FITS;
  };
}

/** An object with at least the required keys; others are as they are. */
export function object(required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>>): Shape {
  const members = [...membersOf(required, true), ...membersOf(optional, false)];
  return (value) => {
    if (!isRecord(value)) return misfit(value, "an object");
    let found: Misfit[] | undefined;
    for (const { key, shape, isRequired } of members) {
      const part = value[key];
      if (part === undefined && !isRequired) continue;
      const misfits = shape(part);
      if (misfits !== FITS) found = withBelow(found, key, misfits);
    }
    return found ?? FITS;
  };
}

function membersOf(shapes: Readonly<Record<string, Shape>>, isRequired: boolean) {
  return Object.entries(shapes).map(([key, shape]) => ({ key, shape, isRequired }));
}

/** A shape that holds itself, down to a bound on its depth: nobody nests modules deeper. */
export function nested(shape: (inner: Shape) => Shape, depth = 64): Shape {
  if (depth === 0) return (value) => misfit(value, "fewer levels of modules in each other");
  // Made when it is met: most plans have one level.
  let made: Shape | undefined;
  return (value) => {
    made ??= shape(nested(shape, depth - 1));
    return made(value);
  };
}

function misfit(value: unknown, allowed: string): Misfit[] {
  return [{ path: [], found: typeOf(value), allowed }];
}

export function typeOf(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === null) return "null";
  if (Array.isArray(value)) return value.length === 0 ? "an empty list" : "a list";
  if (typeof value === "object") return "an object";
  if (typeof value === "boolean") return `${value}`;
  return typeof value === "string" ? "a text" : `a ${typeof value}`;
}

/** Most fit: then no list is made. */
function withBelow(
  found: Misfit[] | undefined,
  step: string | number,
  misfits: readonly Misfit[],
): Misfit[] | undefined {
  if (misfits.length === 0) return found;
  const all = found ?? [];
  for (const each of misfits) all.push({ ...each, path: [step, ...each.path] });
  return all;
}
