import { cannot } from "./cannot";
import { Bag, isList, Lazy, type Value } from "./value";

/**
 * Terraform makes values one type where they come to stand in one collection, or in the two branches of a conditional: a
 * number becomes a text beside a text. Types are not always known here, so that values pass only where they stay what they
 * are.
 *
 * @throws Cannot
 */
export function ofOneKind<T extends readonly Value[]>(values: T): T {
  return areOneKind(values) ? values : cannot("it puts values of several types together");
}

function areOneKind(values: readonly Value[]): boolean {
  const given = values.filter((value) => value !== null);
  const [first, ...others] = given;
  if (first === undefined || others.length === 0) return true;
  if (leaves(given, new Set()).size < 2) return true;
  const kind = kindOf(first);
  if (others.every((other) => kindOf(other) === kind)) return true;
  if (given.every(isList)) return areOneKind(given.flat(1));
  return given.every((value) => value instanceof Map) && areOneKind(given.flatMap((map) => [...map.values()]));
}

/** Kinds of all that is in values, at any level; null has none. */
function leaves(values: Iterable<Value>, found: Set<string>): Set<string> {
  for (const value of values) {
    if (value === null) continue;
    if (isList(value) || value instanceof Map) leaves(value.values(), found);
    else if (value instanceof Bag) leaves(value.items, found.add("set"));
    else found.add(kindOf(value));
  }
  return found;
}

function kindOf(value: Value): string {
  if (value instanceof Lazy) return "resource";
  if (value instanceof Bag) return `set${kindsOf(value.items)}`;
  if (isList(value)) return kindsOf(value);
  if (!(value instanceof Map)) return value === null ? "null" : typeof value;
  const kinds = [...value].map(([key, item]): [string, string] => [key, kindOf(item)]);
  return JSON.stringify(kinds.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function kindsOf(items: readonly Value[]): string {
  const kinds = items.map(kindOf);
  const unique = [...new Set(kinds)];
  return JSON.stringify(unique.length === 1 ? unique : kinds);
}
