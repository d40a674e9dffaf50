/** A number for an object, its own as long as the process lives: a short part of a key for what objects share. */
export function numberOf(object: object): number {
  const standing = numbers.get(object);
  if (standing !== undefined) return standing;
  last += 1;
  numbers.set(object, last);
  return last;
}

const numbers = new WeakMap<object, number>();
let last = 0;
