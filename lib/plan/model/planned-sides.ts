import { entry } from "../../entry";
import type { Identity } from "../../model/identity";
import { placeholder } from "../../model/placeholder";
import type { PlannedAddon, PlannedPod, PlannedRole, PlannedSide } from "../planned";
import type { Side } from "../value";
import { bindingsOf } from "./bindings";
import { type BoundIdentity, identitiesOf, roleIdentity } from "./identities";
import { type PlanObject, read, shownText } from "./objects";
import type { PlanWorld } from "./plan-world";
import { roleTags } from "./role-tags";
import { tagsOf } from "./roles";
import { serviceModel } from "./service-model";
import type { SideWorld } from "./side-world";
import { managed, type Whole, Wholes } from "./whole";

type Group = BoundIdentity<Whole>;

/**
 * One side of all plans, put together: what one plan binds may be another one's role. What the plans leave alone, with all
 * that it consists of, is the very same object as on the side before.
 */
export class PlannedSides {
  readonly #world: SideWorld;
  readonly #previous: PlannedSides | undefined;
  readonly #wholes: Wholes;
  readonly #groups = new Map<PlanWorld, readonly Group[]>();
  /** By the first that is bound. */
  readonly #groupOf = new Map<Whole, Group>();
  readonly #roles = new Map<PlanObject, PlannedRole>();
  readonly #pods = new Map<Whole, PlannedPod>();
  #podsByObject: Map<PlanObject, PlannedPod[]> | undefined;

  constructor(side: Side, both: Readonly<Record<Side, SideWorld>>, previous?: PlannedSides) {
    this.#world = both[side];
    this.#previous = previous;
    this.#wholes = new Wholes(side, both, previous === undefined ? undefined : previous.#wholes);
    this.#bind();
  }

  of(plan: PlanWorld): PlannedSide {
    const identities: Identity[] = [];
    const pods: PlannedPod[] = [];
    const roles: PlannedRole[] = [];
    for (const { identity, bound } of this.#groups.get(plan) ?? []) {
      identities.push(identity);
      for (const whole of bound) add(this.#pods.get(whole), pods);
    }
    for (const object of plan.ofType("aws_iam_role")) add(this.#roles.get(object), roles);
    for (const { identity } of roles) if (identity.clusters.length === 0) identities.push(identity);
    return { model: serviceModel(this.#world, plan, identities), pods, roles, addons: addonsOf(this.#world, plan) };
  }

  /** The pods of a role, or of an association. */
  podsOf(object: PlanObject): readonly PlannedPod[] {
    if (this.#podsByObject === undefined) {
      this.#podsByObject = new Map();
      for (const [{ binding, roleObject, targetObject, standIns }, pod] of this.#pods) {
        for (const one of new Set([binding.object, roleObject, targetObject, ...standIns])) {
          if (one !== undefined) entry(this.#podsByObject, one, () => []).push(pod);
        }
      }
    }
    return this.#podsByObject.get(object) ?? [];
  }

  #bind(): void {
    const { worlds, side } = this.#world;
    const { roles } = this.#wholes;
    const bindings = new Map(worlds.map((plan) => [plan, bindingsOf(this.#world, plan)]));
    const used = new Set<PlanObject>();
    for (const { role, target } of [...bindings.values()].flat()) {
      for (const object of [managed(role), target?.joined && managed(target.joined)])
        if (object !== undefined) used.add(object);
    }
    for (const plan of worlds) {
      for (const object of plan.ofType("aws_iam_role")) {
        if (object[side] !== undefined && !used.has(object) && this.#trustsPods(object)) used.add(object);
      }
    }
    roles.giveStrays(used);
    for (const [plan, ofPlan] of bindings)
      this.#addGroups(
        plan,
        ofPlan.map((binding) => this.#wholes.of(binding)),
      );
    this.#addRoles(used);
    for (const groups of this.#groups.values()) for (const group of groups) this.#addPods(group);
  }

  /** Or did so before: who is let in instead has what pods had. */
  #trustsPods(object: PlanObject): boolean {
    if (this.#wholes.roles.trustsPods(object)) return true;
    const previous = this.#previous;
    return previous === undefined ? false : previous.#roles.has(object) && previous.#wholes.roles.trustsPods(object);
  }

  #addGroups(plan: PlanWorld, wholes: readonly Whole[]): void {
    const previous = this.#previous === undefined ? undefined : this.#previous.#groupOf;
    const groups = identitiesOf(wholes, (first) => previous?.get(first));
    this.#groups.set(plan, groups);
    for (const group of groups) if (group.bound[0] !== undefined) this.#groupOf.set(group.bound[0], group);
  }

  #addRoles(used: ReadonlySet<PlanObject>): void {
    const identities = new Map<PlanObject, Identity>();
    for (const { identity, bound } of this.#groupOf.values()) {
      const [first] = bound;
      const role = first?.roleObject;
      // A role is best told by its own plan's identity.
      if (role !== undefined && (!identities.has(role) || first?.binding.object.document === role.document)) {
        identities.set(role, identity);
      }
    }
    for (const object of used) {
      const { document, address, forgotten } = object;
      const bound = identities.get(object);
      const before = this.#previous === undefined ? undefined : this.#previous.#roles.get(object);
      const isSame = before !== undefined && object.unchanged && before.identity === bound;
      const made = (): PlannedRole => {
        const { side, worldOf } = this.#world;
        const unbound = () =>
          roleIdentity(this.#wholes.roles.of(object), roleTags(object, side), worldOf(object).at(object));
        const role: PlannedRole = { stack: document.stack, address, identity: bound ?? unbound() };
        return forgotten ? { ...role, forgotten } : role;
      };
      this.#roles.set(object, isSame ? before : made());
    }
  }

  #addPods({ identity, bound }: Group): void {
    for (const whole of bound) {
      const role = whole.roleObject && this.#roles.get(whole.roleObject);
      const target = whole.targetObject && this.#roles.get(whole.targetObject);
      const before = this.#previous === undefined ? undefined : this.#previous.#pods.get(whole);
      const isSame = before?.identity === identity && before.role === role && before.target === target;
      this.#pods.set(whole, isSame ? before : podOf(this.#world, identity, whole, role, target));
    }
  }
}

function add<T>(one: T | undefined, all: T[]): void {
  if (one !== undefined) all.push(one);
}

function podOf(
  { side }: SideWorld,
  identity: Identity,
  { binding: { object, addon }, cluster, serviceAccount }: Whole,
  role: PlannedRole | undefined,
  target: PlannedRole | undefined,
): PlannedPod {
  const pod: PlannedPod = {
    stack: object.document.stack,
    account: cluster.account,
    identity,
    cluster,
    serviceAccount,
    address: object.address,
    tags: tagsOf(object, side),
  };
  if (addon !== undefined) pod.addon = addon;
  if (role !== undefined) pod.role = role;
  if (target !== undefined) pod.target = target;
  if (object.forgotten) pod.forgotten = true;
  return pod;
}

function addonsOf({ side }: SideWorld, plan: PlanWorld): PlannedAddon[] {
  return plan.ofType("aws_eks_addon").flatMap((object): PlannedAddon[] => {
    if (object[side] === undefined) return [];
    const version = read(object, side, ["addon_version"]);
    const shown = (attribute: string) =>
      shownText(object, side, attribute) ?? placeholder(`${attribute} of ${object.address}`);
    const isShown = version.kind === "known" && !version.sensitive && typeof version.value === "string";
    return [
      {
        stack: plan.document.stack,
        address: object.address,
        cluster: shown("cluster_name"),
        name: shown("addon_name"),
        ...(isShown && typeof version.value === "string" ? { version: version.value } : {}),
      },
    ];
  });
}
