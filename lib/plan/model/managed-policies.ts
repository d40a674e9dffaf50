import type { AnyDocument } from "../../iam/document";
import type { ManagedPolicy, OwnRole } from "../../model/identity";
import { hasPlaceholder, placeholderArn } from "../../model/placeholder";
import { UNREADABLE } from "./documents";
import type { Held } from "./holdings";
import type { Joined } from "./joins";
import { NO_POLICY } from "./no-policy";
import { type PlanObject, read, readText, shownText } from "./objects";
import { isConfigured, isKept, takesAway } from "./role-state";
import type { SideWorld } from "./side-world";

/**
 * The managed policies of a role: by its own `managed_policy_arns` where they are configured, and by what attaches
 * policies to it. Else the provider tells in them what it found at the role: of that all stays which no resource attached,
 * and no exclusive list takes away. What the plan itself gives is shown even where a list leaves it out: what is applied
 * last is open.
 *
 * @param before what resources gave the role before
 */
export function managedPolicies(world: SideWorld, role: PlanObject, held: Held, before: Held): ManagedPolicy[] {
  const made = new Map<Key, ManagedPolicy>();
  const add = (joined: Joined, object: PlanObject, attribute: string) => {
    const policy = managedPolicy(world, joined, object, attribute, role);
    if (policy !== undefined) made.set(keyOf(world, joined, object), policy);
  };
  const attach = (object: PlanObject) => add(world.joins.find("policy", object, "policy_arn"), object, "policy_arn");
  const lists = held.managedLists.map((object) => ({
    object,
    listed: world.joins.list("policy", object, "policy_arns"),
  }));
  const isGiven = world.side === "after" && isConfigured(world, role, OWN);
  if (!isGiven) for (const joined of found(world, role, before)) add(joined, role, OWN);
  for (const object of held.attached) if (object.forgotten) attach(object);
  for (const { object, listed } of lists) {
    if (!takesAway(object, world) || listed.some(({ kind }) => kind === "cannot")) continue;
    const keys = new Set(listed.map((joined) => keyOf(world, joined, object)));
    for (const key of made.keys()) if (!keys.has(key)) made.delete(key);
  }
  if (isGiven) for (const joined of world.joins.list("policy", role, OWN)) add(joined, role, OWN);
  for (const object of held.attached) if (!object.forgotten) attach(object);
  // A list that is not applied attaches nothing again of what its attachments take away.
  const gone = attachedBefore(before);
  for (const { object, listed } of lists) {
    for (const joined of listed) {
      if (takesAway(object, world) || !gone.has(arnOf(world, joined) ?? "")) add(joined, object, "policy_arns");
    }
  }
  return [...made.values()];
}

const OWN = "managed_policy_arns";

/** A policy by its ARN; where that is known only after apply, other stacks may have one at the same address. */
type Key = string | PlanObject;

/** `asked`: what names the policy. */
function keyOf(world: SideWorld, joined: Joined, asked: PlanObject): Key {
  const arn = arnOf(world, joined);
  if (arn === undefined) return asked;
  if (!hasPlaceholder(arn)) return arn;
  return joined.kind === "object" ? joined.object : `${asked.document.stack}\n${arn}`;
}

/** The ARNs of policies that attachments gave the role before: those that stay are among what it is given after, too. */
function attachedBefore({ attached }: Held): ReadonlySet<string> {
  const standing = attached.filter(({ forgotten }) => !forgotten);
  return new Set(standing.flatMap((one) => readText(one, "before", "policy_arn") ?? []));
}

/** What the provider found at the role. */
function found(world: SideWorld, role: PlanObject, before: Held): Joined[] {
  if (world.side === "before") return world.joins.list("policy", role, OWN);
  if (!isKept(role)) return [];
  const gone = attachedBefore(before);
  const stood = read(role, "before", [OWN]);
  if (stood.kind === "known" && stood.sensitive) return world.joins.list("policy", role, OWN);
  const values: readonly unknown[] = stood.kind === "known" && Array.isArray(stood.value) ? stood.value : [];
  return values
    .filter((one) => typeof one === "string")
    .filter((arn) => !gone.has(arn))
    .map((arn) => world.joins.named("policy", arn, role));
}

function managedPolicy(
  world: SideWorld,
  joined: Joined,
  object: PlanObject,
  attribute: string,
  role: PlanObject,
): ManagedPolicy | undefined {
  const at = world.worldOf(object).at(object);
  if (joined.kind === "none") return undefined;
  if (joined.kind === "cannot") {
    world.gaps.add({ object, attribute, part: "policy", why: joined.why, fix: joined.fix }, { role });
    return { arn: placeholderArn(`${attribute} of ${object.address}`), document: UNREADABLE, at };
  }
  const arn = arnOf(world, joined) ?? "";
  const document = joined.kind === "object" ? policyDocument(world, joined.object, "policy", role) : undefined;
  return { arn, ...(document === undefined ? {} : { document }), at };
}

/** A policy's ARN, as it is or as it will be known. */
function arnOf({ side }: SideWorld, joined: Joined): string | undefined {
  if (joined.kind === "outside") return joined.text;
  if (joined.kind !== "object") return undefined;
  return policyArn(joined.object, side);
}

function policyArn(object: PlanObject, side: SideWorld["side"]): string {
  return shownText(object, side, "arn") ?? placeholderArn(`arn of ${object.address}`);
}

/** What a managed policy says; undefined where no plan tells it: AWS's own are known by their ARN. */
function policyDocument(
  world: SideWorld,
  object: PlanObject,
  part: "policy" | "boundary",
  role: PlanObject,
): AnyDocument | undefined {
  const read = object.type.startsWith("data.");
  if (read && /^arn:[^:]+:iam::aws:/.test(policyArn(object, world.side))) return undefined;
  const found = world.documents.find(world.worldOf(object), object, world.side, "policy");
  if (found.kind === "document") return found.document;
  // What a data source has not read yet stands outside of the plans.
  if (read && found.kind === "cannot" && !found.sensitive) return undefined;
  const { why, fix } = found.kind === "cannot" ? found : NO_POLICY;
  world.gaps.add({ object, attribute: "policy", part, why, fix }, { role });
  return UNREADABLE;
}

/** The permissions boundary of a role, and what it says where a plan tells that. */
export function boundaryOf(
  world: SideWorld,
  role: PlanObject,
): Pick<OwnRole, "permissionsBoundary" | "permissionsBoundaryDocument" | "permissionsBoundaryAt"> {
  const attribute = "permissions_boundary";
  const joined = world.joins.find("policy", role, attribute);
  if (joined.kind === "none") return {};
  const permissionsBoundaryAt = world.worldOf(role).at(role);
  if (joined.kind === "cannot") {
    world.gaps.add({ object: role, attribute, part: "boundary", why: joined.why, fix: joined.fix }, { role });
    return {
      permissionsBoundary: placeholderArn(`${attribute} of ${role.address}`),
      permissionsBoundaryDocument: UNREADABLE,
      permissionsBoundaryAt,
    };
  }
  const permissionsBoundary = arnOf(world, joined) ?? "";
  if (joined.kind === "outside") return { permissionsBoundary, permissionsBoundaryAt };
  const document = policyDocument(world, joined.object, "boundary", role);
  return {
    permissionsBoundary,
    permissionsBoundaryAt,
    ...(document === undefined ? {} : { permissionsBoundaryDocument: document }),
  };
}
