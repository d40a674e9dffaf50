import { compareTexts } from "../compare-texts";
import type { OwnRole } from "../model/identity";
import { hasPlaceholder } from "../model/placeholder";
import type { NotAnalysable, Planned, PlannedAddon, PlannedPod, PlannedRole } from "../plan/planned";
import type { ResourceAction } from "../plan/resource-action";

/** All plans of a review, to be looked up in. */
export interface Indexed {
  before: IndexedSide;
  after: IndexedSide;
  /** What is done with an association, or with the add-on or role at an address. */
  actionOf(part: Placed): ResourceAction | undefined;
  /** Whether a resource of before is that of after: at its address, or moved to it. */
  isSame(before: Placed, after: Placed): boolean;
}

export interface IndexedSide {
  /** By stack, then by address. */
  pods: readonly PlannedPod[];
  roles: readonly PlannedRole[];
  addons: readonly PlannedAddon[];
  /** A role that a plan manages, by its ARN. */
  roleOf(arn: string): OwnRole | undefined;
  /** Whether a plan deletes the role of an ARN: whoever is left with it may do nothing. */
  isGone(arn: string): boolean;
  /** Parts of the pod's access that could not be rebuilt. */
  notAnalysable(pod: { serviceAccount: { namespace: string; name: string } }): readonly NotAnalysable[];
}

interface Placed {
  stack: string;
  address: string;
}

export function indexed(plans: readonly Planned[]): Indexed {
  const actions = new Map<string, ResourceAction>();
  for (const { state } of plans) {
    for (const action of state.actions) {
      // A deposed object is a left-over beside the one that is meant by the address.
      if (action.deposed === undefined) actions.set(keyOf(action), action);
    }
  }
  const actionOf = (part: Placed) => actions.get(keyOf(part));
  const isDeleted = (role: Placed) => actionOf(role)?.kind === "delete";
  const gone = new Set(plans.flatMap(({ before }) => before.roles.filter(isDeleted).map(arnOf)));
  return {
    before: sideOf(plans, "before", new Set()),
    after: sideOf(plans, "after", gone),
    actionOf,
    isSame(before, after) {
      if (before.stack !== after.stack) return false;
      return before.address === (actionOf(after)?.previousAddress ?? after.address);
    },
  };
}

function keyOf({ stack, address }: Placed): string {
  return `${stack}\n${address}`;
}

function arnOf({ identity }: PlannedRole): string {
  return identity.role.arn;
}

function sideOf(plans: readonly Planned[], side: "before" | "after", gone: ReadonlySet<string>): IndexedSide {
  const pods = plans.flatMap((plan) => plan[side].pods).sort(byPlace);
  const roles = plans.flatMap((plan) => plan[side].roles).sort(byPlace);
  const byArn = new Map<string, OwnRole>();
  for (const { identity } of roles) {
    const { role } = identity;
    if (role.kind === "own" && !hasPlaceholder(role.arn)) byArn.set(role.arn, role);
  }
  const missing = new Map<string, NotAnalysable[]>();
  for (const part of plans.flatMap(({ notAnalysable }) => notAnalysable)) {
    if (part.side !== side) continue;
    for (const name of part.serviceAccounts) missing.set(name, [...(missing.get(name) ?? []), part]);
  }
  return {
    pods,
    roles,
    addons: plans.flatMap((plan) => plan[side].addons).sort(byPlace),
    roleOf: (arn) => byArn.get(arn),
    isGone: (arn) => gone.has(arn) && !byArn.has(arn),
    notAnalysable: ({ serviceAccount }) =>
      missing.size === 0 ? [] : (missing.get(`${serviceAccount.namespace}/${serviceAccount.name}`) ?? []),
  };
}

function byPlace(one: Placed, other: Placed): number {
  return compareTexts(one.stack, other.stack) || compareTexts(one.address, other.address);
}
