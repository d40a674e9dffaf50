import { holdsToken } from "../model/token";
import type { AnyDocument } from "./document";
import { parsePolicy } from "./parse";
import type { Policy } from "./policy";

/**
 * An identity's policy by its document, read once and kept by it; undefined where anything is wrong with the document.
 * `readable` makes of a document that holds tokens one that can be read: each caller has its own, and its policy is not kept.
 */
export function policyOf(document: AnyDocument, readable: (document: AnyDocument) => unknown): Policy | undefined {
  const standing = read.get(document);
  if (standing !== undefined) return standing === TOKENS ? policyIn(readable(document)) : standing;
  if (holdsToken(document)) {
    read.set(document, TOKENS);
    return policyIn(readable(document));
  }
  const policy = policyIn(document);
  if (policy !== undefined) read.set(document, policy);
  return policy;
}

function policyIn(document: unknown): Policy | undefined {
  return parsePolicy(document, "identity").policy;
}

/** Stands for the policy of a document that holds tokens. */
const TOKENS: Policy = { version: "2012-10-17", statements: [] };

const read = new WeakMap<AnyDocument, Policy>();
