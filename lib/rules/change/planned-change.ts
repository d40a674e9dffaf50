import { entry } from "../../entry";
import type { OwnRole } from "../../model/identity";
import { serviceAccountText } from "../../model/identity";
import type { NamespaceOwner } from "../../model/stack";
import type { Planned, PlannedPod, PlannedRole } from "../../plan/planned";
import type { ResourceAction } from "../../plan/resource-action";
import { type SamePods, samePods } from "../../plan/same-pods";
import { outsideChanges, outsideRole } from "./outside-roles";

/** What the rules on the change look at: the plans, made ready to be looked up in, and who owns what. */
export interface PlannedChange {
  plans: readonly Planned[];
  /** One for each service account of a cluster, over all plans. */
  pods: readonly SamePods[];
  /** One for each role that a plan manages, before or after. */
  roles: readonly RoleChange[];
  /** One for each role that pods have after, that no plan manages, and to which the plans give policies. */
  outside: readonly RoleChange[];
  action(stack: string, address: string): ResourceAction | undefined;
  /** Who uses a role after, over all plans. */
  usersOf(role: PlannedRole): readonly PlannedPod[];
  /** Whose target role a role is after: those whose own role assumes it. */
  aimedAt(role: PlannedRole): readonly PlannedPod[];
  owners: readonly NamespaceOwner[] | undefined;
  repository: string | undefined;
  /** Repositories that declarations name in its place. */
  otherRepositories: readonly string[];
  /** The short names by which the platform speaks of a cluster, by the cluster's ARN. */
  clusterKeys: ReadonlyMap<string, string>;
}

export interface RoleChange {
  stack: string;
  before?: ManagedRole;
  after?: ManagedRole;
}

/** A role that a plan manages, or knows a part of. */
export interface ManagedRole {
  planned: PlannedRole;
  own: OwnRole;
}

export function plannedChange(
  plans: readonly Planned[],
  known: {
    owners?: readonly NamespaceOwner[] | undefined;
    repository?: string | undefined;
    otherRepositories?: readonly string[] | undefined;
    clusterKeys?: ReadonlyMap<string, string>;
  } = {},
): PlannedChange {
  const actions = new Map<string, Map<string, ResourceAction>>();
  for (const { state } of plans) {
    const own = actions.get(state.stack) ?? new Map<string, ResourceAction>();
    actions.set(state.stack, own);
    for (const action of state.actions) {
      // A deposed object is a left-over beside the one that is meant by the address.
      if (action.deposed === undefined) own.set(action.address, action);
    }
  }
  const action = (stack: string, address: string) => actions.get(stack)?.get(address);
  const users = new Map<string, PlannedPod[]>();
  const aimed = new Map<string, PlannedPod[]>();
  for (const pod of plans.flatMap(({ after }) => after.pods)) {
    const role = pod.role ?? outsideRole(pod);
    if (role !== undefined) entry(users, roleKey(role), () => []).push(pod);
    if (pod.identity.target !== undefined) entry(aimed, pod.identity.target.roleArn, () => []).push(pod);
  }
  return {
    plans,
    pods: samePods(
      plans.flatMap(({ before }) => before.pods),
      plans.flatMap(({ after }) => after.pods),
    ),
    roles: plans.flatMap((planned) => roleChanges(planned, action)),
    outside: outsideChanges(plans),
    action,
    usersOf: (role) => users.get(roleKey(role)) ?? [],
    aimedAt: ({ identity }) => aimed.get(identity.role.arn) ?? [],
    owners: known.owners,
    repository: known.repository,
    otherRepositories: known.otherRepositories ?? [],
    clusterKeys: known.clusterKeys ?? new Map(),
  };
}

/** The service account of a pod, `namespace/name`. */
export function nameOf(pod: PlannedPod): string {
  return serviceAccountText(pod.serviceAccount);
}

/** The service accounts of pods, each once, sorted. */
export function namesOf(pods: readonly PlannedPod[]): string[] {
  return [...new Set(pods.map(nameOf))].sort();
}

export function roleKey({ stack, address }: PlannedRole): string {
  return `${stack} ${address}`;
}

function roleChanges(
  { state, before, after }: Planned,
  action: (stack: string, address: string) => ResourceAction | undefined,
): RoleChange[] {
  const { stack } = state;
  const left = new Map<string, ManagedRole>();
  for (const role of managed(before.roles)) left.set(role.planned.address, role);
  const changes = managed(after.roles).map((role): RoleChange => {
    const { address } = role.planned;
    const moved = action(stack, address)?.previousAddress;
    const from = left.has(address) || moved === undefined ? address : moved;
    const stood = left.get(from);
    left.delete(from);
    return { stack, after: role, ...(stood === undefined ? {} : { before: stood }) };
  });
  return [...changes, ...[...left.values()].map((role): RoleChange => ({ stack, before: role }))];
}

function managed(roles: readonly PlannedRole[]): ManagedRole[] {
  return roles.flatMap((planned) => {
    const { role } = planned.identity;
    return role.kind === "own" ? [{ planned, own: role }] : [];
  });
}
