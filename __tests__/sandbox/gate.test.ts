import { CreatePodIdentityAssociationCommand, ListClustersCommand } from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import {
  DeleteObjectsCommand,
  GetObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
} from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { callerOf } from "../../sandbox/caller";
import { gate } from "../../sandbox/gate";
import type { Call } from "../../sandbox/operation";
import {
  allow,
  BUCKET_ARN,
  type Clients,
  deny,
  type GateWorld,
  PODS_TRUST,
  ROLE_ARN,
  SESSION_ARN,
  type SessionOptions,
  startGateWorld,
} from "./gate-world";
import { document } from "./iam-world";
import { ACCOUNT, CLUSTER, CLUSTER_ARN, OTHER_ACCOUNT, REGION, refusal } from "./test-world";

let world: GateWorld;
beforeEach(async () => {
  world = await startGateWorld();
});
afterEach(() => world.close());

const get = ({ s3 }: Clients) => s3.send(new GetObjectCommand({ Bucket: "reports", Key: "core/q3.csv" }));
const list = ({ s3 }: Clients, Prefix: string) => s3.send(new ListObjectsV2Command({ Bucket: "reports", Prefix }));

const GET = "s3:GetObject";
const IDENTITY = "because no identity-based policy allows the s3:GetObject action";
const BOUNDARY = "because no permissions boundary allows the s3:GetObject action";
const SESSION = "because no session policy allows the s3:GetObject action";

/** Who reads an object with what, and the end of the refusal; an empty one: it is let through. */
const reads: [string, SessionOptions, string][] = [
  ["no policy at all", {}, IDENTITY],
  ["an inline policy", { inline: [allow(GET, `${BUCKET_ARN}/*`)] }, ""],
  ["a policy of another bucket", { inline: [allow(GET, "arn:aws:s3:::other/*")] }, IDENTITY],
  ["a policy of another action", { inline: [allow("s3:Put*")] }, IDENTITY],
  ["the bucket without its objects", { inline: [allow(GET, BUCKET_ARN)] }, IDENTITY],
  ["a managed policy of the account", { attached: [allow("s3:Get*", `${BUCKET_ARN}/core/*`)] }, ""],
  ["a managed policy of AWS", { attached: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" }, ""],
  ["a managed policy of AWS for other things", { attached: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" }, IDENTITY],
  [
    "a denial over what is allowed",
    { inline: [allow("*"), deny(GET, `${BUCKET_ARN}/core/*`)] },
    "with an explicit deny in an identity-based policy",
  ],
  ["a denial of something else", { inline: [allow("*"), deny("s3:PutObject")] }, ""],
  [
    "a denial in one policy, what allows in another",
    { inline: [deny("s3:*")], attached: "arn:aws:iam::aws:policy/AdministratorAccess" },
    "with an explicit deny in an identity-based policy",
  ],
  ["a boundary that allows it too", { inline: [allow("*")], boundary: [allow("s3:*")] }, ""],
  ["a boundary of something else", { inline: [allow("*")], boundary: [allow("sqs:*")] }, BOUNDARY],
  ["a boundary alone", { boundary: [allow("*")] }, IDENTITY],
  [
    "a boundary that denies it",
    { inline: [allow("*")], boundary: [allow("*"), deny(GET)] },
    "with an explicit deny in a permissions boundary",
  ],
  ["a session policy that allows it too", { inline: [allow("*")], sessionPolicy: [allow(GET)] }, ""],
  ["a session policy of something else", { inline: [allow("*")], sessionPolicy: [allow("sqs:*")] }, SESSION],
  ["a session policy alone", { sessionPolicy: [allow("*")] }, IDENTITY],
  [
    "a session policy that denies it",
    { inline: [allow("*")], sessionPolicy: [allow("*"), deny(GET)] },
    "with an explicit deny in a session policy",
  ],
  [
    "a managed session policy of AWS",
    { inline: [allow("*")], sessionPolicyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" },
    "",
  ],
  [
    "either of two session policies",
    {
      inline: [allow("*")],
      sessionPolicy: [allow("sqs:*")],
      sessionPolicyArn: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    },
    "",
  ],
  [
    "a tag of the role",
    { tags: { team: "core" }, inline: [allow(GET, "*", { StringEquals: { "aws:PrincipalTag/team": "core" } })] },
    "",
  ],
  [
    "a session's tag over the role's",
    {
      tags: { Team: "ops" },
      sessionTags: { team: "core" },
      inline: [allow(GET, "*", { StringEquals: { "aws:PrincipalTag/team": "core" } })],
    },
    "",
  ],
  [
    "the role's tag under the session's",
    {
      tags: { team: "core" },
      sessionTags: { team: "ops" },
      inline: [allow(GET, "*", { StringEquals: { "aws:PrincipalTag/team": "core" } })],
    },
    IDENTITY,
  ],
  [
    "a tag in the resource",
    { sessionTags: { team: "core" }, inline: [allow(GET, `${BUCKET_ARN}/\${aws:PrincipalTag/team}/*`)] },
    "",
  ],
  [
    "another tag in the resource",
    { sessionTags: { team: "ops" }, inline: [allow(GET, `${BUCKET_ARN}/\${aws:PrincipalTag/team}/*`)] },
    IDENTITY,
  ],
  [
    "the principal, the account, the region, TLS, the address",
    {
      inline: [
        allow(GET, "*", {
          ArnEquals: { "aws:PrincipalArn": ROLE_ARN },
          StringEquals: {
            "aws:PrincipalAccount": ACCOUNT,
            "aws:ResourceAccount": ACCOUNT,
            "aws:RequestedRegion": REGION,
            "s3:ResourceAccount": ACCOUNT,
          },
          Bool: { "aws:SecureTransport": "true" },
          IpAddress: { "aws:SourceIp": "127.0.0.0/8" },
          DateGreaterThan: { "aws:CurrentTime": "2020-01-01T00:00:00Z" },
        }),
      ],
    },
    "",
  ],
  ["another region", { inline: [allow(GET, "*", { StringEquals: { "aws:RequestedRegion": "eu-west-1" } })] }, IDENTITY],
];

test.each(reads)("an object is read with %s", async (_name, options, reason) => {
  const session = await world.session(options);
  if (reason === "") expect(await (await get(session)).Body?.transformToString()).toBe("1");
  else {
    expect(await refusal(get(session))).toEqual({
      code: "AccessDenied",
      status: 403,
      message: `User: ${SESSION_ARN} is not authorized to perform: s3:GetObject on resource: "${BUCKET_ARN}/core/q3.csv" ${reason}`,
    });
  }
});

test("root may do all, and nobody is refused to ask who it is", async () => {
  await get(world.root);
  const session = await world.session({ inline: [deny("*")] });
  expect((await session.sts.send(new GetCallerIdentityCommand({}))).Arn).toBe(SESSION_ARN);
});

test("what the policies say now counts: a new default version, a policy less, a role less", async () => {
  const session = await world.session({ attached: [allow(GET)], inline: [allow("s3:PutObject")] });
  await get(session);
  const put = () => session.s3.send(new PutObjectCommand({ Bucket: "reports", Key: "x", Body: "1" }));
  await put();
  const PolicyArn = `arn:aws:iam::${ACCOUNT}:policy/attached`;
  await world.root.iam.send(
    new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: document(allow("sqs:*")), SetAsDefault: true }),
  );
  expect((await refusal(get(session))).message).toContain(IDENTITY);
  await world.root.iam.send(new DeleteRolePolicyCommand({ RoleName: "api", PolicyName: "inline" }));
  expect(await refusal(put())).toMatchObject({ code: "AccessDenied" });
});

test("the sessions of a role that was deleted and made anew may do nothing", async () => {
  const old = await world.session({});
  await world.root.iam.send(new DeleteRoleCommand({ RoleName: "api" }));
  await get(await world.session({ inline: [allow(GET)] }));
  expect((await refusal(get(old))).message).toContain(IDENTITY);
});

test("what S3 asks: prefixes, tags of an upload, each object that is to be deleted", async () => {
  const session = await world.session({
    inline: [
      allow("s3:ListBucket", BUCKET_ARN, { StringLike: { "s3:prefix": "core/*" } }),
      allow(["s3:PutObject", "s3:DeleteObject"], `${BUCKET_ARN}/core/*`),
    ],
  });
  await list(session, "core/");
  expect((await refusal(list(session, "ops/"))).message).toContain(
    `s3:ListBucket on resource: "${BUCKET_ARN}" because`,
  );
  const put = (Tagging?: string) =>
    session.s3.send(new PutObjectCommand({ Bucket: "reports", Key: "core/x", Body: "1", ...(Tagging && { Tagging }) }));
  await put();
  expect((await refusal(put("a=b"))).message).toContain(`s3:PutObjectTagging on resource: "${BUCKET_ARN}/core/x"`);
  const remove = (...keys: string[]) =>
    session.s3.send(new DeleteObjectsCommand({ Bucket: "reports", Delete: { Objects: keys.map((Key) => ({ Key })) } }));
  expect((await refusal(remove("core/x", "ops/x"))).message).toContain(
    `s3:DeleteObject on resource: "${BUCKET_ARN}/ops/x"`,
  );
  await remove("core/x");
});

test("only who may list a bucket is told that it has no such object", async () => {
  const Key = "core/gone";
  const ask = ({ s3 }: Clients) => refusal(s3.send(new GetObjectCommand({ Bucket: "reports", Key })));
  const session = await world.session({ inline: [allow(GET)] });
  expect(await ask(session)).toMatchObject({
    code: "AccessDenied",
    message: `User: ${SESSION_ARN} is not authorized to perform: s3:ListBucket on resource: "${BUCKET_ARN}" because no identity-based policy allows the s3:ListBucket action`,
  });
  const input = { RoleName: "api", PolicyName: "list", PolicyDocument: document(allow("s3:ListBucket", BUCKET_ARN)) };
  await world.root.iam.send(new PutRolePolicyCommand(input));
  expect(await ask(session)).toMatchObject({ code: "NoSuchKey", status: 404 });
});

describe("a bucket's policy", () => {
  const bucketPolicy = (...statements: Record<string, unknown>[]) =>
    world.root.s3.send(new PutBucketPolicyCommand({ Bucket: "reports", Policy: document(...statements) }));
  const stranger = () => world.clients({ accessKeyId: OTHER_ACCOUNT, secretAccessKey: "x" });
  const everyObject = `${BUCKET_ARN}/*`;

  test("lets a role in that has no policy of its own, and denies what that allows", async () => {
    const session = await world.session({});
    await bucketPolicy({ ...allow(GET, everyObject), Principal: { AWS: ROLE_ARN } });
    await get(session);
    await bucketPolicy({ ...deny(GET, everyObject), Principal: "*" });
    expect((await refusal(get(session))).message).toMatch(/with an explicit deny in a resource-based policy$/);
    await get(world.root);
  });

  test("alone lets another account in", async () => {
    const denied = { code: "AccessDenied", status: 403, message: "Access Denied" };
    expect(await refusal(get(stranger()))).toEqual(denied);
    await bucketPolicy({ ...allow("s3:ListBucket", BUCKET_ARN), Principal: { AWS: OTHER_ACCOUNT } });
    expect(await refusal(get(stranger()))).toEqual(denied);
    await bucketPolicy({ ...allow(GET, everyObject), Principal: { AWS: OTHER_ACCOUNT } });
    await get(stranger());
  });
});

test("a pod does what its role allows by its session tags, and no more", async () => {
  const roleArn = await world.role({
    trust: PODS_TRUST,
    attached: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    inline: [
      allow("s3:PutObject", `${BUCKET_ARN}/\${aws:PrincipalTag/kubernetes-namespace}/*`, {
        StringEquals: { "aws:PrincipalTag/eks-cluster-arn": CLUSTER_ARN },
      }),
    ],
  });
  await world.root.eks.send(
    new CreatePodIdentityAssociationCommand({
      clusterName: CLUSTER,
      namespace: "backend",
      serviceAccount: "api",
      roleArn,
    }),
  );
  const pod = await world.pod();
  expect((await pod.s3.send(new ListBucketsCommand({}))).Buckets).toHaveLength(1);
  const put = (Key: string) => pod.s3.send(new PutObjectCommand({ Bucket: "reports", Key, Body: "1" }));
  await put("backend/x");
  expect((await refusal(put("core/x"))).message).toContain("because no identity-based policy allows the s3:PutObject");
  expect(await refusal(pod.eks.send(new ListClustersCommand({})))).toEqual({
    code: "AccessDeniedException",
    status: 403,
    message: expect.stringMatching(
      new RegExp(
        `^User: arn:aws:sts::${ACCOUNT}:assumed-role/api/eks-atlas-api-5d8f-\\S+ is not authorized to perform: ` +
          `eks:ListClusters on resource: arn:aws:eks:${REGION}:${ACCOUNT}:cluster/\\* ` +
          "because no identity-based policy allows the eks:ListClusters action$",
      ),
    ),
  });
});

test("a call is told with the decision and the policies behind it", async () => {
  const session = await world.session({ attached: "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" });
  await get(session);
  await refusal(session.eks.send(new ListClustersCommand({})));
  await get(world.root);
  const told = world.records.slice(-3).map(({ action, decision, why }) => [action, decision, why]);
  expect(told).toEqual([
    ["s3:GetObject", "allowed", "by AmazonS3ReadOnlyAccess (statement 1)"],
    ["eks:ListClusters", "denied", "because no identity-based policy allows the eks:ListClusters action"],
    ["s3:GetObject", "allowed", "root may do all"],
  ]);
});

test("a decision takes well under 5 ms, with ten managed policies and a boundary", async () => {
  await world.session({ inline: [allow("sqs:*")], boundary: [allow("*")], sessionTags: { team: "core" } });
  const names = ["AdministratorAccess", "PowerUserAccess", "ReadOnlyAccess", "SecurityAudit", "AmazonS3ReadOnlyAccess"];
  const more = [
    "AmazonEKSClusterPolicy",
    "AmazonSQSFullAccess",
    "AmazonEC2FullAccess",
    "IAMFullAccess",
    "job-function/Billing",
  ];
  for (const name of [...names, ...more]) {
    const PolicyArn = `arn:aws:iam::aws:policy/${name}`;
    await world.root.iam.send(new AttachRolePolicyCommand({ RoleName: "api", PolicyArn }));
  }
  const { world: state } = world.sandbox;
  const session = Object.values(state.sessions)[0];
  const scope = { accessKeyId: session?.accessKeyId ?? "", region: REGION, service: "s3" };
  const call: Call = {
    service: "s3",
    caller: callerOf(state, scope, session?.sessionToken),
    account: ACCOUNT,
    region: REGION,
    partition: "aws",
    method: "GET",
    path: "/reports/core/q3.csv",
    query: new URLSearchParams(),
    headers: {},
    body: Buffer.alloc(0),
    requestId: "1",
  };
  const operation = { action: GET, resources: [`${BUCKET_ARN}/core/q3.csv`], run: () => ({ status: 200 }) };
  expect(gate(call, operation, state).error).toBeUndefined();
  const times = 100;
  const began = performance.now();
  for (let time = 0; time < times; time++) gate(call, operation, state);
  expect((performance.now() - began) / times).toBeLessThan(2);
});
