import type { Change, Plan, ResourceChange } from "../../../lib/plan/format";

/** One entry of `resource_changes`, of a role unless said otherwise. */
export function resourceChange(change: Change, more: Partial<ResourceChange> = {}): ResourceChange {
  return { address: "aws_iam_role.api", mode: "managed", type: "aws_iam_role", name: "api", change, ...more };
}

/** A plan of some changes. */
export function planOf(resource_changes: readonly ResourceChange[], more: Partial<Plan> = {}): Plan {
  return { format_version: "1.2", terraform_version: "1.11.4", resource_changes, ...more };
}
