import { entry } from "../../entry";
import type { Identity, OwnRole } from "../../model/identity";
import { hasPlaceholder } from "../../model/placeholder";
import type { Planned, PlannedPod, PlannedRole } from "../../plan/planned";
import { isSameRole } from "../../plan/role-name";
import type { ManagedRole, RoleChange } from "./planned-change";

/** In no stack: what stands there for the stack of a role that no plan manages. */
const OUTSIDE = "";

/** The role of a pod that no plan manages, where the plans give it policies and so know a part of it. */
export function outsideRole({ stack, role, identity }: PlannedPod): PlannedRole | undefined {
  const own = identity.role;
  return role !== undefined || own.kind !== "own" ? undefined : outside(stack, own, identity);
}

/** The target role of a pod, where that is such a role. */
export function outsideTarget({ stack, target, identity }: PlannedPod): PlannedRole | undefined {
  const role = identity.target?.role;
  if (target !== undefined || role === undefined) return undefined;
  const { target: _, sessionPolicy: __, ...own } = identity;
  const none = { clusters: [], serviceAccounts: [], pinned: false, disableSessionTags: false, tags: {} };
  return outside(stack, role, { ...own, ...none, name: role.name, role });
}

/** Its name is its own in an account; where that is known only after apply it is told by its stack. */
function outside(stack: string, { arn, name }: OwnRole, identity: Identity): PlannedRole {
  const account = hasPlaceholder(arn) ? `in ${stack}` : arn.split(":")[4];
  return { stack: OUTSIDE, address: `${account} ${name.toLowerCase()}`, identity };
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
  const met = new Set<string>();
  return plans.flatMap(({ state: { stack }, after }) =>
    outsideRoles(after.pods).flatMap((role): RoleChange[] => {
      const { address, identity } = role.planned;
      if (met.has(address)) return [];
      met.add(address);
      const alike = stood.get(role.own.name.toLowerCase()) ?? [];
      const was = alike.find(({ planned }) => isSameRole(planned.identity, identity));
      return [{ stack, after: role, ...(was === undefined ? {} : { before: was }) }];
    }),
  );
}

/** The roles and target roles of pods that no plan manages, each once. */
export function outsideRoles(pods: readonly PlannedPod[]): ManagedRole[] {
  const roles = new Map<string, ManagedRole>();
  for (const pod of pods) {
    for (const planned of [outsideRole(pod), outsideTarget(pod)]) {
      const own = planned?.identity.role;
      if (planned !== undefined && own?.kind === "own") entry(roles, planned.address, () => ({ planned, own }));
    }
  }
  return [...roles.values()];
}
