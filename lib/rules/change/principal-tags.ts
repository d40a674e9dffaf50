import type { Policy, PolicyStatement } from "../../iam/policy";
import { hasPlaceholder } from "../../model/placeholder";
import { heldPolicies, writtenPolicy } from "../permissions/held-policies";
import { SESSION_TAGS } from "../permissions/session-tag-access";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { type ManagedRole, namesOf, type PlannedChange, type RoleChange } from "./planned-change";

const KEY = "aws:principaltag/";

export const principalTags: ChangeRule = {
  id: "principal-tags",
  severity: "warning",
  what: "A role keeps the tags that its policies ask for.",
  why: "Conditions on `aws:PrincipalTag` read the role's tags: another value opens, or shuts, what they guard, though no policy changes.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_iam-tags.html",
  fix: "Look at the statements that ask for the tag, with the new value in mind.",
  judge: (change) => change.roles.flatMap((role) => judge(role, change)),
};

function judge({ stack, before, after }: RoleChange, { usersOf, action }: PlannedChange): ChangeFinding[] {
  if (before === undefined || after === undefined) return [];
  const changed = changedTags(before, after);
  if (changed.length === 0) return [];
  const users = usersOf(after.planned);
  const sessions = users.flatMap(({ identity: { sessionPolicy } }) =>
    sessionPolicy === undefined ? [] : (writtenPolicy(sessionPolicy) ?? []),
  );
  const { permissionsBoundaryDocument: boundary } = after.own;
  const limits = boundary === undefined ? [] : (writtenPolicy(boundary) ?? []);
  const policies = [...heldPolicies(after.own).map(({ policy }) => policy), ...sessions].concat(limits);
  const asked = new Set(policies.flatMap(tagsAskedFor));
  const sure = changed.filter((tag) => asked.has(tag.toLowerCase()));
  // Session tags go before the role's own.
  const sent = users.every(({ identity }) => !identity.disableSessionTags) ? SESSION_TAGS : [];
  const open = changed.some(hasPlaceholder)
    ? [...asked].filter((tag) => !sent.includes(tag) && !sure.some((one) => isSame(one, tag)))
    : [];
  return [...sure.map((tag) => ({ tag, has: "has" })), ...open.sort().map((tag) => ({ tag, has: "may have" }))].map(
    ({ tag, has }) => ({
      stack,
      at: action(stack, after.planned.address)?.at ?? after.planned.identity.at,
      found: after.own.name,
      message: `${has} another tag \`${tag}\` than before, and its policies have conditions on \`aws:PrincipalTag/${tag}\`: what they let through changes, though the policies stay`,
      fix: "look at the statements that ask for the tag, with the new value in mind",
      serviceAccounts: namesOf(users),
      role: after.own.name,
    }),
  );
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

/** Keys of tags know no letter case. */
function changedTags(before: ManagedRole, after: ManagedRole): string[] {
  const [was, is] = [before, after].map(
    ({ planned }) => new Map(Object.entries(planned.identity.tags).map(([key, value]) => [key.toLowerCase(), value])),
  );
  const keys = [...Object.keys(before.planned.identity.tags), ...Object.keys(after.planned.identity.tags)];
  const changed = keys.filter((key) => was?.get(key.toLowerCase()) !== is?.get(key.toLowerCase()));
  return [...new Map(changed.map((key) => [key.toLowerCase(), key])).values()].sort();
}

/** The tags of the role that a policy asks for, in conditions and variables; in small letters. */
function tagsAskedFor({ statements }: Policy): string[] {
  const keys = statements.flatMap((statement) => [
    ...statement.conditions.map(({ key }) => key.toLowerCase()),
    ...textsOf(statement).flatMap(variablesIn),
  ]);
  return keys.filter((key) => key.startsWith(KEY)).map((key) => key.slice(KEY.length));
}

function textsOf({ conditions, resource }: PolicyStatement): string[] {
  return [...(resource?.patterns ?? []), ...conditions.flatMap(({ values }) => values)];
}

/** `${aws:PrincipalTag/team, 'none'}`: the key without the default. */
function variablesIn(text: string): string[] {
  if (!text.includes("${")) return [];
  return [...text.matchAll(/\$\{([^{},]{1,300})/g)].map(([, name = ""]) => name.trim().toLowerCase());
}
