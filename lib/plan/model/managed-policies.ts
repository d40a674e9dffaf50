import type { AnyDocument } from "../../iam/document";
import type { ManagedPolicy, OwnRole } from "../../model/identity";
import { placeholderArn } from "../../model/placeholder";
import { UNREADABLE } from "./documents";
import type { Held } from "./holdings";
import type { Joined } from "./joins";
import { type PlanObject, read, readText, shownText } from "./objects";
import { isConfigured, isKept } from "./role-state";
import type { SideWorld } from "./side-world";

/**
 * The managed policies of a role: by its own `managed_policy_arns` where they are configured, and by what attaches
 * policies to it. Where they are not, the provider tells in them what it found at the role: of that all stays which no
 * resource attached, and no exclusive list takes away.
 *
 * @param before what resources gave the role before
 */
export function managedPolicies(world: SideWorld, role: PlanObject, held: Held, before: Held): ManagedPolicy[] {
  const made = new Map<string, ManagedPolicy>();
  const add = (joined: Joined, object: PlanObject, attribute: string) => {
    const policy = managedPolicy(world, joined, object, attribute, role);
    if (policy !== undefined) made.set(policy.arn, policy);
  };
  for (const joined of ownPolicies(world, role, before)) add(joined, role, "managed_policy_arns");
  for (const object of held.attached) {
    add(world.joins.find("policy", object, "policy_arn"), object, "policy_arn");
  }
  for (const object of held.managedLists) {
    const listed = world.joins.list("policy", object, "policy_arns");
    const arns = new Set(listed.flatMap((joined) => arnOf(world, joined) ?? []));
    const isTold = listed.every(({ kind }) => kind !== "cannot");
    if (world.side === "after" && isTold) {
      for (const arn of made.keys()) if (!arns.has(arn)) made.delete(arn);
    }
    for (const joined of listed) add(joined, object, "policy_arns");
  }
  return [...made.values()];
}

function ownPolicies(world: SideWorld, role: PlanObject, before: Held): Joined[] {
  const attribute = "managed_policy_arns";
  if (world.side === "before" || isConfigured(world, role, attribute))
    return world.joins.list("policy", role, attribute);
  if (!isKept(role)) return [];
  const gone = new Set(
    before.attached.filter(({ forgotten }) => !forgotten).map((one) => readText(one, "before", "policy_arn")),
  );
  const stood = read(role, "before", [attribute]);
  if (stood.kind === "known" && stood.sensitive) return world.joins.list("policy", role, attribute);
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
  const { why, fix } =
    found.kind === "cannot" ? found : { why: "holds no policy", fix: "write a JSON policy document" };
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
