import { below, type Finding } from "../model/finding";
import { allIdentities } from "../model/identities";
import type { Identity } from "../model/identity";
import type { Rule } from "./rule";

export const sessionTags: Rule = {
  id: "session-tags",
  severity: "error",
  what: "Session policy, session tags and the trust policy fit each other.",
  why: "EKS takes a session policy only with session tags disabled; without session tags a pinned trust policy lets nobody in.",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html",
  fix: "Add `disableSessionTags: true` and `trust: account` beside a session policy; keep session tags otherwise.",
  judge: (stacks) => allIdentities(stacks).flatMap(({ identity }) => judge(identity)),
};

function judge(identity: Identity): Finding[] {
  const findings: Finding[] = [];
  if (identity.sessionPolicy !== undefined && !identity.disableSessionTags) {
    findings.push({
      rule: "session-tags",
      severity: "error",
      at: { ...below(identity.at, "sessionPolicy"), key: true },
      message: "needs session tags disabled: EKS refuses a session policy beside session tags",
      fix: "add `disableSessionTags: true` and `trust: account`",
    });
  }
  if (identity.disableSessionTags && identity.pinned && identity.role.kind === "own") {
    findings.push({
      rule: "session-tags",
      severity: "error",
      at: below(identity.at, "disableSessionTags"),
      message: "disables session tags, and the role's pinned trust policy then lets nobody in",
      fix: `add \`trust: account\` (any association of the account may then use the role)${identity.sessionPolicy === undefined ? ", or keep session tags" : ""}`,
    });
  }
  return findings;
}
