import { podPolicies } from "../../access/pod-policies";
import type { Identity } from "../../model/identity";
import { isSameRole } from "../../plan/role-name";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { limitedLess } from "./limited-less";
import { namesUnknown } from "./names-unknown";
import { nameOf, namesOf, type PlannedChange } from "./planned-change";

export const unknownPolicy: ChangeRule = {
  id: "unknown-policy",
  severity: "warning",
  what: "What new access comes to stands in the plans: a role or policy made elsewhere is known by its ARN alone.",
  why: "Whatever that role or policy allows is given, and this review cannot say what it is; it may also change later, without a review.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_managed-vs-inline.html",
  fix: "Review what it says now (`aws iam get-policy-version`), or give its statements here; review the plan that makes it together with this one.",
  judge: (change) => [...ofRoles(change), ...ofPods(change), ...limitedLess(change)],
};

/** Roles of the plans that are given a policy which no plan shows. */
function ofRoles({ roles, usersOf }: PlannedChange): ChangeFinding[] {
  return roles.flatMap(({ stack, before, after }) => {
    if (after === undefined) return [];
    const stood = new Set(before === undefined ? [] : unknownOf(before.planned.identity));
    return unknownOf(after.planned.identity)
      .filter((why) => !stood.has(why))
      .map((why) => ({
        stack,
        at: after.planned.identity.at,
        found: after.own.name,
        message: `gets access that is not known here: ${why}`,
        fix: "review what it says, or put its statements into this configuration",
        serviceAccounts: namesOf(usersOf(after.planned)),
        role: after.own.name,
      }));
  });
}

/** Service accounts that are given a role, or a target role, which no plan shows. */
function ofPods({ pods, action }: PlannedChange): ChangeFinding[] {
  return pods.flatMap(({ before, after }) => {
    const [pod] = after;
    if (pod === undefined || (pod.identity.role.kind === "own" && pod.identity.target === undefined)) return [];
    const { target } = pod.identity;
    if (
      before.some((was) => isSameRole(was.identity, pod.identity) && was.identity.target?.roleArn === target?.roleArn)
    )
      return [];
    return unknownOf(pod.identity).map((why) => ({
      stack: pod.stack,
      at: action(pod.stack, pod.address)?.at ?? { source: pod.address, path: [] },
      found: nameOf(pod),
      message: `gets access that is not known here: ${why}`,
      fix: "review what that role may do; review the plan that makes it together with this one",
      serviceAccounts: [nameOf(pod)],
    }));
  });
}

/** What of an identity's access is not known here; most have nothing of the kind, which is told without reading a policy. */
function unknownOf(identity: Identity): string[] {
  const { role, target } = identity;
  if (role.kind === "own" && target === undefined && !namesUnknown(role)) return [];
  return podPolicies(identity).unknown.map(({ why }) => why);
}
