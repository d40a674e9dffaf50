import { hasPlaceholder } from "../model/placeholder";
import type { PlannedPod, PlannedRole } from "../plan/planned";
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
  const before = new Map(plans.before.roles.map((role) => [roleKey(role), role]));
  const alone: RoleAlone[] = [];
  for (const role of plans.after.roles) {
    const key = roleKey(role);
    const stood = before.get(key);
    before.delete(key);
    if (!isUsed(role, usedAfter)) alone.push({ after: role, ...(stood && { before: stood }) });
  }
  // What a pod loses with its role is told of the pod.
  for (const role of before.values()) if (!isUsed(role, usedBefore)) alone.push({ before: role });
  return alone;
}

/** The roles of pods, by their places and their ARNs. */
function usesOf(pods: readonly PlannedPod[]): ReadonlySet<string> {
  const used = new Set<string>();
  for (const { identity, role } of pods) {
    if (role !== undefined) used.add(`${role.stack}\n${role.address}`);
    used.add(identity.role.arn);
    if (identity.target !== undefined) used.add(identity.target.roleArn);
  }
  return used;
}

function isUsed({ stack, address, identity: { role } }: PlannedRole, used: ReadonlySet<string>): boolean {
  return used.has(`${stack}\n${address}`) || used.has(role.arn);
}

/** A role's name is its own in an account; one that is known only after apply is told by its address. */
function roleKey({ stack, address, identity: { role } }: PlannedRole): string {
  const name = role.kind === "own" ? role.name : role.arn;
  const account = hasPlaceholder(role.arn) ? stack : (role.arn.split(":")[4] ?? "");
  return hasPlaceholder(name) ? `${stack}\n${address}` : `${account} ${name}`;
}
