import { type Finding, findingId, type Severity } from "../model/finding";
import { acknowledgement } from "../rules/acknowledgement";
import { isOutside } from "../rules/change/outside-roles";
import { namesOf, type PlannedChange } from "../rules/change/planned-change";
import { PERMISSION_RULES } from "../rules/permissions/all";
import { privilegeEscalation } from "../rules/permissions/privilege-escalation";
import { RoleGrants } from "../rules/permissions/role-grants";
import { type Settled, settle } from "../rules/settle";
import { acknowledgeSnippet } from "./acknowledge-snippet";
import { type Declared, only } from "./declared";
import { type JudgedRole, judgedRoles } from "./judged-roles";
import type { AcknowledgedFinding, ReviewFinding } from "./review";

/**
 * What the rules on permissions find in the roles as they are after, settled as the declaration settles it. `old`: found in
 * the same role before, no milder then, and nobody new gets the role. What the declaration acknowledges of the new ones is
 * apart. Notes are left out, as in `check`: nobody has to do anything about them, and what AWS's own policies give is in the
 * access that changes.
 */
export function permissionFindings(
  change: PlannedChange,
  declared: Declared,
  today: string | undefined,
): { findings: ReviewFinding[]; acknowledged: AcknowledgedFinding[] } {
  const all = judgedRoles(change, declared).map((one) => ({ ...one, settled: settled(one, declared, today) }));
  return { findings: told(all, declared), acknowledged: all.flatMap((one) => acknowledged(one, declared)) };
}

type Outcome = JudgedRole & { settled: Settled };

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

/** The findings as the declaration and its platform settle them. */
function settled(one: JudgedRole, declared: Declared, today: string | undefined): Settled {
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
function isDeclarable({ role, declared: own }: JudgedRole, declared: Declared): boolean {
  if (own !== undefined || declared.isAtHand) return own !== undefined;
  if (isOutside(role.planned)) return false;
  const { address, identity } = role.planned;
  return identity.at.source !== address || role.own.path.startsWith("/pod-identity/");
}

/**
 * Ways to more rights that a policy of AWS's opens are a warning in what stands: nobody can change that policy. Where this
 * very change gives it to somebody they are an error, unless a permissions boundary may close them.
 */
function raised(finding: Finding, one: JudgedRole): Finding {
  const isMild = finding.rule === privilegeEscalation.id && finding.severity === "warning";
  if (!isMild || newsOf(finding, one).status === "old" || new RoleGrants(one.role.own).boundaryUnknown) return finding;
  return { ...finding, severity: "error" };
}

const RANK: readonly Severity[] = ["info", "warning", "error"];

/** Whether a finding is new, and for whom: for all who have the role, or for those who get it as it stands. */
function newsOf(finding: Finding, one: JudgedRole): Pick<ReviewFinding, "status" | "serviceAccounts"> {
  const { fresh, users } = one;
  const all = namesOf(users);
  if (isNewInRole(finding, one)) return { status: "new", serviceAccounts: all };
  if (finding.rule === acknowledgement.id || fresh.length === 0) return { status: "old", serviceAccounts: all };
  return { status: "new", serviceAccounts: namesOf(fresh) };
}

function isNewInRole(finding: Finding, { findings, stood, role, change }: JudgedRole): boolean {
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
