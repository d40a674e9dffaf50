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
export const anything: Shape = () => FITS;

export function oneOf(...allowed: readonly string[]): Shape {
  return (value) => (typeof value === "string" && allowed.includes(value) ? FITS : misfit(value, allowed.join(" or ")));
}

export function listOf(shape: Shape, least = 0): Shape {
  const allowed = least === 0 ? "a list" : `a list of at least ${least}`;
  return (value) => {
    if (!Array.isArray(value) || value.length < least) return misfit(value, allowed);
    const found: Misfit[] = [];
    for (let index = 0; index < value.length; index++) addBelow(index, shape(value[index]), found);
    return found;
  };
}

export function mapOf(shape: Shape): Shape {
  return (value) => {
    if (!isRecord(value)) return misfit(value, "an object");
    const found: Misfit[] = [];
    for (const key of Object.keys(value)) addBelow(key, shape(value[key]), found);
    return found;
  };
}

/** An object with at least the required keys; others are as they are. */
export function object(required: Readonly<Record<string, Shape>>, optional: Readonly<Record<string, Shape>>): Shape {
  const must = Object.entries(required);
  const may = Object.entries(optional);
  return (value) => {
    if (!isRecord(value)) return misfit(value, "an object");
    const found: Misfit[] = [];
    for (const [key, shape] of must) addBelow(key, shape(value[key]), found);
    for (const [key, shape] of may) {
      if (value[key] !== undefined) addBelow(key, shape(value[key]), found);
    }
    return found;
  };
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

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
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

function addBelow(step: string | number, misfits: readonly Misfit[], found: Misfit[]): void {
  for (const each of misfits) found.push({ ...each, path: [step, ...each.path] });
}
