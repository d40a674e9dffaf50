import { cannot, fails } from "./cannot";
import { isOfSchema } from "./of-schema";
import type { Scope } from "./scope";
import { Bag, isList, isPlainText, isUnknown, Lazy, textOf, unknownBelow, type Value } from "./value";

/** `object.name`. @throws Cannot */
export function attributeOf(value: Value, name: string, scope: Scope): Value {
  if (value instanceof Lazy) return value.get(name);
  if (value instanceof Map) return partOf(value, name);
  if (typeof value === "string" && isUnknown(value)) return belowUnknown(value, name, scope);
  return cannot(value instanceof Bag ? "it takes a part of a set" : `there is no ${name} in it`);
}

/** `object[key]`, `list[0]`. @throws Cannot */
export function elementOf(value: Value, key: Value, scope: Scope): Value {
  if (key === null) return fails("it takes an element by no number");
  if (typeof key !== "number" && typeof key !== "string") return cannot("it takes an element by no number");
  if (typeof key === "string" && isUnknown(key))
    return cannot("it takes a part by a key that is known only after apply");
  if (isList(value)) return itemOf(value, key, scope);
  if (typeof key === "string") return attributeOf(value, key, scope);
  if (value instanceof Map) return partOf(value, textOf(key));
  if (typeof value === "string" && isUnknown(value)) return belowUnknown(value, key, scope);
  return cannot(
    value instanceof Bag || value instanceof Lazy
      ? "it takes an element whose place is not known"
      : "it takes an element of what has none",
  );
}

function partOf(map: Map<string, Value>, name: string): Value {
  const found = map.get(name);
  if (found !== undefined) return found;
  const why = `there is no ${name} in it`;
  // The schema may have it all the same; and texts are equal to Terraform that are written otherwise.
  return isOfSchema(map) || !isPlainText(name) ? cannot(why) : fails(why);
}

function itemOf(list: readonly Value[], key: number | string, scope: Scope): Value {
  if (!/^(?:0|[1-9][0-9]{0,8})$/.test(String(key))) return cannot("it takes an element by no whole number");
  if (isOfSchema(list) && scope.isTried === true) return cannot("it tries an element of what may be a set");
  const found = list[Number(key)];
  if (found !== undefined) return found;
  const why = "it takes an element that is not there";
  return isOfSchema(list) ? cannot(why) : fails(why);
}

/** Whether there is such a part is known only after apply too. */
function belowUnknown(text: string, step: string | number, scope: Scope): Value {
  if (scope.isTried === true) return cannot("it tries a part of what is known only after apply");
  return unknownBelow(text, step) ?? cannot("it takes a part of what is known only after apply");
}
