import { entry } from "../../entry";
import { hasPlaceholder } from "../../model/placeholder";
import type { Planned, PlannedPod, PlannedRole } from "../../plan/planned";
import { isSameRole } from "../../plan/role-name";
import type { ManagedRole, RoleChange } from "./planned-change";

/** In no stack: what stands there for the stack of a role that no plan manages. */
const OUTSIDE = "";

/** The role of a pod that no plan manages, where the plans give it policies and so know a part of it. */
export function outsideRole({ stack, role, identity }: PlannedPod): PlannedRole | undefined {
  const own = identity.role;
  if (role !== undefined || own.kind !== "own") return undefined;
  // Its name is its own in an account; where that is known only after apply it is told by its stack.
  const account = hasPlaceholder(own.arn) ? `in ${stack}` : own.arn.split(":")[4];
  return { stack: OUTSIDE, address: `${account} ${own.name.toLowerCase()}`, identity };
}

export function isOutside({ stack }: PlannedRole): boolean {
  return stack === OUTSIDE;
}

/** The roles outside of the plans that pods have after, each once over all plans. `stack`: the first one that binds it. */
export function outsideChanges(plans: readonly Planned[]): RoleChange[] {
  const stood = new Map<string, ManagedRole[]>();
  for (const role of outsideRoles(plans.flatMap(({ before }) => before.pods))) {
    entry(stood, role.own.name.toLowerCase(), () => []).push(role);
  }
  const after = plans.flatMap((planned) => planned.after.pods.map((pod) => ({ pod, stack: planned.state.stack })));
  const met = new Set<string>();
  return after.flatMap(({ pod, stack }): RoleChange[] => {
    const role = managedBy(pod);
    if (role === undefined || met.has(role.planned.address)) return [];
    met.add(role.planned.address);
    const alike = stood.get(role.own.name.toLowerCase()) ?? [];
    const was = alike.find(({ planned }) => isSameRole(planned.identity, role.planned.identity));
    return [{ stack, after: role, ...(was === undefined ? {} : { before: was }) }];
  });
}

/** The roles of pods, each once. */
export function outsideRoles(pods: readonly PlannedPod[]): ManagedRole[] {
  const roles = new Map<string, ManagedRole>();
  for (const pod of pods) {
    const role = managedBy(pod);
    if (role !== undefined && !roles.has(role.planned.address)) roles.set(role.planned.address, role);
  }
  return [...roles.values()];
}

function managedBy(pod: PlannedPod): ManagedRole | undefined {
  const planned = outsideRole(pod);
  const own = pod.identity.role;
  return planned === undefined || own.kind !== "own" ? undefined : { planned, own };
}
