import { type AnyDocument, documentSize, documentText } from "../iam/document";
import { below, type Finding } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { Identity, OwnRole } from "../model/identity";
import type { StackModel } from "../model/stack";
import { hasToken } from "../model/token";
import type { Rule } from "./rule";

const INLINE_LIMIT = 10_240;
const SESSION_POLICY_LIMIT = 2_048;
const MANAGED_POLICIES_LIMIT = 25;

export const policyLimits: Rule = {
  id: "policy-limits",
  severity: "error",
  what: "A role's trust policy, inline policies and managed policies keep within IAM's quotas.",
  why: "IAM refuses what is larger (LimitExceeded), after other parts of the stack have been made.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
  fix: "Use wildcards, move statements into a customer managed policy, split the identity, or state a raised quota under `quotas:`.",
  judge: (stacks) =>
    allIdentities(stacks).flatMap(({ stack, identity }) => [
      ...(identity.role.kind === "own" ? judgeRole(identity, identity.role, stack) : []),
      ...judgeSessionPolicy(identity),
    ]),
};

function judgeRole(identity: Identity, role: OwnRole, stack: StackModel): Finding[] {
  const findings: Finding[] = [];
  const trust = knownSize(role.trust);
  if (trust > stack.quotas.trustPolicyLength) {
    findings.push({
      rule: "policy-limits",
      severity: "error",
      at: below(identity.at, "serviceAccounts"),
      message: `need a trust policy of ${count(trust)} characters, since the role is pinned to them (clusters: ${identity.clusters.length}, service accounts: ${identity.serviceAccounts.length})`,
      allowed: `at most ${count(stack.quotas.trustPolicyLength)} characters`,
      fix: "split the identity in two, or set `quotas: { trustPolicyLength: 4096 }` in platform.yaml where the quota was raised, or open it with `trust: account`",
    });
  }
  const inline = role.inlinePolicies.reduce((sum, policy) => sum + knownSize(policy.document), 0);
  if (inline > INLINE_LIMIT) {
    findings.push({
      rule: "policy-limits",
      severity: "error",
      at: role.inlinePolicies[0]?.at ?? identity.at,
      message: `brings the role's inline policies to ${count(inline)} characters in sum, white space not counted`,
      allowed: `at most ${count(INLINE_LIMIT)} characters a role`,
      fix: "use wildcards, move statements into a customer managed policy and name it under `policies:`, or split the identity",
    });
  }
  const managed = role.managedPolicies.length;
  if (managed > stack.quotas.managedPoliciesPerRole) {
    findings.push({
      rule: "policy-limits",
      severity: "error",
      at: below(identity.at, "policies"),
      message: `names ${managed} managed policies`,
      allowed: `at most ${stack.quotas.managedPoliciesPerRole} a role`,
      fix: `merge some into one policy, or set \`quotas: { managedPoliciesPerRole: … }\` in platform.yaml where the quota was raised (to ${MANAGED_POLICIES_LIMIT} at most)`,
    });
  }
  return findings;
}

function judgeSessionPolicy(identity: Identity): Finding[] {
  if (identity.sessionPolicy === undefined) return [];
  const text = documentText(identity.sessionPolicy);
  if (hasToken(text) || text.length <= SESSION_POLICY_LIMIT) return [];
  return [
    {
      rule: "policy-limits",
      severity: "error",
      at: below(identity.at, "sessionPolicy"),
      message: `is a session policy of ${count(text.length)} characters`,
      allowed: `at most ${count(SESSION_POLICY_LIMIT)} characters`,
      fix: "shorten it with wildcards, or restrict the role itself",
    },
  ];
}

/** What holds tokens has a size that only Terraform learns: it counts as nothing here. */
function knownSize(document: AnyDocument): number {
  return hasToken(documentText(document)) ? 0 : documentSize(document);
}

function count(characters: number): string {
  return characters.toLocaleString("en");
}
