import { compareTexts } from "../compare-texts";
import { serviceAccountText } from "../model/identity";
import type { Planned } from "../plan/planned";
import { accessChanges, isChange, type JudgedChange } from "./access-changes";
import type { ReviewContext } from "./context";
import { deployNotes } from "./deploy-notes";
import { reviewFindings } from "./findings";
import { fingerprint } from "./fingerprint";
import { indexed } from "./indexed-plans";
import type { Review } from "./review";
import { reviewVerdict } from "./verdict";

/**
 * The review of a pull request's plans: what every service account gains and loses, what is dangerous in that, what to do
 * when it is deployed. The order of the plans has no say in it.
 */
export function reviewPlans(plans: readonly Planned[], context: ReviewContext): Review {
  const sorted = [...plans].sort(
    ({ state: a }, { state: b }) => compareTexts(a.stack, b.stack) || compareTexts(a.file, b.file),
  );
  const all = indexed(sorted);
  const judged = accessChanges(all);
  const access = judged.flatMap(({ change }) => (isChange(change) ? [change] : []));
  const { findings, acknowledged } = reviewFindings(sorted, context);
  const notPlanned = [...(context.notPlanned ?? [])].sort();
  return {
    verdict: reviewVerdict(sorted, access, findings),
    plans: sorted.map(({ state }) => state),
    access,
    unchanged: judged.flatMap(unchanged).sort(compareTexts),
    findings,
    acknowledged,
    deploy: deployNotes(judged, all),
    ...(notPlanned.length === 0 ? {} : { notPlanned }),
    fingerprint: fingerprint(sorted, judged, all),
  };
}

function unchanged({ change, pod }: JudgedChange): string[] {
  const one = pod?.after ?? pod?.before;
  if (one === undefined || isChange(change)) return [];
  return [`${one.cluster.name} ${serviceAccountText(one.serviceAccount)}`];
}
