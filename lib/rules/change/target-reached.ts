import { podPolicies } from "../../access/pod-policies";
import { isAllowed, preparePolicies } from "../../iam/evaluate";
import type { Principal } from "../../iam/policy";
import type { Identity, OwnRole } from "../../model/identity";
import { hasPlaceholder } from "../../model/placeholder";
import type { PlannedPod } from "../../plan/planned";
import type { ChangeFinding } from "./change-rule";
import { namesOf, type PlannedChange } from "./planned-change";
import { isSameWay } from "./target-arrivals";
import { type Trust, trustOf } from "./trust-doors";
import { accountOf } from "./trust-principals";
import { DoorsByPrincipal } from "./trust-within";

/**
 * Roles whose policies let them assume the target role of their associations now, and did not before, while the associations
 * stay as they are: the pods come to all that the target role may do, and no access of their own changes.
 */
export function targetsReached(change: PlannedChange): ChangeFinding[] {
  const ways = [...changedWays(change.pods).values()];
  if (ways.length === 0) return [];
  const trusts = new Map<string, Trust | undefined>();
  for (const { after } of change.roles) if (after !== undefined) trusts.set(after.own.arn, trustOf(after.own.trust));
  return ways.flatMap(({ was, pods }): ChangeFinding[] => {
    const [pod] = pods;
    const { role, target, at } = pod.identity;
    if (role.kind !== "own" || target === undefined) return [];
    if (mayAssume(pod.identity, target.roleArn) <= mayAssume(was, target.roleArn)) return [];
    if (!needsPolicy(target.roleArn, trusts.get(target.roleArn), role)) return [];
    return [
      {
        stack: pod.stack,
        at: pod.role?.identity.at ?? at,
        found: role.name,
        message: `may now assume \`${target.roleArn}\`, the target role of its associations, and could not before`,
        fix: "look at what the target role may do: the pods come to all of it",
        serviceAccounts: namesOf(pods),
        role: role.name,
      },
    ];
  });
}

/** Pods with one role and one target role, and what their identity was. */
interface Way {
  was: Identity;
  pods: [PlannedPod, ...PlannedPod[]];
}

/** Ways to a target role that stay, of roles that do not. */
function changedWays(pods: PlannedChange["pods"]): Map<string, Way> {
  const ways = new Map<string, Way>();
  for (const { before, after } of pods) {
    for (const pod of after) {
      const { role, target } = pod.identity;
      if (target === undefined) continue;
      const was = before.find((stood) => isSameWay(stood, pod))?.identity;
      if (was === undefined || was.role === role) continue;
      const key = `${role.arn} ${target.roleArn}`;
      const standing = ways.get(key);
      if (standing === undefined) ways.set(key, { was, pods: [pod] });
      else standing.pods.push(pod);
    }
  }
  return ways;
}

/**
 * Whether a role's own policies decide if it gets into a target role: so it is where the target role lets in the role's whole
 * account, and in another account's wherever it lets the role in at all. True where the trust policy is not known.
 */
function needsPolicy(target: string, trust: Trust | undefined, { arn }: OwnRole): boolean {
  if (trust === undefined || trust.doors.some(({ principal }) => hasPlaceholder(principal.value))) return true;
  const doors = new DoorsByPrincipal(
    trust.doors.filter(({ actions }) => actions.includes("sts:AssumeRole")),
    accountOf(target),
  );
  const role: Principal = { type: "AWS", value: arn };
  const isNamed = doors.of(role).length > 0 || doors.of({ type: "*", value: "*" }).length > 0;
  const isOfAccount = doors.ofAccount(role).length > 0;
  return accountOf(target) === accountOf(arn) ? isOfAccount && !isNamed : isOfAccount || isNamed;
}

/** Whether an identity's own policies let it assume a role: 0 for no, 1 for under conditions, 2 for yes. */
function mayAssume({ target: _, sessionPolicy: __, ...own }: Identity, arn: string): number {
  const request = { action: "sts:AssumeRole", resource: arn, context: {} };
  const { outcome, unknownKeys } = isAllowed(request, preparePolicies(podPolicies(own).set));
  if (unknownKeys.length > 0) return 1;
  return outcome === "allowed" ? 2 : 0;
}
