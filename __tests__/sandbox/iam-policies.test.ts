import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { ACCOUNT_TRUST, document, type IamWorld, READ_BUCKET, startIamWorld } from "./iam-world";
import { refusal } from "./test-world";

const ACCOUNT = "arn:aws:iam::123456789012";
const S3_READ = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

let world: IamWorld;
beforeEach(async () => {
  world = await startIamWorld();
});
afterEach(() => world.close());

function createRole(RoleName: string) {
  return world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ACCOUNT_TRUST }));
}
function createPolicy(PolicyName: string, PolicyDocument = READ_BUCKET, Path = "/") {
  return world.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Path }));
}

describe("inline policies", () => {
  const put = (PolicyName: string, PolicyDocument = READ_BUCKET) =>
    world.iam.send(new PutRolePolicyCommand({ RoleName: "api", PolicyName, PolicyDocument }));
  const get = (PolicyName: string) => world.iam.send(new GetRolePolicyCommand({ RoleName: "api", PolicyName }));
  beforeEach(() => createRole("api"));

  test("they are put, replaced, listed and deleted", async () => {
    await put("b");
    await put("a", `${READ_BUCKET} `);
    await put("b", ` ${READ_BUCKET}`);
    expect(await get("b")).toMatchObject({ RoleName: "api", PolicyDocument: encodeURIComponent(` ${READ_BUCKET}`) });
    expect((await world.iam.send(new ListRolePoliciesCommand({ RoleName: "api" }))).PolicyNames).toEqual(["a", "b"]);
    await world.iam.send(new DeleteRolePolicyCommand({ RoleName: "api", PolicyName: "b" }));
    const missing = {
      code: "NoSuchEntityException",
      status: 404,
      message: "The role policy with name b cannot be found.",
    };
    expect(await refusal(get("b"))).toEqual(missing);
    expect(await refusal(world.iam.send(new DeleteRolePolicyCommand({ RoleName: "api", PolicyName: "b" })))).toEqual(
      missing,
    );
  });

  test("together they have at most 10,240 characters, white space not counted", async () => {
    const long = (length: number) => {
      const base = document({ Effect: "Allow", Action: "s3:*", Resource: "arn:aws:s3:::" });
      return base.replace("s3:::", `s3:::${"x".repeat(length - base.length)}`);
    };
    await put("a", long(5000) + " ".repeat(9000));
    await put("b", long(5240));
    expect(await refusal(put("b", long(5241)))).toEqual({
      code: "LimitExceededException",
      status: 409,
      message: "Maximum policy size of 10240 bytes exceeded for role api",
    });
    expect(await refusal(put("c"))).toMatchObject({ code: "LimitExceededException" });
  });

  test.each([
    ["of a role that is not there", "gone", "NoSuchEntityException", "The role with name gone cannot be found."],
    ["with a principal", "api", "MalformedPolicyDocumentException", "Policy document should not specify a principal."],
  ])("refuses one %s", async (_name, RoleName, code, message) => {
    const PolicyDocument = document({ Effect: "Allow", Principal: "*", Action: "s3:*", Resource: "*" });
    const call = world.iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "p", PolicyDocument }));
    expect(await refusal(call)).toMatchObject({ code, message });
  });
});

describe("managed policies", () => {
  const OWN = `${ACCOUNT}:policy/x/own`;
  const attach = (PolicyArn: string) => world.iam.send(new AttachRolePolicyCommand({ RoleName: "api", PolicyArn }));
  const detach = (PolicyArn: string) => world.iam.send(new DetachRolePolicyCommand({ RoleName: "api", PolicyArn }));
  const remove = (PolicyArn = OWN) => world.iam.send(new DeletePolicyCommand({ PolicyArn }));
  beforeEach(() => createRole("api"));

  test("a policy is made, attached, found and deleted", async () => {
    const { Policy } = await createPolicy("own", READ_BUCKET, "/x/");
    expect(Policy).toMatchObject({
      Arn: OWN,
      Path: "/x/",
      DefaultVersionId: "v1",
      AttachmentCount: 0,
      IsAttachable: true,
    });
    expect(Policy?.PolicyId).toMatch(/^ANPA[A-Z2-7]{17}$/);
    await attach(OWN);
    await attach(OWN);
    await attach(S3_READ);
    expect((await world.iam.send(new GetPolicyCommand({ PolicyArn: OWN }))).Policy?.AttachmentCount).toBe(1);
    const attached = await world.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "api" }));
    expect(attached.AttachedPolicies).toEqual([
      { PolicyName: "own", PolicyArn: OWN },
      { PolicyName: "AmazonS3ReadOnlyAccess", PolicyArn: S3_READ },
    ]);
    const entities = await world.iam.send(new ListEntitiesForPolicyCommand({ PolicyArn: S3_READ }));
    expect(entities.PolicyRoles).toEqual([{ RoleName: "api", RoleId: expect.any(String) }]);
    expect(await refusal(remove())).toEqual({
      code: "DeleteConflictException",
      status: 409,
      message: "Cannot delete a policy attached to entities.",
    });
    await detach(OWN);
    await remove();
    expect(await refusal(world.iam.send(new GetPolicyCommand({ PolicyArn: OWN })))).toEqual({
      code: "NoSuchEntityException",
      status: 404,
      message: `Policy ${OWN} was not found.`,
    });
  });

  test("it has versions, five at most, whose numbers are not used twice", async () => {
    await createPolicy("own", READ_BUCKET, "/x/");
    const version = (SetAsDefault: boolean, PolicyDocument = READ_BUCKET) =>
      world.iam.send(new CreatePolicyVersionCommand({ PolicyArn: OWN, PolicyDocument, SetAsDefault }));
    const deleteVersion = (VersionId: string) =>
      world.iam.send(new DeletePolicyVersionCommand({ PolicyArn: OWN, VersionId }));
    for (const SetAsDefault of [true, false, false, false]) await version(SetAsDefault);
    expect(await refusal(version(false))).toEqual({
      code: "LimitExceededException",
      status: 409,
      message:
        "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.",
    });
    expect(await refusal(deleteVersion("v2"))).toMatchObject({
      code: "DeleteConflictException",
      message: "Cannot delete the default version of a policy.",
    });
    expect(await refusal(remove())).toMatchObject({ code: "DeleteConflictException" });
    await deleteVersion("v5");
    expect((await version(false, ` ${READ_BUCKET}`)).PolicyVersion?.VersionId).toBe("v6");
    await world.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn: OWN, VersionId: "v6" }));
    expect((await world.iam.send(new GetPolicyCommand({ PolicyArn: OWN }))).Policy?.DefaultVersionId).toBe("v6");
    const { PolicyVersion } = await world.iam.send(new GetPolicyVersionCommand({ PolicyArn: OWN, VersionId: "v6" }));
    expect(PolicyVersion).toMatchObject({ IsDefaultVersion: true, Document: encodeURIComponent(` ${READ_BUCKET}`) });
    const { Versions } = await world.iam.send(new ListPolicyVersionsCommand({ PolicyArn: OWN }));
    expect(Versions?.map((one) => one.VersionId)).toEqual(["v6", "v4", "v3", "v2", "v1"]);
    for (const id of ["v1", "v2", "v3", "v4"]) await deleteVersion(id);
    await remove();
  });

  test("it has tags", async () => {
    await createPolicy("own", READ_BUCKET, "/x/");
    await world.iam.send(
      new TagPolicyCommand({
        PolicyArn: OWN,
        Tags: [
          { Key: "a", Value: "1" },
          { Key: "b", Value: "2" },
        ],
      }),
    );
    await world.iam.send(new UntagPolicyCommand({ PolicyArn: OWN, TagKeys: ["a"] }));
    expect((await world.iam.send(new ListPolicyTagsCommand({ PolicyArn: OWN }))).Tags).toEqual([
      { Key: "b", Value: "2" },
    ]);
  });

  test("AWS's own policies are known by name and path, in the caller's partition", async () => {
    const { Policy } = await world.iam.send(
      new GetPolicyCommand({ PolicyArn: "arn:aws:iam::aws:policy/service-role/AmazonEBSCSIDriverPolicy" }),
    );
    expect(Policy).toMatchObject({ PolicyName: "AmazonEBSCSIDriverPolicy", Path: "/service-role/" });
    const local = await world.iam.send(new ListPoliciesCommand({ Scope: "Local" }));
    const ofAws = await world.iam.send(new ListPoliciesCommand({ Scope: "AWS", MaxItems: 1000 }));
    expect([local.Policies?.length, ofAws.Policies?.length, ofAws.IsTruncated]).toEqual([0, 1000, true]);
    await attach(S3_READ);
    const used = await world.iam.send(new ListPoliciesCommand({ OnlyAttached: true }));
    expect(used.Policies?.map((policy) => policy.Arn)).toEqual([S3_READ]);
  });

  test("AWS's own policies show their latest document", async () => {
    const { Policy } = await world.iam.send(new GetPolicyCommand({ PolicyArn: S3_READ }));
    const VersionId = Policy?.DefaultVersionId ?? "";
    const { PolicyVersion } = await world.iam.send(new GetPolicyVersionCommand({ PolicyArn: S3_READ, VersionId }));
    expect(PolicyVersion).toMatchObject({ VersionId, IsDefaultVersion: true });
    expect(JSON.parse(decodeURIComponent(PolicyVersion?.Document ?? ""))).toMatchObject({
      Statement: [{ Effect: "Allow", Action: expect.arrayContaining(["s3:Get*"]), Resource: "*" }],
    });
    const { Versions } = await world.iam.send(new ListPolicyVersionsCommand({ PolicyArn: S3_READ }));
    expect(Versions?.map((version) => version.VersionId)).toEqual([VersionId]);
  });

  test.each([
    "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAcces",
    "arn:aws:iam::aws:policy/AmazonEBSCSIDriverPolicy",
    "arn:aws-cn:iam::aws:policy/AmazonS3ReadOnlyAccess",
    `${ACCOUNT}:policy/own`,
    "arn:aws:iam::210987654321:policy/x/own",
  ])("%s is not attachable", async (arn) => {
    await createPolicy("own", READ_BUCKET, "/x/");
    expect(await refusal(attach(arn))).toEqual({
      code: "NoSuchEntityException",
      status: 404,
      message: `Policy ${arn} does not exist or is not attachable.`,
    });
  });

  test("10 may be attached to a role", async () => {
    for (let index = 0; index < 10; index++) {
      await createPolicy(`p${index}`);
      await attach(`${ACCOUNT}:policy/p${index}`);
    }
    expect(await refusal(attach(S3_READ))).toEqual({
      code: "LimitExceededException",
      status: 409,
      message: "Cannot exceed quota for PoliciesPerRole: 10",
    });
  });

  test.each<[string, () => Promise<unknown>, string, string]>([
    [
      "a name that is taken",
      () => createPolicy("taken").then(() => createPolicy("TAKEN")),
      "EntityAlreadyExistsException",
      "A policy called TAKEN already exists. Duplicate names are not allowed.",
    ],
    [
      "a document too long",
      () =>
        createPolicy("p", document({ Effect: "Allow", Action: "s3:*", Resource: `arn:aws:s3:::${"x".repeat(6144)}` })),
      "LimitExceededException",
      "Cannot exceed quota for PolicySize: 6144",
    ],
    [
      "to attach what is no policy",
      () => attach(`${ACCOUNT}:role/some-role`),
      "InvalidInputException",
      `ARN ${ACCOUNT}:role/some-role is not valid.`,
    ],
    [
      "to detach what is not attached",
      () => detach(S3_READ),
      "NoSuchEntityException",
      `Policy ${S3_READ} was not found.`,
    ],
    [
      "an earlier version of a policy of AWS",
      () => world.iam.send(new GetPolicyVersionCommand({ PolicyArn: S3_READ, VersionId: "v1" })),
      "NoSuchEntityException",
      `Policy ${S3_READ} version v1 does not exist or is not attachable.`,
    ],
  ])("refuses %s", async (_name, call, code, message) => {
    expect(await refusal(call())).toMatchObject({ code, message });
  });
});
