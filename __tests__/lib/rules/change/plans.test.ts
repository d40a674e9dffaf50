import { checkFailed } from "../../../../lib/rules/change/check-failed";
import { drift } from "../../../../lib/rules/change/drift";
import { notAnalysable } from "../../../../lib/rules/change/not-analysable";
import { planErrored } from "../../../../lib/rules/change/plan-errored";
import { planIncomplete } from "../../../../lib/rules/change/plan-incomplete";
import { plannedChange } from "../../../../lib/rules/change/planned-change";
import { action, addon, plan, pod } from "../../review/planned";
import { holds } from "./found";

const EBS = "aws_eks_addon.ebs";

/** What of a resource says who may do what. */
const TELLING = {
  aws_iam_role: ["assume_role_policy", "permissions_boundary", "tags", "inline_policy", "managed_policy_arns"],
  aws_iam_role_policy: ["policy", "role", "name"],
  aws_iam_policy: ["policy"],
  aws_iam_role_policy_attachment: ["policy_arn", "role"],
  aws_iam_policy_attachment: ["policy_arn", "roles"],
  aws_iam_role_policies_exclusive: ["policy_names", "role_name"],
  aws_iam_role_policy_attachments_exclusive: ["policy_arns", "role_name"],
  aws_eks_pod_identity_association: ["role_arn", "target_role_arn", "disable_session_tags", "policy", "tags"],
};

describe("drift", () => {
  const POLICY = "aws_iam_role_policy.api";
  const drifted = (parts: Partial<Parameters<typeof action>[0]>, actions: Parameters<typeof action>[0][] = []) => [
    plan({
      drift: [action({ kind: "update", address: POLICY, changed: ["policy"], ...parts })],
      actions: actions.map(action),
    }),
  ];
  holds(drift, [
    { name: "none", plans: [plan()] },
    {
      name: "a policy, put back",
      plans: drifted({}, [{ kind: "update", address: POLICY, changed: ["policy"] }]),
      says: [`${POLICY} was changed (\`policy\`) outside of Terraform, and this plan puts it back`],
    },
    { name: "a policy, left so", plans: drifted({}), says: ["this plan leaves it so"] },
    {
      name: "a part put back",
      plans: drifted({ address: "aws_iam_role.api", changed: ["permissions_boundary", 'tags["team"]'] }, [
        { kind: "update", address: "aws_iam_role.api", changed: ["permissions_boundary"] },
      ]),
      says: ['(`permissions_boundary`, `tags["team"]`) outside of Terraform, and this plan puts back a part of it'],
    },
    {
      name: "deleted, and made again",
      plans: drifted({ kind: "delete", changed: [] }, [{ kind: "create", address: POLICY }]),
      says: ["was deleted outside of Terraform, and this plan makes it again"],
    },
    { name: "deleted for good", plans: drifted({ kind: "delete", changed: [] }), says: ["does not make it again"] },
    { name: "written in another way", plans: drifted({ sameMeaning: ["policy"] }) },
    {
      name: "what says nothing of access",
      plans: drifted({ address: "aws_iam_role.api", changed: ["max_session_duration"] }),
    },
    { name: "another kind of resource", plans: drifted({ address: "aws_s3_bucket.b", changed: ["policy"] }) },
    { name: "a kind with a name of JavaScript's", plans: drifted({ address: "constructor.b", changed: ["name"] }) },
    {
      name: "a policy, removed",
      plans: drifted({}, [{ kind: "delete", address: POLICY }]),
      says: ["this plan removes it"],
    },
    {
      name: "a policy, made anew",
      plans: drifted({}, [{ kind: "replace", address: POLICY }]),
      says: ["this plan makes it anew"],
    },
    {
      name: "an add-on whose pods have access",
      plans: [
        plan({
          after: { pods: [pod({ addon: "aws-ebs-csi-driver", address: EBS })] },
          drift: [action({ kind: "update", address: EBS, changed: ["pod_identity_association"] })],
        }),
      ],
      says: [`${EBS} was changed (\`pod_identity_association\`)`],
    },
    {
      name: "an add-on beside the agent",
      plans: [
        plan({
          after: { addons: [addon(), addon({ address: EBS, name: "aws-ebs-csi-driver" })], pods: [pod()] },
          drift: [action({ kind: "update", address: EBS, changed: ["addon_version"] })],
        }),
      ],
    },
    ...Object.entries(TELLING).flatMap(([type, attributes]) =>
      attributes.map((attribute) => ({
        name: `${attribute} of ${type}`,
        plans: drifted({ address: `${type}.x`, changed: [`${attribute}[0].x`] }),
        says: [`${type}.x was changed (\`${attribute}[0].x\`)`],
      })),
    ),
    {
      name: "an add-on that is not the agent",
      plans: drifted({ address: "aws_eks_addon.x", changed: ["addon_version"] }),
    },
    {
      name: "the agent",
      plans: [
        plan({
          before: { addons: [addon()] },
          drift: [action({ kind: "update", address: "aws_eks_addon.agent", changed: ["addon_version"] })],
        }),
      ],
      says: ["aws_eks_addon.agent was changed (`addon_version`)"],
    },
  ]);
});

test.each([
  ["an association", "aws_eks_pod_identity_association.api", "role_arn", ["backend/api"]],
  ["a role", "aws_iam_role.api", "tags", ["backend/api", "backend/old"]],
  ["what is nobody's", "aws_iam_policy.x", "policy", []],
])("whom drift is about: %s", (_, address, attribute, accounts) => {
  const old = pod({ name: "backend/old", address: "aws_eks_pod_identity_association.old" });
  const drifted = action({ kind: "update", address, changed: [attribute] });
  const plans = [plan({ before: { pods: [old] }, after: { pods: [pod()] }, drift: [drifted] })];
  expect(drift.judge(plannedChange(plans)).map(({ serviceAccounts }) => serviceAccounts)).toEqual([accounts]);
});

describe("not-analysable", () => {
  const part = {
    stack: "backend-api",
    address: "aws_iam_role_policy.api",
    attribute: "policy",
    part: "policy" as const,
    why: "is known only after apply",
    fix: "f",
    serviceAccounts: ["backend/api"],
    at: { source: "aws_iam_role_policy.api", path: [] },
  };
  holds(notAnalysable, [
    { name: "all is known", plans: [plan()] },
    {
      name: "a part",
      plans: [plan({ notAnalysable: [{ ...part, side: "after" }] })],
      says: ["aws_iam_role_policy.api.policy is known only after apply: the policy cannot be told"],
    },
    {
      name: "why, in one clause",
      plans: [
        plan({
          notAnalysable: [{ ...part, side: "after", why: `${part.why}, and cannot be rebuilt: it is too large` }],
        }),
      ],
      says: [
        "aws_iam_role_policy.api.policy is known only after apply, and it is too large: the policy cannot be told",
      ],
    },
    {
      name: "of both sides: once",
      plans: [
        plan({
          notAnalysable: [
            { ...part, side: "after" },
            { ...part, side: "before" },
          ],
        }),
      ],
      says: ["the policy cannot be told"],
    },
    {
      name: "as it stands now",
      plans: [plan({ notAnalysable: [{ ...part, side: "before" }] })],
      says: ["the policy as it stands now cannot be told"],
    },
  ]);
});

test("the nearer of two fixes is the fix of what is not analysable", () => {
  const why = "is known only after apply, and cannot be rebuilt: its text is not there; give the plan file";
  const part = { stack: "s", side: "after", address: "a.b", attribute: "policy", part: "policy", fix: "f" } as const;
  const at = { source: "a.b", path: [] };
  const plans = [plan({ notAnalysable: [{ ...part, why, serviceAccounts: [], at }] })];
  expect(notAnalysable.judge(plannedChange(plans))).toMatchObject([
    {
      message: "is known only after apply, and its text is not there: the policy cannot be told",
      fix: "give the plan file",
    },
  ]);
});

describe("plan-errored", () => {
  holds(planErrored, [
    { name: "it ended well", plans: [plan()] },
    { name: "it did not", plans: [plan({ state: { errored: true } })], says: ["backend-api ended in an error"] },
  ]);
});

describe("plan-incomplete", () => {
  holds(planIncomplete, [
    { name: "complete", plans: [plan({ state: { complete: true } })] },
    { name: "not said", plans: [plan()] },
    {
      name: "targeted",
      plans: [plan({ state: { complete: false } })],
      says: ["backend-api is planned in part: it was made with `-target`"],
    },
    { name: "errored", plans: [plan({ state: { complete: false, errored: true } })] },
    {
      name: "deferred",
      plans: [
        plan({
          state: {
            complete: false,
            deferred: [
              { address: "a.b", reason: "r" },
              { address: "a.c", reason: "r" },
            ],
          },
        }),
      ],
      says: ["a.b and 1 more are deferred (r)"],
    },
  ]);
});

describe("check-failed", () => {
  const checked = (status: string, problems: string[] = []) => [
    plan({ state: { checks: [{ address: "check.health", status, problems }] } }),
  ];
  holds(checkFailed, [
    { name: "it holds", plans: checked("pass") },
    {
      name: "it does not",
      plans: checked("fail", ["the role is too wide"]),
      says: ["check.health does not hold: the role is too wide"],
    },
    { name: "it could not be looked at", plans: checked("error"), says: ["does not hold"] },
    { name: "known only after apply", plans: checked("unknown"), says: [/^info .*only after apply/] },
  ]);
});
