import { hasPlaceholder, placeholdersIn } from "../../model/placeholder";
import type { ResourceChange } from "../format";
import { expressionAt, referencesOf } from "../model/configuration";
import { isSameDocument } from "../same-document";
import { isUnknownAt, rawAt, SIDES, textAt, valueAt } from "../value";
import { changes, namedIn, textsOf, textsOn } from "./attributes";
import { mayHold } from "./holds";
import { differsFromModel } from "./own-policies";
import { referredRoles } from "./referred-roles";
import { LETS_ANYBODY_IN, ofResourcePolicy } from "./resource-policies";
import { rolesNamedIn } from "./role-names";
import type { Said, Seen } from "./seen";
import { twiceText } from "./twice";
import { unescaped } from "./unescaped";
import { GIVES_ROLES, PEOPLE, type UnreadType, unreadType } from "./unread-types";

/** What a changed resource may give or take that no model has; none for most. */
export function doorsOf(resource: ResourceChange, plan: Seen): Said[] {
  const { type } = resource;
  const kind = unreadType(type);
  if (kind !== undefined) return ofKind(resource, kind, plan);
  const giving = GIVES_ROLES.get(type);
  if (giving !== undefined) return ofGiving(resource, giving, plan);
  if (type === "aws_iam_policy") return ofPolicy(resource, plan);
  if (type === "aws_iam_role") return ofRole(resource, plan);
  // Its `policy` is none of a resource: it limits the sessions of pods.
  return type === "aws_eks_pod_identity_association" ? [] : ofResourcePolicy(resource, plan);
}

function ofKind(resource: ResourceChange, kind: UnreadType, plan: Seen): Said[] {
  const { what, about, by, holds, trusted } = kind;
  if (trusted !== undefined && !plan.known().trustSays(trusted)) return [];
  if (by !== undefined && !by.some((attribute) => changes(resource, attribute)) && !isBySaying(resource, kind, plan))
    return [];
  if (holds !== undefined && !mayHold(resource, holds)) return [];
  if (about === undefined) return [{ what }];
  const named = about.map((attribute) => namedIn(resource, attribute, plan));
  const roles = named.flatMap((one) => one.roles);
  const said: Said[] = roles.length > 0 || named.some(({ open }) => open) ? [{ what, roles }] : [];
  if (plan.known().ofPods().length > 0 && about.some((attribute) => isOpened(resource, attribute)))
    said.push({ what: LETS_ANYBODY_IN });
  return said;
}

function isBySaying(resource: ResourceChange, { bySaying = {} }: UnreadType, plan: Seen): boolean {
  return Object.entries(bySaying).some(([attribute, words]) => {
    if (!changes(resource, attribute)) return false;
    const [before, after] = SIDES.map((side) => {
      const { texts, open } = textsOn(side, resource, attribute, plan);
      return open ? undefined : texts.flatMap((text) => unescaped(text).match(words) ?? []).join("\n");
    });
    return before === undefined || after === undefined || before !== after;
  });
}

/** Whether it names everybody after, under no condition of its own, and did not do so before. */
function isOpened(resource: ResourceChange, attribute: string): boolean {
  const { change } = resource;
  const [before, after] = SIDES.map((side) => {
    const named = rawAt(change, side, attribute);
    const isNarrowed = NARROWED_BY.some(
      (one) => textAt(change, side, one) !== undefined || isUnknownAt(change, side, one),
    );
    return !isNarrowed && (Array.isArray(named) ? named : [named]).some((one) => EVERYBODY.has(one));
  });
  return after === true && (before === false || OPENED.some((one) => changes(resource, one)));
}

/** The second is Lake Formation's. */
const EVERYBODY: ReadonlySet<unknown> = new Set(["*", "IAM_ALLOWED_PRINCIPALS"]);

/** What is opened, and to whom as well: with another one something else is. A layer's next version is not. */
const OPENED = ["function_name", "qualifier", "action", "function_url_auth_type", "principal_org_id", "layer_name"];

/** Set by services of AWS alone: a caller of the API has neither. */
const NARROWED_BY = ["source_account", "source_arn"];

/** What gives policies to a role that no plan has, or that no plan tells: nobody else says anything of it. */
function ofGiving(resource: ResourceChange, attribute: string, plan: Seen): Said[] {
  const { change, type } = resource;
  const said: Said[] = [];
  const people = type === "aws_iam_policy_attachment" ? ["users", "groups"] : [];
  if (people.some((one) => textsOf(resource, one).length > 0 || isUnknownAt(change, "after", one)))
    said.push({ what: PEOPLE });
  const later = chainedLater(resource, attribute, plan);
  said.push(...later);
  if (attribute !== "roles" && later.length === 0 && isUnknownAt(change, "after", attribute)) {
    said.push(...ofRoleKnownLater(resource, attribute, plan));
  }
  for (const name of textsOf(resource, attribute)) said.push(...ofRoleNamed(name, resource, plan));
  const what = twiceText(resource, plan);
  if (what !== undefined) said.push({ what, roles: namedIn(resource, attribute, plan).roles, grave: true });
  return said;
}

function ofRoleNamed(name: string, resource: ResourceChange, plan: Seen): Said[] {
  const roles = plan.chained().named(name);
  if (roles !== undefined) return [{ what: chainedText(name), roles }];
  if (plan.known().has(name, () => plan.accountOf(resource))) return [];
  // The model may know the role by a name that is spelt in another way.
  if (plan.policies().isTold(plan.document.stack, resource.address)) return [];
  return [{ what: `changes what the role \`${name}\` may do, which none of the plans has` }];
}

/** Roles that a role of pods may assume, and whose names are known only after apply. */
function chainedLater(resource: ResourceChange, attribute: string, plan: Seen): Said[] {
  if (plan.chained().isEmpty) return [];
  const { texts, open } = textsOn("after", resource, attribute, plan);
  const addresses = open
    ? referredRoles(resource, attribute, plan)
    : texts.flatMap((text) => rolesNamedIn(text).addresses);
  return addresses.flatMap((address) => {
    const roles = plan.chained().at(plan.document.stack, address);
    return roles === undefined ? [] : [{ what: chainedText(address), roles }];
  });
}

/** Most of what is known later is the name of a role that the plan makes. */
function ofRoleKnownLater(resource: ResourceChange, attribute: string, plan: Seen): Said[] {
  const { address, module_address: module = "", type, name: local } = resource;
  if (plan.policies().isTold(plan.document.stack, address)) return [];
  const name = plan.rebuilt(address, attribute);
  if (typeof name === "string" && !hasPlaceholder(name)) return ofRoleNamed(name, resource, plan);
  const parts = typeof name === "string" ? placeholdersIn(name) : [];
  if (parts.some((part) => / of (?:.+\.)?(?<!data\.)aws_iam_role\./s.test(part))) return [];
  if (name === undefined && plan.document.configuration === undefined) {
    // Without the configuration's text a role that is referred to is taken for the role that is meant, as everywhere.
    const { expressions } = plan.written.resource({ module, local: `${type}.${local}` }) ?? {};
    const references = referencesOf(expressionAt(expressions, attribute));
    if (references.some((one) => /^(?:module|aws_iam_role)\./.test(one))) return [];
  }
  const what = "changes what a role may do, and which role that is, is known only after apply: it may be any";
  return [{ what, grave: true }];
}

/** A policy that others may have: its statements change for whoever it is attached to. */
function ofPolicy({ change }: ResourceChange, plan: Seen): Said[] {
  const [before, after] = (["before", "after"] as const).map((side) => valueAt(change, side, ["policy"]));
  const arn = valueAt(change, "before", ["arn"]);
  if (before?.kind !== "known" || arn.kind !== "known" || typeof arn.value !== "string") return [];
  if (!change.actions.includes("update")) return [];
  if (after?.kind === "known" && (before.value === after.value || isSameDocument(before.value, after.value))) return [];
  const holder = plan.chained().holderOf(arn.value);
  if (holder !== undefined) return [{ what: chainedText(holder), roles: plan.chained().named(holder) ?? [] }];
  if (plan.policies().has(arn.value)) return [];
  return [
    { what: "is a policy that no role of pods in these plans has: whoever has it elsewhere gains or loses access" },
  ];
}

/** A role that a role of pods may assume: its access is theirs as well. Of one of pods, what the plan hides of it. */
function ofRole(resource: ResourceChange, plan: Seen): Said[] {
  const { address, change } = resource;
  const { stack } = plan.document;
  const own = OWN_POLICIES.some((one) => changes(resource, one) && !isUnknownAt(change, "after", one));
  const role = own ? plan.known().after(stack, address) : undefined;
  if (role !== undefined && differsFromModel(resource, role))
    return [{ what: HIDDEN, roles: [role.name], grave: true }];
  const names = textsOf(resource, "name");
  const roles = plan.chained().at(stack, address);
  return roles === undefined ? [] : [{ what: chainedText(names[0] ?? address), roles }];
}

const OWN_POLICIES = ["inline_policy", "managed_policy_arns"];
const HIDDEN =
  "has policies of its own that the plan's configuration does not tell of (a `dynamic` block): they are not among the access here";

function chainedText(name: string): string {
  return `changes the role \`${name}\`, which a role of pods may assume: what it may do is not among their access here`;
}
