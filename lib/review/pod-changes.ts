import { parseArn } from "../model/arn";
import type { Identity } from "../model/identity";
import { serviceAccountText } from "../model/identity";
import { hasPlaceholder } from "../model/placeholder";
import type { PlannedPod } from "../plan/planned";
import type { Indexed } from "./indexed-plans";
import type { AccessChange } from "./review";

/** The pods of one service account in one cluster, before and after; at least one of both is there. */
export interface PodChange {
  before?: PlannedPod;
  after?: PlannedPod;
  association: Exclude<AccessChange["association"], "none">;
  /** The association is handed over to nobody: Terraform forgets it, and it stays as it is. */
  forgotten: boolean;
}

/**
 * Pods matched by the cluster's name (and its account and region, where both sides know them) and by service account, over all plans: an
 * association that moves from one stack to another is one change. In an order that the plans' order has no say in.
 */
export function podChanges(plans: Indexed): PodChange[] {
  const groups = new Map<string, { before: PlannedPod[]; after: PlannedPod[] }>();
  const groupOf = (pod: PlannedPod) => {
    const key = JSON.stringify([nameKey(pod, pod.cluster.name), nameKey(pod, serviceAccountText(pod.serviceAccount))]);
    const group = groups.get(key) ?? { before: [], after: [] };
    groups.set(key, group);
    return group;
  };
  for (const pod of plans.before.pods) groupOf(pod).before.push(pod);
  for (const pod of plans.after.pods) groupOf(pod).after.push(pod);
  const changes: PodChange[] = [];
  for (const { before, after } of groups.values()) {
    const left = new Set(after);
    for (const pod of before) {
      const next = successorOf(pod, left, plans);
      if (next !== undefined) left.delete(next);
      changes.push(changeOf(pod, next, plans));
    }
    for (const pod of left) changes.push(changeOf(undefined, pod, plans));
  }
  return changes;
}

/** What is known only after apply is the same within a stack alone. */
function nameKey(pod: PlannedPod, name: string): string {
  return hasPlaceholder(name) ? `${pod.stack} ${name}` : name;
}

/** The same association where it is still there, else another one of the same service account. */
function successorOf(pod: PlannedPod, among: ReadonlySet<PlannedPod>, plans: Indexed): PlannedPod | undefined {
  const near = [...among].filter((other) => samePlace(pod, other));
  return near.find((other) => plans.isSame(pod, other)) ?? near[0];
}

/** Accounts and regions may each have a cluster of one name. */
function samePlace({ cluster: one }: PlannedPod, { cluster: other }: PlannedPod): boolean {
  const accounts = [one.account, other.account].filter((account) => ACCOUNT.test(account));
  if (new Set(accounts).size > 1) return false;
  return one.region === other.region || !isRegion(one.region) || !isRegion(other.region);
}

const ACCOUNT = /^\d{12}$/;

export function isRegion(region: string): boolean {
  return region !== "" && !hasPlaceholder(region);
}

function changeOf(before: PlannedPod | undefined, after: PlannedPod | undefined, plans: Indexed): PodChange {
  if (before === undefined || after === undefined) {
    const forgotten = before !== undefined && plans.actionOf(before)?.kind === "forget";
    const association = forgotten ? "kept" : before === undefined ? "created" : "removed";
    return { ...(before && { before }), ...(after && { after }), association, forgotten };
  }
  return { before, after, association: associationOf(before, after, plans), forgotten: false };
}

function associationOf(before: PlannedPod, after: PlannedPod, plans: Indexed): PodChange["association"] {
  const action = plans.actionOf(after);
  const anew = action?.kind === "create" && action.importing === undefined;
  if (action?.kind === "replace" || (anew && !plans.isSame(before, after))) return "replaced";
  if (!isSameRole(before.identity, after.identity)) return "re-pointed";
  return action?.kind === "update" && after.addon === undefined ? "updated" : "kept";
}

/** Whether two identities have the same role, as far as the plans know: a role's name is its own in an account. */
export function isSameRole({ role: one }: Identity, { role: other }: Identity): boolean {
  if (one.arn === other.arn) return true;
  if (one.kind === "own" && other.kind === "own" && one.name === other.name) return true;
  if (!hasPlaceholder(one.arn) && !hasPlaceholder(other.arn)) return false;
  return roleNameOf(one) === roleNameOf(other);
}

function roleNameOf(role: Identity["role"]): string {
  return role.kind === "own" ? role.name : (parseArn(role.arn)?.resource.split("/").pop() ?? role.arn);
}

/** A role as a reader knows it: by its name where a plan manages it, else by its ARN. */
export function roleText({ role }: Identity): string {
  return role.kind === "own" ? role.name : role.arn;
}
