import { cannot, fails } from "./cannot";
import { jsonText } from "./json-text";
import { Bag, isList, isUnknown, textOf, type Value } from "./value";

/** Elements whose number and order are known. @throws Cannot */
export function listOf(value: Value): readonly Value[] {
  const { items, isCertain } = itemsOf(value);
  return isCertain ? items : cannot("it depends on a set whose elements are known only after apply");
}

/** Elements of a list or set. @throws Cannot */
export function itemsOf(value: Value): { items: readonly Value[]; isCertain: boolean } {
  if (value instanceof Bag) return value;
  if (isList(value)) return { items: value, isCertain: true };
  return typeof value === "string" && isUnknown(value)
    ? cannot("it depends on a list that is known only after apply")
    : fails("a list in it is none");
}

/** A list, or what is left of one whose elements have no sure number. */
export function listFrom(items: Value[], isCertain: boolean): Value {
  return isCertain ? items : new Bag(items, false);
}

/** Each element once. Not certain: two of them may turn out to be the same. */
export function uniqueItems(items: readonly Value[]): { items: Value[]; isCertain: boolean } {
  const found = new Map(items.map((item) => [`${typeof item} ${jsonText(item)}`, item]));
  const isCertain = found.size < 2 || !items.some(isUnknown);
  return { items: [...found.values()], isCertain };
}

/** A set as Terraform makes it: texts where there is one, in order. */
export function setFrom(value: Value): Bag {
  const { items, isCertain } = itemsOf(value);
  const isText = items.some((item) => typeof item === "string");
  const unique = uniqueItems(isText ? items.map((item) => (item === null ? null : textOf(item))) : items);
  const sorted = isText ? unique.items.sort((one, other) => (String(one) < String(other) ? -1 : 1)) : unique.items;
  return new Bag(sorted, isCertain && unique.isCertain);
}
