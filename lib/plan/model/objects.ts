import type { PlanDocument } from "../document";
import type { Change, ResourceChange, StateModule } from "../format";
import { type Known, type Path, valueAt } from "../value";
import { within } from "./address";

export type Side = "before" | "after";

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
  /** Which values of the change are its own before and after apply; left out where it does not stand then. */
  before?: Side;
  after?: Side;
  /** Terraform stops managing it, and leaves it standing. */
  forgotten?: true;
  /** A left-over of an earlier replacement. */
  deposed?: true;
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

const NOT_THERE: Known = { kind: "absent" };

export function read(object: PlanObject, side: Side, path: Path): Known {
  const from = object[side];
  return from === undefined ? NOT_THERE : valueAt(object.change, from, path);
}

/** A text that is known; undefined for everything else, and for an empty one. */
export function readText(object: PlanObject, side: Side, attribute: string): string | undefined {
  const known = read(object, side, [attribute]);
  return known.kind === "known" && typeof known.value === "string" && known.value !== "" ? known.value : undefined;
}

/** A text that may be shown. ARNs and ids hold the name: they are as sensitive as it is. */
export function shownText(object: PlanObject, side: Side, attribute: string): string | undefined {
  const known = read(object, side, [attribute]);
  const name = read(object, side, ["name"]);
  const sensitive = (known.kind === "known" && known.sensitive) || (name.kind === "known" && name.sensitive);
  return sensitive ? undefined : readText(object, side, attribute);
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
    objects.push(...objectsOfChange(document, change, type));
  }
  addUnchanged(document, document.plan.prior_state?.values?.root_module, told, objects);
  return objects;
}

function objectsOfChange(document: PlanDocument, resource: ResourceChange, type: string): PlanObject[] {
  const { address, module_address: module = "", name, change, deposed } = resource;
  const base = { document, address, module, type, name, ...localOf(resource, module, type), change };
  const stood = isThere(change.before);
  const stands = isThere(change.after) || change.actions.includes("create");
  const forgets = change.actions.includes("forget");
  if (deposed !== undefined) {
    if (!stood) return [];
    return [{ ...base, before: "before", deposed: true, ...(forgets ? { after: "before", forgotten: true } : {}) }];
  }
  if (!forgets) {
    return [{ ...base, ...(stood ? { before: "before" } : {}), ...(stands ? { after: "after" } : {}) }];
  }
  const made: PlanObject[] = change.actions.includes("create") ? [{ ...base, before: "before", after: "after" }] : [];
  // The old one has its "before" told by the new one, if there is one.
  const old: PlanObject = { ...base, after: "before", forgotten: true };
  return made.length > 0 ? [...made, old] : [{ ...old, before: "before" }];
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
      const marks = { before_sensitive: resource.sensitive_values, after_sensitive: resource.sensitive_values };
      const change = { actions: ["no-op"], before: resource.values, after: resource.values, ...marks };
      const { address, name } = resource;
      const local = localOf(resource, module, type);
      objects.push({ document, address, module, type, name, ...local, change, before: "before", after: "after" });
    }
    for (const child of next.child_modules ?? []) modules.push(child);
  }
}

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

function isThere(value: unknown): boolean {
  return value !== undefined && value !== null;
}
