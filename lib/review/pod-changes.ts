import type { PlannedPod } from "../plan/planned";
import { isSameRole } from "../plan/role-name";
import { samePods } from "../plan/same-pods";
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
 * Pods of before matched with those of after, over all plans: an association that moves from one stack to another is one
 * change. In an order that the plans' order has no say in.
 */
export function podChanges(plans: Indexed): PodChange[] {
  return samePods(plans.before.pods, plans.after.pods).flatMap(({ before, after }) => {
    const left = new Set(after);
    const changes = before.map((pod) => {
      const next = successorOf(pod, left, plans);
      if (next !== undefined) left.delete(next);
      return changeOf(pod, next, plans);
    });
    return [...changes, ...[...left].map((pod) => changeOf(undefined, pod, plans))];
  });
}

/** The same association where it is still there, else another one of the same service account. */
function successorOf(pod: PlannedPod, among: ReadonlySet<PlannedPod>, plans: Indexed): PlannedPod | undefined {
  const left = [...among];
  return left.find((other) => plans.isSame(pod, other)) ?? left[0];
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
