import {
  CreateAddonCommand,
  CreatePodIdentityAssociationCommand,
  DescribeAddonVersionsCommand,
  DescribeClusterCommand,
  DescribePodIdentityAssociationCommand,
  ListClustersCommand,
  TagResourceCommand,
} from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetPolicyCommand,
  GetRoleCommand,
  ListAccountAliasesCommand,
  ListPoliciesCommand,
  ListRolesCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, HeadBucketCommand, ListBucketsCommand, ListObjectsV2Command } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { allow, type Clients, deny, type GateWorld, SESSION_ARN, startGateWorld } from "./gate-world";
import { ACCOUNT_TRUST, document } from "./iam-world";
import { ACCOUNT, CLUSTER, CLUSTER_ARN, REGION, refusal } from "./test-world";

let world: GateWorld;
beforeEach(async () => {
  world = await startGateWorld();
});
afterEach(() => world.close());

const IAM = `arn:aws:iam::${ACCOUNT}`;
const EKS = `arn:aws:eks:${REGION}:${ACCOUNT}`;
const S3_READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const ASSOCIATION = "a-abcdefghijklmnopq";

/** A call that is refused, its action, and the resource as the service shows it. */
const calls: [string, string, (session: Clients) => Promise<unknown>][] = [
  ["iam:GetRole", "role api", ({ iam }) => iam.send(new GetRoleCommand({ RoleName: "api" }))],
  ["iam:DeleteRole", "role gone", ({ iam }) => iam.send(new DeleteRoleCommand({ RoleName: "gone" }))],
  [
    "iam:AttachRolePolicy",
    "role api",
    ({ iam }) => iam.send(new AttachRolePolicyCommand({ RoleName: "api", PolicyArn: S3_READ })),
  ],
  [
    "iam:CreateRole",
    `${IAM}:role/team/web`,
    ({ iam }) =>
      iam.send(new CreateRoleCommand({ RoleName: "web", Path: "/team/", AssumeRolePolicyDocument: ACCOUNT_TRUST })),
  ],
  ["iam:ListRoles", `${IAM}:role/`, ({ iam }) => iam.send(new ListRolesCommand({}))],
  ["iam:GetPolicy", `policy ${S3_READ}`, ({ iam }) => iam.send(new GetPolicyCommand({ PolicyArn: S3_READ }))],
  [
    "iam:CreatePolicy",
    "policy mine",
    ({ iam }) =>
      iam.send(new CreatePolicyCommand({ PolicyName: "mine", Path: "/a/", PolicyDocument: document(allow("s3:*")) })),
  ],
  ["iam:ListPolicies", "policy path /", ({ iam }) => iam.send(new ListPoliciesCommand({}))],
  ["iam:ListAccountAliases", "*", ({ iam }) => iam.send(new ListAccountAliasesCommand({}))],
  [
    "iam:CreateOpenIDConnectProvider",
    `${IAM}:oidc-provider/example.com`,
    ({ iam }) => iam.send(new CreateOpenIDConnectProviderCommand({ Url: "https://example.com" })),
  ],
  [
    "sts:AssumeRole",
    `${IAM}:role/team/api`,
    ({ sts }) => sts.send(new AssumeRoleCommand({ RoleArn: `${IAM}:role/team/api`, RoleSessionName: "again" })),
  ],
  ["eks:ListClusters", `${EKS}:cluster/*`, ({ eks }) => eks.send(new ListClustersCommand({}))],
  ["eks:DescribeCluster", CLUSTER_ARN, ({ eks }) => eks.send(new DescribeClusterCommand({ name: CLUSTER }))],
  [
    "eks:DescribePodIdentityAssociation",
    `${EKS}:podidentityassociation/${CLUSTER}/${ASSOCIATION}`,
    ({ eks }) =>
      eks.send(new DescribePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId: ASSOCIATION })),
  ],
  [
    "eks:CreatePodIdentityAssociation",
    CLUSTER_ARN,
    ({ eks }) =>
      eks.send(
        new CreatePodIdentityAssociationCommand({
          clusterName: CLUSTER,
          namespace: "backend",
          serviceAccount: "api",
          roleArn: `${IAM}:role/team/api`,
        }),
      ),
  ],
  [
    "eks:CreateAddon",
    CLUSTER_ARN,
    ({ eks }) => eks.send(new CreateAddonCommand({ clusterName: CLUSTER, addonName: "eks-pod-identity-agent" })),
  ],
  [
    "eks:DescribeAddonVersions",
    `${EKS}:/addons/supported-versions`,
    ({ eks }) => eks.send(new DescribeAddonVersionsCommand({})),
  ],
  [
    "eks:TagResource",
    CLUSTER_ARN,
    ({ eks }) => eks.send(new TagResourceCommand({ resourceArn: CLUSTER_ARN, tags: { a: "b" } })),
  ],
  ["s3:ListAllMyBuckets", "", ({ s3 }) => s3.send(new ListBucketsCommand({}))],
  ["s3:ListBucket", '"arn:aws:s3:::reports"', ({ s3 }) => s3.send(new ListObjectsV2Command({ Bucket: "reports" }))],
  ["s3:CreateBucket", '"arn:aws:s3:::mine"', ({ s3 }) => s3.send(new CreateBucketCommand({ Bucket: "mine" }))],
];

test.each(calls)("%s is refused in the words of its service", async (action, resource, call) => {
  const session = await world.session({});
  const on = resource === "" ? "" : ` on resource: ${resource}`;
  expect(await refusal(call(session))).toEqual({
    code: action.startsWith("eks:") ? "AccessDeniedException" : "AccessDenied",
    status: 403,
    message: `User: ${SESSION_ARN} is not authorized to perform: ${action}${on} because no identity-based policy allows the ${action} action`,
  });
});

test.each(calls)("%s is let through where it is allowed, and it alone", async (action, _resource, call) => {
  const session = await world.session({ inline: [allow(action), deny("iam:PassRole")] });
  const code = await call(session).then(
    () => "",
    (error: unknown) => (error instanceof Error ? `${error.name} ${error.message}` : ""),
  );
  // What fails then fails for another reason than the permission itself.
  expect(code).not.toContain(`perform: ${action}`);
});

test("an answer without a body says 403", async () => {
  const { s3 } = await world.session({});
  expect(await refusal(s3.send(new HeadBucketCommand({ Bucket: "reports" })))).toMatchObject({ status: 403 });
});

test("S3 says it in XML, EKS in a header and JSON, IAM in XML with its type", async () => {
  await world.session({});
  const session = Object.values(world.sandbox.world.sessions)[0];
  const ask = async (service: string, path: string, body?: string) => {
    const authorization = `AWS4-HMAC-SHA256 Credential=${session?.accessKeyId}/20260101/${REGION}/${service}/aws4_request`;
    const response = await fetch(`${world.sandbox.url}${path}`, {
      headers: {
        authorization,
        "x-amz-security-token": session?.sessionToken ?? "",
        ...(body && { "content-type": "application/x-www-form-urlencoded" }),
      },
      ...(body && { method: "POST", body }),
    });
    return { status: response.status, type: response.headers.get("x-amzn-errortype"), text: await response.text() };
  };
  expect(await ask("s3", "/reports?list-type=2")).toMatchObject({
    status: 403,
    text: expect.stringMatching(/^<\?xml.*<Error><Code>AccessDenied<\/Code><Message>User: .*<\/Message>/s),
  });
  expect(await ask("eks", "/clusters")).toMatchObject({
    status: 403,
    type: "AccessDeniedException",
    text: expect.stringMatching(/^\{"message":"User: .*eks:ListClusters action"\}$/),
  });
  expect(await ask("iam", "/", "Action=ListRoles&Version=2010-05-08")).toMatchObject({
    status: 403,
    text: expect.stringMatching(/<Error><Type>Sender<\/Type><Code>AccessDenied<\/Code><Message>User: /),
  });
});
