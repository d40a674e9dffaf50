import type { Block, Body } from "./body";
import { Cursor } from "./cursor";
import type { Expression } from "./expression";
import { readExpression } from "./read-expression";

interface ReadBlock extends Block {
  type: string;
}

/**
 * Reads a file of HCL's native syntax (hashicorp/hcl, hclsyntax/spec.md).
 *
 * @throws SyntaxProblem where the text does not follow the grammar.
 */
export function readHcl(text: string): Body {
  const cursor = new Cursor(text);
  const body = readBody(cursor);
  if (!cursor.isAtEnd) cursor.fail("a block or an attribute");
  return body;
}

/** A class, as there may be a hundred thousand of them. */
class HclBody implements Body {
  readonly attributes = new Map<string, Expression>();
  readonly nested: ReadBlock[] = [];

  attribute(name: string): Expression | undefined {
    return this.attributes.get(name);
  }

  blocks(type: string, labels: number): readonly Block[] {
    return this.nested.filter((block) => block.type === type && block.labels.length === labels);
  }

  attributeNames(): readonly string[] {
    return [...this.attributes.keys()];
  }

  blockTypes(): readonly string[] {
    return [...new Set(this.nested.map(({ type }) => type))];
  }
}

function readBody(cursor: Cursor): Body {
  const body = new HclBody();
  for (cursor.skip(true); !cursor.isAtEnd && !cursor.sees("}"); cursor.skip(true)) {
    const name = cursor.expectIdentifier();
    cursor.skip(false);
    if (cursor.take("=")) body.attributes.set(name, readExpression(cursor));
    else body.nested.push(readBlock(cursor, name));
    cursor.skip(false);
    if (!cursor.isAtEnd && !cursor.sees("\n") && !cursor.sees("}")) cursor.fail("a new line");
  }
  return body;
}

function readBlock(cursor: Cursor, type: string): ReadBlock {
  const labels: string[] = [];
  for (cursor.skip(false); !cursor.sees("{"); cursor.skip(false)) labels.push(readLabel(cursor));
  cursor.expect("{");
  const body = cursor.nested(false, () => readBody(cursor));
  cursor.expect("}");
  return { type, labels, body };
}

function readLabel(cursor: Cursor): string {
  if (!cursor.sees('"')) return cursor.expectIdentifier();
  const label = readExpression(cursor);
  return label.kind === "literal" && typeof label.value === "string" ? label.value : cursor.fail("a plain label");
}
