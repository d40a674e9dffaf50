import { compareTexts } from "../compare-texts";
import { canonicalText } from "../iam/canonical";
import { parsePolicy } from "../iam/parse";
import { AGENT_ADDON } from "../model/addons";
import { serviceAccountText } from "../model/identity";
import { placeholderText } from "../model/placeholder";
import type { PlannedAddon, PlannedPod } from "../plan/planned";
import { isSameRole, roleText } from "../plan/role-name";
import type { JudgedChange } from "./access-changes";
import { deploySteps } from "./deploy-steps";
import { NOTHING } from "./held-access";
import type { Indexed } from "./indexed-plans";
import type { PodChange } from "./pod-changes";
import type { DeployNotes } from "./review";

type Restart = DeployNotes["restarts"][number];
type Gap = DeployNotes["gaps"][number];

/**
 * What to do, and to expect, when the plans are applied. The agent caches credentials for 6 hours, or 59 minutes with a target
 * role, and an update of the association does not clear them; a pod that is admitted before its association exists never gets
 * any. Policies of a role that stays need nothing: IAM applies them to sessions that run.
 *
 * Source: Amazon EKS user guide, "Learn how EKS Pod Identity grants pods access to AWS services" and "Assign IAM roles to
 * Kubernetes service accounts"; IAM user guide, "Changes that I make are not always immediately visible".
 */
export function deployNotes(judged: readonly JudgedChange[], plans: Indexed): DeployNotes {
  const pods = judged.flatMap(({ pod }) => pod ?? []);
  const restarts = inOrder(pods.flatMap((pod) => restartsOf(pod, plans)));
  const gaps = inOrder(pods.flatMap((pod) => gapsOf(pod, plans)));
  const livePolicies = judged.some(
    ({ pod, before, after }) =>
      before !== after && after !== NOTHING && (pod?.association === "kept" || pod?.association === "updated"),
  );
  return { restarts, gaps, steps: deploySteps(pods, plans, restarts, livePolicies) };
}

function restartsOf(pod: PodChange, plans: Indexed): Restart[] {
  const why = restartReason(pod, plans);
  return why === undefined ? [] : [{ ...whose(pod), why: placeholderText(why) }];
}

function restartReason(change: PodChange, plans: Indexed): string | undefined {
  const { before, after, association, forgotten } = change;
  // EKS restarts the pods of an add-on itself when it updates it.
  if (forgotten || (after ?? before)?.addon !== undefined) return undefined;
  if (before === undefined) {
    return "the association is new: a pod that was admitted before it existed gets no credentials until it is recreated";
  }
  // Who has no access afterwards has nothing to get by a restart: that is told as a gap without an end.
  if (after === undefined) return undefined;
  const cached = cachedFor(before);
  if (association === "replaced") {
    return `the association is replaced: a pod that is admitted in between gets no credentials until it is recreated, and pods that run keep their old ones for up to ${cached}`;
  }
  if (!isSameRole(before.identity, after.identity)) {
    return `the role changes from ${roleText(before.identity)} to ${roleText(after.identity)}: pods that run keep the credentials of the old one for up to ${cached}`;
  }
  if (roleIsReplaced(after, plans)) {
    return `the role ${roleText(after.identity)} is replaced: the credentials that pods have cached are those of the deleted role`;
  }
  const settings = changedSettings(before, after);
  if (settings.length === 0) return undefined;
  return `${settings.join(" and ")}: pods that run keep their old credentials for up to ${cached}`;
}

function cachedFor({ identity }: PlannedPod): string {
  return identity.target === undefined ? "6 hours" : "59 minutes";
}

function changedSettings({ identity: before }: PlannedPod, { identity: after }: PlannedPod): string[] {
  const changes = (one: unknown, other: unknown, thing: string): string[] => {
    if (one === other) return [];
    return [`the association's ${thing} is ${one === undefined ? "set" : other === undefined ? "removed" : "changed"}`];
  };
  const [from, to] = [before.disableSessionTags, after.disableSessionTags];
  return [
    ...changes(before.target?.roleArn, after.target?.roleArn, "target role"),
    ...changes(sessionText(before), sessionText(after), "session policy"),
    ...(from === to ? [] : [`the association's session tags are switched ${to ? "off" : "on"}`]),
  ];
}

/** What a session policy says, whatever the order in which it says it. */
function sessionText({ sessionPolicy }: PlannedPod["identity"]): string | undefined {
  if (sessionPolicy === undefined) return undefined;
  const { policy } = parsePolicy(sessionPolicy, "session");
  return policy === undefined ? JSON.stringify(sessionPolicy) : canonicalText(policy);
}

function gapsOf(change: PodChange, plans: Indexed): Gap[] {
  const gap = gapReason(change, plans);
  return gap === undefined
    ? []
    : [{ ...whose(change), why: placeholderText(gap.why), expect: placeholderText(gap.expect) }];
}

function gapReason({ before, after, association, forgotten }: PodChange, plans: Indexed) {
  if (before === undefined) return undefined;
  const name = roleText(before.identity);
  if (plans.after.isGone((after ?? before).identity.role.arn) && (after !== undefined || forgotten)) {
    return {
      why: `the role ${name} is deleted, and the association stays`,
      expect: "the credentials of pods that run fail at once, and there will be no others",
    };
  }
  if (forgotten) return undefined;
  if (after !== undefined && isWithoutAgent(after, plans)) {
    return {
      why: `the EKS Pod Identity agent is removed from cluster ${after.cluster.name}`,
      expect: `pods that start get no credentials; those that run keep theirs for up to ${cachedFor(after)}`,
    };
  }
  if (after === undefined) {
    if (!roleGoes(before, plans)) return before.addon === undefined ? endOf(before) : undefined;
    return {
      why: `the association and its role ${name} are removed`,
      expect: "the credentials of pods that run fail at once, and there will be no others",
    };
  }
  if (roleIsReplaced(after, plans) && isSameRole(before.identity, after.identity)) {
    return {
      why: `the role ${name} is deleted and created again: sessions belong to the deleted one`,
      expect: "the credentials of pods that run fail at once, until the pods are recreated",
    };
  }
  if (association !== "replaced") {
    if (!roleGoes(before, plans) || isSameRole(before.identity, after.identity)) return undefined;
    return {
      why: `the role ${name} is deleted, and Terraform may delete it before it updates the association`,
      expect:
        "seconds until the association is updated, in which pods get no credentials; those of pods that run fail until the pods are recreated",
    };
  }
  return {
    why: "the association is deleted and created again",
    expect:
      "seconds, up to about 10 until EKS knows the new one everywhere: pods that start in between get no credentials, and must be recreated",
  };
}

/** Whether a plan takes the agent off the pod's cluster. */
function isWithoutAgent({ cluster }: PlannedPod, { before, after, actionOf }: Indexed): boolean {
  const isOfCluster = (addon: PlannedAddon) => addon.name === AGENT_ADDON && addon.cluster === cluster.name;
  const gone = before.addons.some((addon) => isOfCluster(addon) && actionOf(addon)?.kind === "delete");
  return gone && !after.addons.some(isOfCluster);
}

/** Credentials that are out stay valid until they end, whatever becomes of the association. */
function endOf(pod: PlannedPod) {
  return {
    why: "the association is removed, which ends no session",
    expect: `pods that start get no credentials; those that run keep theirs for up to ${cachedFor(pod)}, unless they are stopped`,
  };
}

/** Whether a plan deletes the role. */
function roleGoes({ role }: PlannedPod, plans: Indexed): boolean {
  return role !== undefined && plans.actionOf(role)?.kind === "delete";
}

function roleIsReplaced({ role }: PlannedPod, plans: Indexed): boolean {
  return role !== undefined && plans.actionOf(role)?.kind === "replace";
}

function whose({ before, after }: PodChange): { stack: string; cluster: string; serviceAccount: string } {
  const pod = after ?? before;
  if (pod === undefined) throw new Error("a change of a pod has a side");
  return {
    stack: pod.stack,
    cluster: pod.cluster.name,
    serviceAccount: serviceAccountText(pod.serviceAccount),
  };
}

function inOrder<T extends { stack: string; cluster: string; serviceAccount: string }>(notes: readonly T[]): T[] {
  const keyOf = ({ cluster, serviceAccount, stack }: T) => JSON.stringify([cluster, serviceAccount, stack]);
  const keyed = notes.map((note) => ({ note, key: keyOf(note) }));
  return keyed.sort((one, other) => compareTexts(one.key, other.key)).map(({ note }) => note);
}
