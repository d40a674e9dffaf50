import { Bag, isList, type Value } from "./value";

const marked = new WeakSet<object>();

/**
 * Marks what has the type of an attribute or block of a resource, which is not known here: a list of it may be a set, an
 * object may have more attributes.
 */
export function ofSchema<T extends Value[] | Map<string, Value>>(value: T): T {
  marked.add(value);
  return value;
}

export function isOfSchema(value: Value | readonly Value[]): boolean {
  return typeof value === "object" && value !== null && marked.has(value);
}

/** What an attribute of a resource is given, as it stands in the resource: at every level of the schema's types. */
export function givenToSchema(value: Value): Value {
  if (isList(value)) return ofSchema(value.map(givenToSchema));
  if (value instanceof Map) return ofSchema(new Map([...value].map(([key, item]) => [key, givenToSchema(item)])));
  return value instanceof Bag && value.isCertain ? ofSchema(value.items.map(givenToSchema)) : value;
}
