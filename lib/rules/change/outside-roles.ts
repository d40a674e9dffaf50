import type { Planned, PlannedPod, PlannedRole, PlannedSide } from "../../plan/planned";
import type { ManagedRole, RoleChange } from "./planned-change";

/**
 * The role of a pod that no plan manages, where the plans give it policies and so know a part of it: by its ARN, which
 * nothing else has as its address.
 */
export function outsideRole({ stack, role, identity }: PlannedPod): PlannedRole | undefined {
  if (role !== undefined || identity.role.kind !== "own") return undefined;
  return { stack, address: identity.role.arn, identity };
}

export function isOutside({ address, identity }: PlannedRole): boolean {
  return address === identity.role.arn;
}

/** The roles outside of the plans that the pods of one side have, each once. */
export function outsideRoles({ pods }: PlannedSide): PlannedRole[] {
  return [...byArn(pods).values()].map(({ planned }) => planned);
}

export function outsideChanges({ state, before, after }: Planned): RoleChange[] {
  const { stack } = state;
  const stood = byArn(before.pods);
  return [...byArn(after.pods)].map(([arn, role]): RoleChange => {
    const was = stood.get(arn);
    return { stack, after: role, ...(was === undefined ? {} : { before: was }) };
  });
}

function byArn(pods: readonly PlannedPod[]): Map<string, ManagedRole> {
  const roles = new Map<string, ManagedRole>();
  for (const pod of pods) {
    const planned = outsideRole(pod);
    const own = pod.identity.role;
    if (planned !== undefined && own.kind === "own" && !roles.has(own.arn)) roles.set(own.arn, { planned, own });
  }
  return roles;
}
