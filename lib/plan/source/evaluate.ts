import { firstThatWorks, works } from "./attempts";
import { cannot } from "./cannot";
import { choice } from "./choice";
import type { Expression, ForExpression, TemplatePart } from "./expression";
import { SPLAT_ITEM } from "./expression";
import { FUNCTIONS } from "./functions";
import { itemsOf, listFrom, listOf } from "./lists";
import { isOfSchema } from "./of-schema";
import { binary, isTrue, unary } from "./operators";
import { type Scope, withNames } from "./scope";
import { attributeOf, elementOf } from "./steps";
import { Bag, exactNumber, isList, isUnknown, joined, knownText, Lazy, sizeOf, textOf, type Value } from "./value";

/**
 * What an expression comes to.
 *
 * @throws Cannot where that cannot be told.
 */
export function evaluate(expression: Expression, scope: Scope): Value {
  return scope.budget.deeper(() => {
    scope.budget.spend(1);
    const value = evaluated(expression, scope);
    sizeOf(value);
    return value;
  });
}

function evaluated(expression: Expression, scope: Scope): Value {
  const { kind } = expression;
  if (kind === "literal") return literal(expression.value);
  if (kind === "name") return scope.lookup(expression.name);
  if (kind === "attribute") return attributeOf(evaluate(expression.of, scope), expression.name, scope);
  if (kind === "index") return elementOf(evaluate(expression.of, scope), evaluate(expression.key, scope), scope);
  if (kind === "template") return templateText(expression.parts, scope);
  if (kind === "tuple") return expression.items.map((item) => evaluate(item, scope));
  if (kind === "object") {
    return new Map(expression.items.map(({ key, value }) => [keyOf(evaluate(key, scope)), evaluate(value, scope)]));
  }
  if (kind === "conditional") return choice(expression, scope);
  if (kind === "unary") return unary(expression.operator, evaluate(expression.operand, scope));
  if (kind === "binary") {
    const { operator, left, right } = expression;
    const operand = (side: Expression) => compared(evaluate(side, scope), scope);
    return binary(operator, operand(left), () => operand(right));
  }
  if (kind === "splat") return splat(expression.each, evaluate(expression.of, scope), scope);
  if (kind === "for") return comprehension(expression, scope);
  if (kind === "call") return call(expression.name, expression.arguments, expression.spread, scope);
  return cannot(`it is made with ${expression.what}, which is not evaluated here`);
}

function literal(value: null | boolean | number | string): Value {
  if (typeof value === "string") return knownText(value);
  return typeof value === "number" ? exactNumber(value) : value;
}

function templateText(parts: readonly TemplatePart[], scope: Scope): Value {
  const [only, ...others] = parts;
  if (only !== undefined && others.length === 0 && typeof only !== "string") return evaluate(only, scope);
  const texts = parts.map((part) => (typeof part === "string" ? knownText(part) : textOf(evaluate(part, scope))));
  scope.budget.spend(texts.reduce((sum, text) => sum + text.length / 64, 0));
  return joined(texts);
}

/** Long texts take long to compare. */
function compared(value: Value, scope: Scope): Value {
  scope.budget.spend(sizeOf(value));
  return value;
}

function keyOf(value: Value): string {
  const key = textOf(value);
  return isUnknown(key) ? cannot("a key in it is known only after apply") : key;
}

function splat(each: Expression, value: Value, scope: Scope): Value {
  if (value === null) return [];
  if (typeof value === "string" && isUnknown(value)) return cannot("it goes through what is known only after apply");
  const apply = (item: Value) => evaluate(each, withNames(scope, new Map([[SPLAT_ITEM, item]])));
  if (value instanceof Bag) return new Bag(value.items.map(apply), false);
  return isList(value) ? listFrom(value.map(apply), itemsOf(value).isCertain) : [apply(value)];
}

function comprehension(expression: ForExpression, scope: Scope): Value {
  const { key, value, resultKey, condition } = expression;
  const collection = evaluate(expression.collection, scope);
  if (key !== undefined && isList(collection) && isOfSchema(collection)) {
    return cannot("it goes through the places of what may be a set");
  }
  const scopes: Scope[] = [];
  for (const [name, item] of entriesOf(collection)) {
    const names = new Map([[value, item]]);
    if (key !== undefined) names.set(key, name);
    const inner = withNames(scope, names);
    if (condition === undefined || isTrue(evaluate(condition, inner))) scopes.push(inner);
  }
  if (resultKey === undefined) {
    const items = scopes.map((inner) => evaluate(expression.result, inner));
    return listFrom(items, collection instanceof Map || itemsOf(collection).isCertain);
  }
  const made = new Map<string, Value>();
  for (const inner of scopes) {
    const name = keyOf(evaluate(resultKey, inner));
    const item = evaluate(expression.result, inner);
    const before = made.get(name);
    if (expression.grouped) made.set(name, before !== undefined && isList(before) ? [...before, item] : [item]);
    else if (made.has(name)) return cannot("a key in it is there twice");
    else made.set(name, item);
  }
  return made;
}

/** Keys and values in the order in which Terraform goes through them. Of a set both are the element. */
export function entriesOf(collection: Value): [Value, Value][] {
  if (isList(collection)) return collection.map((item, index) => [index, item]);
  if (collection instanceof Map) return [...collection].sort(([one], [other]) => (one < other ? -1 : 1));
  if (collection instanceof Bag) return collection.items.map((item) => [item, item]);
  if (collection instanceof Lazy) return cannot("it goes through all attributes of an object");
  return isUnknown(collection)
    ? cannot("it goes through what is known only after apply")
    : cannot("it goes through what is no collection");
}

function call(name: string, parameters: readonly Expression[], spread: boolean, scope: Scope): Value {
  if (name === "try") return firstThatWorks(parameters, spread, scope);
  if (name === "can") return works(parameters, spread, scope);
  const run = FUNCTIONS.get(name) ?? cannot(`it is made with ${name}(), which is not evaluated here`);
  const values = parameters.map((parameter) => evaluate(parameter, scope));
  const last = spread ? values.pop() : undefined;
  const all = [...values, ...(last === undefined ? [] : listOf(last))];
  // Functions go through all that they are given.
  scope.budget.spend(all.reduce<number>((sum, value) => sum + sizeOf(value), 0));
  return run(all);
}
