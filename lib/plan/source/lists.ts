import { cannot } from "./cannot";
import { jsonText } from "./json-text";
import { isOfSchema } from "./of-schema";
import { ofOneKind } from "./one-kind";
import { Bag, isList, isPlainText, isUnknown, type Value } from "./value";

/** Elements whose number and order are known. @throws Cannot */
export function listOf(value: Value): readonly Value[] {
  const { items, isCertain } = itemsOf(value);
  return isCertain ? items : cannot("it depends on a set whose elements are known only after apply");
}

/** Elements of a list or set. @throws Cannot */
export function itemsOf(value: Value): { items: readonly Value[]; isCertain: boolean } {
  if (value instanceof Bag) return value;
  // Elements of what may be a set may turn out to be the same.
  if (isList(value))
    return { items: value, isCertain: !isOfSchema(value) || value.length < 2 || !value.some(isUnknown) };
  return typeof value === "string" && isUnknown(value)
    ? cannot("it depends on a list that is known only after apply")
    : cannot("a list in it is none");
}

/** A list, or what is left of one whose elements have no sure number. */
export function listFrom(items: Value[], isCertain: boolean): Value {
  return isCertain ? items : new Bag(items, false);
}

/** Each element once. Not certain: two of them may turn out to be the same. @throws Cannot */
export function uniqueItems(items: readonly Value[]): { items: Value[]; isCertain: boolean } {
  const found = new Map(ofOneKind(items).map((item) => [`${typeof item} ${jsonText(item)}`, item]));
  const isCertain = found.size < 2 || (!items.some(isUnknown) && items.every(isEasy));
  return { items: [...found.values()], isCertain };
}

/** Whether it is equal to nothing that is written otherwise. */
function isEasy(item: Value): boolean {
  if (typeof item === "string") return isPlainText(item);
  if (isList(item)) return item.every(isEasy);
  return item instanceof Map ? [...item.values()].every(isEasy) : typeof item !== "object" || item === null;
}

/** A set. In order where all of its elements are texts: the order of others is Terraform's own. @throws Cannot */
export function setFrom(value: Value): Bag {
  const { items, isCertain } = itemsOf(value);
  const unique = uniqueItems(items);
  const isOrdered = unique.items.length < 2 || unique.items.every(isPlainText);
  if (isOrdered) unique.items.sort((one, other) => (String(one) < String(other) ? -1 : 1));
  return new Bag(unique.items, isCertain && unique.isCertain && isOrdered);
}
