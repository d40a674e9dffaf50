import { entry } from "../entry";
import type { PlannedPod } from "../plan/planned";
import { isSameRole } from "../plan/role-name";
import { outsideRole } from "../rules/change/outside-roles";
import { type ManagedRole, type PlannedChange, roleKey } from "../rules/change/planned-change";

/** The pods that end up with a role, or with it as their target role, and did not before; asked for role by role. */
export function freshUsers({ pods, roles }: PlannedChange): (role: ManagedRole) => readonly PlannedPod[] {
  const was = new Map<string, string>();
  for (const { before, after } of roles) {
    if (before !== undefined && after !== undefined) was.set(roleKey(after.planned), roleKey(before.planned));
  }
  const fresh = new Map<string, PlannedPod[]>();
  const add = (key: string, pod: PlannedPod) => entry(fresh, key, () => []).push(pod);
  for (const { before, after } of pods) {
    for (const pod of after) {
      if (before.includes(pod)) continue;
      const { identity, role = outsideRole(pod) } = pod;
      if (role !== undefined && !before.some((one) => hadRole(one, pod, was.get(roleKey(role)))))
        add(roleKey(role), pod);
      const target = identity.target?.roleArn;
      if (target !== undefined && !before.some((one) => one.identity.target?.roleArn === target)) add(target, pod);
    }
  }
  return ({ planned, own }) => [...(fresh.get(roleKey(planned)) ?? []), ...(fresh.get(own.arn) ?? [])];
}

/** Whether a pod had the role before, perhaps under another name or at another address. */
function hadRole(before: PlannedPod, after: PlannedPod, key: string | undefined): boolean {
  return isSameRole(before.identity, after.identity) || (before.role !== undefined && roleKey(before.role) === key);
}
