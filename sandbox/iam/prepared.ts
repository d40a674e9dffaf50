import { type PolicyKind, parsePolicy } from "../../lib/iam/parse";
import type { Policy } from "../../lib/iam/policy";
import { type PreparedPolicy, preparePolicy } from "../../lib/iam/prepare";

/** A role of an average account has some ten documents. */
const MOST = 2000;

const prepared = new Map<string, PreparedPolicy>();

/**
 * A stored policy document (JSON) made ready to be judged by. What was prepared once is kept by its text, so every
 * version of a role or of a policy is prepared once. A document that cannot be read denies everything: what it would have
 * denied is not known.
 */
export function preparedDocument(name: string, text: string, kind: PolicyKind): PreparedPolicy {
  const key = `${kind} ${text}`;
  let found = prepared.get(key);
  if (found === undefined) {
    found = preparePolicy({ name, policy: read(text, kind) });
    if (prepared.size >= MOST) prepared.clear();
    prepared.set(key, found);
  }
  return named(found, name);
}

/** Several policies that allow what any of them allows, as one. */
export function together(name: string, policies: readonly PreparedPolicy[]): PreparedPolicy {
  return {
    source: { name, policy: { version: "2012-10-17", statements: [] } },
    statements: policies.flatMap(({ statements }) => statements),
  };
}

/** The same policy under the name that it has here: texts may be the same by chance. */
function named(policy: PreparedPolicy, name: string): PreparedPolicy {
  return policy.source.name === name ? policy : { ...policy, source: { ...policy.source, name } };
}

function read(text: string, kind: PolicyKind): Policy {
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch {
    return UNREADABLE;
  }
  return parsePolicy(document, kind).policy ?? UNREADABLE;
}

const UNREADABLE: Policy = {
  version: "2012-10-17",
  statements: [
    {
      effect: "Deny",
      action: { not: false, patterns: ["*"] },
      principal: { not: false, entries: [{ type: "*", value: "*" }] },
      conditions: [],
      path: [],
    },
  ],
};
