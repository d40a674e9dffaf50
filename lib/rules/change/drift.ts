import { AGENT_ADDON } from "../../model/addons";
import type { Planned } from "../../plan/planned";
import type { ResourceAction } from "../../plan/resource-action";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { namesOf } from "./planned-change";

/** What of each type says who may do what; the rest is none of this review's business. */
const TELLING: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role: ["assume_role_policy", "permissions_boundary", "tags", "inline_policy", "managed_policy_arns"],
  aws_iam_role_policy: ["policy", "role", "name"],
  aws_iam_policy: ["policy"],
  aws_iam_role_policy_attachment: ["policy_arn", "role"],
  aws_iam_policy_attachment: ["policy_arn", "roles"],
  aws_iam_role_policies_exclusive: ["policy_names", "role_name"],
  aws_iam_role_policy_attachments_exclusive: ["policy_arns", "role_name"],
  aws_eks_pod_identity_association: ["role_arn", "target_role_arn", "disable_session_tags", "policy", "tags"],
  aws_eks_addon: ["addon_version", "pod_identity_association"],
};

export const drift: ChangeRule = {
  id: "drift",
  severity: "warning",
  what: "Roles, policies, associations and the agent are as Terraform left them.",
  why: "Somebody changed access outside of review, and this plan may put it back, or keep it without a word.",
  source: "https://developer.hashicorp.com/terraform/tutorials/state/resource-drift",
  fix: "Find out who changed it and why; write it into the configuration, or let the plan put it back.",
  judge: ({ plans, action }) =>
    plans.flatMap((planned) =>
      planned.state.drift.flatMap((drifted) => {
        const told = telling(drifted, planned);
        if (told === undefined) return [];
        const { stack, address, at, kind } = drifted;
        return [
          {
            stack,
            at,
            found: address,
            message: `${kind === "delete" ? "was deleted" : `was changed (${told.map((path) => `\`${path}\``).join(", ")})`} outside of Terraform, and ${outcome(told, kind, action(stack, address))}`,
            fix: "find out who changed it and why; write it into the configuration if it is right",
            serviceAccounts: namesOf(
              [...planned.before.pods, ...planned.after.pods].filter(
                (pod) => pod.address === address || pod.role?.address === address,
              ),
            ),
          } satisfies ChangeFinding,
        ];
      }),
    ),
};

/** The paths of what drifted that say something of access; undefined where nothing does. */
function telling(
  { type, address, kind, changed, sameMeaning = [] }: ResourceAction,
  planned: Planned,
): string[] | undefined {
  const attributes = Object.hasOwn(TELLING, type) ? TELLING[type] : undefined;
  if (attributes === undefined || (type === "aws_eks_addon" && !isOfPods(address, planned))) return undefined;
  if (kind === "delete") return [];
  const paths = changed.filter((path) => attributes.includes(attributeOf(path)) && !sameMeaning.includes(path));
  return paths.length === 0 ? undefined : [...new Set(paths)].slice(0, 5);
}

/** Whether an add-on is the agent, or has service accounts with access. */
function isOfPods(address: string, { before, after }: Planned): boolean {
  return [before, after].some(
    ({ addons, pods }) =>
      addons.some((addon) => addon.address === address && addon.name === AGENT_ADDON) ||
      pods.some((pod) => pod.address === address),
  );
}

function outcome(told: readonly string[], kind: string, action: ResourceAction | undefined): string {
  if (action?.kind === "delete") return "this plan removes it";
  if (kind === "delete") {
    return action?.kind === "create" ? "this plan makes it again" : "this plan does not make it again";
  }
  if (action?.kind === "replace") return "this plan makes it anew";
  const attributes = new Set((action?.changed ?? []).map(attributeOf));
  const back = told.filter((path) => attributes.has(attributeOf(path)));
  if (back.length === told.length) return "this plan puts it back, or changes it once more";
  return back.length === 0 ? "this plan leaves it so" : "this plan puts back a part of it";
}

function attributeOf(path: string): string {
  return /^[^.[]*/.exec(path)?.[0] ?? path;
}
