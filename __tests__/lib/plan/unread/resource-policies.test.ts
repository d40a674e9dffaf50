import {
  associationValues,
  documentOf,
  newAssociation,
  newRole,
  planOf,
  type Resources,
  ROLE_ARN,
  ROLE_ARN_REFERS,
  roleId,
  standing,
  type Values,
  type Written,
} from "../small-plan";
import { documents, made, POD, roleArn, unreadOf } from "./said";

/** Policies of resources, and other attributes, that let roles of pods in beside their own policies. */
const policy = (principal: unknown, more: Values = {}) =>
  JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: principal, Action: "sqs:*", Resource: "*", ...more }],
  });
const under = (key: string, value: string, operator = "ArnLike") =>
  policy("*", { Condition: { [operator]: { [key]: value } } });
const statements = (text: string): unknown[] => JSON.parse(text).Statement;
const others = policy({ AWS: roleArn("ci") });
const OPEN = policy({ AWS: ["*"] });
const QUEUE_POLICY = "aws_sqs_queue_policy.q";
const later = (references: readonly string[], attribute = "policy"): Written => ({
  after: { queue_url: "x" },
  unknown: [attribute],
  refers: { [attribute]: ["aws_sqs_queue.q.arn", "aws_sqs_queue.q", ...references] },
});
const API = "backend/api";

interface Case {
  name: string;
  type?: string;
  written: Written;
  /** The pods that it is about; undefined where nothing is said. */
  says: string | undefined;
}

const CASES: readonly Case[] = [
  { name: "known only after apply, of a role of pods", written: later(ROLE_ARN_REFERS), says: API },
  { name: "known only after apply, of nobody's role", written: later([]), says: undefined },
  { name: "known only after apply, of a role of others", written: later(["aws_iam_role.ci.arn"]), says: undefined },
  {
    name: "by the session tags of pods",
    written: made({ policy: under("aws:PrincipalTag/eks-cluster-name", "a") }),
    says: "",
  },
  {
    name: "by the tag of a namespace, in other letters",
    written: made({ policy: under("AWS:principaltag/kubernetes-namespace", "a", "StringEquals") }),
    says: "",
  },
  {
    name: "by another tag, which a role of pods may have",
    written: made({ policy: under("aws:PrincipalTag/team", "a") }),
    says: "",
  },
  {
    name: "everybody of an organization",
    written: made({ policy: under("aws:PrincipalOrgID", "o-1", "StringEquals") }),
    says: "",
  },
  {
    name: "everybody by TLS, which is everybody",
    written: made({ policy: under("aws:SecureTransport", "true", "Bool") }),
    says: "",
  },
  { name: "everybody, under no condition", written: made({ policy: policy("*", { Condition: {} }) }), says: "" },
  {
    name: "everybody under conditions and now under none",
    written: {
      before: { policy: under("aws:SecureTransport", "true", "Bool") },
      after: { policy: policy("*") },
    },
    says: "",
  },
  {
    name: "everybody under conditions, as before",
    written: {
      before: { policy: under("aws:SecureTransport", "true", "Bool") },
      after: { policy: under("aws:SourceVpc", "vpc-1", "StringEquals") },
    },
    says: undefined,
  },
  {
    name: "a portfolio, by a pattern without an account",
    type: "aws_servicecatalog_principal_portfolio_association",
    written: made({ principal_arn: "arn:aws:iam:::role/a*", principal_type: "IAM_PATTERN" }),
    says: API,
  },
  {
    name: "a portfolio, by a pattern of others",
    type: "aws_servicecatalog_principal_portfolio_association",
    written: made({ principal_arn: "arn:aws:iam:::role/ci-*", principal_type: "IAM_PATTERN" }),
    says: undefined,
  },
  {
    name: "a service that calls for an account",
    written: made({ policy: under("aws:SourceAccount", "492000000148", "StringEquals") }),
    says: undefined,
  },
  {
    name: "by the id of a role of pods",
    written: made({ policy: under("aws:userid", `${roleId()}:*`, "StringLike") }),
    says: API,
  },
  {
    name: "by the id of another role",
    written: made({ policy: under("aws:userid", `${roleId("ci")}:*`, "StringLike") }),
    says: undefined,
  },
  { name: "by a pattern", written: made({ policy: under("aws:PrincipalArn", roleArn("*")) }), says: API },
  {
    name: "by a pattern of others",
    written: made({ policy: under("aws:PrincipalArn", roleArn("ci-*")) }),
    says: undefined,
  },
  {
    name: "by one of two patterns",
    written: made({
      policy: policy("*", { Condition: { ArnLike: { "aws:PrincipalArn": [roleArn("ci-*"), roleArn("a*")] } } }),
    }),
    says: API,
  },
  {
    name: "by a pattern that is not of who asks",
    written: made({ policy: under("aws:SourceArn", roleArn("*")) }),
    says: undefined,
  },
  {
    name: "by a pattern of another account",
    written: made({ policy: under("aws:PrincipalArn", "arn:aws:iam::111111111111:role/*") }),
    says: undefined,
  },
  {
    name: "by an ARN with an escape",
    written: made({ policy: policy({ AWS: ROLE_ARN }).replace("role/", "role\\/") }),
    says: API,
  },
  { name: "everybody", written: made({ policy: policy("*") }), says: "" },
  {
    name: "everybody in one statement of two",
    written: made({ policy: JSON.stringify({ Statement: [...statements(others), ...statements(policy("*"))] }) }),
    says: "",
  },
  {
    name: "everybody, under a condition that asks for nothing",
    written: made({ policy: policy("*", { Condition: {} }) }),
    says: "",
  },
  { name: "everybody in a list", written: made({ policy: OPEN }), says: "" },
  {
    name: "everybody but some",
    written: made({ policy: policy(undefined, { NotPrincipal: { AWS: roleArn("ci") } }) }),
    says: "",
  },
  { name: "everybody, now", written: { before: { policy: others }, after: { policy: OPEN } }, says: "" },
  {
    name: "everybody, as before",
    written: { before: { policy: OPEN }, after: { policy: policy("*", { Sid: "a" }) } },
    says: undefined,
  },
  { name: "everybody no more", written: { before: { policy: OPEN }, after: { policy: others } }, says: undefined },
  { name: "everybody denied", written: made({ policy: policy("*", { Effect: "Deny" }) }), says: undefined },
  { name: "everybody through an endpoint", type: "aws_vpc_endpoint", written: made({ policy: OPEN }), says: undefined },
  {
    name: "repositories that are yet to be made",
    type: "aws_ecr_repository_creation_template",
    written: made({ repository_policy: policy({ AWS: ROLE_ARN }) }),
    says: API,
  },
  {
    name: "a destination of logs",
    type: "aws_cloudwatch_log_delivery_destination_policy",
    written: made({ delivery_destination_policy: policy({ AWS: ROLE_ARN }) }),
    says: API,
  },
  {
    name: "a block with a policy",
    written: made({ details: [{ name: "x", policy: policy({ AWS: ROLE_ARN }) }] }),
    says: API,
  },
  { name: "a function", type: "aws_lambda_permission", written: made({ principal: ROLE_ARN }), says: API },
  {
    name: "a function for a service",
    type: "aws_lambda_permission",
    written: made({ principal: "sns.amazonaws.com" }),
    says: undefined,
  },
  { name: "a function for everybody", type: "aws_lambda_permission", written: made({ principal: "*" }), says: "" },
  {
    name: "a function for everybody, as before",
    type: "aws_lambda_permission",
    written: { before: { principal: "*", statement_id: "a" }, after: { principal: "*", statement_id: "b" } },
    says: undefined,
  },
  {
    name: "a function for somebody who is known only after apply",
    type: "aws_lambda_permission",
    written: { after: { function_name: "f" }, unknown: ["principal"] },
    says: "",
  },
  {
    name: "a key for others, and for somebody who is known only after apply",
    type: "aws_kms_grant",
    written: { after: { grantee_principal: roleArn("ci") }, unknown: ["retiring_principal"] },
    says: "",
  },
  {
    name: "another layer for everybody",
    type: "aws_lambda_layer_version_permission",
    written: { before: { principal: "*", layer_name: "a" }, after: { principal: "*", layer_name: "b" } },
    says: "",
  },
  ...(
    [
      ["another version of it", { qualifier: "1" }, { qualifier: "2" }],
      ["its URL without credentials", { function_url_auth_type: "AWS_IAM" }, { function_url_auth_type: "NONE" }],
      ["another function", { function_name: "f" }, { function_name: "g" }],
      ["more of it", { action: "lambda:InvokeFunction" }, { action: "lambda:*" }],
      ["and not only for the organization", { principal_org_id: "o-1" }, {}],
    ] as const
  ).map(([name, before, after]) => ({
    name: `a function for everybody: ${name}`,
    type: "aws_lambda_permission",
    written: { before: { principal: "*", ...before }, after: { principal: "*", ...after } },
    says: "",
  })),
  {
    name: "a function for everybody from a source that is known only after apply",
    type: "aws_lambda_permission",
    written: { after: { principal: "*" }, unknown: ["source_arn"] },
    says: undefined,
  },
  {
    name: "a function for everybody, and no more for one account alone",
    type: "aws_lambda_permission",
    written: { before: { principal: "*", source_account: "492000000148" }, after: { principal: "*" } },
    says: "",
  },
  {
    name: "a function for services that act for one account",
    type: "aws_lambda_permission",
    written: made({ principal: "*", source_account: "492000000148" }),
    says: undefined,
  },
  {
    name: "an endpoint's callers: everybody",
    type: "aws_vpc_endpoint_service",
    written: { before: { allowed_principals: [roleArn("ci")] }, after: { allowed_principals: [roleArn("ci"), "*"] } },
    says: "",
  },
  { name: "a layer", type: "aws_lambda_layer_version_permission", written: made({ principal: ROLE_ARN }), says: API },
  {
    name: "a profile",
    type: "aws_signer_signing_profile_permission",
    written: made({ principal: ROLE_ARN }),
    says: API,
  },
  {
    name: "shared resources",
    type: "aws_ram_principal_association",
    written: made({ principal: ROLE_ARN }),
    says: API,
  },
  {
    name: "an endpoint's caller",
    type: "aws_vpc_endpoint_service_allowed_principal",
    written: made({ principal_arn: ROLE_ARN }),
    says: API,
  },
  {
    name: "an endpoint's callers",
    type: "aws_vpc_endpoint_service",
    written: made({ allowed_principals: [ROLE_ARN] }),
    says: API,
  },
  {
    name: "a lake's admins",
    type: "aws_lakeformation_data_lake_settings",
    written: made({ admins: [ROLE_ARN] }),
    says: API,
  },
  {
    name: "a lake's admins, as they were",
    type: "aws_lakeformation_data_lake_settings",
    written: { before: { admins: [ROLE_ARN], parameters: {} }, after: { admins: [ROLE_ARN], parameters: { a: "b" } } },
    says: undefined,
  },
  {
    name: "a lake's admins, one of them known only after apply",
    type: "aws_lakeformation_data_lake_settings",
    written: {
      after: { admins: [roleArn("ci"), null] },
      unknown: { admins: [false, true] },
      refers: { admins: ["aws_iam_role.api.arn", "aws_iam_role.api"] },
    },
    says: API,
  },
  {
    name: "whoever is over budget",
    type: "aws_budgets_budget_action",
    written: made({ definition: [{ iam_action_definition: [{ policy_arn: "x", roles: ["api"] }] }] }),
    says: API,
  },
];

test.each(CASES)("who is let in beside a role's own policies: $name", ({ type, written, says }) => {
  const address = type === undefined ? QUEUE_POLICY : `${type}.x`;
  const found = unreadOf(documents({ ...POD, [address]: written }));
  expect(found).toEqual(says === undefined ? [] : [`${address}: ${says}`.trim()]);
});

test("a grant for objects, by its block", () => {
  const grant = made({ grantee: [{ grantee_type: "IAM", grantee_identifier: ROLE_ARN }] });
  const plan = planOf({ ...POD, "aws_grant.x": grant });
  const changes = plan.resource_changes?.map((one) =>
    one.type === "aws_grant" ? { ...one, type: "aws_s3control_access_grant" } : one,
  );
  expect(unreadOf([documentOf({ ...plan, resource_changes: changes ?? [] })])).toEqual([`aws_grant.x: ${API}`]);
});

test.each<[string, Written]>([
  [QUEUE_POLICY, made({ policy: policy("*") })],
  ["aws_lambda_permission.x", made({ principal: "*" })],
])("everybody is of no note where no pods are: %s", (address, written) => {
  expect(unreadOf(documents({ [address]: written }))).toEqual([]);
  expect(unreadOf(documents(POD, { [address]: written }))).toEqual([`${address}:`]);
});

const ASSOCIATION = "aws_eks_pod_identity_association";
const NEW_ROLE: Resources = {
  "aws_iam_role.api": newRole("api", { assume_role_policy: POD["aws_iam_role.api"]?.after?.assume_role_policy }),
  [`${ASSOCIATION}.api`]: newAssociation("api", ROLE_ARN_REFERS),
};
const ELSEWHERE: Resources = {
  [`${ASSOCIATION}.api`]: standing(associationValues("api", { role_arn: roleArn("ext") })),
};
const TARGET: Resources = {
  ...POD,
  [`${ASSOCIATION}.api`]: standing(associationValues("api", { target_role_arn: roleArn("next") })),
};
const TWO: Resources = { ...POD, [`${ASSOCIATION}.web`]: standing(associationValues("web")) };
const byPattern = (pattern: string) => under("aws:PrincipalArn", pattern);
test.each<[string, Resources, string, string | undefined]>([
  ["a role of two service accounts", TWO, policy({ AWS: ROLE_ARN }), `${API} backend/web`],
  ["a target role", TARGET, policy({ AWS: roleArn("next") }), API],
  ["a role that no plan has", ELSEWHERE, policy({ AWS: roleArn("ext") }), API],
  ["the same by a pattern", ELSEWHERE, byPattern(roleArn("e*")), API],
  ["a pattern of another account", ELSEWHERE, byPattern("arn:aws:iam::111111111111:role/*"), undefined],
  ["a role that is yet to be made, by a pattern", NEW_ROLE, byPattern(roleArn("a*")), API],
  ["a pattern of others", NEW_ROLE, byPattern(roleArn("ci-*")), undefined],
])("whom a policy lets in, by the plans: %s", (_, plan, text, says) => {
  const found = unreadOf(documents({ ...plan, [QUEUE_POLICY]: made({ policy: text }) }));
  expect(found).toEqual(says === undefined ? [] : [`${QUEUE_POLICY}: ${says}`]);
});

/** What a module, a document and an each lead to, where the plan's JSON is all that there is. */
const references = (...all: readonly string[]) => ({ references: all });
const QUEUED = { address: QUEUE_POLICY, mode: "managed", type: "aws_sqs_queue_policy", name: "q" };
const WOVEN: readonly {
  name: string;
  expression: object;
  more?: object;
  resource?: object;
  module?: boolean;
  says: boolean;
}[] = [
  {
    name: "a document",
    expression: references("data.aws_iam_policy_document.d.json", "data.aws_iam_policy_document.d"),
    says: true,
  },
  { name: "an output of a module", expression: references("module.m.by", "module.m"), says: true },
  { name: "another output", expression: references("module.m.size", "module.m"), says: false },
  {
    name: "each",
    expression: references("each.value"),
    resource: { for_each_expression: references(...ROLE_ARN_REFERS) },
    says: true,
  },
  { name: "a local, of which the plan tells nothing", expression: references("local.by"), says: false },
  { name: "a variable of a module", expression: references("var.by"), module: true, says: true },
];

test.each(WOVEN)(
  "what a policy that is known only after apply refers to: $name",
  ({ expression, resource, module, says }) => {
    const block = { ...QUEUED, ...resource, expressions: { policy: expression } };
    const identifiers = { identifiers: references(...ROLE_ARN_REFERS) };
    const document = {
      address: "data.aws_iam_policy_document.d",
      mode: "data",
      type: "aws_iam_policy_document",
      name: "d",
      expressions: { statement: [{ principals: [identifiers] }] },
    };
    const outputs = { by: { expression: references("var.by") }, size: { expression: references("var.size") } };
    const resources = module ? [block] : [];
    const m = { expressions: { by: references(...ROLE_ARN_REFERS) }, module: { outputs, resources } };
    const root = { resources: module ? [] : [block, document], module_calls: { m } };
    const address = module ? `module.m.${QUEUE_POLICY}` : QUEUE_POLICY;
    const configuration = JSON.parse(JSON.stringify({ root_module: root }));
    const plan: Resources = {
      ...POD,
      "aws_iam_role.api": newRole("api", { assume_role_policy: POD["aws_iam_role.api"]?.after?.assume_role_policy }),
      [address]: { after: {}, unknown: ["policy"] },
    };
    const found = unreadOf([documentOf(planOf(plan, { configuration }))]).filter((one) => one.includes("queue"));
    expect(found).toEqual(says ? [`${address}: ${API}`] : []);
  },
);
