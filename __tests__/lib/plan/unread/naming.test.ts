import {
  newRole,
  type Resources,
  ROLE_ARN,
  ROLE_ARN_REFERS,
  roleId,
  standing,
  type Values,
  type Written,
} from "../small-plan";
import { documents, made, POD, roleArn, unreadOf } from "./said";

/** Resources of any type that come to name a role of pods. */

const NEW: Resources = {
  "aws_iam_role.api": newRole(),
  "aws_eks_pod_identity_association.api": {
    after: { cluster_name: "atlas-eks", namespace: "backend", service_account: "api" },
    unknown: ["role_arn", "association_arn"],
    refers: { role_arn: ROLE_ARN_REFERS },
  },
};

test.each<[string, string, Written]>([
  ["a function's role", "aws_lambda_function.x", made({ role: ROLE_ARN })],
  [
    "a role in a block of lists",
    "aws_ecs_task_definition.x",
    made({ volume: [{ configuration: [{ role: ROLE_ARN }] }] }),
  ],
  ["a role in a text", "kubernetes_manifest.x", made({ manifest: { data: { mapRoles: `- rolearn: ${ROLE_ARN}` } } })],
  [
    "a role in a text with escapes",
    "aws_cloudcontrolapi_resource.x",
    made({ desired_state: JSON.stringify({ Arn: ROLE_ARN }).replace("role/", "role\\u002f") }),
  ],
  [
    "a session of the role",
    "aws_x.y",
    made({ principal: "arn:aws:sts::492000000148:assumed-role/api/eks-atlas-eks-api-1" }),
  ],
  ["the role's id", "aws_x.y", made({ user: `${roleId()}:*` })],
  ["the role's name, of a role", "aws_ssm_activation.x", made({ iam_role: "API" })],
  ["another role before", "aws_lambda_function.x", { before: { role: roleArn("ci") }, after: { role: ROLE_ARN } }],
])("a resource that comes to name a role of pods is said: %s", (_, address, written) => {
  expect(unreadOf(documents({ ...POD, [address]: written }))).toEqual([`${address}: backend/api`]);
});

test("so is one that will know the role's ARN after apply", () => {
  const written = { after: {}, unknown: ["role"], refers: { role: ROLE_ARN_REFERS } };
  expect(unreadOf(documents({ ...NEW, "aws_lambda_function.x": written }))).toEqual([
    "aws_lambda_function.x: backend/api",
  ]);
});

test.each<[string, string, Written]>([
  ["a role of nobody's", "aws_lambda_function.x", made({ role: roleArn("ci") })],
  [
    "it named the role before",
    "aws_lambda_function.x",
    { before: { role: ROLE_ARN }, after: { role: ROLE_ARN, x: 1 } },
  ],
  ["it does not name the role any more", "aws_lambda_function.x", { before: { role: ROLE_ARN }, after: {} }],
  ["it is left alone", "aws_lambda_function.x", standing({ role: ROLE_ARN })],
  ["the role's name, of something else", "aws_x.y", made({ name: "api" })],
  ["a tag with its ARN", "aws_x.y", made({ tags: { role: ROLE_ARN } })],
  ["a parameter that holds its ARN", "aws_ssm_parameter.x", made({ value: ROLE_ARN })],
])("others are not: %s", (_, address, written) => {
  expect(unreadOf(documents({ ...POD, [address]: written }))).toEqual([]);
});

const values: Values = { role: "API" };
test("a name is one whatever the case of its letters", () => {
  expect(unreadOf(documents({ ...POD, "aws_iam_instance_profile.x": made(values) }))).toEqual([
    "aws_iam_instance_profile.x: backend/api",
  ]);
});
