import { entry } from "../entry";
import { type Finding, findingId, type Pointer, type Severity } from "../model/finding";
import type { ServiceModel } from "../model/stack";
import type { Planned, PlannedPod, PlannedSide } from "../plan/planned";
import { isOutside, outsideRole, outsideRoles } from "../rules/change/outside-roles";
import {
  type ManagedRole,
  namesOf,
  type PlannedChange,
  type RoleChange,
  roleKey,
} from "../rules/change/planned-change";
import { PERMISSION_RULES } from "../rules/permissions/all";
import type { Declared, DeclaredIdentity } from "./declared";
import { freshUsers } from "./fresh-users";

/** A role after, what is found in it, and what of that stood before. */
export interface JudgedRole {
  change: RoleChange;
  role: ManagedRole;
  findings: readonly Finding[];
  stood: ReadonlyMap<string, Severity>;
  /** Where the declaration at hand makes the role. */
  declared: DeclaredIdentity | undefined;
  /** Service accounts that have not had the role before. */
  fresh: readonly PlannedPod[];
  /** All that have it after, as their target role perhaps. */
  users: readonly PlannedPod[];
  model: ServiceModel;
  /** Whether parts of it cannot be told: its plan has some that cannot be rebuilt, or it stands outside of the plans. */
  isTorn: boolean;
}

/**
 * The roles as they are after, those outside of the plans as far as they are known, with what the rules on permissions find
 * in them; those in which there is something to say.
 */
export function judgedRoles(change: PlannedChange, declared: Declared): JudgedRole[] {
  const after = judge(
    change.plans,
    declared.speaksOfSingles,
    (planned) => planned.after,
    () => true,
  );
  const roles = [...change.roles, ...change.outside].flatMap((one) =>
    one.after === undefined ? [] : [{ change: one, role: one.after }],
  );
  const found = roles.map((one) => ({ ...one, findings: after.get(roleKey(one.role.planned)) ?? [] }));
  const stoodBefore = before(change, found, declared.speaksOfSingles);
  const fresh = freshUsers(change);
  const plans = new Map(change.plans.map((planned) => [planned.state.stack, planned]));
  return found.flatMap((one): JudgedRole[] => {
    const users = change.usersOf(one.role.planned);
    const own = declared.identity(one.change.stack, { role: one.role.own.name, serviceAccounts: namesOf(users) });
    // Without findings only an acknowledgement can have something to say.
    if (one.findings.length === 0 && (own?.identity.acknowledgements ?? []).length === 0) return [];
    const planned = plans.get(one.change.stack);
    if (planned === undefined) return [];
    const isTorn = planned.notAnalysable.length > 0 || isOutside(one.role.planned);
    const stood = stoodBefore(one);
    const { model } = planned.after;
    const all = [...users, ...change.aimedAt(one.role.planned)];
    return [{ ...one, stood, declared: own, fresh: fresh(one.role), users: all, model, isTorn }];
  });
}

/** What was found before in the same role: at its address, or by its name where another stack had it. */
function before(
  { plans, roles }: PlannedChange,
  found: readonly { change: RoleChange; role: ManagedRole; findings: readonly Finding[] }[],
  notes: boolean,
): (of: { change: RoleChange; role: ManagedRole }) => ReadonlyMap<string, Severity> {
  const byName = new Map<string, ManagedRole>();
  for (const role of outsideRoles(plans.flatMap((planned) => planned.before.pods))) byName.set(nameKey(role), role);
  for (const { before: role } of roles) if (role !== undefined) byName.set(nameKey(role), role);
  const was = ({ change, role }: { change: RoleChange; role: ManagedRole }) =>
    change.before ?? byName.get(nameKey(role));
  // Most roles have no findings: what they were is not asked.
  const asked = new Set(
    found.flatMap((one) => (one.findings.length === 0 ? [] : (was(one)?.planned ?? []))).map(roleKey),
  );
  const stood = judge(
    plans,
    notes,
    (planned) => planned.before,
    (key) => asked.has(key),
  );
  return (one) => {
    const role = was(one);
    const own = (role && stood.get(roleKey(role.planned))) ?? [];
    return new Map(own.map((finding) => [findingId(finding), finding.severity]));
  };
}

/** Names of roles know no letter case and no path. */
function nameKey({ own: { arn, name } }: ManagedRole): string {
  return `${arn.split(":")[4] ?? ""} ${name.toLowerCase()}`;
}

/** What the rules find in the roles of one side of all plans, by the roles' keys. */
function judge(
  plans: readonly Planned[],
  notes: boolean,
  sideOf: (planned: Planned) => PlannedSide,
  isAsked: (key: string) => boolean,
): Map<string, Finding[]> {
  const keys = new Map<Pointer, string>();
  const met = new Set<string>();
  const tagless = new Set(plans.flatMap((planned) => sideOf(planned).pods.flatMap(taglessRole)));
  const stacks = plans.map((planned) => {
    const side = sideOf(planned);
    const outside = outsideRoles(side.pods).map(({ planned }) => planned);
    const identities = [...side.roles, ...outside].flatMap((role) => {
      const key = roleKey(role);
      if (!isAsked(key) || met.has(key)) return [];
      met.add(key);
      // A place of its own, by which a finding is known to be of this role.
      const at = { ...role.identity.at };
      keys.set(at, key);
      return [{ ...role.identity, at, disableSessionTags: tagless.has(key) }];
    });
    return { ...side.model, identities };
  });
  const found = new Map<string, Finding[]>();
  for (const rule of PERMISSION_RULES) {
    for (const finding of rule.judge(stacks, { notes })) {
      const key = finding.identity && keys.get(finding.identity);
      if (key !== undefined) entry(found, key, () => []).push(finding);
    }
  }
  return found;
}

function taglessRole(pod: PlannedPod): string[] {
  const role = pod.role ?? outsideRole(pod);
  return role !== undefined && pod.identity.disableSessionTags ? [roleKey(role)] : [];
}
