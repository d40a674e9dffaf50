import { type Finding, findingId, type Pointer } from "../model/finding";
import type { Identity } from "../model/identity";
import { hasPlaceholder } from "../model/placeholder";
import type { PlannedPod, PlannedSide } from "../plan/planned";
import { roleText } from "../plan/role-name";
import { arnAccount } from "../rules/arn-account";
import { nameOf, type PlannedChange } from "../rules/change/planned-change";
import { duplicateAssociation } from "../rules/duplicate-association";
import type { Rule } from "../rules/rule";
import { sessionTags } from "../rules/session-tags";
import type { Declared } from "./declared";
import type { ReviewFinding } from "./review";

/**
 * What AWS would refuse, by the rules on declarations that a plan can tell as well: duplicate-association, over all plans;
 * arn-account; of session-tags the half on session policies (the other half is session-tags-off, which reads the trust
 * policy). The others need what no plan has: who runs the agent, versions and nodes of clusters (`agent`,
 * `cluster-support`), raised quotas (`policy-limits`), what is expected (`expectation`); or judge what is a mistake in a
 * declaration and none in a configuration (`duplicate-name`, `one-account`); and Terraform's provider checks `tags` itself.
 */
export function modelFindings(change: PlannedChange, declared: Declared): ReviewFinding[] {
  const found = [...duplicates(change), ...ofPods(change)];
  return found.map(({ finding, rule, pod, old }) => {
    const name = nameOf(pod);
    const place = declared.placeOf(pod.stack, { serviceAccounts: [name] });
    return {
      ...finding,
      at: change.action(pod.stack, pod.address)?.at ?? { source: pod.address, path: [] },
      stack: pod.stack,
      status: old ? "old" : "new",
      serviceAccounts: [name],
      help: rule.source,
      ...(place === undefined ? {} : { place }),
    };
  });
}

interface Found {
  finding: Finding;
  rule: Rule;
  pod: PlannedPod;
  old: boolean;
}

/** Only what several bind is looked at: most service accounts have one association. */
function duplicates({ plans, pods }: PlannedChange): Found[] {
  const [first] = plans;
  if (first === undefined) return [];
  return pods.flatMap(({ before, after }) => {
    const [one] = after;
    if (one === undefined || after.length < 2 || hasPlaceholder(nameOf(one))) return [];
    const at = new Map<Pointer, PlannedPod>();
    const stacks = after.map((pod) => {
      const place = { source: pod.address, path: [] };
      at.set(place, pod);
      const { identity, cluster, serviceAccount } = pod;
      const alone: Identity = {
        ...identity,
        name: roleText(pod.identity),
        clusters: [cluster],
        serviceAccounts: [{ ...serviceAccount, at: place }],
      };
      return { ...first.after.model, name: pod.stack, identities: [alone] };
    });
    return duplicateAssociation.judge(stacks).flatMap((finding) => {
      const pod = at.get(finding.at);
      return pod === undefined
        ? []
        : [{ finding, rule: duplicateAssociation, pod, old: before.length >= after.length }];
    });
  });
}

function ofPods({ plans }: PlannedChange): Found[] {
  return plans.flatMap(({ before, after }) => {
    const found = refused(after);
    if (found.length === 0) return [];
    const stood = new Set(refused(before).map(keyOf));
    return found.map((one) => ({ ...one, old: stood.has(keyOf(one)) }));
  });
}

function keyOf({ finding, pod }: Omit<Found, "old">): string {
  return JSON.stringify([findingId(finding), finding.found, finding.message, nameOf(pod)]);
}

const ACCOUNT = /^\d{12}$/;

function refused(side: PlannedSide): Omit<Found, "old">[] {
  const { model } = side;
  const rules = ACCOUNT.test(model.account) ? [arnAccount, sessionTags] : [sessionTags];
  return rules.flatMap((rule) =>
    // All at once first: as a rule there is nothing to find, and no more to do.
    judged(rule, side, side.pods).length === 0
      ? []
      : side.pods.flatMap((pod) => judged(rule, side, [pod]).map((finding) => ({ finding, rule, pod }))),
  );
}

function judged(rule: Rule, { model }: PlannedSide, pods: readonly PlannedPod[]): Finding[] {
  const identities = pods.map(({ identity }): Identity => ({ ...identity, pinned: false }));
  return rule.judge([{ ...model, identities }]).filter(({ found = "" }) => !hasPlaceholder(found));
}
