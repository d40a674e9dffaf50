import type { Cursor } from "./cursor";
import { type BinaryOperator, type Expression, SPLAT_ITEM } from "./expression";
import { readObject, readTuple } from "./read-collection";
import { readHeredoc, readQuoted } from "./read-template";

/** How tightly they bind; of those that begin alike the longer first. */
const OPERATORS: readonly (readonly [BinaryOperator, number])[] = [
  ["||", 1],
  ["&&", 2],
  ["==", 3],
  ["!=", 3],
  ["<=", 4],
  [">=", 4],
  ["<", 4],
  [">", 4],
  ["+", 5],
  ["-", 5],
  ["*", 6],
  ["/", 6],
  ["%", 6],
];
const OPERATOR_START = new Set(OPERATORS.map(([operator]) => operator.charAt(0)));
const CONSTANTS = new Map<string, null | boolean>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const NUMBER = /[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;

/** Reads an expression as far as it goes: HCL native syntax, "Expressions" (hashicorp/hcl, hclsyntax/spec.md). */
export function readExpression(cursor: Cursor): Expression {
  return cursor.nested(cursor.newlinesAreSpace, () => {
    const condition = readBinary(cursor, 1);
    cursor.skip();
    if (!cursor.take("?")) return condition;
    const yes = readExpression(cursor);
    cursor.skip();
    cursor.expect(":");
    return { kind: "conditional", condition, yes, no: readExpression(cursor) };
  });
}

/** Reads what binds at least as tightly as `level`. */
function readBinary(cursor: Cursor, level: number): Expression {
  let left = readUnary(cursor);
  for (;;) {
    cursor.skip();
    if (!OPERATOR_START.has(cursor.text.charAt(cursor.at))) return left;
    const found = OPERATORS.find(([operator]) => cursor.sees(operator));
    if (found === undefined || found[1] < level) return left;
    const [operator, binding] = found;
    cursor.at += operator.length;
    left = { kind: "binary", operator, left, right: readBinary(cursor, binding + 1) };
  }
}

function readUnary(cursor: Cursor): Expression {
  cursor.skip();
  const operator = cursor.sees("-") ? "-" : cursor.sees("!") ? "!" : undefined;
  if (operator === undefined) return readPostfix(cursor, readTerm(cursor));
  cursor.at += 1;
  return { kind: "unary", operator, operand: cursor.nested(cursor.newlinesAreSpace, () => readUnary(cursor)) };
}

function readTerm(cursor: Cursor): Expression {
  if (cursor.sees('"')) return readQuoted(cursor);
  if (cursor.sees("<<")) return readHeredoc(cursor);
  if (cursor.sees("[")) return readTuple(cursor);
  if (cursor.sees("{")) return readObject(cursor);
  if (cursor.take("(")) {
    const inner = cursor.nested(true, () => readExpression(cursor));
    cursor.skip(true);
    cursor.expect(")");
    return inner;
  }
  if (cursor.seesDigit()) return readNumber(cursor);
  let name = cursor.identifier() ?? cursor.fail("an expression");
  const constant = CONSTANTS.get(name);
  if (constant !== undefined) return { kind: "literal", value: constant };
  while (cursor.take("::")) name += `::${cursor.expectIdentifier()}`;
  cursor.skip();
  return cursor.sees("(") ? readCall(cursor, name) : { kind: "name", name };
}

function readNumber(cursor: Cursor): Expression {
  NUMBER.lastIndex = cursor.at;
  const [digits = ""] = NUMBER.exec(cursor.text) ?? [];
  cursor.at += digits.length;
  // Terraform reads more digits of a fraction than are kept here.
  if (digits.length > 16 && digits.includes(".")) return { kind: "beyond", what: "a very fine number" };
  return { kind: "literal", value: Number(digits) };
}

function readCall(cursor: Cursor, name: string): Expression {
  cursor.expect("(");
  return cursor.nested(true, () => {
    const found: Expression[] = [];
    let spread = false;
    for (cursor.skip(); !cursor.sees(")"); cursor.skip()) {
      found.push(readExpression(cursor));
      cursor.skip();
      if (cursor.take("...")) spread = true;
      else if (cursor.take(",")) continue;
      break;
    }
    cursor.skip();
    cursor.expect(")");
    return { kind: "call", name, arguments: found, spread };
  });
}

/** `.name`, `.0`, `[key]` and splats, as many as there are. */
function readPostfix(cursor: Cursor, first: Expression): Expression {
  let expression = first;
  for (;;) {
    const next = readStep(cursor, expression) ?? readSplat(cursor, expression);
    if (next === undefined) return expression;
    expression = next;
  }
}

function readStep(cursor: Cursor, of: Expression): Expression | undefined {
  cursor.skip();
  if (cursor.sees("[") && !seesFullSplat(cursor)) {
    cursor.at += 1;
    const key = cursor.nested(true, () => readExpression(cursor));
    cursor.skip(true);
    cursor.expect("]");
    return { kind: "index", of, key };
  }
  return readAttribute(cursor, of);
}

function readAttribute(cursor: Cursor, of: Expression): Expression | undefined {
  if (!cursor.sees(".") || cursor.sees("...") || cursor.sees(".*")) return undefined;
  cursor.at += 1;
  cursor.skip();
  if (cursor.seesDigit()) {
    const start = cursor.at;
    while (cursor.seesDigit()) cursor.at += 1;
    return { kind: "index", of, key: { kind: "literal", value: Number(cursor.text.slice(start, cursor.at)) } };
  }
  return { kind: "attribute", of, name: cursor.expectIdentifier() };
}

function readSplat(cursor: Cursor, of: Expression): Expression | undefined {
  const isFull = seesFullSplat(cursor);
  if (!isFull && !cursor.sees(".*")) return undefined;
  cursor.at = isFull ? cursor.text.indexOf("]", cursor.at) + 1 : cursor.at + 2;
  let each: Expression = { kind: "name", name: SPLAT_ITEM };
  for (;;) {
    if (!isFull) cursor.skip();
    const item: Expression = each;
    // What follows a full splat goes through each of its elements, another splat too.
    const next: Expression | undefined = isFull
      ? (readStep(cursor, item) ?? cursor.nested(cursor.newlinesAreSpace, () => readSplat(cursor, item)))
      : readAttribute(cursor, item);
    if (next === undefined) return { kind: "splat", of, each };
    each = next;
  }
}

function seesFullSplat(cursor: Cursor): boolean {
  if (!cursor.sees("[")) return false;
  let at = cursor.at + 1;
  while (cursor.text.charAt(at) === " ") at += 1;
  if (cursor.text.charAt(at) !== "*") return false;
  do at += 1;
  while (cursor.text.charAt(at) === " ");
  return cursor.text.charAt(at) === "]";
}
