import { compareLimits } from "../../access/compare-limits";
import { podPolicies } from "../../access/pod-policies";
import type { Identity, OwnRole } from "../../model/identity";
import type { PlannedPod } from "../../plan/planned";
import { isSameRole } from "../../plan/role-name";
import type { ChangeFinding } from "./change-rule";
import { namesUnknown } from "./names-unknown";
import { nameOf, namesOf, type PlannedChange } from "./planned-change";

const LIMITED_LESS = {
  message:
    "is limited less than before, and has access that is not known here: more of that may be let through by what is denied no more, by the boundary or by the session policy",
  fix: "review what the policies say that no plan shows, or keep the limit",
};

const NO_TAGS = {
  message:
    "sends no session tags any more, and has access that is not known here: where its policies deny by these tags, they deny no more",
  fix: "review what the role's policies say, or leave the session tags on",
};

/** Access that is not known here and stays, where less of it is denied, or a boundary or session policy lets more of it through. */
export function limitedLess(change: PlannedChange): ChangeFinding[] {
  return [...ofRoles(change), ...ofPods(change)];
}

function ofRoles({ roles, outside, usersOf, aimedAt }: PlannedChange): ChangeFinding[] {
  return [...roles, ...outside].flatMap(({ stack, before, after }): ChangeFinding[] => {
    if (before === undefined || after === undefined || before.own === after.own) return [];
    const { identity } = after.planned;
    if (!namesUnknown(after.own) && !hasUnreadable(after.own)) return [];
    if (!isLimitedLess(byItself(before.planned.identity), byItself(identity))) return [];
    const serviceAccounts = namesOf([...usersOf(after.planned), ...aimedAt(after.planned)]);
    return [{ stack, at: identity.at, found: after.own.name, ...LIMITED_LESS, serviceAccounts, role: after.own.name }];
  });
}

/** What cannot be read stands as a document without a word. */
function hasUnreadable({ inlinePolicies, managedPolicies }: OwnRole): boolean {
  return [...inlinePolicies, ...managedPolicies].some(
    ({ document }) => document !== undefined && Object.keys(document).length === 0,
  );
}

/** The role's own policies: sessions are looked at pod by pod. */
function byItself({ target: _, sessionPolicy: __, ...own }: Identity): Identity {
  return own;
}

function ofPods({ pods, action }: PlannedChange): ChangeFinding[] {
  return pods.flatMap(({ before, after }) => {
    const [pod] = after;
    const was = pod && before.find((one) => hasSameRoles(one.identity, pod.identity));
    if (pod === undefined || was === undefined) return [];
    const at = action(pod.stack, pod.address)?.at ?? { source: pod.address, path: [] };
    const base = { stack: pod.stack, at, found: nameOf(pod), serviceAccounts: [nameOf(pod)] };
    const isWidened = !isSameSession(was.identity, pod.identity) && isLimitedLess(was.identity, pod.identity);
    return [
      ...(isWidened ? [{ ...base, ...LIMITED_LESS }] : []),
      ...(losesTags(was, pod) ? [{ ...base, ...NO_TAGS }] : []),
    ];
  });
}

/** Of an own role session-tags-off tells more. */
function losesTags({ identity: before }: PlannedPod, { identity: after }: PlannedPod): boolean {
  return after.role.kind === "existing" && after.disableSessionTags && !before.disableSessionTags;
}

function hasSameRoles(one: Identity, other: Identity): boolean {
  return isSameRole(one, other) && one.target?.roleArn === other.target?.roleArn;
}

function isSameSession({ sessionPolicy: one }: Identity, { sessionPolicy: other }: Identity): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

function isLimitedLess(before: Identity, after: Identity): boolean {
  const [was, is] = [podPolicies(before), podPolicies(after)];
  if (!is.unknown.some(({ role }) => role === "identity")) return false;
  const limits = compareLimits(was.set, is.set);
  return limits !== "equivalent" && limits !== "narrowed";
}
