import { entry } from "../../entry";
import { addonNamespace } from "../../model/addons";
import { placeholderArn } from "../../model/placeholder";
import type { Side } from "../value";
import type { Binding } from "./bindings";
import { Clusters } from "./clusters";
import type { Bound } from "./identities";
import type { Joined } from "./joins";
import type { PlanObject } from "./objects";
import { type OutsideRole, OutsideRoles } from "./outside-roles";
import { roleTags } from "./role-tags";
import { Roles } from "./roles";
import type { SideWorld } from "./side-world";
import { trustPin } from "./trust-pin";

/** A binding with all that it consists of. */
export interface Whole extends Bound {
  binding: Binding;
  /** The role, where the plans make it. */
  roleObject: PlanObject | undefined;
  /** The target role, where the plans make it. */
  targetObject: PlanObject | undefined;
  /** What stands in for roles that they do not make, and yet give policies. */
  standIns: readonly PlanObject[];
}

/** Puts the bindings of one side together: one that the plans leave alone is the very same as on the side before. */
export class Wholes {
  readonly roles: Roles;
  readonly #world: SideWorld;
  readonly #outside: OutsideRoles;
  readonly #clusters: Clusters;
  readonly #previous: Wholes | undefined;
  readonly #made = new Map<PlanObject, Whole[]>();

  constructor(side: Side, both: Readonly<Record<Side, SideWorld>>, previous?: Wholes) {
    this.#world = both[side];
    this.#previous = previous;
    this.roles = new Roles(both[side], both.before, previous?.roles);
    this.#outside = new OutsideRoles(side, both, previous === undefined ? undefined : previous.#outside);
    this.#clusters = new Clusters(both[side], previous === undefined ? undefined : previous.#clusters);
  }

  of(binding: Binding): Whole {
    const { object } = binding;
    const made = this.#make(binding);
    const before = this.#previous === undefined || !object.unchanged ? undefined : this.#previous.#made.get(object);
    const whole = before?.find((one) => isSame(one, made)) ?? made;
    entry(this.#made, object, () => []).push(whole);
    return whole;
  }

  #make(binding: Binding): Whole {
    const { object, target, disableSessionTags, sessionPolicy } = binding;
    const { side, worldOf } = this.#world;
    const at = worldOf(object).at(object);
    const roleObject = managed(binding.role);
    const { role, standIn } = this.#role(binding, roleObject);
    const targetObject = target?.joined && managed(target.joined);
    const aimed = this.#target(binding, targetObject);
    return {
      binding,
      roleObject,
      targetObject,
      standIns: [standIn, aimed?.standIn].filter((one) => one !== undefined),
      role,
      cluster: this.#clusters.of(object, { role, roleObject }),
      serviceAccount: { namespace: namespaceOf(binding, role), name: binding.name, at },
      target: target && { roleArn: target.arn, ...(aimed?.role.kind === "own" ? { role: aimed.role } : {}) },
      disableSessionTags,
      sessionPolicy,
      tags: roleObject === undefined ? {} : roleTags(roleObject, side),
      at: roleObject === undefined ? at : worldOf(roleObject).at(roleObject),
    };
  }

  #target({ object, target }: Binding, targetObject: PlanObject | undefined): OutsideRole | undefined {
    if (targetObject !== undefined) return { role: this.roles.of(targetObject), standIn: undefined };
    return target?.joined && this.#outside.of(target.joined, object);
  }

  #role({ object, role }: Binding, roleObject: PlanObject | undefined): OutsideRole {
    if (roleObject !== undefined) return { role: this.roles.of(roleObject), standIn: undefined };
    if (role.kind === "object" || role.kind === "outside") return this.#outside.of(role, object);
    return { role: { kind: "existing", arn: placeholderArn(`role_arn of ${object.address}`) }, standIn: undefined };
  }
}

/** The object of a role that the plans make. */
export function managed(role: Joined): PlanObject | undefined {
  return role.kind === "object" && !role.object.type.startsWith("data.") ? role.object : undefined;
}

/** Of an add-on's own association the trust policy of its role tells the namespace, or else what is known of AWS's add-ons. */
function namespaceOf({ addon, namespace }: Binding, role: Bound["role"]): string {
  if (namespace !== undefined) return namespace;
  const [pinned, ...more] = new Set(role.kind === "own" ? trustPin(role.trust).namespaces : []);
  const told = more.length === 0 ? pinned : undefined;
  return addon === undefined ? (told ?? "") : addonNamespace(addon, told).namespace;
}

/** Of one and the same object that the plan leaves alone. */
function isSame(one: Whole, other: Whole): boolean {
  return (
    one.role === other.role &&
    one.cluster === other.cluster &&
    one.serviceAccount.namespace === other.serviceAccount.namespace &&
    one.serviceAccount.name === other.serviceAccount.name &&
    one.target?.roleArn === other.target?.roleArn &&
    one.target?.role === other.target?.role &&
    one.disableSessionTags === other.disableSessionTags &&
    one.sessionPolicy === other.sessionPolicy
  );
}
