import { hasPlaceholder } from "../model/placeholder";
import type { PlannedPod, PlannedRole } from "../plan/planned";
import { roleText } from "../plan/role-name";
import type { Indexed } from "./indexed-plans";

/** A role that no association has after, before and after: whoever gets it next has what it may do. */
export interface RoleAlone {
  before?: PlannedRole;
  after?: PlannedRole;
}

/** Those of the plans; of what an association leaves behind only the role that stands. */
export function rolesAlone(plans: Indexed): RoleAlone[] {
  // A forgotten association stands as it did.
  const forgotten = plans.before.pods.filter((pod) => plans.actionOf(pod)?.kind === "forget");
  const [usedBefore, usedAfter] = [usesOf(plans.before.pods), usesOf([...plans.after.pods, ...forgotten])];
  const before = new Set(plans.before.roles);
  const byKey = new Map(plans.before.roles.map((role) => [roleKey(role), role]));
  const byPlace = new Map(plans.before.roles.map((role) => [placeKey(role), role]));
  const alone: RoleAlone[] = [];
  for (const role of plans.after.roles) {
    const stood = byKey.get(roleKey(role)) ?? sameName(byPlace.get(placeKey(role)), role);
    if (stood !== undefined) before.delete(stood);
    if (!isUsed(role, usedAfter)) alone.push({ after: role, ...(stood && { before: stood }) });
  }
  // What a pod loses with its role is told of the pod.
  for (const role of before) if (!isUsed(role, usedBefore)) alone.push({ before: role });
  return alone;
}

/** Of a role that is made anew the ARN, and so the account, is known only after apply. */
function sameName(before: PlannedRole | undefined, after: PlannedRole): PlannedRole | undefined {
  return before !== undefined && roleText(before.identity) === roleText(after.identity) ? before : undefined;
}

/** The roles of pods, by their places and their ARNs. */
function usesOf(pods: readonly PlannedPod[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { identity, role } of pods) {
    if (role !== undefined) used.add(placeKey(role));
    used.add(identity.role.arn);
    if (identity.target !== undefined) used.add(identity.target.roleArn);
  }
  return used;
}

function isUsed(planned: PlannedRole, used: ReadonlySet<string>): boolean {
  return used.has(placeKey(planned)) || used.has(planned.identity.role.arn);
}

function placeKey({ stack, address }: PlannedRole): string {
  return `${stack}\n${address}`;
}

/** A role's name is its own in an account; one that is known only after apply is told by its address. */
function roleKey(planned: PlannedRole): string {
  const {
    stack,
    identity: { role },
  } = planned;
  const name = roleText(planned.identity);
  const account = hasPlaceholder(role.arn) ? stack : (role.arn.split(":")[4] ?? "");
  return hasPlaceholder(name) ? placeKey(planned) : `${account} ${name}`;
}
