import type { PlanDocument } from "../document";
import type { Change, ResourceChange, StateModule, StateResource } from "../format";
import {
  isSameValue,
  isSensitiveAt,
  isThere,
  isUnknownAt,
  type Known,
  type Path,
  type Side,
  textAt,
  valueAt,
} from "../value";
import { within } from "./address";

/** One object of AWS as a plan has it. */
export interface PlanObject {
  document: PlanDocument;
  address: string;
  /** The address of its module, with instance keys; `""` for the root. */
  module: string;
  /** `data.aws_iam_role` for what is only read. */
  type: string;
  name: string;
  /** Its address in its module, without an instance key: `data.aws_iam_role.api`. */
  local: string;
  /** The instance key as it is written in the address; `""` where it has none. */
  key: string;
  change: Change;
  /** Which values of the change are its own before and after apply; undefined where it does not stand then. */
  before: Side | undefined;
  after: Side | undefined;
  /** The plan leaves it alone: on both sides its values are the same ones. */
  unchanged: boolean;
  /** Terraform stops managing it, and leaves it standing. */
  forgotten: boolean;
  /** A left-over of an earlier replacement. */
  deposed: boolean;
}

/** The types of resource that say who may do what. */
const TYPES = new Set([
  "aws_iam_role",
  "aws_iam_role_policy",
  "aws_iam_role_policy_attachment",
  "aws_iam_policy_attachment",
  "aws_iam_policy",
  "aws_iam_role_policies_exclusive",
  "aws_iam_role_policy_attachments_exclusive",
  "aws_eks_pod_identity_association",
  "aws_eks_addon",
  "aws_eks_cluster",
  "data.aws_iam_role",
  "data.aws_iam_policy",
  "data.aws_eks_cluster",
]);

/** Attributes by which a role, a policy or a cluster may be named. */
export const NAMED_BY = ["arn", "id", "name", "unique_id"];

const NOT_THERE: Known = { kind: "absent" };

export function read(object: PlanObject, side: Side, path: Path): Known {
  const from = object[side];
  return from === undefined ? NOT_THERE : valueAt(object.change, from, path);
}

/** A text that is known; undefined for everything else, and for an empty one. */
export function readText(object: PlanObject, side: Side, attribute: string): string | undefined {
  const from = object[side];
  return from === undefined ? undefined : textAt(object.change, from, attribute);
}

/** A text that may be shown. ARNs and ids hold the name: they are as sensitive as it is. */
export function shownText(object: PlanObject, side: Side, attribute: string): string | undefined {
  const { change, [side]: from } = object;
  if (from === undefined || isSensitiveAt(change, from, attribute) || isSensitiveAt(change, from, "name")) {
    return undefined;
  }
  return textAt(change, from, attribute);
}

/** Whether an attribute, all of it, is known only after apply. */
export function isLater(object: PlanObject, side: Side, attribute: string): boolean {
  const from = object[side];
  return from !== undefined && isUnknownAt(object.change, from, attribute);
}

/**
 * What the plan changes, and what it leaves alone: of the state only what is in no change (data that was read, and what a
 * targeted or refresh-only plan passes over).
 */
export function objectsOf(document: PlanDocument): PlanObject[] {
  const objects: PlanObject[] = [];
  const told = new Set<string>();
  for (const change of document.plan.resource_changes ?? []) {
    const type = typeOf(change);
    if (!TYPES.has(type)) continue;
    if (change.deposed === undefined) told.add(change.address);
    if (change.previous_address !== undefined) told.add(change.previous_address);
    addChanged(document, change, type, objects);
  }
  addUnchanged(document, document.plan.prior_state?.values?.root_module, told, objects);
  return objects;
}

function addChanged(document: PlanDocument, resource: ResourceChange, type: string, objects: PlanObject[]): void {
  const { change, module_address: module = "" } = resource;
  const { actions } = change;
  const base = objectOf(document, resource, module, type, change);
  const stood = isThere(change.before);
  if (resource.deposed !== undefined) {
    const forgotten = actions.includes("forget");
    if (stood)
      objects.push({ ...base, before: "before", after: forgotten ? "before" : undefined, forgotten, deposed: true });
  } else if (actions.includes("forget")) {
    const isMade = actions.includes("create");
    if (isMade) objects.push({ ...base, before: "before", after: "after" });
    // The old one has its "before" told by the new one, if there is one.
    objects.push({ ...base, before: isMade ? undefined : "before", after: "before", forgotten: true });
  } else {
    const stands = isThere(change.after) || actions.includes("create");
    base.unchanged = stood && stands && isLeftAlone(change);
    if (stood) base.before = "before";
    if (stands) base.after = base.unchanged ? "before" : "after";
    objects.push(base);
  }
}

function objectOf(
  document: PlanDocument,
  resource: ResourceChange | StateResource,
  module: string,
  type: string,
  change: Change,
): PlanObject {
  const { address, name } = resource;
  const { local, key } = localOf(resource, module, type);
  const state = { before: undefined, after: undefined, unchanged: false, forgotten: false, deposed: false };
  return { document, address, module, type, name, local, key, change, ...state };
}

function addUnchanged(
  document: PlanDocument,
  root: StateModule | undefined,
  told: ReadonlySet<string>,
  objects: PlanObject[],
): void {
  const modules = root === undefined ? [] : [root];
  for (let next = modules.pop(); next !== undefined; next = modules.pop()) {
    for (const resource of next.resources ?? []) {
      const type = typeOf(resource);
      if (!TYPES.has(type) || resource.deposed_key !== undefined || told.has(resource.address)) continue;
      const module = next.address ?? "";
      const change = { actions: NO_OP, before: resource.values, before_sensitive: resource.sensitive_values };
      const object = objectOf(document, resource, module, type, change);
      object.before = "before";
      object.after = "before";
      object.unchanged = true;
      objects.push(object);
    }
    for (const child of next.child_modules ?? []) modules.push(child);
  }
}

const NO_OP = ["no-op"];

function typeOf({ mode, type }: { mode: string; type: string }): string {
  return mode === "data" ? `data.${type}` : type;
}

/** Most addresses have neither module nor key: then no text is made. */
function localOf(
  { address, name, index }: { address: string; name: string; index?: string | number },
  module: string,
  type: string,
): Pick<PlanObject, "local" | "key"> {
  if (index === undefined && module === "") return { local: address, key: "" };
  const local = `${type}.${name}`;
  const bare = within(module, local);
  return { local, key: index !== undefined && address.startsWith(bare) ? address.slice(bare.length) : "" };
}

/** Neither values nor marks: who only takes a mark off leaves no value as it is. */
function isLeftAlone({ actions, before_sensitive, after_sensitive }: Change): boolean {
  return actions.length === 1 && actions[0] === "no-op" && isSameValue(before_sensitive, after_sensitive);
}
