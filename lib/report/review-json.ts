import type { FutureAccess } from "../iam/compare";
import type { AccessEntry } from "../iam/compare/access-entries";
import type { Region, UnclearRegion } from "../iam/compare/change";
import { findingId } from "../model/finding";
import { placeholderText } from "../model/placeholder";
import type { PlanState, ResourceAction } from "../plan/resource-action";
import type { AccessChange, AcknowledgedFinding, Review, ReviewFinding, Subject } from "../review/review";
import { ruleIn } from "./acknowledged-words";
import type {
  ReportedAccess,
  ReportedAcknowledged,
  ReportedEntry,
  ReportedFinding,
  ReportedFuture,
  ReportedPlan,
  ReportedRegion,
  ReportedResource,
  ReportedUnclearEntry,
  ReviewReport,
} from "./review-schema";

/** A review for machines, as schema/review.schema.json describes it: plain data, to be written as JSON. */
export function reviewJson(review: Review): ReviewReport {
  const { verdict, deploy } = review;
  return {
    version: 1,
    verdict: { level: verdict.level, changes: verdict.changes, text: shown(verdict.text) },
    counts: { ...verdict.counts },
    plans: review.plans.map(plan),
    notPlanned: (review.notPlanned ?? []).map(shown),
    access: review.access.map(access),
    unchanged: review.unchanged.map(shown),
    findings: review.findings.map(finding),
    acknowledged: (review.acknowledged ?? []).map(acknowledged),
    resources: review.plans.flatMap(({ actions }) => actions.map(resource)),
    drift: review.plans.flatMap(({ drift }) => drift.map(resource)),
    deploy: {
      restarts: deploy.restarts.map(affected),
      gaps: deploy.gaps.map((gap) => ({ ...affected(gap), expect: shown(gap.expect) })),
      steps: deploy.steps.map(shown),
    },
    fingerprint: review.fingerprint,
  };
}

/** Text as people read it, what is known only after apply in angle brackets. */
function shown(text: string): string {
  return placeholderText(text);
}

function maybe(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shown(text);
}

function plan({ stack, file, terraformVersion, errored, complete, deferred, checks }: PlanState): ReportedPlan {
  return {
    stack: shown(stack),
    file: shown(file),
    terraformVersion: maybe(terraformVersion),
    errored,
    complete,
    deferred: deferred.map(({ address, reason }) => ({ address: shown(address), reason: shown(reason) })),
    checks: checks.map(({ address, status, problems }) => ({
      address: shown(address),
      status: shown(status),
      problems: problems.map(shown),
    })),
  };
}

function access(change: AccessChange): ReportedAccess {
  const { trust } = change;
  return {
    stack: shown(change.stack),
    subject: subject(change.subject),
    association: change.association,
    roleBefore: maybe(change.roleBefore),
    roleAfter: maybe(change.roleAfter),
    targetBefore: maybe(change.targetBefore),
    targetAfter: maybe(change.targetAfter),
    verdict: change.verdict,
    gained: change.gained.map(entry),
    lost: change.lost.map(entry),
    unclear: { gained: change.unclear.gained.map(unclearEntry), lost: change.unclear.lost.map(unclearEntry) },
    future: { gained: change.future.gained.map(future), lost: change.future.lost.map(future) },
    unknown: { before: change.unknown.before.map(shown), after: change.unknown.after.map(shown) },
    trust: trust === undefined ? undefined : { before: shown(trust.before), after: shown(trust.after) },
  };
}

function subject(of: Subject): ReportedAccess["subject"] {
  if (of.kind === "role") return { kind: "role", role: shown(of.role) };
  const { kind, cluster, region, serviceAccount } = of;
  return { kind, cluster: shown(cluster), region: maybe(region), serviceAccount: shown(serviceAccount) };
}

function entry({ level, region, everything, count, services, notable }: AccessEntry): ReportedEntry {
  return {
    level,
    count,
    everything,
    services: services.map((own) => ({
      service: shown(own.service),
      extent: own.extent,
      count: own.count,
      actions: own.actions.map(shown),
    })),
    notable: notable.map(shown),
    ...place(region),
  };
}

function unclearEntry(unclear: AccessEntry<UnclearRegion>): ReportedUnclearEntry {
  return { ...entry(unclear), why: shown(unclear.region.why) };
}

function future({ patterns, regions }: FutureAccess): ReportedFuture {
  return {
    patterns: patterns.map(shown),
    regions: regions.map((region) => ({ ...place(region), why: "why" in region ? shown(region.why) : undefined })),
  };
}

function place({ resource: pattern, within, except, when, unless }: Region): ReportedRegion {
  return {
    resource: shown(pattern),
    within: within.map(shown),
    except: except.map(shown),
    when: when.map(condition),
    unless: unless.map((all) => all.map(condition)),
  };
}

function condition({ operator, key, values }: Region["when"][number]): ReportedRegion["when"][number] {
  return { operator: shown(operator), key: shown(key), values: values.map(shown) };
}

function finding(found: ReviewFinding): ReportedFinding {
  const { place: declared } = found;
  return {
    rule: shown(found.rule),
    id: shown(findingId(found)),
    about: maybe(found.about),
    severity: found.severity,
    status: found.status,
    stack: shown(found.stack),
    serviceAccounts: found.serviceAccounts.map(shown),
    message: shown(found.message),
    found: maybe(found.found),
    allowed: maybe(found.allowed),
    fix: maybe(found.fix),
    help: found.help,
    at: {
      source: shown(found.at.source),
      path: found.at.path.map((step) => (typeof step === "string" ? shown(step) : step)),
    },
    file: maybe(declared?.file),
    line: declared?.line,
    column: declared?.column,
    acknowledge: maybe(found.acknowledge),
  };
}

function acknowledged(found: AcknowledgedFinding): ReportedAcknowledged {
  const { place: declared } = found;
  return {
    rule: shown(ruleIn(found.rule)),
    id: shown(found.rule),
    severity: found.severity,
    stack: shown(found.stack),
    serviceAccounts: found.serviceAccounts.map(shown),
    message: shown(found.message),
    reason: shown(found.reason),
    until: maybe(found.until),
    file: maybe(declared?.file),
    line: declared?.line,
    column: declared?.column,
  };
}

function resource(action: ResourceAction): ReportedResource {
  const { importing } = action;
  return {
    stack: shown(action.stack),
    address: shown(action.address),
    type: shown(action.type),
    mode: action.mode,
    action: action.kind,
    order: action.order,
    previousAddress: maybe(action.previousAddress),
    deposed: maybe(action.deposed),
    importing: importing === undefined ? undefined : { id: maybe(importing.id) },
    reason: maybe(action.reason),
    replacedBy: action.replacedBy.map(shown),
    changed: action.changed.map(shown),
    sensitive: action.sensitive,
    unknown: action.unknown,
    path: shown(action.at.source),
  };
}

function affected(of: { stack: string; cluster: string; serviceAccount: string; why: string }) {
  const { stack, cluster, serviceAccount, why } = of;
  return { stack: shown(stack), cluster: shown(cluster), serviceAccount: shown(serviceAccount), why: shown(why) };
}
