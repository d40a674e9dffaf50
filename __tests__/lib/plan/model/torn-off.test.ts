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

/** Policies that one resource gives a role and another takes away: IAM has each of them once. */

const GUARD = `arn:aws:iam::${ACCOUNT}:policy/guard`;
const OTHER = `arn:aws:iam::${ACCOUNT}:policy/other`;
const attached = (policy_arn = GUARD): Values => ({ role: "api", policy_arn });
const inline = (name = "guard"): Values => inlinePolicyValues("api", policyText("sqs:SendMessage"), name);
const made = (after: Values): Written => ({ after });
const gone = (before: Values): Written => ({ before });
const anew = (values: Values, actions: readonly string[]): Written => ({ before: values, after: values, actions });
const FIRST = ["create", "delete"];
const LAST = ["delete", "create"];
const role = (more: Values = {}): Values => roleValues("api", more);

const ROLE: Resources = {
  "aws_iam_role.api": standing(role()),
  "aws_eks_pod_identity_association.api": standing(associationValues()),
};
const ATTACHMENT = "aws_iam_role_policy_attachment.guard";
const INLINE = "aws_iam_role_policy.guard";

/** What cannot be told, `address: service accounts`. */
function untold(resources: Resources): string[] {
  const { findings } = reviewPlans(plannedOf([documentOf(planOf({ ...ROLE, ...resources }))]), {});
  return findings
    .filter(({ rule, status }) => rule === "not-analysable" && status === "new")
    .map(({ at, serviceAccounts }) => `${at.source}: ${serviceAccounts.join(", ")}`);
}

test.each<[string, string, Resources]>([
  [
    "another resource that attached it as well is removed",
    ATTACHMENT,
    { [ATTACHMENT]: standing(attached()), "aws_iam_role_policy_attachment.too": gone(attached()) },
  ],
  [
    "its resource has another name, and nobody says that it moved",
    ATTACHMENT,
    { [ATTACHMENT]: made(attached()), "aws_iam_role_policy_attachment.old": gone(attached()) },
  ],
  ["it is made anew before the old one is deleted", ATTACHMENT, { [ATTACHMENT]: anew(attached(), FIRST) }],
  [
    "another resource gives up attaching it for another policy",
    ATTACHMENT,
    {
      [ATTACHMENT]: standing(attached()),
      "aws_iam_role_policy_attachment.too": { before: attached(), after: attached(OTHER), actions: LAST },
    },
  ],
  [
    "a list of roles does not name the role any more",
    ATTACHMENT,
    {
      [ATTACHMENT]: standing(attached()),
      "aws_iam_policy_attachment.all": {
        before: { name: "all", policy_arn: GUARD, roles: ["api", "web"] },
        after: { name: "all", policy_arn: GUARD, roles: ["web"] },
      },
    },
  ],
  [
    "an exclusive list without it is made",
    ATTACHMENT,
    {
      [ATTACHMENT]: standing(attached()),
      "aws_iam_role_policy_attachments_exclusive.x": made({ role_name: "api", policy_arns: [OTHER] }),
    },
  ],
  [
    "the role's own list does not say it any more",
    ATTACHMENT,
    {
      "aws_iam_role.api": {
        before: role({ managed_policy_arns: [GUARD, OTHER] }),
        after: role({ managed_policy_arns: [OTHER] }),
      },
      [ATTACHMENT]: standing(attached()),
    },
  ],
  [
    "the role is made anew, and what it is given is not",
    ATTACHMENT,
    { "aws_iam_role.api": anew(role(), LAST), [ATTACHMENT]: standing(attached()) },
  ],
  [
    "another resource of its name is removed",
    INLINE,
    { [INLINE]: standing(inline()), "aws_iam_role_policy.too": gone(inline()) },
  ],
  [
    "an inline policy's resource has another name",
    INLINE,
    { [INLINE]: made(inline()), "aws_iam_role_policy.old": gone(inline()) },
  ],
  ["an inline policy is made anew before the old one is deleted", INLINE, { [INLINE]: anew(inline(), FIRST) }],
  [
    "an exclusive list of names without it is made",
    INLINE,
    {
      [INLINE]: standing(inline()),
      "aws_iam_role_policies_exclusive.x": made({ role_name: "api", policy_names: ["other"] }),
    },
  ],
  [
    "the role's own blocks do not say it any more",
    INLINE,
    {
      "aws_iam_role.api": {
        before: role({ inline_policy: [{ name: "guard", policy: policyText("sqs:SendMessage") }] }),
        after: role({ inline_policy: [{ name: "other", policy: policyText("sqs:SendMessage") }] }),
      },
      [INLINE]: standing(inline()),
    },
  ],
  [
    "it is forgotten, and an exclusive list without it is made",
    ATTACHMENT,
    {
      [ATTACHMENT]: { before: attached(), actions: ["forget"] },
      "aws_iam_role_policy_attachments_exclusive.x": made({ role_name: "api", policy_arns: [OTHER] }),
    },
  ],
])("what becomes of a policy cannot be told where %s", (_, address, resources) => {
  expect(untold(resources)).toEqual([`${address}: backend/api`]);
});

test.each<[string, Resources]>([
  ["it is left alone", { [ATTACHMENT]: standing(attached()), [INLINE]: standing(inline()) }],
  ["it is removed", { [ATTACHMENT]: gone(attached()), [INLINE]: gone(inline()) }],
  ["it is deleted, and then made anew", { [ATTACHMENT]: anew(attached(), LAST), [INLINE]: anew(inline(), LAST) }],
  [
    "others are removed",
    {
      [ATTACHMENT]: standing(attached()),
      "aws_iam_role_policy_attachment.other": gone(attached(OTHER)),
      [INLINE]: standing(inline()),
      "aws_iam_role_policy.other": gone(inline("other")),
    },
  ],
  [
    "an exclusive list has it",
    {
      [ATTACHMENT]: standing(attached()),
      "aws_iam_role_policy_attachments_exclusive.x": made({ role_name: "api", policy_arns: [GUARD] }),
      [INLINE]: standing(inline()),
      "aws_iam_role_policies_exclusive.x": made({ role_name: "api", policy_names: ["guard"] }),
    },
  ],
  [
    "an exclusive list without it is left alone",
    {
      [ATTACHMENT]: standing(attached()),
      "aws_iam_role_policy_attachments_exclusive.x": standing({ role_name: "api", policy_arns: [OTHER] }),
    },
  ],
  [
    "the role is made anew with all that it is given",
    {
      "aws_iam_role.api": anew(role(), LAST),
      [ATTACHMENT]: anew(attached(), LAST),
      [INLINE]: anew(inline(), LAST),
    },
  ],
  [
    "its resource is forgotten, and another one gives it",
    {
      "aws_iam_role_policy_attachment.old": { before: attached(), actions: ["forget"] },
      [ATTACHMENT]: made(attached()),
    },
  ],
])("nothing is open where %s", (_, resources) => {
  expect(untold(resources)).toEqual([]);
});
