import type { Policy, PolicyStatement } from "../../iam/policy";
import type { Finding } from "../../model/finding";
import type { Identity, OwnRole } from "../../model/identity";
import type { Rule } from "../rule";
import { heldPolicies } from "./held-policies";
import { ownRoles } from "./statement-rule";

/** The session tags that EKS sends. Source: Amazon EKS user guide, "Grant Pods access to AWS resources based on tags". */
export const SESSION_TAGS = [
  "eks-cluster-arn",
  "eks-cluster-name",
  "kubernetes-namespace",
  "kubernetes-service-account",
  "kubernetes-pod-name",
  "kubernetes-pod-uid",
];

export const sessionTagAccess: Rule = {
  id: "session-tag-access",
  severity: "error",
  what: "No policy speaks of EKS's session tags where they are disabled.",
  why: "Without the tags `aws:PrincipalTag/kubernetes-namespace` and its like have no value: what they guard is refused, or open.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  fix: "Keep session tags, or give the role tags of the same names under `tags:`.",
  judge: (stacks) =>
    ownRoles(stacks).flatMap(({ identity, role }) => (identity.disableSessionTags ? judgeRole(identity, role) : [])),
};

/** The session tags that the policies of an identity's role speak of, one finding each. */
export function speaksOfSessionTags(identity: Identity): Finding[] {
  return identity.role.kind === "own" ? judgeRole(identity, identity.role) : [];
}

function judgeRole(identity: Identity, role: OwnRole): Finding[] {
  const own = new Set(Object.keys(identity.tags).map((tag) => tag.toLowerCase()));
  const missing = SESSION_TAGS.filter((tag) => !own.has(tag));
  const first = new Map<string, Finding>();
  for (const held of heldPolicies(role)) {
    for (const statement of held.policy.statements) {
      for (const tag of missing.filter((name) => speaksOf(statement, name, held.policy))) {
        if (first.has(tag)) continue;
        first.set(tag, {
          rule: "session-tag-access",
          about: tag,
          severity: held.aws ? "warning" : "error",
          at: held.placeOf(statement),
          identity: identity.at,
          found: `aws:PrincipalTag/${tag}`,
          message: "is a session tag, and this identity disables session tags",
          allowed: "tags that the role itself has",
          fix: `remove \`disableSessionTags\`, or give the role a tag \`${tag}\` under \`tags:\``,
        });
      }
    }
  }
  return [...first.values()];
}

function speaksOf({ conditions, resource }: PolicyStatement, tag: string, { version }: Policy): boolean {
  const key = `aws:principaltag/${tag}`;
  if (conditions.some((condition) => condition.key.toLowerCase() === key)) return true;
  if (version !== "2012-10-17") return false;
  const texts = [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)];
  // With a default after it, `${aws:PrincipalTag/x, 'y'}`, a variable has a value either way.
  return texts.some((text) => text.toLowerCase().includes(`\${${key}}`));
}
