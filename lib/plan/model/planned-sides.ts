import { addonNamespace } from "../../model/addons";
import type { Cluster } from "../../model/cluster";
import type { Identity, ServiceAccount } from "../../model/identity";
import { placeholderArn } from "../../model/placeholder";
import type { PlannedAddon, PlannedPod, PlannedRole, PlannedSide } from "../planned";
import { type Binding, bindingsOf } from "./bindings";
import { Clusters } from "./clusters";
import { type Bound, identitiesOf, roleIdentity } from "./identities";
import { entry } from "./instances";
import { type PlanObject, read, readText, type Side } from "./objects";
import { type OutsideRole, OutsideRoles } from "./outside-roles";
import type { PlanWorld } from "./plan-world";
import { Roles, tagsOf } from "./roles";
import { serviceModel } from "./service-model";
import type { SideWorld } from "./side-world";
import { trustPin } from "./trust-pin";

/** A binding with all that it consists of. */
interface Whole extends Bound {
  binding: Binding;
  /** The role, where the plans make it. */
  roleObject?: PlanObject;
  /** What stands in for one that they do not make, and yet give policies. */
  standIn?: PlanObject;
}

/** One side of all plans. */
interface Sides {
  roles: Roles;
  of: (world: PlanWorld) => PlannedSide;
  /** The pods of a role, or of an association. */
  podsOf: (object: PlanObject) => readonly PlannedPod[];
}

/** Puts one side of all plans together: what one plan binds may be another one's role. `previous`: the side before. */
export function plannedSides(side: Side, both: Readonly<Record<Side, SideWorld>>, previous?: Sides): Sides {
  const world = both[side];
  const roles = new Roles(world, both.before, previous?.roles);
  const outside = new OutsideRoles(side, both);
  const clusters = new Clusters(world);
  const objects = world.worlds.flatMap((plan) => plan.objects);
  const bindings = objects.flatMap((object) => bindingsOf(world, object));
  const used = new Set(bindings.flatMap(({ role }) => managedRole(role) ?? []));
  for (const object of objects) {
    if (object.type === "aws_iam_role" && object[side] !== undefined && roles.trustsPods(object)) used.add(object);
  }
  roles.giveStrays(used);

  const podsByObject = new Map<PlanObject, PlannedPod[]>();
  const plannedRoles = new Map<PlanObject, PlannedRole>();
  const made = new Map<PlanWorld, { pods: PlannedPod[]; identities: Identity[] }>();
  const wholes = new Map<PlanWorld, Whole[]>();
  for (const binding of bindings) {
    const whole = wholeOf(world, binding, roles, outside, clusters);
    entry(wholes, world.worldOf(binding.object), () => []).push(whole);
  }
  const grouped = [...wholes].map(([plan, of]) => ({ plan, groups: identitiesOf(of) }));
  const identityOfRole = new Map<PlanObject, Identity>();
  for (const { groups } of grouped) {
    for (const { identity, bound } of groups) {
      const role = bound[0]?.roleObject;
      // A role is best told by its own plan's identity.
      if (role !== undefined && (!identityOfRole.has(role) || bound[0]?.binding.object.document === role.document)) {
        identityOfRole.set(role, identity);
      }
    }
  }
  for (const object of used) {
    const { document, address, forgotten } = object;
    const at = world.worldOf(object).at(object);
    const identity = identityOfRole.get(object) ?? roleIdentity(roles.of(object), tagsOf(object, side), at);
    plannedRoles.set(object, {
      stack: document.stack,
      address,
      ...(forgotten === undefined ? {} : { forgotten }),
      identity,
    });
  }
  for (const { plan, groups } of grouped) {
    const of = entry(made, plan, () => ({ pods: [], identities: [] }));
    for (const { identity, bound } of groups) {
      of.identities.push(identity);
      for (const whole of bound) {
        const pod = podOf(world, plan, identity, whole, whole.roleObject && plannedRoles.get(whole.roleObject));
        of.pods.push(pod);
        for (const object of [whole.binding.object, whole.roleObject, whole.standIn]) {
          if (object !== undefined) entry(podsByObject, object, () => []).push(pod);
        }
      }
    }
  }
  const rolesByWorld = new Map<PlanWorld, PlannedRole[]>();
  for (const [object, role] of plannedRoles) entry(rolesByWorld, world.worldOf(object), () => []).push(role);
  return {
    roles,
    of(plan) {
      const { pods, identities } = made.get(plan) ?? { pods: [], identities: [] };
      const own = rolesByWorld.get(plan) ?? [];
      const unbound = own.map(({ identity }) => identity).filter(({ clusters }) => clusters.length === 0);
      const model = serviceModel(world, plan, [...identities, ...unbound]);
      return { model, pods, roles: own, addons: addonsOf(world, plan) };
    },
    podsOf: (object) => podsByObject.get(object) ?? [],
  };
}

/** The role's object, where the plans make it. */
function managedRole(role: Binding["role"]): PlanObject | undefined {
  return role.kind === "object" && !role.object.type.startsWith("data.") ? role.object : undefined;
}

function wholeOf(world: SideWorld, binding: Binding, roles: Roles, outside: OutsideRoles, clusters: Clusters): Whole {
  const { object, addon, target, disableSessionTags, sessionPolicy } = binding;
  const at = world.worldOf(object).at(object);
  const roleObject = managedRole(binding.role);
  const { role, standIn } = roleOf(binding, roles, outside, roleObject);
  const pin = role.kind === "own" ? trustPin(role.trust) : { clusters: [], namespaces: [] };
  const [pinned, ...more] = new Set(pin.namespaces);
  const told = binding.namespace ?? (more.length === 0 ? pinned : undefined);
  const namespace = addon === undefined ? (told ?? "") : addonNamespace(addon, told).namespace;
  const cluster: Cluster = clusters.of(object, { role: role.arn, roleObject, clusters: pin.clusters });
  const serviceAccount: ServiceAccount = { namespace, name: binding.name, at };
  return {
    binding,
    ...(roleObject === undefined ? {} : { roleObject }),
    ...(standIn === undefined ? {} : { standIn }),
    role,
    cluster,
    serviceAccount,
    target,
    disableSessionTags,
    sessionPolicy,
    tags: roleObject === undefined ? {} : tagsOf(roleObject, world.side),
    at: roleObject === undefined ? at : world.worldOf(roleObject).at(roleObject),
  };
}

function roleOf(
  { object, role }: Binding,
  roles: Roles,
  outside: OutsideRoles,
  managed: PlanObject | undefined,
): OutsideRole {
  if (managed !== undefined) return { role: roles.of(managed) };
  if (role.kind === "object" || role.kind === "outside") return outside.of(role, object);
  return { role: { kind: "existing", arn: placeholderArn(`role_arn of ${object.address}`) } };
}

function podOf(
  world: SideWorld,
  plan: PlanWorld,
  identity: Identity,
  { binding: { object, addon }, cluster, serviceAccount }: Whole,
  role: PlannedRole | undefined,
): PlannedPod {
  return {
    stack: plan.document.stack,
    account: cluster.account,
    identity,
    cluster,
    serviceAccount,
    address: object.address,
    ...(addon === undefined ? {} : { addon }),
    ...(role === undefined ? {} : { role }),
    ...(object.forgotten === undefined ? {} : { forgotten: object.forgotten }),
    tags: tagsOf(object, world.side),
  };
}

function addonsOf({ side }: SideWorld, plan: PlanWorld): PlannedAddon[] {
  return plan.objects.flatMap((object): PlannedAddon[] => {
    if (object.type !== "aws_eks_addon" || object[side] === undefined) return [];
    const version = read(object, side, ["addon_version"]);
    const isShown = version.kind === "known" && typeof version.value === "string" && !version.sensitive;
    return [
      {
        stack: plan.document.stack,
        address: object.address,
        cluster: readText(object, side, "cluster_name") ?? "",
        name: readText(object, side, "addon_name") ?? "",
        ...(isShown && typeof version.value === "string" ? { version: version.value } : {}),
      },
    ];
  });
}
