import type { PlanDocument } from "../../../../lib/plan/document";
import { plannedOf } from "../../../../lib/plan/planned-of";
import { reviewPlans } from "../../../../lib/review/review-plans";
import {
  ACCOUNT,
  associationValues,
  documentOf,
  inlinePolicyValues,
  planOf,
  policyText,
  type Resources,
  roleValues,
  standing,
  type Values,
  type Written,
} from "../small-plan";

export const QUEUE = policyText("sqs:SendMessage");
export const ALL = policyText("*");
export const ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess";

/** A role with a policy for a queue, and its association. */
export const POD: Resources = {
  "aws_iam_role.api": standing(roleValues()),
  "aws_iam_role_policy.api": standing(inlinePolicyValues("api", QUEUE)),
  "aws_eks_pod_identity_association.api": standing(associationValues()),
};

export const roleArn = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
export const policyArn = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
export const made = (after: Values): Written => ({ after });

/** A trust policy of one statement. */
export const trusts = (AWS: string | readonly string[], more: Values = {}) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS }, Action: "sts:AssumeRole", ...more }] });

export const documents = (...plans: readonly Resources[]): PlanDocument[] =>
  plans.map((resources, index) => documentOf(planOf(resources), `plan-${index}`));

/** What of plans is said of what is not read, `address: service accounts`; with a `!` where it is an error. */
export function unreadOf(plans: readonly PlanDocument[]): string[] {
  const { findings } = reviewPlans(plannedOf(plans), {});
  return findings
    .filter(({ rule, status }) => rule === "unread-access" && status === "new")
    .map(({ found, severity, serviceAccounts }) =>
      [`${found}${severity === "error" ? "!" : ""}:`, ...serviceAccounts].join(" "),
    )
    .sort();
}
