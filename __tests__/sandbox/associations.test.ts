import {
  CreatePodIdentityAssociationCommand,
  type CreatePodIdentityAssociationCommandInput,
  DeletePodIdentityAssociationCommand,
  DescribePodIdentityAssociationCommand,
  ListPodIdentityAssociationsCommand,
  ListTagsForResourceCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import {
  ACCOUNT,
  addRole,
  CLUSTER,
  OTHER_ACCOUNT,
  podsTrust,
  REGION,
  refusal,
  startTestWorld,
  type TestWorld,
} from "./test-world";

let world: TestWorld;
let roleArn: string;

async function start(consistencySeconds = 0): Promise<void> {
  world = await startTestWorld({ consistencySeconds });
  roleArn = addRole(world, "api");
}
beforeEach(() => start());
afterEach(() => world.close());

function create(more: Partial<CreatePodIdentityAssociationCommandInput> = {}) {
  return world.eks.send(
    new CreatePodIdentityAssociationCommand({
      clusterName: CLUSTER,
      namespace: "backend",
      serviceAccount: "api",
      roleArn,
      ...more,
    }),
  );
}
async function createdId(more: Partial<CreatePodIdentityAssociationCommandInput> = {}): Promise<string> {
  return (await create(more)).association?.associationId ?? "";
}
const describeOne = (associationId: string) =>
  world.eks.send(new DescribePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId }));
const update = (associationId: string, more: Record<string, unknown>) =>
  world.eks.send(new UpdatePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId, ...more }));
const remove = (associationId: string) =>
  world.eks.send(new DeletePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId }));

const sessionPolicy = JSON.stringify({ Version: "2012-10-17", Statement: [] });

test("an association is created, described, tagged and deleted", async () => {
  const id = await createdId({ tags: { team: "core" } });
  expect(id).toMatch(/^a-[a-z0-9]{17}$/);
  const { association } = await describeOne(id);
  const associationArn = `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${CLUSTER}/${id}`;
  const now = world.sandbox.world.now();
  expect(association).toEqual({
    clusterName: CLUSTER,
    namespace: "backend",
    serviceAccount: "api",
    roleArn,
    associationArn,
    associationId: id,
    tags: { team: "core" },
    createdAt: now,
    modifiedAt: now,
    disableSessionTags: false,
  });
  expect(await world.eks.send(new ListTagsForResourceCommand({ resourceArn: associationArn }))).toMatchObject({
    tags: { team: "core" },
  });
  await remove(id);
  expect(await refusal(describeOne(id))).toMatchObject({ code: "ResourceNotFoundException", status: 404 });
});

test("an update changes the role in place and makes an external id for a target role", async () => {
  const id = await createdId();
  const other = addRole(world, "other");
  world.wait(5);
  const { association } = await update(id, {
    roleArn: other,
    targetRoleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/target`,
  });
  expect(association).toMatchObject({
    associationId: id,
    roleArn: other,
    externalId: `${REGION}/${ACCOUNT}/${CLUSTER}/backend/api`,
    modifiedAt: world.sandbox.world.now(),
  });
  const { association: without } = await update(id, { targetRoleArn: "" });
  expect(without).toMatchObject({ roleArn: other });
  expect(without).not.toHaveProperty("externalId");
});

const irsaTrust = {
  Effect: "Allow",
  Principal: { Federated: `arn:aws:iam::${ACCOUNT}:oidc-provider/example` },
  Action: "sts:AssumeRoleWithWebIdentity",
};

test.each<{
  what: string;
  input: () => Partial<CreatePodIdentityAssociationCommandInput>;
  expected: { code: string; status?: number; message: unknown };
}>([
  {
    what: "an unknown cluster",
    input: () => ({ clusterName: "nowhere" }),
    expected: { code: "ResourceNotFoundException", status: 404, message: "No cluster found for name: nowhere." },
  },
  {
    what: "a role that does not exist",
    input: () => ({ roleArn: `arn:aws:iam::${ACCOUNT}:role/ghost` }),
    expected: { code: "InvalidParameterException", message: "Role provided in the request does not exist." },
  },
  {
    what: "an IRSA trust",
    input: () => ({ roleArn: addRole(world, "irsa", irsaTrust) }),
    expected: { code: "InvalidParameterException", message: "Trust policy of the role provided is invalid." },
  },
  {
    what: "a trust without sts:TagSession",
    input: () => ({ roleArn: addRole(world, "no-tags", { ...podsTrust(), Action: "sts:AssumeRole" }) }),
    expected: { code: "InvalidParameterException", message: "Trust policy of the role provided is invalid." },
  },
  {
    what: "a trust of another service",
    input: () => ({ roleArn: addRole(world, "ec2", { ...podsTrust(), Principal: { Service: "ec2.amazonaws.com" } }) }),
    expected: { code: "InvalidParameterException", message: "Trust policy of the role provided is invalid." },
  },
  {
    what: "a role of another account",
    input: () => ({ roleArn: addRole(world, "foreign", podsTrust(), OTHER_ACCOUNT) }),
    expected: { code: "AccessDeniedException", status: 403, message: "Cross-account pass role is not allowed." },
  },
  {
    what: "an ARN of no role",
    input: () => ({ roleArn: `arn:aws:iam::${ACCOUNT}:user/joe` }),
    expected: { code: "InvalidParameterException", message: expect.stringContaining("roleArn is not a valid ARN") },
  },
  {
    what: "an upper-case namespace",
    input: () => ({ namespace: "Backend" }),
    expected: { code: "InvalidParameterException", message: expect.stringContaining('found "Backend"') },
  },
  {
    what: "a namespace of 64 characters",
    input: () => ({ namespace: "n".repeat(64) }),
    expected: { code: "InvalidParameterException", message: expect.stringContaining("at most 63 characters") },
  },
  {
    what: "a service account that ends in a dash",
    input: () => ({ serviceAccount: "api-" }),
    expected: { code: "InvalidParameterException", message: expect.stringContaining('found "api-"') },
  },
  {
    what: "an empty service account",
    input: () => ({ serviceAccount: "" }),
    expected: { code: "InvalidParameterException", message: "serviceAccount must not be null or empty." },
  },
  {
    what: "a session policy with session tags",
    input: () => ({ policy: sessionPolicy }),
    expected: {
      code: "InvalidParameterException",
      message: "The parameter policy requires disableSessionTags to be true.",
    },
  },
  {
    what: "a session policy of 2,049 characters",
    input: () => ({ policy: sessionPolicy.padEnd(2049), disableSessionTags: true }),
    expected: {
      code: "InvalidParameterException",
      message: expect.stringContaining("at most 2048 characters, found 2049"),
    },
  },
  {
    what: "a session policy that is none",
    input: () => ({ policy: "{", disableSessionTags: true }),
    expected: { code: "InvalidParameterException", message: expect.stringContaining("not a valid IAM policy") },
  },
  {
    what: "51 tags",
    input: () => ({ tags: Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, "v"])) }),
    expected: { code: "InvalidParameterException", message: "A resource can have at most 50 tags, found 51." },
  },
])("refuses $what", async ({ input, expected }) => {
  expect(await refusal(create(input()))).toMatchObject({ status: 400, ...expected });
});

test.each([
  { what: "one character each", input: { namespace: "n", serviceAccount: "s" } },
  { what: "the longest names", input: { namespace: "n".repeat(63), serviceAccount: "s".repeat(253) } },
  { what: "dots in a service account", input: { serviceAccount: "a.b-c.d" } },
  {
    what: "a session policy of 2,048 characters",
    input: { policy: sessionPolicy.padEnd(2048), disableSessionTags: true },
  },
])("accepts $what", async ({ input }) => {
  expect((await create(input)).association).toMatchObject(input);
});

test("a service account has one association in a cluster", async () => {
  const id = await createdId();
  expect(await refusal(create())).toEqual({
    code: "ResourceInUseException",
    status: 409,
    message: `Association already exists: ${id}`,
  });
  await create({ serviceAccount: "worker" });
  await create({ namespace: "frontend" });
});

test("a request token makes a repeated creation harmless, and another one under it is refused", async () => {
  const clientRequestToken = "token-1";
  const id = await createdId({ clientRequestToken });
  expect(await createdId({ clientRequestToken })).toBe(id);
  expect(await refusal(create({ clientRequestToken, serviceAccount: "worker" }))).toMatchObject({
    code: "InvalidParameterException",
    status: 400,
    message: expect.stringContaining("clientRequestToken"),
  });
  await remove(id);
  expect(await createdId({ clientRequestToken })).not.toBe(id);
});

test.each([
  {
    id: "a-short",
    code: "InvalidParameterException",
    message: "The parameter associationId should be 19 characters long.",
  },
  {
    id: "a-00000000000000000",
    code: "ResourceNotFoundException",
    message: "No association found for id: a-00000000000000000 in cluster: atlas.",
  },
])("$id is $code", async ({ id, code, message }) => {
  for (const call of [describeOne(id), update(id, {}), remove(id)])
    expect(await refusal(call)).toMatchObject({ code, message });
});

test("lists come in pages of 100 and can be filtered", async () => {
  const names = Array.from({ length: 130 }, (_, index) => `sa-${index}`);
  await Promise.all(names.map((serviceAccount) => create({ serviceAccount })));
  await create({ namespace: "frontend", serviceAccount: "sa-1" });
  const list = async (more: Record<string, string> = {}) => {
    const page = await world.eks.send(new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER, ...more }));
    return { found: page.associations ?? [], nextToken: page.nextToken };
  };
  const first = await list();
  expect(first.found).toHaveLength(100);
  const second = await list({ nextToken: first.nextToken ?? "" });
  expect(second.nextToken).toBeUndefined();
  const ids = [...first.found, ...second.found].map((association) => association.associationId);
  expect(new Set(ids).size).toBe(131);
  expect((await list({ namespace: "frontend" })).found).toHaveLength(1);
  expect((await list({ serviceAccount: "sa-1" })).found).toHaveLength(2);
  expect((await list({ namespace: "backend", serviceAccount: "sa-1" })).found).toHaveLength(1);
  expect((await list({ namespace: "empty" })).found).toEqual([]);
  expect(await refusal(list({ nextToken: "?" }))).toMatchObject({ code: "InvalidParameterException" });
});

test("a cluster holds 5,000 associations", async () => {
  const id = await createdId();
  const cluster = world.sandbox.world.eks[`${ACCOUNT}/${REGION}`]?.clusters[CLUSTER];
  const association = cluster?.associations[id];
  if (cluster === undefined || association === undefined) throw new Error("The association is missing.");
  for (let number = 1; number < 5000; number++)
    cluster.associations[`a-${number}`] = { ...association, namespace: `n${number}` };
  expect(await refusal(create({ serviceAccount: "one-more" }))).toMatchObject({
    code: "ResourceLimitExceededException",
    status: 400,
    message: expect.stringContaining("5000"),
  });
});

test("under eventual consistency a deleted association holds its service account for a while", async () => {
  await world.close();
  await start(3);
  const id = await createdId();
  await remove(id);
  expect(await refusal(create())).toMatchObject({
    code: "ResourceInUseException",
    message: `Association already exists: ${id}`,
  });
  world.wait(3);
  expect(await createdId()).not.toBe(id);
});
