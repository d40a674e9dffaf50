import type { Identity } from "../../model/identity";
import type { PlannedPod, PlannedRole } from "../../plan/planned";
import { SESSION_TAGS, speaksOfSessionTags } from "../permissions/session-tag-access";
import type { ChangeRule } from "./change-rule";
import { nameOf } from "./planned-change";
import { trustOf } from "./trust-doors";

export const sessionTagsOff: ChangeRule = {
  id: "session-tags-off",
  severity: "error",
  what: "Session tags stay on where a trust policy or a policy has conditions on them.",
  why: "Without session tags a trust policy that is pinned by them lets nobody in, and what a policy guards by them is refused, or open.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  fix: "Keep session tags, or take the conditions out first (`trust: account` for the trust policy; a role's own tags for policies).",
  judge: ({ plans, pods, action }) => {
    const off = pods.flatMap(({ before, after }) =>
      after.filter(
        ({ identity }) => identity.disableSessionTags && !before.some((pod) => pod.identity.disableSessionTags),
      ),
    );
    if (off.length === 0) return [];
    const roles = new Map<string, PlannedRole>(
      plans.flatMap(({ after }) => after.roles.map((role): [string, PlannedRole] => [role.identity.role.arn, role])),
    );
    return off.flatMap((pod) => {
      const found = problemOf(pod, roles);
      if (found === undefined) return [];
      const at = action(pod.stack, pod.address)?.at ?? { source: pod.address, path: [] };
      return [{ stack: pod.stack, at, ...found, serviceAccounts: [nameOf(pod)] }];
    });
  },
};

function problemOf({ identity }: PlannedPod, roles: ReadonlyMap<string, PlannedRole>) {
  if (isPinned(identity, "Service")) {
    return {
      found: "disable_session_tags",
      message: "is set, and the trust policy of the role is pinned by session tags: it then lets nobody in",
      fix: "keep session tags, or open the trust policy with `trust: account` (any association of the account may then use the role)",
    };
  }
  const target = identity.target === undefined ? undefined : roles.get(identity.target.roleArn);
  if (target !== undefined && isPinned(target.identity, "AWS")) {
    return {
      found: "disable_session_tags",
      message: "is set, and the target role's trust policy has conditions on session tags: it then lets nobody in",
      fix: "pin the target role by `sts:ExternalId`, which EKS sends instead of the tags",
    };
  }
  const keys = speaksOfSessionTags(identity).flatMap(({ found }) => found ?? []);
  const [first] = keys;
  if (first === undefined) return undefined;
  const more = keys.length > 1 ? ` (so with ${keys.length - 1} more)` : "";
  return {
    found: first,
    message: `is in conditions of the role's policies, and session tags are switched off: those never hold as they were meant${more}`,
    fix: "keep session tags, or give the role tags of the same names",
  };
}

/** Whether nobody of a kind gets in without session tags: each door asks for one. */
function isPinned({ role }: Identity, type: "Service" | "AWS"): boolean {
  const doors = role.kind === "own" ? (trustOf(role.trust)?.doors ?? []) : [];
  const ways = doors.filter(
    ({ actions, principal }) => actions.includes("sts:AssumeRole") && [type, "*"].includes(principal.type),
  );
  return (
    ways.length > 0 &&
    ways.every(({ conditions }) =>
      conditions.some(({ key, ifExists, operator }) => !ifExists && operator !== "Null" && isSessionTag(key)),
    )
  );
}

function isSessionTag(key: string): boolean {
  const [, tag] = /^aws:(?:request|principal)tag\/(.+)$/i.exec(key) ?? [];
  return tag !== undefined && SESSION_TAGS.includes(tag.toLowerCase());
}
