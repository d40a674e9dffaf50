import { entry } from "../../entry";
import { hasPlaceholder } from "../../model/placeholder";
import type { PlannedPod } from "../../plan/planned";
import type { SamePods } from "../../plan/same-pods";
import type { ChangeRule } from "./change-rule";
import { namesOf } from "./planned-change";

export const roleInUseDestroyed: ChangeRule = {
  id: "role-in-use-destroyed",
  severity: "error",
  what: "A role is destroyed after the last association that uses it.",
  why: "EKS keeps an association whose role is gone: its pods get no credentials, and a role of the same name made later is not the same role.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html",
  fix: "Keep the role until nothing uses it, or point its associations at another role first; `create_before_destroy` for a replacement.",
  judge: ({ pods, roles, action }) => {
    const after = byArn(pods.flatMap((change) => change.after));
    const kept = byArn(pods.flatMap(standing));
    return roles.flatMap(({ stack, before }) => {
      const done = before === undefined ? undefined : action(stack, before.planned.address);
      if (before === undefined || done === undefined) return [];
      const { arn, name } = before.own;
      // A role that is made anew has the same ARN before and after where its name stays.
      const replaced = done.kind === "replace" && done.order === "delete first";
      const users = done.kind === "delete" ? after.get(arn) : replaced ? kept.get(arn) : undefined;
      if (users === undefined || hasPlaceholder(arn)) return [];
      const forced =
        done.replacedBy.length === 0
          ? ""
          : ` (forced by ${done.replacedBy.map((path) => `\`${path}\``).join(" and ")})`;
      return [
        {
          stack,
          at: done.at,
          found: name,
          message: replaced
            ? `is deleted and made anew${forced} while associations use it: until they have the new role, their pods get no credentials`
            : "is destroyed, and associations that stay use it: their pods get no credentials any more",
          fix: replaced
            ? "keep what forces it, or set `create_before_destroy` with another name"
            : "keep the role, or remove or re-point the associations first",
          serviceAccounts: namesOf(users),
          role: name,
        },
      ];
    });
  },
};

/** The pods of before whose association is still there after. */
function standing({ before, after }: SamePods): readonly PlannedPod[] {
  return after.length === 0 ? [] : before;
}

/** By the roles that they use: their own, and the target role. */
function byArn(pods: readonly PlannedPod[]): Map<string, PlannedPod[]> {
  const users = new Map<string, PlannedPod[]>();
  for (const pod of pods) {
    const { role, target } = pod.identity;
    for (const arn of target === undefined ? [role.arn] : [role.arn, target.roleArn]) {
      entry(users, arn, () => []).push(pod);
    }
  }
  return users;
}
