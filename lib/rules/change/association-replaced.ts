import { hasPlaceholder } from "../../model/placeholder";
import type { PlannedPod } from "../../plan/planned";
import type { ResourceAction } from "../../plan/resource-action";
import type { SamePods } from "../../plan/same-pods";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { nameOf, type PlannedChange } from "./planned-change";

export const associationReplaced: ChangeRule = {
  id: "association-replaced",
  severity: "warning",
  what: "An association stays in place: role and tags change in it, cluster, namespace and service account do not.",
  why: "Between the end of the old association and the new one pods that start get no credentials, and never get any until they are made anew.",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html",
  fix: "Keep what forces the replacement (a `moved` block for a new address), or restart the pods after the deploy.",
  judge: (change) => change.pods.flatMap((pods) => judge(pods, change)),
};

function judge({ before, after }: SamePods, change: PlannedChange): ChangeFinding[] {
  const findings: ChangeFinding[] = [];
  for (const pod of before) {
    const action = change.action(pod.stack, pod.address);
    if (action === undefined || pod.addon !== undefined) continue;
    const stays = after.some((one) => one.stack === pod.stack && one.address === pod.address);
    if (action.kind === "replace" && stays) findings.push(replaced(pod, action));
    // Another service account may take the place: for this one that is an end, or a beginning elsewhere.
    else if (action.kind === "replace" || action.kind === "delete")
      findings.push(...madeElsewhere(pod, after, action, change));
  }
  return findings;
}

function replaced(pod: PlannedPod, action: ResourceAction): ChangeFinding {
  const forced = forcedBy(action);
  const base = { stack: pod.stack, at: action.at, found: nameOf(pod), serviceAccounts: [nameOf(pod)] };
  if (action.order === "create first" || action.order === "forget") {
    return {
      ...base,
      severity: "error",
      message: `has its association replaced${forced}, and the new one is made while the old one stands: EKS refuses a second association of a service account`,
      fix: "remove `create_before_destroy` from the association, or keep what forces the replacement",
    };
  }
  return {
    ...base,
    message: `has its association replaced${forced}: pods that start before the new one is there get no credentials`,
    fix: "keep what forces it, or deploy when no pods start and restart the pods afterwards",
  };
}

/** The same association at another address, or in another stack: neither knows of the other. */
function madeElsewhere(
  pod: PlannedPod,
  after: readonly PlannedPod[],
  action: ResourceAction,
  change: PlannedChange,
): ChangeFinding[] {
  const kindOf = (one: PlannedPod) => change.action(one.stack, one.address)?.kind ?? "";
  const made = after.find((one) => ["create", "replace"].includes(kindOf(one)));
  if (made === undefined || hasPlaceholder(nameOf(pod))) return [];
  const where =
    made.stack === pod.stack ? quoted(made.address) : `${quoted(made.address)} of the stack ${quoted(made.stack)}`;
  return [
    {
      stack: pod.stack,
      at: action.at,
      found: nameOf(pod),
      message: `has its association deleted here and made anew as ${where}: pods that start in between get no credentials, and EKS refuses the new one while the old one stands`,
      fix:
        made.stack === pod.stack
          ? kindOf(made) === "create"
            ? `add \`moved { from = ${action.address}, to = ${made.address} }\``
            : "give each association a key of its own (`for_each`), so that the end of one does not move the others"
          : "forget it here with a `removed` block (`destroy = false`) and import it there, or deploy this stack first",
      serviceAccounts: [nameOf(pod)],
    },
  ];
}

/** What of an association forces its replacement, as it ends a sentence. */
export function forcedBy({ replacedBy }: ResourceAction): string {
  return replacedBy.length === 0 ? "" : `, forced by ${replacedBy.map(quoted).join(" and ")}`;
}

function quoted(text: string): string {
  return `\`${text}\``;
}
