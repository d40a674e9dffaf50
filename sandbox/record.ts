/**
 * A record without a prototype: names that users choose (a role `__proto__`, a tag `constructor`) are keys in it,
 * so nothing may be inherited.
 */
export function emptyRecord<T>(): Record<string, T> {
  return Object.create(null);
}

/** A reviver for JSON.parse that gives every object of the document the same freedom from a prototype. */
export function withoutPrototypes(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.assign(emptyRecord<unknown>(), value);
}
