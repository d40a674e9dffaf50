import { cannot } from "./cannot";
import { Cursor, SyntaxProblem } from "./cursor";
import { evaluate } from "./evaluate";
import type { Expression } from "./expression";
import { itemsOf, listFrom, setFrom } from "./lists";
import { ofOneKind } from "./one-kind";
import { isTrue, numberOf } from "./operators";
import { readExpression } from "./read-expression";
import type { Scope } from "./scope";
import { isUnknown, Lazy, textOf, type Value } from "./value";

const NOT_READ = "a variable's type is not read here";

/**
 * Converts what a variable is given to the type that it is declared with: "Type Constraints",
 * https://developer.hashicorp.com/terraform/language/expressions/type-constraints. What is known only after apply stays.
 *
 * @throws Cannot
 */
export function convert(value: Value, type: Expression, scope: Scope): Value {
  if (value === null) return value;
  // The JSON syntax writes a type as a text.
  if (type.kind === "literal") return convert(value, typeIn(type.value), scope);
  if (value instanceof Lazy) return hasDefaults(type) ? cannot("it gives defaults to a resource's attributes") : value;
  if (type.kind === "name") return primitive(value, type.name);
  if (typeof value === "string" && isUnknown(value)) return value;
  const [inner] = type.kind === "call" ? type.arguments : [];
  if (type.kind !== "call" || inner === undefined) return cannot(NOT_READ);
  if (type.name === "optional") return convert(value, inner, scope);
  if (type.name === "list" || type.name === "set") {
    const { items, isCertain } = itemsOf(value);
    const list = listFrom([...ofOneKind(items.map((item) => convert(item, inner, scope)))], isCertain);
    return type.name === "set" ? setFrom(list) : list;
  }
  if (type.name === "map" && value instanceof Map) {
    const map = new Map([...value].map(([key, item]) => [key, convert(item, inner, scope)]));
    ofOneKind([...map.values()]);
    return map;
  }
  if (type.name === "object" && inner.kind === "object") return toObject(value, inner, scope);
  return cannot(NOT_READ);
}

function typeIn(text: null | boolean | number | string): Expression {
  try {
    const type = readExpression(new Cursor(String(text)));
    return type.kind === "literal" ? cannot(NOT_READ) : type;
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return cannot(NOT_READ);
    throw problem;
  }
}

function primitive(value: Value, type: string): Value {
  if (type === "string") return textOf(value);
  if (typeof value === "string" && isUnknown(value)) return value;
  if (type === "number") return numberOf(value);
  if (type === "bool") return isTrue(value);
  // As early versions of Terraform wrote them.
  if (type === "list" || type === "map") ofOneKind(value instanceof Map ? [...value.values()] : itemsOf(value).items);
  return type === "any" || type === "list" || type === "map" ? value : cannot(NOT_READ);
}

/** Whether an object type says what attributes are that are left out. */
function hasDefaults(type: Expression): boolean {
  if (type.kind === "object") return type.items.some(({ value }) => hasDefaults(value));
  if (type.kind !== "call") return false;
  return (type.name === "optional" && type.arguments.length > 1) || type.arguments.some(hasDefaults);
}

/** Attributes that the type does not name are dropped; those that are optional get their defaults. */
function toObject(value: Value, type: Expression & { kind: "object" }, scope: Scope): Value {
  if (!(value instanceof Map)) return cannot("a variable is given no object");
  const made = new Map<string, Value>();
  for (const { key, value: constraint } of type.items) {
    const name = textOf(evaluate(key, scope));
    const given = value.get(name) ?? null;
    const optional = constraint.kind === "call" && constraint.name === "optional" ? constraint.arguments[1] : undefined;
    const item = given === null && optional !== undefined ? evaluate(optional, scope) : given;
    made.set(name, convert(item, constraint, scope));
  }
  return made;
}
