import { isDocument } from "./address";
import { blockValue, nestedBlocks, type ScopedBody } from "./blocks";
import { cannot } from "./cannot";
import { evaluate } from "./evaluate";
import { plain } from "./json-text";
import { givenToSchema, ofSchema } from "./of-schema";
import type { PlanFacts } from "./plan-facts";
import { policyDocumentOf } from "./policy-document";
import { unknownPart, type Value } from "./value";

/**
 * An attribute of one instance of a resource: as the plan knows it, else as its block says it, else a placeholder.
 *
 * @throws Cannot
 */
export function resourceAttribute(facts: PlanFacts, block: ScopedBody, address: string, name: string): Value {
  const fact = facts.attribute(address, name);
  if (fact.kind === "value") return fact.value;
  if (fact.kind === "missing") return cannot(`it refers to ${address}.${name}, which the plan does not hold`);
  return givenToSchema(configured(block, address, name)) ?? unknownPart(name, address);
}

/** Lists that stand for what is there already where nothing is said of them: the plan then calls them unknown. */
const LISTS = new Set(["inline_policy", "managed_policy_arns", "pod_identity_association"]);

/** Whether an attribute that is left out says "none", though the plan says that it is known only after apply. */
export function isNoneWhenLeftOut(name: string): boolean {
  return LISTS.has(name);
}

/** What a block says of an attribute; null where it says nothing. @throws Cannot */
export function configured(block: ScopedBody, address: string, name: string): Value {
  const { body, scope } = block;
  if (isDocument(address)) {
    if (name === "json") return JSON.stringify(plain(policyDocumentOf(block)), undefined, 2);
    if (name === "minified_json") return JSON.stringify(plain(policyDocumentOf(block)));
  }
  const expression = body.attribute(name);
  if (expression !== undefined) {
    const value = evaluate(expression, scope);
    // In the JSON syntax a block is an attribute, and one of them need not be in a list.
    return LISTS.has(name) && value instanceof Map ? [value] : value;
  }
  const blocks = nestedBlocks(block, name);
  return blocks.length === 0 ? null : ofSchema(blocks.map(blockValue));
}
