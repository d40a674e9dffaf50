import { isRecord } from "../is-record";
import type { Plan, ResourceChange, StateModule } from "./format";
import type { ChangedPath } from "./value";

/**
 * Tells what was changed outside of Terraform from what Terraform only had not read yet: after each deployment of a role
 * with policies the next plan finds `inline_policy` and `managed_policy_arns` of the role itself to differ, and empty
 * tags where there were none. Anybody would learn to look past a warning that is always there.
 */
export function driftFilter(plan: Plan): (resource: ResourceChange, path: ChangedPath) => boolean {
  let known: KnownPolicies | undefined;
  return ({ type, change }, { path, before, after }) => {
    if (isEmpty(before) && isEmpty(after)) return false;
    const [attribute] = path;
    if (type === "aws_iam_policy") return attribute !== "attachment_count";
    if (type !== "aws_iam_role" || (attribute !== "inline_policy" && attribute !== "managed_policy_arns")) return true;
    known ??= knownPolicies(plan);
    return !areKnown(change.after, attribute, known);
  };
}

/** The policies that resources of their own bind to roles: `role name` and `attribute`, then names or ARNs. */
type KnownPolicies = ReadonlySet<string>;

function knownPolicies({ resource_changes = [], prior_state }: Plan): KnownPolicies {
  const known = new Set<string>();
  for (const { type, change } of resource_changes) addPolicies(type, change.before, known);
  // A refresh-only plan has no changes; others may come without the state.
  addFromState(prior_state?.values?.root_module, known);
  return known;
}

function addFromState(module: StateModule | undefined, known: Set<string>): void {
  for (const { type, values } of module?.resources ?? []) addPolicies(type, values, known);
  for (const child of module?.child_modules ?? []) addFromState(child, known);
}

function addPolicies(type: string, values: unknown, known: Set<string>): void {
  if (!type.startsWith("aws_iam_") || !isRecord(values)) return;
  const { role, roles, name, policy_arn } = values;
  if (type === "aws_iam_role_policy") known.add(keyOf(role, "inline_policy", name));
  if (type === "aws_iam_role_policy_attachment") known.add(keyOf(role, "managed_policy_arns", policy_arn));
  if (type === "aws_iam_policy_attachment" && Array.isArray(roles)) {
    for (const each of roles) known.add(keyOf(each, "managed_policy_arns", policy_arn));
  }
}

function areKnown(role: unknown, attribute: "inline_policy" | "managed_policy_arns", known: KnownPolicies): boolean {
  if (!isRecord(role) || typeof role.name !== "string") return false;
  const list = role[attribute];
  if (!Array.isArray(list)) return false;
  return list.every((each) => known.has(keyOf(role.name, attribute, isRecord(each) ? each.name : each)));
}

function keyOf(role: unknown, attribute: string, policy: unknown): string {
  return JSON.stringify([role, attribute, policy]);
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === "") return true;
  return typeof value === "object" && Object.keys(value).length === 0;
}
