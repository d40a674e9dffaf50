import type { Body } from "./body";
import { cannot } from "./cannot";
import { entriesOf, evaluate } from "./evaluate";
import type { Expression } from "./expression";
import { givenToSchema, isOfSchema, ofSchema } from "./of-schema";
import { type Scope, withNames } from "./scope";
import { Lazy, type Value } from "./value";

/** A nested block, and where its expressions are evaluated. */
export interface ScopedBody {
  body: Body;
  scope: Scope;
}

/** The nested blocks of a type, those that `dynamic` makes among them. @throws Cannot */
export function nestedBlocks({ body, scope }: ScopedBody, type: string): ScopedBody[] {
  const blocks = body.blocks(type, 0).map(({ body: inner }) => ({ body: inner, scope }));
  for (const { labels, body: dynamic } of body.blocks("dynamic", 1)) {
    if (labels[0] !== type) continue;
    const forEach = dynamic.attribute("for_each");
    const content = dynamic.blocks("content", 0)[0]?.body;
    if (forEach === undefined || content === undefined) return cannot(`its dynamic ${type} blocks cannot be read`);
    const iterator = nameIn(dynamic.attribute("iterator")) ?? type;
    const collection = evaluate(forEach, scope);
    for (const [key, value] of entriesOf(collection)) {
      const item = new Lazy((name) => {
        if (name === "value") return value;
        if (name === "key" && !isOfSchema(collection)) return key;
        return cannot(`it refers to ${iterator}.${name}, which is not known here`);
      });
      blocks.push({ body: content, scope: withNames(scope, new Map([[iterator, item]])) });
    }
  }
  return blocks;
}

/** A bare name; in the JSON syntax a text. */
function nameIn(expression: Expression | undefined): string | undefined {
  if (expression?.kind === "name") return expression.name;
  return expression?.kind === "literal" && typeof expression.value === "string" ? expression.value : undefined;
}

/** All that a block says, as an object; blocks within it as lists. @throws Cannot */
export function blockValue(block: ScopedBody): Value {
  const { body, scope } = block;
  const made = new Map<string, Value>();
  for (const name of body.attributeNames()) {
    const expression = body.attribute(name);
    if (expression !== undefined && name !== "dynamic") made.set(name, givenToSchema(evaluate(expression, scope)));
  }
  const dynamic = body.blocks("dynamic", 1).flatMap(({ labels }) => labels);
  for (const type of new Set([...body.blockTypes(), ...dynamic])) {
    if (type !== "dynamic") made.set(type, ofSchema(nestedBlocks(block, type).map(blockValue)));
  }
  return ofSchema(made);
}
