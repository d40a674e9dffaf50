import { compareTexts } from "../compare-texts";
import { findingId, type Severity } from "../model/finding";
import { placeholderText } from "../model/placeholder";
import type { Planned } from "../plan/planned";
import { plannedChange } from "../rules/change/planned-change";
import { changeFindings } from "./change-findings";
import type { ReviewContext } from "./context";
import { Declared } from "./declared";
import { modelFindings } from "./model-findings";
import { permissionFindings } from "./permission-findings";
import type { AcknowledgedFinding, ReviewFinding } from "./review";

/**
 * What the rules find in plans: on the change itself, and on what roles permit after it. What stood before is `old`; what
 * the declaration at hand acknowledges is apart, as far as it is new. New ones first, the gravest first; the same plans
 * give the same lists.
 */
export function reviewFindings(
  plans: readonly Planned[],
  context: ReviewContext,
): { findings: ReviewFinding[]; acknowledged: AcknowledgedFinding[] } {
  const declared = new Declared(context.declared);
  const change = plannedChange([...plans].sort(byStack), {
    owners: context.owners,
    repository: context.repository,
    otherRepositories: context.otherRepositories,
    clusterKeys: declared.clusterKeys,
  });
  const ofChange = changeFindings(change, declared);
  const tagsOff = new Set(
    ofChange.filter(({ rule }) => rule === "session-tags-off").flatMap(({ serviceAccounts }) => serviceAccounts),
  );
  const { findings, acknowledged } = permissionFindings(change, declared, context.today);
  const permitted = findings.filter(
    ({ rule, status, serviceAccounts }) =>
      // Said by session-tags-off already, in one sentence.
      rule !== "session-tag-access" || status === "old" || !serviceAccounts.every((name) => tagsOff.has(name)),
  );
  return {
    findings: inOrder([...ofChange, ...permitted, ...modelFindings(change, declared)].map(readable), sortKey),
    acknowledged: inOrder(acknowledged.map(readableAcknowledged), acknowledgedKey),
  };
}

function byStack({ state: a }: Planned, { state: b }: Planned): number {
  return compareTexts(a.stack, b.stack) || compareTexts(a.file, b.file);
}

/** Placeholders as people read them. */
function readable(finding: ReviewFinding): ReviewFinding {
  const { about, found, allowed, fix } = finding;
  return {
    ...finding,
    ...(about === undefined ? {} : { about: placeholderText(about) }),
    message: placeholderText(finding.message),
    ...(found === undefined ? {} : { found: placeholderText(found) }),
    ...(allowed === undefined ? {} : { allowed: placeholderText(allowed) }),
    ...(fix === undefined ? {} : { fix: placeholderText(fix) }),
    serviceAccounts: finding.serviceAccounts.map(placeholderText),
  };
}

function readableAcknowledged(one: AcknowledgedFinding): AcknowledgedFinding {
  return {
    ...one,
    rule: placeholderText(one.rule),
    message: placeholderText(one.message),
    serviceAccounts: one.serviceAccounts.map(placeholderText),
  };
}

const SEVERITIES: readonly Severity[] = ["error", "warning", "info"];

function inOrder<T>(findings: readonly T[], keyOf: (finding: T) => string[]): T[] {
  const keyed = findings.map((finding) => ({ finding, key: keyOf(finding) }));
  keyed.sort(({ key: one }, { key: other }) => {
    const index = one.findIndex((part, place) => part !== other[place]);
    return compareTexts(one[index] ?? "", other[index] ?? "");
  });
  return keyed.map(({ finding }) => finding);
}

function sortKey(finding: ReviewFinding): string[] {
  const { status, severity, stack, at, found = "", message } = finding;
  const rank = String(SEVERITIES.indexOf(severity));
  return [status, rank, stack, finding.rule, at.source, findingId(finding), found, message];
}

function acknowledgedKey({ severity, stack, rule, serviceAccounts }: AcknowledgedFinding): string[] {
  return [String(SEVERITIES.indexOf(severity)), stack, rule, ...serviceAccounts];
}
