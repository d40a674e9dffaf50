import { type Finding, findingId, type Pointer, type Severity } from "../model/finding";
import type { ServiceModel } from "../model/stack";
import type { Planned, PlannedPod, PlannedSide } from "../plan/planned";
import { acknowledgement } from "../rules/acknowledgement";
import { isOutside, outsideRole, outsideRoles } from "../rules/change/outside-roles";
import {
  type ManagedRole,
  namesOf,
  type PlannedChange,
  type RoleChange,
  roleKey,
} from "../rules/change/planned-change";
import { PERMISSION_RULES } from "../rules/permissions/all";
import { privilegeEscalation } from "../rules/permissions/privilege-escalation";
import { RoleGrants } from "../rules/permissions/role-grants";
import { type Settled, settle } from "../rules/settle";
import { acknowledgeSnippet } from "./acknowledge-snippet";
import { type Declared, type DeclaredIdentity, only } from "./declared";
import { freshUsers } from "./fresh-users";
import type { AcknowledgedFinding, ReviewFinding } from "./review";

/** A role after, what is found in it, and what of that stood before. */
interface Judged {
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
  /** Whether parts of its plan cannot be rebuilt. */
  isTorn: boolean;
}

/**
 * What the rules on permissions find in the roles as they are after, those outside of the plans as far as they are known,
 * settled as the declaration settles it. `old`: found in
 * the same role before, no milder then, and nobody new gets the role. What the declaration acknowledges of the new ones is
 * apart. Notes are left out, as in `check`: nobody has to do anything about them, and what AWS's own policies give is in the
 * access that changes.
 */
export function permissionFindings(
  change: PlannedChange,
  declared: Declared,
  today: string | undefined,
): { findings: ReviewFinding[]; acknowledged: AcknowledgedFinding[] } {
  const all = judged(change, declared).map((one) => ({ ...one, settled: settled(one, declared, today) }));
  return { findings: told(all, declared), acknowledged: all.flatMap((one) => acknowledged(one, declared)) };
}

type Outcome = Judged & { settled: Settled };

function told(all: readonly Outcome[], declared: Declared): ReviewFinding[] {
  const found = new Set(all.flatMap((one) => (one.findings.length > 0 ? (one.declared ?? []) : [])));
  const placeOf = declared.placesOf(found);
  return all.flatMap((one) =>
    one.settled.findings.flatMap((finding): ReviewFinding[] => {
      // Where a part of the role cannot be told, what is acknowledged may well be in it.
      if (finding.rule === acknowledgement.id && one.isTorn) return [];
      if (finding.severity === "info") return [];
      const place = one.declared && placeOf(one.declared, finding);
      const snippet =
        isDeclarable(one, declared) && finding.rule !== acknowledgement.id ? acknowledgeSnippet(finding) : undefined;
      return [
        {
          ...finding,
          stack: one.change.stack,
          ...newsOf(finding, one),
          help: HELP.get(finding.rule) ?? "",
          ...(place === undefined ? {} : { place }),
          ...(snippet === undefined ? {} : { acknowledge: snippet }),
        },
      ];
    }),
  );
}

/** New findings alone, and no notes: what stood before was acknowledged before, or stood in the open. */
function acknowledged(one: Outcome, declared: Declared): AcknowledgedFinding[] {
  return one.settled.acknowledged.flatMap(({ finding, by }): AcknowledgedFinding[] => {
    const { status, serviceAccounts } = newsOf(finding, one);
    if (finding.severity === "info" || status === "old") return [];
    const place = declared.placeAt(by.at);
    return [
      {
        stack: one.change.stack,
        rule: findingId(finding),
        severity: finding.severity,
        serviceAccounts,
        message: finding.message,
        reason: by.reason,
        ...(by.until === undefined ? {} : { until: by.until }),
        ...(place === undefined ? {} : { place }),
      },
    ];
  });
}

const HELP: ReadonlyMap<string, string> = new Map(
  [...PERMISSION_RULES, acknowledgement].map(({ id, source }) => [id, source]),
);

function judged(change: PlannedChange, declared: Declared): Judged[] {
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
  return found.flatMap((one): Judged[] => {
    const users = change.usersOf(one.role.planned);
    const own = declared.identity(one.change.stack, { role: one.role.own.name, serviceAccounts: namesOf(users) });
    // Without findings only an acknowledgement can have something to say.
    if (one.findings.length === 0 && (own?.identity.acknowledgements ?? []).length === 0) return [];
    const planned = plans.get(one.change.stack);
    if (planned === undefined) return [];
    const isTorn = planned.notAnalysable.length > 0;
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
  const tagless = new Set(plans.flatMap((planned) => sideOf(planned).pods.flatMap(taglessRole)));
  const stacks = plans.map((planned) => {
    const side = sideOf(planned);
    const identities = [...side.roles, ...outsideRoles(side)].flatMap((role) => {
      const key = roleKey(role);
      if (!isAsked(key)) return [];
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
      if (key === undefined) continue;
      const own = found.get(key);
      if (own === undefined) found.set(key, [finding]);
      else own.push(finding);
    }
  }
  return found;
}

function taglessRole(pod: PlannedPod): string[] {
  const role = pod.role ?? outsideRole(pod);
  return role !== undefined && pod.identity.disableSessionTags ? [roleKey(role)] : [];
}

/** The findings as the declaration and its platform settle them. */
function settled(one: Judged, declared: Declared, today: string | undefined): Settled {
  const { change, role, model, declared: own } = one;
  const findings = one.findings.map((finding) => raised(finding, one));
  if (own !== undefined) {
    const { at } = own.identity;
    const there = findings.map((finding) => ({ ...finding, identity: at }));
    return settle(there, PERMISSION_RULES, [only(own.stack, own.identity)], today);
  }
  const levels = declared.stack(change.stack)?.ruleLevels;
  const at = findings[0]?.identity;
  if (levels === undefined || at === undefined) return { findings, acknowledged: [] };
  // Of no identity that is declared: nobody can have acknowledged it, and the platform's levels hold all the same.
  const identity = { ...role.planned.identity, at };
  return settle(findings, PERMISSION_RULES, [{ ...model, ruleLevels: levels, identities: [identity] }], today);
}

/** Whether there is, or can be, a declaration to write an acknowledgement into. */
function isDeclarable({ role, declared: own }: Judged, declared: Declared): boolean {
  if (isOutside(role.planned)) return false;
  if (own !== undefined || declared.isAtHand) return own !== undefined;
  const { address, identity } = role.planned;
  return identity.at.source !== address || role.own.path.startsWith("/pod-identity/");
}

/**
 * Ways to more rights that a policy of AWS's opens are a warning in what stands: nobody can change that policy. Where this
 * very change gives it to somebody they are an error, unless a permissions boundary may close them.
 */
function raised(finding: Finding, one: Judged): Finding {
  const isMild = finding.rule === privilegeEscalation.id && finding.severity === "warning";
  if (!isMild || newsOf(finding, one).status === "old" || new RoleGrants(one.role.own).boundaryUnknown) return finding;
  return { ...finding, severity: "error" };
}

const RANK: readonly Severity[] = ["info", "warning", "error"];

/** Whether a finding is new, and for whom: for all who have the role, or for those who get it as it stands. */
function newsOf(finding: Finding, one: Judged): Pick<ReviewFinding, "status" | "serviceAccounts"> {
  const { fresh, users } = one;
  const all = namesOf(users);
  if (isNewInRole(finding, one)) return { status: "new", serviceAccounts: all };
  if (finding.rule === acknowledgement.id || fresh.length === 0) return { status: "old", serviceAccounts: all };
  return { status: "new", serviceAccounts: namesOf(fresh) };
}

function isNewInRole(finding: Finding, { findings, stood, role, change }: Judged): boolean {
  if (finding.rule === acknowledgement.id) {
    // What is acknowledged and not there went with this change, or with an earlier one.
    const before = change.before?.own;
    return before === undefined || JSON.stringify(before) !== JSON.stringify(role.own);
  }
  const id = findingId(finding);
  const now = findings.find((one) => findingId(one) === id)?.severity ?? finding.severity;
  const was = stood.get(id);
  return was === undefined || RANK.indexOf(was) < RANK.indexOf(now);
}
