import { compareLimits } from "../access/compare-limits";
import { compareTexts } from "../compare-texts";
import type { Comparison, Verdict } from "../iam/compare";
import type { AccessEntry } from "../iam/compare/access-entries";
import { ACCESS_LEVELS } from "../iam/compare/known-actions";
import { serviceAccountText } from "../model/identity";
import { placeholdersIn } from "../model/placeholder";
import type { PlannedPod, PlannedRole } from "../plan/planned";
import { roleText } from "../plan/role-name";
import { isRegion } from "../plan/same-pods";
import { letsPodsIn } from "../rules/change/pods-way-in";
import { BOUNDARY, type Held, HeldAccess, NOTHING } from "./held-access";
import type { Indexed } from "./indexed-plans";
import { type PodChange, podChanges } from "./pod-changes";
import type { AccessChange, Subject } from "./review";
import { type RoleAlone, rolesAlone } from "./roles-alone";
import { trustChange } from "./trust-change";

/** What happens to the access of one subject, and what it is made from. */
export interface JudgedChange {
  change: AccessChange;
  /** Undefined for a role without an association. */
  pod?: PodChange;
  before: Held;
  after: Held;
}

/** What happens to every service account, and to every role without one: the gravest first, whatever the plans' order. */
export function accessChanges(plans: Indexed): JudgedChange[] {
  const held = new HeldAccess();
  const pods = podChanges(plans).map((pod) => ofPod(pod, plans, held));
  const all = [...pods, ...rolesAlone(plans).map((role) => ofRole(role, plans, held))];
  const keyed = all.map((judged) => ({ judged, rank: rankOf(judged.change), name: nameOf(judged.change) }));
  return keyed.sort((a, b) => a.rank - b.rank || compareTexts(a.name, b.name)).map(({ judged }) => judged);
}

/** Whether a change is to be shown: access changes, may change, or comes about in another way. */
export function isChange({ verdict, association, trust, future }: AccessChange): boolean {
  return (
    verdict !== "equivalent" ||
    trust !== undefined ||
    future.gained.length + future.lost.length > 0 ||
    ["created", "removed", "replaced", "re-pointed"].includes(association)
  );
}

function ofPod(pod: PodChange, plans: Indexed, held: HeldAccess): JudgedChange {
  const isLeft = isLeftAlone(pod, plans);
  const before = pod.before === undefined || isLeft ? NOTHING : held.ofPod(pod.before, plans.before);
  const after = isLeft ? NOTHING : afterOf(pod, plans, held);
  const { stack, cluster, serviceAccount } = theOne(pod);
  const region = [pod.after, pod.before].map((one) => one?.cluster.region ?? "").find(isRegion);
  const subject: Subject = {
    kind: "service account",
    cluster: cluster.name,
    ...(region === undefined ? {} : { region }),
    serviceAccount: serviceAccountText(serviceAccount),
  };
  // A role that is gone lets nobody in, and has nothing to let in to.
  const isGone = pod.after !== undefined && plans.after.isGone(pod.after.identity.role.arn);
  const trust = isGone ? undefined : trustChange(pod);
  const change: AccessChange = {
    stack,
    subject,
    association: pod.association,
    ...rolesOf(pod, plans),
    ...judged(before, after, held),
    ...(trust === undefined ? {} : { trust }),
  };
  return { change, pod, before, after };
}

/**
 * Whether the plans leave a pod alone with all that its access comes from: then what it may do need not be read. What other
 * plans do with a role that is not of the pod's own is looked at.
 */
export function isLeftAlone({ before, after }: PodChange, plans: Indexed): boolean {
  return (
    before !== undefined &&
    before === after &&
    before.identity.role.kind === "own" &&
    before.identity.target === undefined &&
    !plans.after.isGone(before.identity.role.arn) &&
    plans.before.notAnalysable(before).length === 0 &&
    plans.after.notAnalysable(before).length === 0
  );
}

function theOne({ before, after }: PodChange): PlannedPod {
  const one = after ?? before;
  if (one === undefined) throw new Error("a change of a pod has a side");
  return one;
}

function rolesOf({ before, after, forgotten }: PodChange, plans: Indexed): Partial<AccessChange> {
  const stands = after ?? (forgotten ? before : undefined);
  const left = stands !== undefined && plans.after.isGone(stands.identity.role.arn) ? undefined : stands;
  const [was, is] = [before?.identity.target, left?.identity.target];
  return {
    ...(before === undefined ? {} : { roleBefore: roleText(before.identity) }),
    ...(left === undefined ? {} : { roleAfter: roleText(left.identity) }),
    ...(was === undefined ? {} : { targetBefore: was.roleArn }),
    ...(is === undefined ? {} : { targetAfter: is.roleArn }),
    ...fateOf(before, left, plans),
  };
}

function fateOf(before: PlannedPod | undefined, after: PlannedPod | undefined, plans: Indexed): Partial<AccessChange> {
  if (after?.role !== undefined && plans.actionOf(after.role)?.kind === "create") return { roleFate: "made" };
  const isGone = before?.role !== undefined && plans.actionOf(before.role)?.kind === "delete";
  return isGone ? { roleFate: "destroyed" } : {};
}

/** A forgotten association stays as it is, with whatever becomes of its role. */
function afterOf({ before, after, forgotten }: PodChange, plans: Indexed, held: HeldAccess): Held {
  if (after !== undefined) return held.ofPod(after, plans.after);
  if (before === undefined || !forgotten) return NOTHING;
  const { role } = before;
  if (role === undefined) return held.ofPod(before, plans.after);
  const stands = plans.after.roles.find((other) => plans.isSame(role, other));
  if (stands !== undefined) return held.ofPod({ ...before, identity: withRole(before, stands) }, plans.after);
  return plans.actionOf(role)?.kind === "forget" ? held.ofPod(before, plans.before) : NOTHING;
}

function withRole({ identity }: PlannedPod, { identity: { role } }: PlannedRole): PlannedPod["identity"] {
  return { ...identity, role };
}

function ofRole({ before, after }: RoleAlone, plans: Indexed, held: HeldAccess): JudgedChange {
  const heldBy = (role: PlannedRole | undefined, side: Indexed["after"]) =>
    role !== undefined && letsPodsIn(role.identity) ? held.ofIdentity(role.identity, side) : NOTHING;
  const from = heldBy(before, plans.before);
  const gone = before !== undefined && after === undefined;
  const stays = gone && plans.actionOf(before)?.kind === "forget";
  const to = stays ? from : heldBy(after, plans.after);
  const one = after ?? before;
  if (one === undefined) throw new Error("a change of a role has a side");
  const change: AccessChange = {
    stack: one.stack,
    subject: { kind: "role", role: roleText(one.identity) },
    association: "none",
    ...(before === undefined ? {} : { roleBefore: roleText(before.identity) }),
    ...(after === undefined ? {} : { roleAfter: roleText(after.identity) }),
    ...judged(from, to, held),
  };
  return { change, before: from, after: to };
}

type Judgement = Pick<AccessChange, "verdict" | "gained" | "lost" | "unclear" | "future" | "unknown">;

function judged(before: Held, after: Held, held: HeldAccess): Judgement {
  const nothing = { gained: [], lost: [] };
  if (before === after && !after.torn) {
    const same = { verdict: "equivalent", gained: [], lost: [], unclear: nothing, future: nothing } as const;
    return { ...same, unknown: { before: [], after: [] } };
  }
  const { verdict, ...found } = held.compare(before, after);
  return {
    verdict: verdictOf(before, after, { verdict, ...found }),
    ...found,
    unknown: { before: saidOnce(before), after: saidOnce(after) },
  };
}

/** What is not known, a policy of the plans that could not be rebuilt by its address alone, and not by its ARN as well. */
function saidOnce({ unknown, torn }: Held): readonly string[] {
  if (!torn) return unknown;
  const isOfPart = (what: string) => unknown.includes(`policy of ${what.replace(/^arn of /, "")}`);
  return unknown.filter((what) => !placeholdersIn(what).some(isOfPart));
}

/**
 * What is known decides as far as it can. The same unknown policies on both sides add nothing to a change. Unknown ones
 * that come or go may take away what others give, so only known gains, and an end of everything, are certain beside them.
 */
function verdictOf(before: Held, after: Held, { verdict }: Comparison): Verdict {
  const torn = before.torn || after.torn;
  if (!torn && JSON.stringify(before.unknown) === JSON.stringify(after.unknown)) {
    return isSure(before, after, verdict) ? verdict : "cannot tell";
  }
  if (after === NOTHING) return "narrowed";
  // What an unknown policy gave that is gone now is not new, though another one gives it.
  const stay = before.unknown.every((what) => after.unknown.includes(what));
  return stay && (verdict === "broadened" || verdict === "both") ? verdict : "cannot tell";
}

/** Whether the unknown policies of both sides, the same ones, let no other access through than before, or none that counts. */
function isSure(before: Held, after: Held, verdict: Verdict): boolean {
  const isKnown = before.unknown.every((what) => what.startsWith(BOUNDARY));
  if (isKnown || verdict === "broadened" || verdict === "both") return true;
  const limits = compareLimits(before.set, after.set);
  return limits === "equivalent" || (limits === "narrowed" && verdict === "narrowed");
}

const LEVELS: readonly AccessEntry["level"][] = [...ACCESS_LEVELS, "unknown"];

/** Gains before losses, the gravest level first; what cannot be told is as grave as can be. */
function rankOf({ verdict, gained, lost }: AccessChange): number {
  const level = (entries: readonly AccessEntry[]) => {
    const [first] = entries;
    return first === undefined ? LEVELS.length : LEVELS.indexOf(first.level);
  };
  if (verdict === "cannot tell") return 0;
  if (verdict === "broadened" || verdict === "both") return level(gained);
  return verdict === "narrowed" ? 10 + level(lost) : 20;
}

function nameOf({ stack, subject }: AccessChange): string {
  return subject.kind === "role"
    ? JSON.stringify(["~", subject.role, stack])
    : JSON.stringify([subject.cluster, subject.serviceAccount, subject.region ?? "", stack]);
}
