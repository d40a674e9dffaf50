import { hasPlaceholder, placeholdersIn } from "../../model/placeholder";
import type { ResourceChange } from "../format";
import { expressionAt, referencesOf } from "../model/configuration";
import { isSameDocument } from "../same-document";
import { valueAt } from "../value";
import { changes, isLater, mayHold, namedIn, textsOf } from "./attributes";
import { differsFromModel } from "./own-policies";
import type { Said, Seen } from "./seen";
import { GIVES_ROLES, PEOPLE, READ_POLICIES, RESOURCE_POLICIES, type UnreadType, unreadType } from "./unread-types";

/** What a changed resource may give or take that no model has; none for most. */
export function doorsOf(resource: ResourceChange, plan: Seen): Said[] {
  const { type } = resource;
  const kind = unreadType(type);
  if (kind !== undefined) return ofKind(resource, kind, plan);
  const giving = GIVES_ROLES.get(type);
  if (giving !== undefined) return ofGiving(resource, giving, plan);
  if (type === "aws_iam_policy") return ofPolicy(resource, plan);
  if (type === "aws_iam_role") return ofRole(resource, plan);
  return READ_POLICIES.has(type) ? [] : ofResourcePolicy(resource, plan);
}

function ofKind(resource: ResourceChange, { what, about, by, holds }: UnreadType, plan: Seen): Said[] {
  if (by !== undefined && !by.some((attribute) => changes(resource, attribute))) return [];
  if (holds !== undefined && !holds.some((attribute) => mayHold(resource, attribute))) return [];
  if (about === undefined) return [{ what }];
  const named = about.map((attribute) => namedIn(resource, attribute, plan));
  const roles = named.flatMap((one) => one.roles);
  return roles.length > 0 || named.some(({ open }) => open) ? [{ what, roles }] : [];
}

/** What gives policies to a role that no plan has, or that no plan tells: nobody else says anything of it. */
function ofGiving(resource: ResourceChange, attribute: string, plan: Seen): Said[] {
  const said: Said[] = [];
  const people = resource.type === "aws_iam_policy_attachment" ? ["users", "groups"] : [];
  if (people.some((one) => textsOf(resource, one).length > 0 || isLater(resource, one))) said.push({ what: PEOPLE });
  if (attribute !== "roles" && isLater(resource, attribute)) {
    const later = ofRoleKnownLater(resource, attribute, plan);
    if (later !== undefined) said.push(later);
  }
  for (const name of textsOf(resource, attribute)) said.push(...ofRoleNamed(name, resource, plan));
  if (isTwice(resource, plan)) said.push({ what: TWICE, roles: textsOf(resource, attribute), grave: true });
  return said;
}

const TWICE = "is an inline policy of the name of another one of its role: which of both stands in the end is not told";

function isTwice({ type, address, change }: ResourceChange, { document, known }: Seen): boolean {
  if (type !== "aws_iam_role_policy" || known().cannotTell(document.stack, address)) return false;
  const [role, name] = ["role", "name"].map((attribute) => valueAt(change, "after", [attribute]));
  if (role?.kind !== "known" || name?.kind !== "known") return false;
  return known().isTwice(String(role.value), String(name.value));
}

function ofRoleNamed(name: string, { address }: ResourceChange, plan: Seen): Said[] {
  const chained = plan.chained.get(name);
  if (chained !== undefined) return [{ what: chainedText(name), roles: chained }];
  // The model may know the role by a name that is spelt in another way.
  if (plan.known().has(name) || plan.known().isTold(plan.document.stack, address)) return [];
  return [{ what: `changes what the role \`${name}\` may do, which none of the plans has` }];
}

/** Most of what is known later is the name of a role that the plan makes. */
function ofRoleKnownLater(resource: ResourceChange, attribute: string, plan: Seen): Said | undefined {
  const { address, module_address: module = "", type, name: local } = resource;
  if (plan.known().isTold(plan.document.stack, address)) return undefined;
  const name = plan.rebuilt(address, attribute);
  if (typeof name === "string" && !hasPlaceholder(name)) return ofRoleNamed(name, resource, plan)[0];
  const parts = typeof name === "string" ? placeholdersIn(name) : [];
  if (parts.some((part) => / of (?:.+\.)?aws_iam_role\./s.test(part))) return undefined;
  if (name === undefined && plan.document.configuration === undefined) {
    // Without the configuration's text a role that is referred to is taken for the role that is meant, as everywhere.
    const { expressions } = plan.written.resource({ module, local: `${type}.${local}` }) ?? {};
    const references = referencesOf(expressionAt(expressions, attribute));
    if (references.some((one) => /^(?:module|aws_iam_role)\./.test(one))) return undefined;
  }
  const what = "changes what a role may do, and which role that is, is known only after apply: it may be any";
  return { what, grave: true };
}

/** A policy that others may have: its statements change for whoever it is attached to. */
function ofPolicy({ change }: ResourceChange, plan: Seen): Said[] {
  const [before, after] = (["before", "after"] as const).map((side) => valueAt(change, side, ["policy"]));
  const arn = valueAt(change, "before", ["arn"]);
  if (before?.kind !== "known" || arn.kind !== "known" || typeof arn.value !== "string") return [];
  if (!change.actions.includes("update") || plan.known().hasPolicy(arn.value)) return [];
  if (after?.kind === "known" && (before.value === after.value || isSameDocument(before.value, after.value))) return [];
  return [
    { what: "is a policy that no role of pods in these plans has: whoever has it elsewhere gains or loses access" },
  ];
}

/** A role that a role of pods may assume: its access is theirs as well. Of one of pods, what the plan hides of it. */
function ofRole(resource: ResourceChange, plan: Seen): Said[] {
  const own = OWN_POLICIES.some((attribute) => changes(resource, attribute) && !isLater(resource, attribute));
  const role = own ? plan.known().after(plan.document.stack, resource.address) : undefined;
  if (role !== undefined && differsFromModel(resource, role))
    return [{ what: HIDDEN, roles: [role.name], grave: true }];
  return textsOf(resource, "name").flatMap((name) => {
    const roles = plan.chained.get(name);
    if (plan.known().isTargetAlone(name) && TARGETS.some((attribute) => changes(resource, attribute))) {
      return [{ what: TARGET, roles: [name] }];
    }
    return roles === undefined ? [] : [{ what: chainedText(name), roles }];
  });
}

const OWN_POLICIES = ["inline_policy", "managed_policy_arns"];
const HIDDEN =
  "has policies of its own that the plan's configuration does not tell of (a `dynamic` block): they are not among the access here";

const TARGETS = ["assume_role_policy", "permissions_boundary"];
const TARGET = "is a target role of pods, and whom it lets in, or its boundary, changes: that is not looked at here";

function chainedText(name: string): string {
  return `changes the role \`${name}\`, which a role of pods may assume: what it may do is not among their access here`;
}

/** Notes a role that no pod has, where a role of pods may assume it. */
export function noteChained(resource: ResourceChange, plan: Seen): void {
  if (resource.type !== "aws_iam_role" || resource.mode !== "managed") return;
  const names = textsOf(resource, "name").filter((name) => !plan.known().isOfPods(name));
  if (names.length === 0) return;
  const { roles } = namedIn(resource, "assume_role_policy", plan);
  if (roles.length > 0) for (const name of names) plan.chained.set(name, roles);
}

/** A policy of a queue, a bucket, a key … that names a role of pods. */
function ofResourcePolicy(resource: ResourceChange, plan: Seen): Said[] {
  const changed = RESOURCE_POLICIES.filter((attribute) => changes(resource, attribute));
  const roles = changed.flatMap((attribute) => namedIn(resource, attribute, plan).roles);
  if (roles.length === 0) return [];
  return [{ what: "has a policy that names a role of pods, and policies of resources are not looked at here", roles }];
}
