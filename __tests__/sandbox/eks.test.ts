import {
  CreateClusterCommand,
  DeleteClusterCommand,
  DescribeClusterCommand,
  ListClustersCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-eks";
import {
  ACCOUNT,
  CLUSTER,
  CLUSTER_ARN,
  OTHER_ACCOUNT,
  REGION,
  refusal,
  startTestWorld,
  type TestWorld,
} from "./test-world";

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
});
afterEach(() => world.close());

const roleArn = `arn:aws:iam::${ACCOUNT}:role/cluster`;
const resourcesVpcConfig = { subnetIds: ["subnet-1", "subnet-2"] };
const create = (name: string, more: { version?: string; clientRequestToken?: string } = {}) =>
  world.eks.send(new CreateClusterCommand({ name, roleArn, resourcesVpcConfig, clientRequestToken: name, ...more }));

test("a cluster that the sandbox is started with is ACTIVE at once", async () => {
  const { cluster } = await world.eks.send(new DescribeClusterCommand({ name: CLUSTER }));
  expect(cluster).toMatchObject({ name: CLUSTER, arn: CLUSTER_ARN, status: "ACTIVE", version: "1.33" });
  expect(cluster?.identity?.oidc?.issuer).toMatch(/^https:\/\/oidc\.eks\.us-east-1\.amazonaws\.com\/id\/[0-9A-F]{32}$/);
});

test("a cluster is CREATING, ACTIVE, DELETING, gone", async () => {
  const status = async () => (await world.eks.send(new DescribeClusterCommand({ name: "borealis" }))).cluster?.status;
  expect((await create("borealis")).cluster).toMatchObject({
    status: "CREATING",
    createdAt: world.sandbox.world.now(),
    resourcesVpcConfig: { subnetIds: ["subnet-1", "subnet-2"] },
  });
  expect(await status()).toBe("CREATING");
  world.wait(1);
  expect(await status()).toBe("ACTIVE");
  expect((await world.eks.send(new ListClustersCommand({}))).clusters).toEqual([CLUSTER, "borealis"]);
  await world.eks.send(new DeleteClusterCommand({ name: "borealis" }));
  expect(await status()).toBe("DELETING");
  world.wait(1);
  expect(await refusal(status())).toMatchObject({ code: "ResourceNotFoundException" });
  expect((await world.eks.send(new ListClustersCommand({}))).clusters).toEqual([CLUSTER]);
});

test("a list of clusters comes in pages", async () => {
  await create("borealis");
  const first = await world.eks.send(new ListClustersCommand({ maxResults: 1 }));
  expect(first.clusters).toEqual([CLUSTER]);
  const second = await world.eks.send(new ListClustersCommand({ maxResults: 1, nextToken: first.nextToken }));
  expect(second).toMatchObject({ clusters: ["borealis"] });
  expect(second.nextToken).toBeUndefined();
});

test.each([
  {
    what: "an unknown cluster",
    call: () => world.eks.send(new DescribeClusterCommand({ name: "nowhere" })),
    expected: { code: "ResourceNotFoundException", status: 404, message: "No cluster found for name: nowhere." },
  },
  {
    what: "a name in use",
    call: () => create(CLUSTER),
    expected: { code: "ResourceInUseException", status: 409, message: "Cluster already exists with name: atlas" },
  },
  {
    what: "a name that EKS does not allow",
    call: () => create("-x"),
    expected: { code: "InvalidParameterException", status: 400, message: expect.stringContaining('"-x" is not valid') },
  },
  {
    what: "an unknown Kubernetes version",
    call: () => create("borealis", { version: "1.1" }),
    expected: {
      code: "InvalidParameterException",
      status: 400,
      message: expect.stringContaining("unsupported Kubernetes version 1.1"),
    },
  },
  {
    what: "a page size out of range",
    call: () => world.eks.send(new ListClustersCommand({ maxResults: 101 })),
    expected: {
      code: "InvalidParameterException",
      status: 400,
      message: "maxResults must be between 1 and 100, found 101.",
    },
  },
  {
    what: "tags of an unknown resource",
    call: () => world.eks.send(new ListTagsForResourceCommand({ resourceArn: `${CLUSTER_ARN}x` })),
    expected: { code: "NotFoundException", status: 404, message: expect.stringContaining("atlasx") },
  },
  {
    what: "tags of another account's resource",
    call: () =>
      world.eks.send(new ListTagsForResourceCommand({ resourceArn: CLUSTER_ARN.replace(ACCOUNT, OTHER_ACCOUNT) })),
    expected: { code: "BadRequestException", status: 400, message: expect.stringContaining("Invalid resource ARN") },
  },
  {
    what: "a reserved tag key",
    call: () => world.eks.send(new TagResourceCommand({ resourceArn: CLUSTER_ARN, tags: { "aws:x": "y" } })),
    expected: { code: "InvalidParameterException", status: 400, message: expect.stringContaining("aws:") },
  },
])("refuses $what", async ({ call, expected }) => {
  expect(await refusal(call())).toEqual(expected);
});

test("tags are added, overwritten and removed", async () => {
  const tags = async () => (await world.eks.send(new ListTagsForResourceCommand({ resourceArn: CLUSTER_ARN }))).tags;
  await world.eks.send(new TagResourceCommand({ resourceArn: CLUSTER_ARN, tags: { team: "a", tier: "1" } }));
  await world.eks.send(new TagResourceCommand({ resourceArn: CLUSTER_ARN, tags: { team: "b" } }));
  expect(await tags()).toEqual({ team: "b", tier: "1" });
  await world.eks.send(new UntagResourceCommand({ resourceArn: CLUSTER_ARN, tagKeys: ["team", "absent"] }));
  expect(await tags()).toEqual({ tier: "1" });
});

test("an account and a region see their own clusters only", async () => {
  const other = await startTestWorld({ region: "eu-west-1" });
  expect((await other.eks.send(new ListClustersCommand({}))).clusters).toEqual([]);
  await other.close();
});

test("an operation that the sandbox does not have is named", async () => {
  const response = await fetch(`${world.sandbox.url}/clusters/atlas/node-groups`, {
    headers: { authorization: `AWS4-HMAC-SHA256 Credential=${ACCOUNT}/20260101/${REGION}/eks/aws4_request` },
  });
  expect(response.status).toBe(404);
  expect(response.headers.get("x-amzn-errortype")).toBe("UnknownOperationException");
  expect(await response.json()).toEqual({
    message: "The sandbox has no operation GET /clusters/atlas/node-groups of EKS.",
  });
});
