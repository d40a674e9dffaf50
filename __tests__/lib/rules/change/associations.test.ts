import { placeholder, placeholderArn } from "../../../../lib/model/placeholder";
import { associationRemoved } from "../../../../lib/rules/change/association-removed";
import { associationReplaced } from "../../../../lib/rules/change/association-replaced";
import { associationRepointed } from "../../../../lib/rules/change/association-repointed";
import { plannedChange } from "../../../../lib/rules/change/planned-change";
import { action, cluster, plan, pod, role } from "../../review/planned";
import { holds } from "./found";

const OTHER = "aws_eks_pod_identity_association.other";
const both = { before: { pods: [pod()] }, after: { pods: [pod()] } };
const inItsPlace = [
  plan({
    before: { pods: [pod()] },
    after: { pods: [pod({ name: "backend/worker" })] },
    actions: [action({ kind: "replace", replacedBy: ["service_account"] })],
  }),
];

describe("association-replaced", () => {
  holds(associationReplaced, [
    { name: "nothing to do", plans: [plan(both)] },
    { name: "an update", plans: [plan({ ...both, actions: [action({ kind: "update", changed: ["role_arn"] })] })] },
    {
      name: "a replacement names what forced it",
      plans: [plan({ ...both, actions: [action({ kind: "replace", replacedBy: ["region"] })] })],
      says: ["backend/api has its association replaced, forced by `region`: pods that start"],
    },
    {
      name: "a new one before the old one is gone is refused by EKS",
      plans: [plan({ ...both, actions: [action({ kind: "replace", order: "create first" })] })],
      says: [/^error .*EKS refuses a second association/],
    },
    {
      name: "the old one forgotten stands in the way too",
      plans: [plan({ ...both, actions: [action({ kind: "replace", order: "forget" })] })],
      says: [/^error /],
    },
    {
      name: "a replacement that nothing is said to force",
      plans: [plan({ ...both, actions: [action({ kind: "replace" })] })],
      says: ["backend/api has its association replaced: pods that start"],
    },
    {
      name: "an add-on that is replaced makes its own anew",
      plans: [
        plan({
          before: { pods: [pod({ addon: "aws-ebs-csi-driver" })] },
          after: { pods: [pod({ addon: "aws-ebs-csi-driver" })] },
          actions: [action({ kind: "replace" })],
        }),
      ],
    },
    {
      name: "deleted here, while another one stands as it is",
      plans: [
        plan({
          before: { pods: [pod(), pod({ address: OTHER })] },
          after: { pods: [pod({ address: OTHER })] },
          actions: [action({ kind: "delete" }), action({ kind: "no-op", address: OTHER })],
        }),
      ],
    },
    {
      name: "one whose name is known only after apply",
      plans: [
        plan({
          before: { pods: [pod({ name: `${placeholder("name of x")}/api` })] },
          after: { pods: [pod({ name: `${placeholder("name of x")}/api`, address: OTHER })] },
          actions: [action({ kind: "delete" }), action({ kind: "create", address: OTHER })],
        }),
      ],
    },
    { name: "another service account in its place is the end of it", plans: inItsPlace },
    {
      name: "one of a list goes, and the next moves up into its place",
      plans: [
        plan({
          before: { pods: [pod(), pod({ name: "backend/worker", address: OTHER })] },
          after: { pods: [pod({ name: "backend/worker" })] },
          actions: [action({ kind: "replace" }), action({ kind: "delete", address: OTHER })],
        }),
      ],
      says: ["backend/worker has its association deleted here and made anew as `aws_eks_pod_identity_association.api`"],
    },
    {
      name: "deleted here and made there, in one plan",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod({ address: OTHER })] },
          actions: [action({ kind: "delete" }), action({ kind: "create", address: OTHER })],
        }),
      ],
      says: [`deleted here and made anew as \`${OTHER}\`: pods`],
    },
    {
      name: "made there, while another one takes its place",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod({ name: "backend/worker" }), pod({ address: OTHER })] },
          actions: [action({ kind: "replace" }), action({ kind: "create", address: OTHER })],
        }),
      ],
      says: [`deleted here and made anew as \`${OTHER}\``],
    },
    {
      name: "made at the same address of another stack, while another one takes its place",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod({ name: "backend/worker" })] },
          actions: [action({ kind: "replace" })],
        }),
        plan({
          stack: "b",
          after: { pods: [pod({ stack: "b" })] },
          actions: [action({ kind: "create", stack: "b" })],
        }),
      ],
      says: ["deleted here and made anew as `aws_eks_pod_identity_association.api` of the stack `b`"],
    },
    {
      name: "deleted in one stack and made in another",
      plans: [
        plan({ before: { pods: [pod()] }, actions: [action({ kind: "delete" })] }),
        plan({
          stack: "b",
          after: { pods: [pod({ stack: "b", address: OTHER })] },
          actions: [action({ kind: "create", stack: "b", address: OTHER })],
        }),
      ],
      says: [`made anew as \`${OTHER}\` of the stack \`b\``],
    },
    {
      name: "moved",
      plans: [
        plan({
          before: { pods: [pod({ address: OTHER })] },
          after: { pods: [pod({ address: OTHER })] },
          actions: [action({ kind: "no-op", address: OTHER, previousAddress: "aws_eks_pod_identity_association.api" })],
        }),
      ],
    },
    {
      name: "a deposed object says nothing of the one at its address",
      plans: [plan({ ...both, actions: [action({ kind: "delete", deposed: "0123" })] })],
    },
  ]);
});

test.each<[string, Parameters<typeof pod>[0], Parameters<typeof action>[0], string]>([
  [
    "at another address",
    { address: OTHER },
    { kind: "create", address: OTHER },
    `add \`moved { from = aws_eks_pod_identity_association.api, to = ${OTHER} }\``,
  ],
  [
    "in the place of another one",
    { address: OTHER },
    { kind: "replace", address: OTHER },
    "give each association a key of its own (`for_each`), so that the end of one does not move the others",
  ],
  [
    "in another stack",
    { stack: "b", address: OTHER },
    { kind: "create", stack: "b", address: OTHER },
    "forget it here with a `removed` block (`destroy = false`) and import it there, or deploy this stack first",
  ],
])("what to do about an association that is made anew %s", (_, made, making, fix) => {
  const { stack } = pod(made);
  const plans = [
    plan({ before: { pods: [pod()] }, actions: [action({ kind: "delete" })] }),
    plan({ stack, after: { pods: [pod(made)] }, actions: [action(making)] }),
  ];
  expect(associationReplaced.judge(plannedChange(plans)).map((one) => one.fix)).toEqual([fix]);
});

describe("association-removed", () => {
  holds(associationRemoved, [
    { name: "it stays", plans: [plan(both)] },
    { name: "it is new", plans: [plan({ after: { pods: [pod()] } })] },
    {
      name: "it goes",
      plans: [plan({ before: { pods: [pod()] }, actions: [action({ kind: "delete" })] })],
      says: ["backend/api loses its association on the cluster `atlas-eks`, and with it the role `backend-api-api`"],
    },
    {
      name: "another service account's takes its place",
      plans: inItsPlace,
      says: ["; another service account or cluster gets the association, forced by `service_account`"],
    },
    {
      name: "another plan binds it",
      plans: [
        plan({ before: { pods: [pod()] }, actions: [action({ kind: "delete" })] }),
        plan({ stack: "b", after: { pods: [pod({ stack: "b" })] } }),
      ],
    },
    {
      name: "another plan binds the same name in another cluster",
      plans: [
        plan({ before: { pods: [pod()] } }),
        plan({ stack: "b", after: { pods: [pod({ stack: "b", cluster: "borealis-eks" })] } }),
      ],
      says: ["backend/api"],
    },
    {
      name: "the add-on that made it goes",
      plans: [plan({ before: { pods: [pod({ addon: "aws-ebs-csi-driver" })] } })],
      says: ["the association that the add-on `aws-ebs-csi-driver` makes"],
    },
  ]);
});

describe("association-repointed", () => {
  const ARN = "arn:aws:iam::492000000148:role/reports";
  const repointed = (was: Parameters<typeof pod>[0], is: Parameters<typeof pod>[0]) => [
    plan({ before: { pods: [pod(was)] }, after: { pods: [pod(is)] }, actions: [action({ kind: "update" })] }),
  ];
  const made = role({ arn: placeholderArn("arn of aws_iam_role.api") });
  const target = (roleArn: string) => ({
    target: { roleArn, trust: { Version: "2012-10-17" as const, Statement: [] } },
  });
  holds(associationRepointed, [
    { name: "the same role", plans: repointed({}, {}) },
    {
      name: "an existing role",
      plans: repointed({}, { role: ARN }),
      says: [`backend/api gets the role \`${ARN}\` instead of \`backend-api-api\``],
    },
    {
      name: "the same role made anew: its ARN is known later, its name is the same",
      plans: repointed({}, { role: made }),
    },
    {
      name: "a role that is made under another name",
      plans: repointed({}, { role: role({ name: "backend-api-2", arn: placeholderArn("arn of aws_iam_role.api") }) }),
      says: ["gets the role `backend-api-2` instead of `backend-api-api`"],
    },
    {
      name: "a role whose name is known later is another one",
      plans: repointed({}, { role: role({ name: placeholder("name of x"), arn: placeholderArn("arn of x") }) }),
      says: ["gets the role"],
    },
    { name: "the role comes into the plan", plans: repointed({ role: role().identity.role.arn }, {}) },
    {
      name: "a target role is added",
      plans: repointed({}, target(ARN)),
      says: [`ends up with the target role \`${ARN}\` instead of the role itself`],
    },
    {
      name: "a target role is taken away",
      plans: repointed(target(ARN), {}),
      says: [`ends up with the role \`backend-api-api\` itself instead of the target role \`${ARN}\``],
    },
    {
      name: "another target role",
      plans: repointed(target(`${ARN}-old`), target(ARN)),
      says: [`ends up with the target role \`${ARN}\` instead of \`${ARN}-old\``],
    },
    {
      name: "one of two that it had",
      plans: [plan({ before: { pods: [pod(), pod({ role: ARN })] }, after: { pods: [pod({ role: `${ARN}-2` })] } })],
    },
    {
      name: "two in the place of one",
      plans: [plan({ before: { pods: [pod()] }, after: { pods: [pod({ role: ARN }), pod({ role: `${ARN}-2` })] } })],
    },
    { name: "in other clusters", plans: repointed({ cluster: cluster("x").name }, { role: ARN }) },
  ]);
});
