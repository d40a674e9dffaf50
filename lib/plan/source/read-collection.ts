import type { Cursor } from "./cursor";
import type { Expression, ObjectItem } from "./expression";
import { readExpression } from "./read-expression";

/** `[…]`: a tuple, or a `for` expression that makes one. The cursor stands at the bracket. */
export function readTuple(cursor: Cursor): Expression {
  cursor.expect("[");
  return cursor.nested(true, () => {
    cursor.skip();
    if (seesFor(cursor)) return readFor(cursor, "]");
    const items: Expression[] = [];
    for (; !cursor.sees("]"); cursor.skip()) {
      items.push(readExpression(cursor));
      cursor.skip();
      if (!cursor.take(",")) break;
    }
    cursor.expect("]");
    return { kind: "tuple", items };
  });
}

/** `{…}`: an object, or a `for` expression that makes one. The cursor stands at the brace. */
export function readObject(cursor: Cursor): Expression {
  cursor.expect("{");
  cursor.skip(true);
  if (seesFor(cursor)) return cursor.nested(true, () => readFor(cursor, "}"));
  // A newline ends an item, as a comma does.
  return cursor.nested(false, () => {
    const items: ObjectItem[] = [];
    for (; !cursor.sees("}"); cursor.skip(true)) {
      const key = readKey(cursor);
      cursor.skip(true);
      items.push({ key, value: readExpression(cursor) });
      cursor.skip(false);
      if (!cursor.take(",") && !cursor.sees("\n") && !cursor.sees("}")) cursor.fail('"," or a new line');
    }
    cursor.expect("}");
    return { kind: "object", items };
  });
}

/** A bare name is the key itself. */
function readKey(cursor: Cursor): Expression {
  const start = cursor.at;
  const name = cursor.identifier();
  if (name !== undefined) {
    cursor.skip();
    if (takeKeySign(cursor)) return { kind: "literal", value: name };
    cursor.at = start;
  }
  const key = readExpression(cursor);
  cursor.skip();
  if (!takeKeySign(cursor)) cursor.fail('"=" or ":"');
  return key;
}

function takeKeySign(cursor: Cursor): boolean {
  return !cursor.sees("==") && (cursor.take("=") || cursor.take(":"));
}

/** `for` is a keyword where a name follows it. */
function seesFor(cursor: Cursor): boolean {
  const start = cursor.at;
  const isKeyword = cursor.takeKeyword("for");
  cursor.skip(true);
  const isFor = isKeyword && cursor.identifier() !== undefined;
  cursor.at = start;
  return isFor;
}

function readFor(cursor: Cursor, close: "]" | "}"): Expression {
  cursor.takeKeyword("for");
  cursor.skip();
  const first = cursor.expectIdentifier();
  cursor.skip();
  let second: string | undefined;
  if (cursor.take(",")) {
    cursor.skip();
    second = cursor.expectIdentifier();
    cursor.skip();
  }
  if (!cursor.takeKeyword("in")) cursor.fail('"in"');
  const collection = readExpression(cursor);
  cursor.skip();
  cursor.expect(":");
  let result = readExpression(cursor);
  cursor.skip();
  let resultKey: Expression | undefined;
  if (close === "}") {
    cursor.expect("=>");
    resultKey = result;
    result = readExpression(cursor);
    cursor.skip();
  }
  const grouped = cursor.take("...");
  cursor.skip();
  const condition = cursor.takeKeyword("if") ? readExpression(cursor) : undefined;
  cursor.skip();
  cursor.expect(close);
  return {
    kind: "for",
    ...(second === undefined ? {} : { key: first }),
    value: second ?? first,
    collection,
    ...(resultKey === undefined ? {} : { resultKey }),
    result,
    ...(condition === undefined ? {} : { condition }),
    grouped,
  };
}
