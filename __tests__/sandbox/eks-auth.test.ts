import {
  CreatePodIdentityAssociationCommand,
  type CreatePodIdentityAssociationCommandInput,
  DeletePodIdentityAssociationCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import { type PodTokenOptions, podToken } from "../../sandbox/eks-auth/token";
import { MAY_ASSUME } from "./iam-world";
import {
  ACCOUNT,
  addRole,
  CLUSTER,
  CLUSTER_ARN,
  OTHER_ACCOUNT,
  podsTrust,
  REGION,
  startTestWorld,
  type TestWorld,
} from "./test-world";

let world: TestWorld;
let roleArn: string;

/** A trust as the project writes it: pinned to the cluster, the namespace and the service account. */
const pinned = (serviceAccount: string) =>
  podsTrust({
    StringEquals: {
      "aws:RequestTag/eks-cluster-arn": CLUSTER_ARN,
      "aws:RequestTag/kubernetes-namespace": "backend",
      "aws:RequestTag/kubernetes-service-account": serviceAccount,
    },
  });

async function start(consistencySeconds = 0): Promise<void> {
  world = await startTestWorld({ consistencySeconds });
  roleArn = addRole(world, "api", pinned("api"), ACCOUNT, [MAY_ASSUME]);
}
beforeEach(() => start());
afterEach(() => world.close());

async function associate(more: Partial<CreatePodIdentityAssociationCommandInput> = {}): Promise<string> {
  const input = { clusterName: CLUSTER, namespace: "backend", serviceAccount: "api", roleArn, ...more };
  const { association } = await world.eks.send(new CreatePodIdentityAssociationCommand(input));
  return association?.associationId ?? "";
}

const token = (more: Partial<PodTokenOptions> = {}) =>
  podToken({
    namespace: "backend",
    serviceAccount: "api",
    pod: "api-5d8f",
    podUid: "pod-uid",
    now: world.sandbox.world.now(),
    ...more,
  });

/** As much of an answer as the tests look into. */
interface AssumeReply {
  assumedRoleUser: { arn: string };
  credentials: { accessKeyId: string; expiration: number };
  message?: string;
}

/** AssumeRoleForPodIdentity, signed as a node would, or not at all. */
async function assume(given: string, { cluster = CLUSTER, signed = true } = {}) {
  const response = await fetch(`${world.sandbox.url}/clusters/${cluster}/assume-role-for-pod-identity`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      ...(signed && {
        authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/eks-auth/aws4_request, SignedHeaders=host, Signature=0`,
      }),
    },
    body: JSON.stringify({ token: given }),
  });
  const body: AssumeReply = JSON.parse(await response.text());
  return { status: response.status, code: response.headers.get("x-amzn-errortype"), body };
}

const sessionOf = (accessKeyId: string) => world.sandbox.world.sessions[accessKeyId];

test("a pod's token becomes a session of the association's role, with six transitive tags", async () => {
  const id = await associate();
  const { status, body } = await assume(token());
  expect(status).toBe(200);
  expect(body).toEqual({
    subject: { namespace: "backend", serviceAccount: "api" },
    audience: "pods.eks.amazonaws.com",
    podIdentityAssociation: {
      associationId: id,
      associationArn: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${CLUSTER}/${id}`,
    },
    assumedRoleUser: {
      arn: expect.stringMatching(`^arn:aws:sts::${ACCOUNT}:assumed-role/api/eks-atlas-api-5d8f-[0-9a-f-]{36}$`),
      assumeRoleId: expect.stringMatching(/^AROA.{17}:eks-atlas-api-5d8f-/),
    },
    credentials: {
      accessKeyId: expect.stringMatching(/^ASIA/),
      secretAccessKey: expect.any(String),
      sessionToken: expect.any(String),
      expiration: world.sandbox.world.now().getTime() / 1000 + 6 * 3600,
    },
  });
  const tags = [
    { Key: "eks-cluster-arn", Value: CLUSTER_ARN },
    { Key: "eks-cluster-name", Value: CLUSTER },
    { Key: "kubernetes-namespace", Value: "backend" },
    { Key: "kubernetes-service-account", Value: "api" },
    { Key: "kubernetes-pod-name", Value: "api-5d8f" },
    { Key: "kubernetes-pod-uid", Value: "pod-uid" },
  ];
  expect(sessionOf(body.credentials.accessKeyId)).toMatchObject({
    roleArn,
    tags,
    transitiveTagKeys: tags.map((tag) => tag.Key),
  });
});

test("a session name has at most 64 characters", async () => {
  await associate();
  const { body } = await assume(token({ pod: "p".repeat(80) }));
  expect(body.assumedRoleUser.arn.split("/").at(-1)).toHaveLength(64);
});

test("without a signature the token itself tells the cluster's place", async () => {
  await associate();
  const place = { cluster: CLUSTER, region: REGION, account: ACCOUNT };
  expect(await assume(token({ cluster: place }), { signed: false })).toMatchObject({ status: 200 });
});

const UNAUTHORIZED = "Unauthorized Exception! EKS does not have permissions to assume the associated role.";

test.each<{
  what: string;
  prepare?: () => unknown;
  given?: () => string;
  cluster?: string;
  expected: { status?: number; code: string; message: unknown };
}>([
  {
    what: "a service account without an association",
    given: () => token({ serviceAccount: "worker" }),
    expected: {
      status: 404,
      code: "ResourceNotFoundException",
      message:
        "The specified resource could not be found: no pod identity association for service account backend/worker in cluster atlas.",
    },
  },
  {
    what: "an unknown cluster",
    cluster: "nowhere",
    expected: { status: 404, code: "ResourceNotFoundException", message: "No cluster found for name: nowhere." },
  },
  {
    what: "an expired token",
    given: () => token({ expiresInSeconds: -1 }),
    expected: {
      code: "ExpiredTokenException",
      message: expect.stringMatching(
        /^The token included in the request is expired: current date\/time .*Z must be before the expiration date\/time .*Z\.$/,
      ),
    },
  },
  {
    what: "a token for another audience",
    given: () => token({ audience: "sts.amazonaws.com" }),
    expected: {
      code: "InvalidTokenException",
      message:
        "The specified Kubernetes service account token is invalid: its audience must be pods.eks.amazonaws.com, found sts.amazonaws.com.",
    },
  },
  {
    what: "a text that is no token",
    given: () => "nonsense",
    expected: {
      code: "InvalidTokenException",
      message: "The specified Kubernetes service account token is invalid: it is not a JSON Web Token.",
    },
  },
  {
    what: "a token of no pod",
    given: () => ["{}", "{}", "x"].map((part) => Buffer.from(part).toString("base64url")).join("."),
    expected: { code: "InvalidTokenException", message: expect.stringContaining("no claim kubernetes.io") },
  },
  {
    what: "no token",
    given: () => "",
    expected: { code: "InvalidParameterException", message: expect.stringContaining("token") },
  },
  {
    what: "a trust that is pinned to another service account",
    prepare: () => addRole(world, "api", pinned("worker")),
    expected: { code: "AccessDeniedException", message: UNAUTHORIZED },
  },
  {
    what: "a trust that no longer lets EKS in",
    prepare: () => addRole(world, "api", { ...podsTrust(), Principal: { Service: "ec2.amazonaws.com" } }),
    expected: { code: "AccessDeniedException", message: UNAUTHORIZED },
  },
])("refuses $what", async ({ prepare, given = token, cluster = CLUSTER, expected }) => {
  await associate();
  prepare?.();
  const { status, code, body } = await assume(given(), { cluster });
  expect({ status, code, message: body.message }).toEqual({ status: 400, ...expected });
});

test("without session tags a trust pinned by request tags lets nobody in, an open one does", async () => {
  await associate({ disableSessionTags: true });
  expect(await assume(token())).toMatchObject({ code: "AccessDeniedException" });
  addRole(world, "api");
  const { body } = await assume(token());
  expect(sessionOf(body.credentials.accessKeyId)).toMatchObject({ tags: [], transitiveTagKeys: [] });
});

test("a session policy goes into the session", async () => {
  addRole(world, "api");
  const policy = JSON.stringify({ Version: "2012-10-17", Statement: [] });
  await associate({ disableSessionTags: true, policy });
  const { body } = await assume(token());
  expect(sessionOf(body.credentials.accessKeyId)).toMatchObject({ policy });
});

describe("a target role", () => {
  const targetRoleArn = `arn:aws:iam::${OTHER_ACCOUNT}:role/target`;
  const trusting = (
    condition: Record<string, Record<string, string>>,
    action = ["sts:AssumeRole", "sts:TagSession"],
  ) => ({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: action,
    Condition: condition,
  });
  const source = { ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/api` } };
  const externalId = `${REGION}/${ACCOUNT}/${CLUSTER}/backend/api`;

  test.each([
    {
      what: "with session tags",
      trust: trusting({ ...source, StringEquals: { "aws:RequestTag/kubernetes-namespace": "backend" } }),
    },
    {
      what: "without session tags, by its external id",
      tagless: true,
      trust: trusting({ ...source, StringEquals: { "sts:ExternalId": externalId } }, ["sts:AssumeRole"]),
    },
  ])("gives the pod its credentials $what", async ({ trust, tagless = false }) => {
    if (tagless) addRole(world, "api", podsTrust(), ACCOUNT, [MAY_ASSUME]);
    addRole(world, "target", trust, OTHER_ACCOUNT);
    await associate({ targetRoleArn, disableSessionTags: tagless });
    const { body } = await assume(token());
    expect(body.assumedRoleUser.arn).toMatch(`arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/target/eks-atlas-api-5d8f-`);
    expect(body.credentials.expiration).toBe(world.sandbox.world.now().getTime() / 1000 + 3600);
    expect(sessionOf(body.credentials.accessKeyId)?.tags).toHaveLength(tagless ? 0 : 6);
  });

  test.each([
    {
      what: "trusts another role",
      trust: trusting({ ArnEquals: { "aws:PrincipalArn": `arn:aws:iam::${ACCOUNT}:role/x` } }),
    },
    { what: "does not allow tags", trust: trusting(source, ["sts:AssumeRole"]) },
    {
      what: "asks for an external id, which tags leave out",
      trust: trusting({ StringEquals: { "sts:ExternalId": externalId } }),
    },
    { what: "does not exist", trust: undefined },
    { what: "the role is not permitted to assume", trust: trusting(source), permitted: [] },
  ])("that $what refuses", async ({ trust, permitted = [MAY_ASSUME] }) => {
    addRole(world, "api", podsTrust(), ACCOUNT, permitted);
    if (trust !== undefined) addRole(world, "target", trust, OTHER_ACCOUNT);
    await associate({ targetRoleArn });
    expect(await assume(token())).toMatchObject({ status: 400, code: "AccessDeniedException" });
  });
});

describe("under eventual consistency", () => {
  beforeEach(async () => {
    await world.close();
    await start(3);
  });

  test("EKS Auth learns of associations, of their changes and of their end only after the window", async () => {
    const other = addRole(world, "other");
    const role = async () => {
      const { body, code } = await assume(token());
      return code ?? sessionOf(body.credentials.accessKeyId)?.roleArn;
    };
    const associationId = await associate();
    expect(await role()).toBe("ResourceNotFoundException");
    world.wait(3);
    expect(await role()).toBe(roleArn);
    await world.eks.send(
      new UpdatePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId, roleArn: other }),
    );
    expect(await role()).toBe(roleArn);
    world.wait(3);
    expect(await role()).toBe(other);
    await world.eks.send(new DeletePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId }));
    expect(await role()).toBe(other);
    world.wait(3);
    expect(await role()).toBe("ResourceNotFoundException");
  });
});
