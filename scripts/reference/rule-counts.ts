import { MANAGED_POLICIES_DATE } from "../../lib/iam/managed-policies";
import type { StackModel } from "../../lib/model/stack";
import { PERMISSION_RULES } from "../../lib/rules/permissions/all";

/** In how many of some AWS managed policies (their names with paths) each rule on permissions finds something. */
export function ruleCounts(names: readonly string[]): { id: string; count: number }[] {
  const stacks = names.map(holding);
  return PERMISSION_RULES.map((rule) => ({
    id: rule.id,
    count: stacks.filter((stack) => rule.judge([stack], { notes: true }).length > 0).length,
  }));
}

/** The counts as a table. */
export function countsText(names: readonly string[]): string[] {
  return [
    "### What they find in AWS's own managed policies",
    "",
    `In the latest documents of all ${names.length} of them, as of ${MANAGED_POLICIES_DATE}. In a declaration such a policy gets one`,
    "note of each rule at most (`pod-identity check --notes`), and one warning of `privilege-escalation`, never an error.",
    "",
    "| rule | policies |",
    "|---|---|",
    ...ruleCounts(names).map(({ id, count }) => `| [${id}](#${id}) | ${count} |`),
    "",
  ];
}

/** A stack whose one role holds one policy. Session tags are disabled, so that the rule on them has its say. */
function holding(name: string): StackModel {
  const at = { source: "", path: [] };
  const account = "111122223333";
  const role = {
    kind: "own" as const,
    name: "role",
    path: "/",
    arn: `arn:aws:iam::${account}:role/role`,
    trust: { Version: "2012-10-17" as const, Statement: [] },
    managedPolicies: [{ arn: `arn:aws:iam::aws:policy/${name}`, at }],
    inlinePolicies: [],
  };
  return {
    kind: "service",
    name: "service",
    service: "service",
    partition: "aws",
    account,
    regions: [],
    clusters: [],
    identities: [
      {
        name: "identity",
        role,
        clusters: [],
        serviceAccounts: [],
        pinned: false,
        disableSessionTags: true,
        tags: {},
        at,
      },
    ],
    inherited: { tags: {} },
    state: { kind: "local", path: "" },
    quotas: { managedPoliciesPerRole: 10, trustPolicyLength: 2048 },
    at,
  };
}
