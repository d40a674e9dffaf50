import { cannot, fails } from "./cannot";
import { itemsOf, listFrom, listOf, setFrom, uniqueItems } from "./lists";
import { ofOneKind } from "./one-kind";
import { BEYOND_ASCII, numberOf } from "./operators";
import { Bag, isList, isPlainText, isSurelyText, isUnknown, Lazy, surelyKnown, textOf, type Value } from "./value";

export const COLLECTION_FUNCTIONS: [string, (values: readonly Value[]) => Value][] = [
  ["concat", concat],
  ["flatten", ([list = null]) => flatten(list)],
  ["distinct", ([list = null]) => distinct(list)],
  ["compact", ([list = null]) => compact(list)],
  ["sort", ([list = null]) => sort(list)],
  ["reverse", ([list = null]) => [...listOf(list)].reverse()],
  ["toset", ([list = null]) => (list === null ? null : setFrom(list))],
  ["tolist", ([list = null]) => (list === null ? null : toList(list))],
  ["tomap", ([map = null]) => (map === null ? null : toMap(mapOf(map)))],
  ["setunion", (sets) => setFrom(concat(sets))],
  ["merge", (maps) => new Map(maps.flatMap((map) => (map === null ? [] : [...mapOf(map)])))],
  ["lookup", ([map = null, key = null, fallback]) => lookup(mapOf(map), textOf(surelyKnown(key)), fallback)],
  ["keys", ([map = null]) => keysOf(mapOf(map))],
  ["values", ([map = null]) => valuesOf(mapOf(map))],
  ["zipmap", ([keys = null, values = null]) => zip(listOf(keys), listOf(values))],
  ["element", ([list = null, index = null]) => element(listOf(list), numberOf(index))],
  ["one", ([list = null]) => one(listOf(list))],
  ["length", ([value = null]) => lengthOf(value)],
  ["contains", ([list = null, value = null]) => contains(listOf(list), value)],
  ["coalesce", coalesce],
  ["coalescelist", (lists) => lists.find((list) => listOf(list).length > 0) ?? cannot("all of its lists are empty")],
];

function mapOf(value: Value): Map<string, Value> {
  if (value instanceof Map) return value;
  if (value instanceof Lazy) return cannot("it holds all attributes of an object");
  return typeof value === "string" && isUnknown(value)
    ? cannot("it depends on a map that is known only after apply")
    : cannot("a map in it is none");
}

function concat(lists: readonly Value[]): Value {
  const all = lists.map(itemsOf);
  const items = all.flatMap((list) => list.items);
  // Tuples stay as they are: of what they hold, texts alone may come out otherwise.
  ofOneKind(items.filter((item) => typeof item !== "object"));
  return listFrom(
    items,
    all.every(({ isCertain }) => isCertain),
  );
}

function flatten(list: Value): Value {
  let isAllCertain = true;
  const flat = (value: Value): readonly Value[] => {
    if (typeof value === "string" && isUnknown(value) && !isSurelyText(value)) {
      return cannot("it depends on whether something known only after apply is a list");
    }
    if (!isList(value) && !(value instanceof Bag)) return [value];
    const { items, isCertain } = itemsOf(value);
    isAllCertain &&= isCertain;
    return items.flatMap(flat);
  };
  return listFrom(itemsOf(list).items.flatMap(flat), itemsOf(list).isCertain && isAllCertain);
}

function distinct(list: Value): Value {
  const { items, isCertain } = itemsOf(list);
  const unique = uniqueItems(items);
  return listFrom(unique.items, isCertain && unique.isCertain);
}

function compact(list: Value): Value {
  const { items, isCertain } = itemsOf(list);
  if (items.some((item) => item !== null && typeof item !== "string")) return cannot("it compacts what is no text");
  const kept = items.filter((item) => item !== null && item !== "");
  if (kept.some((item) => typeof item === "string" && isUnknown(item) && !isSurelyText(item))) {
    return cannot("it depends on whether something known only after apply is empty");
  }
  return listFrom(kept, isCertain);
}

function sort(list: Value): Value {
  const { items, isCertain } = itemsOf(list);
  if (items.some((item) => typeof item !== "string")) return cannot("it sorts what is no text");
  return isCertain && items.every(isPlainText) ? items.map(textOf).sort() : new Bag(items, false);
}

function toList(value: Value): Value {
  const { items, isCertain } = itemsOf(value);
  return listFrom([...ofOneKind(items)], isCertain);
}

function toMap(map: Map<string, Value>): Value {
  ofOneKind([...map.values()]);
  return map;
}

function keysOf(map: Map<string, Value>): Value {
  return [...map.keys()].every(isPlainText) ? [...map.keys()].sort() : cannot(BEYOND_ASCII);
}

function lookup(map: Map<string, Value>, key: string, fallback: Value | undefined): Value {
  const found = map.get(key);
  if (found !== undefined) return found;
  if (fallback === undefined) return cannot("it looks up what is not there");
  // A map makes of it what its values are.
  ofOneKind([...map.values(), fallback].filter((value) => typeof value !== "object"));
  return fallback;
}

function valuesOf(map: Map<string, Value>): Value[] {
  return [...map].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, value]) => value);
}

function zip(keys: readonly Value[], values: readonly Value[]): Value {
  if (keys.length !== values.length) return fails("it puts lists of several lengths together");
  return new Map(keys.map((key, index) => [textOf(surelyKnown(key)), values[index] ?? null]));
}

function element(list: readonly Value[], index: number): Value {
  if (!Number.isInteger(index) || index < 0) return cannot("it takes an element by no whole number");
  return list[index % list.length] ?? (list.length > 0 ? null : cannot("it takes an element of an empty list"));
}

function one(list: readonly Value[]): Value {
  return list.length > 1 ? cannot("it has more than one element") : (list[0] ?? null);
}

function lengthOf(value: Value): number {
  if (typeof value === "string") return isPlainText(surelyKnown(value)) ? value.length : cannot(BEYOND_ASCII);
  return value instanceof Map ? value.size : listOf(value).length;
}

function contains(list: readonly Value[], value: Value): boolean {
  const known = surelyKnown(value);
  if (typeof known === "object" && known !== null) return cannot("it looks for what is no text");
  if (![...list, known].every((each) => typeof each !== "string" || isUnknown(each) || isPlainText(each))) {
    return cannot(BEYOND_ASCII);
  }
  return list.includes(known) || surelyKnown([...list]) === null;
}

/** The first that is neither null nor empty. */
function coalesce(values: readonly Value[]): Value {
  for (const value of values) {
    if (value === null || value === "") continue;
    if (typeof value === "string" && isUnknown(value) && !isSurelyText(value)) {
      return cannot("it depends on whether something known only after apply is null");
    }
    if (typeof value !== "string") ofOneKind(values);
    return value;
  }
  return cannot("all of its values are null");
}
