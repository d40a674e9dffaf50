import type { Plan } from "../../../lib/plan/format";
import { plannedOf } from "../../../lib/plan/planned-of";
import { reviewPlans } from "../../../lib/review/review-plans";
import {
  ACCOUNT,
  associationValues,
  documentOf,
  inlinePolicyValues,
  newRole,
  planOf,
  policyText,
  type Resources,
  ROLE_ARN,
  roleValues,
  standing,
  trustText,
  type Values,
  type Written,
} from "./small-plan";

/**
 * What somebody might try who wants more access for a pod than a reviewer sees. None of it may be passed over; and what is
 * no more than a refactoring may not be held up. Cases that real plans show have folders in __tests__/plans.
 */

interface Case {
  name: string;
  resources: Resources;
  more?: Partial<Plan>;
  /** The rules of new errors and warnings. */
  says: readonly string[];
}

/** New findings of a review, `rule` or `rule!` for errors. */
function said({ resources, more }: Pick<Case, "resources" | "more">, context = {}): string[] {
  const { findings } = reviewPlans(plannedOf([documentOf(planOf(resources, more))]), context);
  const fresh = findings.filter(({ status }) => status === "new");
  return [...new Set(fresh.map(({ rule, severity }) => `${rule}${severity === "error" ? "!" : ""}`))].sort();
}

const QUEUE = policyText("sqs:SendMessage");
const ALL = policyText("*");
const policyArn = (name: string) => `arn:aws:iam::${ACCOUNT}:policy/${name}`;
const managed = (name: string, policy: string): Values => ({ arn: policyArn(name), name, path: "/", policy });

const irsa = (more: Values = {}) =>
  JSON.stringify({
    controller: { serviceAccount: { annotations: { "eks.amazonaws.com/role-arn": ROLE_ARN } } },
    ...more,
  });
const IRSA = irsa();
/** A role with a policy for a queue, and its association. */
const POD: Resources = {
  "aws_iam_role.api": standing(roleValues()),
  "aws_iam_role_policy.api": standing(inlinePolicyValues("api", QUEUE)),
  "aws_eks_pod_identity_association.api": standing(associationValues()),
};

/** Roles of others, which a pod's role may assume or not. */
const other = (principal: Values, name = "next"): Written =>
  standing(roleValues(name, { assume_role_policy: trusting(principal) }));

function trusting(principal: Values): string {
  const Statement = [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }];
  return JSON.stringify({ Version: "2012-10-17", Statement });
}

const names = (role: string) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", Principal: { AWS: role }, Action: "s3:*", Resource: "*" }] });

const made = (after: Values): Written => ({ after });
const DOORS: readonly Case[] = [
  {
    name: "a policy for a role of another stack",
    resources: { ...POD, "aws_iam_role_policy.x": made(inlinePolicyValues("payments", ALL)) },
    says: ["unread-access"],
  },
  {
    name: "the same, taken away: it may have denied something",
    resources: { ...POD, "aws_iam_role_policy.x": { before: inlinePolicyValues("payments", ALL) } },
    says: ["unread-access"],
  },
  {
    name: "an attachment whose role is known only after apply, and is no role's attribute",
    resources: {
      ...POD,
      "aws_iam_role_policy_attachment.x": {
        after: { policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" },
        unknown: ["role"],
        refers: { role: ["terraform_data.x.output", "terraform_data.x"] },
      },
    },
    says: ["not-analysable!"],
  },
  {
    name: "two inline policies of one name",
    resources: {
      ...POD,
      "aws_iam_role_policy.aa": made({ role: "api", name: "api", policy: policyText("sqs:ListQueues") }),
    },
    says: ["not-analysable!"],
  },
  {
    name: "a policy attachment that gives users and groups",
    resources: {
      ...POD,
      "aws_iam_policy_attachment.x": made({
        name: "x",
        roles: [],
        users: ["bob"],
        groups: [],
        policy_arn: policyArn("x"),
      }),
    },
    says: ["unread-access"],
  },
  {
    name: "one whose users are known only after apply",
    resources: {
      ...POD,
      "aws_iam_policy_attachment.x": {
        after: { name: "x", roles: [], groups: [], policy_arn: policyArn("x") },
        unknown: ["users"],
      },
    },
    says: ["unread-access"],
  },
  {
    name: "the same with another policy",
    resources: {
      ...POD,
      "aws_iam_policy_attachment.x": {
        before: { name: "x", roles: [], users: [], groups: ["all"], policy_arn: policyArn("x") },
        after: { name: "x", roles: [], users: null, groups: ["all"], policy_arn: policyArn("y") },
      },
    },
    says: ["unread-access"],
  },
  {
    name: "a policy that others have",
    resources: { ...POD, "aws_iam_policy.x": { before: managed("shared", QUEUE), after: managed("shared", ALL) } },
    says: ["unread-access"],
  },
  {
    name: "a role that lets strangers in where it let pods in, and what they get",
    resources: {
      "aws_iam_role.api": {
        before: roleValues(),
        after: roleValues("api", { assume_role_policy: trusting({ AWS: "arn:aws:iam::111122223333:root" }) }),
      },
      "aws_iam_role_policy.api": { before: inlinePolicyValues("api", QUEUE), after: inlinePolicyValues("api", ALL) },
    },
    says: [
      "credential-exposure",
      "data-read",
      "pass-role-unscoped",
      "privilege-escalation!",
      "trust-opened!",
      "wildcard-action",
    ],
  },
  {
    name: "a role that the pod's role may assume",
    resources: {
      ...POD,
      "aws_iam_role.next": other({ AWS: ROLE_ARN }),
      "aws_iam_role_policy.next": { before: inlinePolicyValues("next", QUEUE), after: inlinePolicyValues("next", ALL) },
    },
    says: ["unread-access"],
  },
  {
    name: "whom a target role trusts",
    resources: {
      ...POD,
      "aws_eks_pod_identity_association.api": standing(
        associationValues("api", { target_role_arn: `arn:aws:iam::${ACCOUNT}:role/next` }),
      ),
      "aws_iam_role.next": {
        before: other({ AWS: ROLE_ARN }).before ?? {},
        after: other({ AWS: "*" }).after ?? {},
      },
    },
    says: ["trust-opened!"],
  },
  {
    name: "a bucket's policy that names the role, and one that does so no more",
    resources: {
      ...POD,
      "aws_s3_bucket_policy.x": {
        before: { policy: names(ROLE_ARN) },
        after: { policy: names("arn:aws:iam::1:root") },
      },
    },
    says: ["unread-access"],
  },
  {
    name: "a key's grant to a session of the role",
    resources: {
      ...POD,
      "aws_kms_grant.x": made({ grantee_principal: `arn:aws:sts::${ACCOUNT}:assumed-role/api/session` }),
    },
    says: ["unread-access"],
  },
  {
    name: "an access entry for the role, whose ARN is known only after apply",
    resources: {
      "aws_iam_role.api": newRole(),
      "aws_eks_access_entry.x": {
        after: { cluster_name: "atlas-eks" },
        unknown: ["principal_arn"],
        refers: { principal_arn: ["aws_iam_role.api.arn", "aws_iam_role.api"] },
      },
    },
    says: ["trust-opened", "unread-access"],
  },
  {
    name: "a stack of CloudFormation with an association in it",
    resources: {
      ...POD,
      "aws_cloudformation_stack.x": made({ template_body: '{"Type":"AWS::EKS::PodIdentityAssociation"}' }),
    },
    says: ["unread-access"],
  },
  {
    name: "another provider's role",
    resources: { ...POD, "awscc_iam_role.x": made({ role_name: "x" }) },
    says: ["unread-access"],
  },
  {
    name: "an add-on's role by IRSA, changed",
    resources: {
      ...POD,
      "aws_eks_addon.x": {
        before: { addon_name: "vpc-cni", service_account_role_arn: ROLE_ARN },
        after: { addon_name: "vpc-cni", service_account_role_arn: `${ROLE_ARN}-admin` },
      },
    },
    says: ["unread-access"],
  },
  {
    name: "an add-on's role by IRSA in its configuration",
    resources: { ...POD, "aws_eks_addon.x": made({ addon_name: "aws-ebs-csi-driver", configuration_values: IRSA }) },
    says: ["unread-access"],
  },
  {
    name: "the same, spelt with an escape, and taken away",
    resources: {
      ...POD,
      "aws_eks_addon.x": {
        before: { addon_name: "aws-ebs-csi-driver", configuration_values: IRSA.replace("/role-arn", "\\/role-arn") },
        after: { addon_name: "aws-ebs-csi-driver", configuration_values: "{}" },
      },
    },
    says: ["unread-access"],
  },
  {
    name: "an add-on's configuration that cannot be told",
    resources: {
      ...POD,
      "aws_eks_addon.x": { after: { addon_name: "aws-ebs-csi-driver" }, unknown: ["configuration_values"] },
    },
    says: ["unread-access"],
  },
  {
    name: "an action that Terraform invokes",
    resources: POD,
    more: { action_invocations: [{ address: "action.aws_lambda_invoke.x", type: "aws_lambda_invoke" }, "?"] },
    says: ["unread-access"],
  },
  {
    name: "actions that are no list",
    resources: POD,
    more: JSON.parse('{"action_invocations":{"address":"x"}}'),
    says: [],
  },
];

const statement = (more: Values) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "iam:*", Resource: "*", ...more }],
  });
const tagged = (team: string) => ({ tags: { team }, tags_all: { team } });
const asking = statement({ Action: "s3:GetObject", Condition: { StringEquals: { "aws:PrincipalTag/Team": "admin" } } });
const variable = statement({
  Action: "s3:GetObject",
  Resource: "arn:aws:s3:::shop/${aws:PrincipalTag/team, 'none'}/*",
});
const retagged = (policy: string): Resources => ({
  ...POD,
  "aws_iam_role.api": { before: roleValues("api", tagged("shop")), after: roleValues("api", tagged("admin")) },
  "aws_iam_role_policy.api": standing(inlinePolicyValues("api", policy)),
});
const bounded = (name: string) => roleValues(name, { permissions_boundary: policyArn("boundary") });
const rewritten = (policy: string): Resources => ({
  ...POD,
  "aws_iam_role_policy.api": { before: inlinePolicyValues("api", QUEUE), after: inlinePolicyValues("api", policy) },
});

const ROLES: readonly Case[] = [
  {
    name: "an operator that IAM does not know",
    resources: rewritten(statement({ Condition: { StringEqual: { a: "b" } } })),
    says: ["not-analysable!"],
  },
  {
    name: "an element that IAM does not know",
    resources: rewritten(statement({ Except: "x" })),
    says: ["not-analysable!"],
  },
  { name: "an effect in lower case", resources: rewritten(statement({ Effect: "allow" })), says: ["not-analysable!"] },
  {
    name: "a session policy that cannot be read",
    resources: {
      ...POD,
      "aws_eks_pod_identity_association.api": {
        before: associationValues("api", { disable_session_tags: true }),
        after: associationValues("api", { disable_session_tags: true, policy: statement({ Effect: "allow" }) }),
      },
    },
    says: ["not-analysable!"],
  },
  { name: "a tag that a condition asks for", resources: retagged(asking), says: ["principal-tags"] },
  { name: "a tag that a resource holds", resources: retagged(variable), says: ["principal-tags"] },
  { name: "a tag that no policy asks for", resources: retagged(QUEUE), says: [] },
  {
    name: "a boundary that says more under the same ARN",
    resources: {
      ...POD,
      "aws_iam_role.api": standing(bounded("api")),
      "aws_iam_policy.boundary": { before: managed("boundary", policyText("sqs:*")), after: managed("boundary", ALL) },
    },
    says: ["boundary-removed"],
  },
  {
    name: "one that says less",
    resources: {
      ...POD,
      "aws_iam_role.api": standing(bounded("api")),
      "aws_iam_policy.boundary": { before: managed("boundary", ALL), after: managed("boundary", policyText("sqs:*")) },
    },
    says: [],
  },
  {
    name: "a role without the boundary of the one before",
    resources: {
      "aws_iam_role.api": standing(bounded("api")),
      "aws_iam_role.next": standing(roleValues("next")),
      "aws_eks_pod_identity_association.api": {
        before: associationValues(),
        after: associationValues("api", { role_arn: `arn:aws:iam::${ACCOUNT}:role/next` }),
      },
    },
    says: ["association-repointed", "boundary-removed!"],
  },
];

const LAMBDA = other({ Service: "lambda.amazonaws.com" }, "lambda");
const QUIET: readonly Case[] = [
  {
    name: "a role of something else, and its policies",
    resources: {
      ...POD,
      "aws_iam_role.lambda": LAMBDA,
      "aws_iam_role_policy.lambda": {
        before: inlinePolicyValues("lambda", QUEUE),
        after: inlinePolicyValues("lambda", ALL),
      },
      "aws_iam_policy.lambda": { before: managed("lambda", QUEUE), after: managed("lambda", ALL) },
      "aws_iam_role_policy_attachment.lambda": standing({ role: "lambda", policy_arn: policyArn("lambda") }),
    },
    says: [],
  },
  {
    name: "a new role of something else, whose name is known only after apply",
    resources: {
      ...POD,
      "aws_iam_role.lambda": { after: LAMBDA.after ?? {}, unknown: ["name", "arn", "id"] },
      "aws_iam_role_policy.lambda": {
        after: { name: "x", policy: ALL },
        unknown: ["role"],
        refers: { role: ["aws_iam_role.lambda.name", "aws_iam_role.lambda"] },
      },
    },
    says: [],
  },
  {
    name: "a policy that is written in another order",
    resources: {
      ...POD,
      "aws_iam_policy.x": {
        before: managed(
          "x",
          '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}',
        ),
        after: managed(
          "x",
          '{"Statement":[{"Resource":"*","Effect":"Allow","Action":["s3:Get*"]}],"Version":"2012-10-17"}',
        ),
      },
    },
    says: [],
  },
  {
    name: "a policy that nobody of the plans has, taken away",
    resources: { ...POD, "aws_iam_policy.x": { before: managed("shared", ALL) } },
    says: [],
  },
  {
    name: "one that another takes the place of",
    resources: {
      ...POD,
      "aws_iam_policy.x": {
        before: managed("shared", QUEUE),
        after: { name: "other", path: "/", policy: ALL },
        unknown: ["arn"],
        actions: ["delete", "create"],
      },
    },
    says: [],
  },
  {
    name: "a session policy that speaks of a role of pods",
    resources: {
      ...POD,
      "aws_eks_pod_identity_association.api": {
        before: associationValues("api", { disable_session_tags: true }),
        after: associationValues("api", {
          disable_session_tags: true,
          policy: statement({ Action: "iam:GetRole", Resource: ROLE_ARN }),
        }),
      },
    },
    says: [],
  },
  {
    name: "a queue's policy that names others",
    resources: { ...POD, "aws_sqs_queue.x": made({ policy: names(`arn:aws:iam::${ACCOUNT}:role/somebody`) }) },
    says: [],
  },
  {
    name: "an access entry of people",
    resources: { ...POD, "aws_eks_access_entry.x": made({ principal_arn: `arn:aws:iam::${ACCOUNT}:role/admins` }) },
    says: [],
  },
  {
    name: "a stack of CloudFormation with a queue in it",
    resources: { ...POD, "aws_cloudformation_stack.x": made({ template_body: '{"Type":"AWS::SQS::Queue"}' }) },
    says: [],
  },
  {
    name: "what stays as it is",
    resources: { ...POD, "aws_iam_user_policy.x": standing({ user: "bob", policy: ALL }) },
    says: [],
  },
  {
    name: "another version of an add-on with a role by IRSA",
    resources: {
      ...POD,
      "aws_eks_addon.x": {
        before: { addon_name: "vpc-cni", addon_version: "v1", service_account_role_arn: ROLE_ARN },
        after: { addon_name: "vpc-cni", addon_version: "v2", service_account_role_arn: ROLE_ARN },
      },
    },
    says: [],
  },
  {
    name: "another version of an add-on with such a role in its configuration, and another configuration without one",
    resources: {
      ...POD,
      "aws_eks_addon.x": {
        before: { addon_name: "aws-ebs-csi-driver", addon_version: "v1", configuration_values: IRSA },
        after: { addon_name: "aws-ebs-csi-driver", addon_version: "v2", configuration_values: IRSA },
      },
      "aws_eks_addon.z": {
        before: { addon_name: "aws-efs-csi-driver", configuration_values: irsa({ replicaCount: 1 }) },
        after: { addon_name: "aws-efs-csi-driver", configuration_values: irsa({ replicaCount: 2 }) },
      },
      "aws_eks_addon.y": made({ addon_name: "coredns", configuration_values: '{"replicaCount":3}' }),
    },
    says: [],
  },
  {
    name: "a policy that could not be read before either",
    resources: {
      ...POD,
      "aws_iam_role_policy.x": standing(inlinePolicyValues("api", statement({ Effect: "allow" }), "x")),
    },
    says: [],
  },
];

const pods = JSON.parse(trustText());
const [pinned] = pods.Statement;
const trusted = (...statements: readonly Values[]): Resources => ({
  ...POD,
  "aws_iam_role.api": {
    before: roleValues(),
    after: roleValues("api", { assume_role_policy: JSON.stringify({ ...pods, Statement: statements }) }),
  },
});

const TRUST: readonly Case[] = [
  {
    name: "a user",
    resources: trusted(pinned, { ...pinned, Principal: { AWS: `arn:aws:iam::${ACCOUNT}:user/bob` } }),
    says: ["trust-opened!"],
  },
  {
    name: "another service",
    resources: trusted(pinned, { ...pinned, Principal: { Service: "ec2.amazonaws.com" } }),
    says: ["trust-opened!"],
  },
  {
    name: "everybody, under a condition that always holds",
    resources: trusted(pinned, { ...pinned, Principal: "*", Condition: { StringLike: { "aws:PrincipalArn": "*" } } }),
    says: ["trust-opened!"],
  },
  {
    name: "everybody but pods",
    resources: trusted(pinned, {
      Effect: "Allow",
      Action: "sts:AssumeRole",
      NotPrincipal: { Service: "pods.eks.amazonaws.com" },
    }),
    says: ["trust-opened!"],
  },
  {
    name: "everything but one action",
    resources: trusted(pinned, { Effect: "Allow", Principal: { AWS: "*" }, NotAction: "sts:TagSession" }),
    says: ["trust-opened!"],
  },
  {
    name: "the same in two statements, with a Sid",
    resources: trusted({ ...pinned, Sid: "a", Action: "sts:AssumeRole" }, { ...pinned, Action: ["sts:TagSession"] }),
    says: [],
  },
];

describe.each([
  { what: "doors that are not read", cases: DOORS },
  { what: "roles and what they hold", cases: ROLES },
  { what: "whom a role trusts", cases: TRUST },
  { what: "no false alarm", cases: QUIET },
])("$what", ({ cases }) => {
  test.each(cases)("$name", (one) => {
    expect(said(one)).toEqual(one.says);
  });
});

test("commands that run beside the plan are said, in modules too", () => {
  const runs = {
    address: "terraform_data.x",
    mode: "managed",
    type: "terraform_data",
    name: "x",
    provisioners: [{ type: "local-exec" }],
  };
  const module_calls = { tools: { module: { resources: [runs] } } };
  const more = (root: object): Partial<Plan> => JSON.parse(JSON.stringify({ configuration: { root_module: root } }));
  const here = { "terraform_data.x": made({ input: "x" }) };
  const below = { 'module.tools["a.b"].terraform_data.x': made({ input: "x" }) };
  expect(said({ resources: here, more: more({ resources: [runs] }) })).toEqual(["unread-access"]);
  expect(said({ resources: below, more: more({ module_calls }) })).toEqual(["unread-access"]);
  expect(said({ resources: here, more: more({ module_calls }) })).toEqual([]);
});

const JSON_REMOVED = JSON.stringify({
  removed: [{ from: "terraform_data.x", provisioner: { "local-exec": { when: "destroy", command: "true" } } }],
});
const REMOVED = `removed {
  from = terraform_data.x
  provisioner "local-exec" {
    when    = destroy
    command = "true"
  }
}`;

test.each<[string, string, Written, string | undefined, readonly string[]]>([
  ["a function that is called", "aws_lambda_invocation.x", made({ input: "{}" }), undefined, ["unread-access"]],
  [
    "a program that is called for data",
    "data.external.x",
    { after: {}, actions: ["read"] },
    undefined,
    ["unread-access"],
  ],
  ["data of something else", "data.aws_s3_bucket.x", { after: {}, actions: ["read"] }, undefined, []],
  ["commands of what was removed", "terraform_data.x", { before: { input: "x" } }, REMOVED, ["unread-access"]],
  ["the same, in JSON", "terraform_data.x", { before: { input: "x" } }, JSON_REMOVED, ["unread-access"]],
  [
    "what was removed without",
    "terraform_data.x",
    { before: { input: "x" } },
    "removed {\n  from = terraform_data.x\n}",
    [],
  ],
  ["what stays beside it", "terraform_data.y", made({ input: "x" }), REMOVED, []],
])("what runs is said: %s", (_, address, written, text, says) => {
  const name = text?.startsWith("{") === true ? "main.tf.json" : "main.tf";
  const plan = planOf({ ...POD, [address]: written });
  const files = text === undefined ? undefined : { [name]: text };
  // What is removed is in no configuration.
  const gone = (plan.configuration?.root_module?.resources ?? []).filter((one) => one.address !== "terraform_data.x");
  const configuration = { ...plan.configuration, root_module: { resources: gone } };
  const { findings } = reviewPlans(plannedOf([documentOf({ ...plan, configuration }, "api", files)]), {});
  expect(findings.filter(({ status }) => status === "new").map(({ rule }) => rule)).toEqual(says);
});

const federated = (arn: string): Resources => ({
  ...POD,
  "aws_iam_role.api": standing(
    roleValues("api", {
      assume_role_policy: JSON.stringify({
        Statement: [
          ...JSON.parse(trustText()).Statement,
          { Effect: "Allow", Principal: { Federated: arn }, Action: "sts:AssumeRoleWithSAML" },
        ],
      }),
    }),
  ),
});

test.each<[string, Resources, readonly string[]]>([
  ["that a role of pods trusts", federated(`arn:aws:iam::${ACCOUNT}:saml-provider/idp`), ["unread-access"]],
  ["that none of them trusts", POD, []],
])("a provider of identities %s", (_, resources, says) => {
  const provider = { before: { saml_metadata_document: "a" }, after: { saml_metadata_document: "b" } };
  expect(said({ resources: { ...resources, "aws_iam_saml_provider.x": provider } })).toEqual(says);
});

test("a role that is only read is no role of the plans", () => {
  const read = { after: { name: "payments" }, unknown: ["arn", "id"], actions: ["read"] };
  const given = made({ role: "payments", policy_arn: "arn:aws:iam::aws:policy/AdministratorAccess" });
  const resources = { ...POD, "data.aws_iam_role.q": read, "aws_iam_role_policy_attachment.x": given };
  expect(said({ resources })).toEqual(["unread-access"]);
});

test.each([
  { name: "one that can be read", more: "" },
  {
    name: "one that is nested too deep to be read",
    more: `locals {\n  a = ${"(".repeat(5000)}1${")".repeat(5000)}\n}`,
  },
  { name: "one with a mistake", more: "locals {" },
])("an override file is never passed over: $name", ({ more }) => {
  const policy = (action: string) =>
    `resource "aws_iam_role_policy" "api" {
      policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "${action}", Resource = [aws_s3_bucket.b.arn, "*"] }] })
    }\n`;
  const plan = planOf({
    ...POD,
    "aws_iam_role_policy.api": {
      before: inlinePolicyValues("api", QUEUE),
      after: { role: "api", name: "api" },
      unknown: ["policy"],
    },
    "aws_s3_bucket.b": { after: {}, unknown: ["arn"] },
  });
  const files = {
    "main.tf": `${policy("sqs:SendMessage")}resource "aws_s3_bucket" "b" {}\n`,
    "x_override.tf": policy("*") + more,
  };
  const { access, verdict } = reviewPlans(plannedOf([documentOf(plan, "api", files)]), {});
  expect(verdict.level).toBe(more === "" ? "error" : "cannot tell");
  expect(access.map((one) => one.verdict)).toEqual([more === "" ? "broadened" : "cannot tell"]);
});

const SAFE = `resource "aws_iam_role" "safe" { name_prefix = "safe" }\n`;
const association = (expression: string) =>
  `${SAFE}resource "aws_eks_pod_identity_association" "x" { role_arn = ${expression} }\n`;

test.each([
  { name: "the role alone", files: association("aws_iam_role.safe.arn"), isHeld: false },
  {
    name: "by a local",
    files: `${association("local.role")}locals {\n role = aws_iam_role.safe.arn\n}`,
    isHeld: false,
  },
  {
    name: "a condition that can be told",
    files: association(`true ? "arn:aws:iam::${ACCOUNT}:role/reader" : aws_iam_role.safe.arn`),
    isHeld: false,
  },
  { name: "a function", files: association('replace(aws_iam_role.safe.arn, "/safe", "/admin")'), isHeld: true },
  {
    name: "a condition",
    files: association(
      `length(aws_iam_role.safe.arn) > 5 ? "arn:aws:iam::${ACCOUNT}:role/admin" : aws_iam_role.safe.arn`,
    ),
    isHeld: true,
  },
])("what a reference to a role is made into is not passed over: $name", ({ files, isHeld }) => {
  const { name: _, ...values } = roleValues("safe");
  const plan = planOf({
    "aws_iam_role.safe": { after: values, unknown: ["name", "arn", "id", "inline_policy", "managed_policy_arns"] },
    "aws_iam_role_policy.admin": standing(inlinePolicyValues("admin", ALL)),
    "aws_iam_role.admin": standing(roleValues("admin")),
    "aws_eks_pod_identity_association.x": {
      after: { cluster_name: "atlas-eks", namespace: "backend", service_account: "x" },
      unknown: ["role_arn"],
      refers: { role_arn: ["aws_iam_role.safe.arn", "aws_iam_role.safe"] },
    },
  });
  const { findings } = reviewPlans(plannedOf([documentOf(plan, "api", { "main.tf": files })]), {});
  const errors = findings.filter(({ status, severity }) => status === "new" && severity === "error");
  expect(errors.length > 0).toBe(isHeld);
});

const OF_PAYMENTS = "changes what the role `payments` may do, which none of the plans has";
const MADE_OF_MORE =
  "has `role` made of more than a reference, and known only after apply: what it names may be another than is shown here";
test.each<[string, string, string, string[]]>([
  ["a role of pods", "aws_iam_role_policy_attachment", '"api"', []],
  ["a role that no plan has", "aws_iam_role_policy_attachment", '"payments"', [`${OF_PAYMENTS}; ${MADE_OF_MORE}`]],
  ["the same, for a list of all that it has", "aws_iam_role_policy_attachments_exclusive", '"payments"', [OF_PAYMENTS]],
])("what a condition comes to is known by the configuration's text: %s", (_, type, role, says) => {
  const attribute = type.endsWith("_exclusive") ? "role_name" : "role";
  const plan = planOf({
    ...POD,
    "terraform_data.x": { after: {}, unknown: ["output"] },
    [`${type}.x`]: {
      after: { policy_arn: policyArn("x"), policy_arns: [policyArn("x")] },
      unknown: [attribute],
      refers: { [attribute]: ["terraform_data.x.output", "terraform_data.x"] },
    },
  });
  const text = `resource "${type}" "x" {\n ${attribute} = true ? ${role} : terraform_data.x.output\n}`;
  const { findings } = reviewPlans(plannedOf([documentOf(plan, "api", { "main.tf": text })]), {});
  const unread = findings.filter(({ rule }) => rule === "unread-access").map(({ message }) => message);
  expect(unread).toEqual(says);
});

/** Terraform leaves `dynamic` blocks out of the configuration that it tells. */
test.each([
  { attribute: "inline_policy", value: [{ name: "x", policy: ALL }] },
  { attribute: "managed_policy_arns", value: ["arn:aws:iam::aws:policy/IAMFullAccess"] },
])("a role's own policies are not passed over where no configuration tells of them: $attribute", (own) => {
  const plan = planOf({
    ...POD,
    "aws_iam_role.api": {
      before: roleValues("api", { [own.attribute]: [] }),
      after: roleValues("api", { [own.attribute]: own.value }),
    },
  });
  const { verdict, access } = reviewPlans(plannedOf([documentOf(plan)]), {});
  expect([verdict.counts.errors > 0, access.some((one) => one.verdict === "broadened")]).toContain(true);
});

test("whatever stands in the attributes that are looked at, nothing is thrown", () => {
  const odd: readonly unknown[] = [
    5,
    null,
    "",
    [],
    [null, 5, {}, ["x"]],
    { a: 1 },
    "${later:arn of }",
    "arn:aws:iam::1:role/",
    '{"Statement":null}',
    '{"Statement":[null,5,{"Condition":{"ArnLike":null}},{"Condition":{"ArnLike":{"aws:PrincipalArn":[5,["*"]]}}}]}',
  ];
  const types = ["aws_iam_role_policy", "aws_iam_policy_attachment", "aws_eks_access_entry", "aws_s3_bucket_policy"];
  for (const value of odd) {
    const values = { role: value, roles: value, users: value, principal_arn: value, policy: value, policy_arn: value };
    const resources = Object.fromEntries(types.map((type) => [`${type}.x`, made(values)]));
    expect(() => said({ resources: { ...POD, ...resources } })).not.toThrow();
  }
});

test("what a change says that is not read has its own digest, without what is sensitive", () => {
  const digest = (policy: string, sensitive: readonly string[] = []) => {
    const resources = { ...POD, "aws_iam_role_policy.x": { after: inlinePolicyValues("payments", policy), sensitive } };
    return plannedOf([documentOf(planOf(resources))]).flatMap(({ unread = [] }) => unread.map((one) => one.digest));
  };
  expect(digest(QUEUE)).toEqual(digest(QUEUE));
  expect(digest(QUEUE)).not.toEqual(digest(ALL));
  expect(digest(QUEUE, ["policy"])).toEqual(digest(ALL, ["policy"]));
});

test("so has what the configuration's text tells of a value that is known only after apply", () => {
  const digest = (action: string) => {
    const text = `resource "aws_iam_role_policy" "x" {
      role   = "payments"
      policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = aws_s3_bucket.b.arn }] })
    }
    resource "aws_s3_bucket" "b" {}`;
    const resources = {
      ...POD,
      "aws_iam_role_policy.x": { after: { role: "payments", name: "x" }, unknown: ["policy"] },
      "aws_s3_bucket.b": { after: {}, unknown: ["arn"] },
    };
    const planned = plannedOf([documentOf(planOf(resources), "api", { "main.tf": text })]);
    return planned.flatMap(({ unread = [] }) => unread.map((one) => one.digest));
  };
  expect(digest("s3:GetObject")).toEqual(digest("s3:GetObject"));
  expect(digest("s3:GetObject")).not.toEqual(digest("s3:*"));
});

test("and what is run", () => {
  const digest = (command: string) => {
    const provisioners = [{ type: "local-exec", expressions: { command: { constant_value: command } } }];
    const runs = { address: "terraform_data.x", mode: "managed", type: "terraform_data", name: "x", provisioners };
    const more: Partial<Plan> = JSON.parse(JSON.stringify({ configuration: { root_module: { resources: [runs] } } }));
    const plan = planOf({ ...POD, "terraform_data.x": made({ input: "x" }) }, more);
    return plannedOf([documentOf(plan)]).flatMap(({ unread = [] }) => unread.map((one) => one.digest));
  };
  expect(digest("true")).not.toEqual(digest("false"));
});
