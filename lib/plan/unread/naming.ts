import { isRecord } from "../../is-record";
import type { ResourceChange } from "../format";
import { isSameValue, isUnknownAt } from "../value";
import { referredRoles } from "./referred-roles";
import type { Said, Seen } from "./seen";
import { unescaped } from "./unescaped";

/** They hold texts and hand them to nobody who would do anything with a role. */
const TEXTS: ReadonlySet<string> = new Set([
  "terraform_data",
  "null_resource",
  "local_file",
  "local_sensitive_file",
  "aws_ssm_parameter",
  "aws_secretsmanager_secret_version",
]);

/** They give nobody anything. */
const TAGS: ReadonlySet<string> = new Set(["tags", "tags_all"]);

/**
 * A resource of any other type that comes to name a role of pods: by its ARN or id somewhere in its values, by its name where
 * an attribute is about a role, or by a reference that is known only after apply. A function, a task or a node may get the
 * role by that.
 */
export function namesRole(resource: ResourceChange, plan: Seen): Said[] {
  const { change, type } = resource;
  const { before, after } = change;
  if (TEXTS.has(type) || !isRecord(after)) return [];
  const stood = isRecord(before) ? before : {};
  const roles = new Set<string>();
  for (const attribute in after) {
    if (TAGS.has(attribute) || isSameValue(stood[attribute], after[attribute])) continue;
    for (const role of rolesIn(after[attribute], plan, attribute)) roles.add(role);
  }
  for (const attribute of isRecord(change.after_unknown) ? Object.keys(change.after_unknown) : []) {
    if (!isUnknownAt(change, "after", attribute)) continue;
    for (const address of referredRoles(resource, attribute, plan)) {
      const role = plan.known().at(plan.document.stack, address);
      if (role !== undefined) roles.add(role);
    }
  }
  if (roles.size === 0) return [];
  for (const role of rolesIn(before, plan)) roles.delete(role);
  return roles.size === 0 ? [] : [{ what: NAMES, roles: [...roles] }];
}

const NAMES = "comes to name a role of pods: who gets the role by that is not looked at here";

/** Values of resources nest a few levels. */
const DEEPEST = 20;
/** What a text must hold that names a role, or may hold it in escapes. */
const NAMING = /:role\/|:assumed-role\/|AROA|\\/;
const ABOUT_ROLE = /role/i;

function rolesIn(value: unknown, plan: Seen, key = "", depth = 0): readonly string[] {
  if (typeof value === "string") {
    const known = plan.known();
    if (NAMING.test(value)) return known.namedIn(unescaped(value), plan.document.stack);
    return ABOUT_ROLE.test(key) ? known.alike(value) : [];
  }
  if (depth > DEEPEST) return [];
  if (Array.isArray(value)) return value.flatMap((one) => rolesIn(one, plan, key, depth + 1));
  if (!isRecord(value)) return [];
  return Object.entries(value).flatMap(([name, one]) => rolesIn(one, plan, name, depth + 1));
}
