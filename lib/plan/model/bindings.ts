import type { AnyDocument } from "../../iam/document";
import { AGENT_ADDON } from "../../model/addons";
import { placeholder, placeholderArn } from "../../model/placeholder";
import { blocksOf, constantText, expressionAt } from "./configuration";
import { UNREADABLE } from "./documents";
import type { Joined } from "./joins";
import { type PlanObject, read, shownText } from "./objects";
import type { PlanWorld } from "./plan-world";
import { rebuiltBlock } from "./rebuilt-block";
import { outsideArn } from "./roles";
import type { SideWorld } from "./side-world";

/** What ties one service account to a role: an association, or one of an add-on's. */
export interface Binding {
  object: PlanObject;
  /** The add-on that owns it. */
  addon: string | undefined;
  /** Undefined: an add-on's own, whose namespace no plan tells. */
  namespace: string | undefined;
  name: string;
  role: Joined;
  target: BoundTarget | undefined;
  disableSessionTags: boolean;
  sessionPolicy: AnyDocument | undefined;
}

/** A target role: its ARN, and what it is in the plans or outside of them, where that can be told. */
interface BoundTarget {
  arn: string;
  joined?: Extract<Joined, { kind: "object" | "outside" }>;
}

/** What the associations and the add-ons of one plan bind. */
export function bindingsOf(world: SideWorld, plan: PlanWorld): Binding[] {
  const standing = (type: string) => plan.ofType(type).filter((object) => object[world.side] !== undefined);
  return [
    ...standing("aws_eks_addon").flatMap((object) => addonAssociations(world, object)),
    ...standing("aws_eks_pod_identity_association").map((object) => association(world, object)),
  ];
}

function association(world: SideWorld, object: PlanObject): Binding {
  const role = world.joins.find("role", object, "role_arn");
  reportRole(world, object, "role_arn", role);
  const disabled = read(object, world.side, ["disable_session_tags"]);
  return {
    object,
    addon: undefined,
    namespace: textOf(world, object, ["namespace"], "namespace"),
    name: textOf(world, object, ["service_account"], "service_account"),
    role,
    target: targetOf(world, object),
    disableSessionTags: disabled.kind === "known" && disabled.value === true,
    sessionPolicy: sessionPolicy(world, object),
  };
}

function targetOf(world: SideWorld, object: PlanObject): BoundTarget | undefined {
  const attribute = "target_role_arn";
  const joined = world.joins.find("role", object, attribute);
  switch (joined.kind) {
    case "none":
      return undefined;
    case "outside":
    case "object":
      return { arn: outsideArn(joined, world.side), joined };
    case "cannot": {
      const { why, fix } = joined;
      world.gaps.add({ object, attribute, part: "target role", why, fix }, { association: object });
      return { arn: placeholderArn(`${attribute} of ${object.address}`) };
    }
  }
}

function sessionPolicy(world: SideWorld, object: PlanObject): AnyDocument | undefined {
  const found = world.documents.find(world.worldOf(object), object, world.side, "policy");
  if (found.kind === "document") return found.document;
  if (found.kind === "none") return undefined;
  const { why, fix } = found;
  world.gaps.add({ object, attribute: "policy", part: "session policy", why, fix }, { association: object });
  return UNREADABLE;
}

/** A text, or a placeholder for it where it is known only after apply. */
function textOf(world: SideWorld, object: PlanObject, path: readonly (string | number)[], attribute: string): string {
  const known = read(object, world.side, path);
  if (known.kind === "known" && !known.sensitive && typeof known.value === "string") return known.value;
  const later = placeholder(`${attribute} of ${object.address}`);
  if (known.kind === "unknown" && !known.sensitive) {
    const rebuilt = path.length === 1 ? world.worldOf(object).rebuild(object, attribute) : undefined;
    if (rebuilt?.kind === "value" && typeof rebuilt.value === "string" && rebuilt.value !== "") return rebuilt.value;
  }
  const sensitive = known.kind !== "absent" && known.sensitive;
  const why = sensitive
    ? "is marked sensitive, and is not opened here"
    : known.kind === "unknown"
      ? "is known only after apply, and the plan does not tell what it is made from"
      : "is not told by the plan";
  const fix = sensitive
    ? "take the sensitive mark off it: it is no secret to a reviewer"
    : "write it as a constant, or apply what it depends on first";
  world.gaps.add({ object, attribute, part: "service account", why, fix }, { association: object });
  return later;
}

function reportRole(world: SideWorld, object: PlanObject, attribute: string, role: Joined): void {
  if (role.kind !== "cannot" && role.kind !== "none") return;
  const none = { why: "is not told by the plan", fix: "write the role's ARN" };
  const { why, fix } = role.kind === "cannot" ? role : none;
  world.gaps.add({ object, attribute, part: "role", why, fix }, { association: object });
}

const BLOCK = "pod_identity_association";

function addonAssociations(world: SideWorld, object: PlanObject): Binding[] {
  const { side, joins, gaps } = world;
  const addon = shownText(object, side, "addon_name") ?? placeholder(`addon_name of ${object.address}`);
  const known = read(object, side, [BLOCK]);
  if (known.kind === "absent") return [];
  const written = blocksOf(expressionAt(world.worldOf(object).configuration.resource(object)?.expressions, BLOCK));
  if (known.kind === "unknown") {
    // The agent has no identity of its own, unless somebody writes one for it.
    if (addon === AGENT_ADDON && written.length === 0) return [];
    const why = "is known only after apply, all of it";
    const fix = "write the blocks one by one, each with its service account as a constant";
    gaps.add({ object, attribute: BLOCK, part: "role", why, fix }, { association: object });
    return [];
  }
  const values: readonly unknown[] = Array.isArray(known.value) ? known.value : [];
  const accounts = written.map((block) => ({ block, account: constantText(expressionAt(block, "service_account")) }));
  // Terraform tells of no `dynamic` block: where there are more values than blocks, any of them may be of one.
  const open = values.length === written.length ? accounts.filter(({ account }) => account === undefined) : [];
  return values.map((_, index): Binding => {
    const name = textOf(world, object, [BLOCK, index, "service_account"], `${BLOCK}[${index}].service_account`);
    const alike = accounts.filter(({ account }) => account === name);
    const [own, ...others] = alike.length === 0 ? open : alike;
    const expression = own !== undefined && others.length === 0 ? expressionAt(own.block, "role_arn") : {};
    const rebuild = () => rebuiltBlock(world.worldOf(object), object, BLOCK, "service_account", name, "role_arn");
    const role = joins.findPart("role", object, [BLOCK, index, "role_arn"], { expression, rebuild });
    reportRole(world, object, `${BLOCK}[${index}].role_arn`, role);
    return {
      object,
      addon,
      namespace: undefined,
      name,
      role,
      target: undefined,
      disableSessionTags: false,
      sessionPolicy: undefined,
    };
  });
}
