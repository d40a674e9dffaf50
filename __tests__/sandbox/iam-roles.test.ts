import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  type CreateRoleCommandInput,
  DeleteRoleCommand,
  DeleteRolePermissionsBoundaryCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetUserCommand,
  ListAccountAliasesCommand,
  ListInstanceProfilesForRoleCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePermissionsBoundaryCommand,
  PutRolePolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
  UpdateRoleDescriptionCommand,
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

function createRole(RoleName: string, more: Partial<CreateRoleCommandInput> = {}) {
  return world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ACCOUNT_TRUST, ...more }));
}
function createPolicy(PolicyName: string, PolicyDocument = READ_BUCKET, Path = "/") {
  return world.iam.send(new CreatePolicyCommand({ PolicyName, PolicyDocument, Path }));
}
const getRole = async (RoleName: string) => (await world.iam.send(new GetRoleCommand({ RoleName }))).Role;

describe("roles", () => {
  test("a role is made, read, changed and deleted", async () => {
    await createPolicy("boundary");
    const Tags = [{ Key: "Team", Value: "a b" }];
    const { Role } = await createRole("api", {
      Path: "/pod-identity/api/",
      Description: "<x>",
      MaxSessionDuration: 7200,
      PermissionsBoundary: `${ACCOUNT}:policy/boundary`,
      Tags,
    });
    const made = {
      RoleName: "api",
      Path: "/pod-identity/api/",
      Arn: `${ACCOUNT}:role/pod-identity/api/api`,
      RoleId: expect.stringMatching(/^AROA[A-Z2-7]{17}$/),
      CreateDate: new Date("2026-05-01T12:00:00Z"),
      AssumeRolePolicyDocument: encodeURIComponent(ACCOUNT_TRUST),
      Description: "<x>",
      MaxSessionDuration: 7200,
      PermissionsBoundary: {
        PermissionsBoundaryArn: `${ACCOUNT}:policy/boundary`,
        PermissionsBoundaryType: "Policy",
      },
      Tags,
    };
    expect(Role).toEqual(made);
    expect(await getRole("api")).toEqual({ ...made, RoleLastUsed: {} });

    const trust = document({
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: "sts:AssumeRole",
    });
    await world.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "api", PolicyDocument: trust }));
    await world.iam.send(new UpdateRoleDescriptionCommand({ RoleName: "api", Description: "new" }));
    await world.iam.send(new DeleteRolePermissionsBoundaryCommand({ RoleName: "api" }));
    await world.iam.send(
      new TagRoleCommand({
        RoleName: "api",
        Tags: [
          { Key: "team", Value: "c" },
          { Key: "x", Value: "" },
        ],
      }),
    );
    expect(await getRole("api")).toMatchObject({
      AssumeRolePolicyDocument: encodeURIComponent(trust),
      Description: "new",
      Tags: [
        { Key: "team", Value: "c" },
        { Key: "x", Value: "" },
      ],
    });
    expect((await getRole("api"))?.PermissionsBoundary).toBeUndefined();

    await world.iam.send(new UpdateRoleCommand({ RoleName: "api" }));
    await world.iam.send(new UntagRoleCommand({ RoleName: "api", TagKeys: ["TEAM"] }));
    await world.iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "api", PermissionsBoundary: S3_READ }));
    expect(await getRole("api")).toMatchObject({
      Description: "new",
      MaxSessionDuration: 3600,
      Tags: [{ Key: "x", Value: "" }],
    });
    expect((await world.iam.send(new ListRoleTagsCommand({ RoleName: "api" }))).Tags).toEqual([
      { Key: "x", Value: "" },
    ]);

    await world.iam.send(new DeleteRoleCommand({ RoleName: "api" }));
    expect(await refusal(getRole("api"))).toMatchObject({ code: "NoSuchEntityException", status: 404 });
  });

  test("names are unique regardless of case and path; ids differ between accounts and times", async () => {
    await createRole("api");
    expect(await refusal(createRole("API", { Path: "/x/" }))).toEqual({
      code: "EntityAlreadyExistsException",
      status: 409,
      message: "Role with name API already exists.",
    });
    const other = world.as({ accessKeyId: "222222222222", secretAccessKey: "x" });
    const { Role } = await other.iam.send(
      new CreateRoleCommand({ RoleName: "api", AssumeRolePolicyDocument: ACCOUNT_TRUST }),
    );
    expect(Role?.Arn).toBe("arn:aws:iam::222222222222:role/api");
    expect(Role?.RoleId).not.toBe((await getRole("api"))?.RoleId);
  });

  test("names that JavaScript has a meaning for are names", async () => {
    for (const name of ["__proto__", "constructor"]) {
      expect(await refusal(getRole(name))).toMatchObject({ code: "NoSuchEntityException" });
      await createRole(name, { Tags: [{ Key: "__proto__", Value: "x" }] });
      expect(await getRole(name)).toMatchObject({ RoleName: name, Tags: [{ Key: "__proto__", Value: "x" }] });
    }
    expect((await world.iam.send(new ListRolesCommand({}))).Roles).toHaveLength(2);
  });

  test("lists come in pages, by path", async () => {
    for (const name of ["c", "A", "b"]) await createRole(name, { Path: "/x/" });
    await createRole("d");
    const list = new ListRolesCommand({ PathPrefix: "/x/", MaxItems: 2 });
    const first = await world.iam.send(list);
    const second = await world.iam.send(new ListRolesCommand({ ...list.input, Marker: first.Marker }));
    expect([first.Roles?.map((role) => role.RoleName), first.IsTruncated]).toEqual([["A", "b"], true]);
    expect([second.Roles?.map((role) => role.RoleName), second.IsTruncated]).toEqual([["c"], false]);
    expect(second.Marker).toBeUndefined();
  });

  const trustOf = (length: number) => {
    const base = document({ Sid: "", Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" });
    return base.replace('"Sid":""', `"Sid":"${"x".repeat(length - base.length)}"`);
  };
  const invalid = (count: string, problems: string) => `${count} detected: ${problems}`;
  test.each<[string, string, Partial<CreateRoleCommandInput>, string, number, string]>([
    [
      "a name with a slash",
      "a/b",
      {},
      "ValidationError",
      400,
      "The specified value for roleName is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-",
    ],
    [
      "a name too long",
      "a".repeat(65),
      {},
      "ValidationError",
      400,
      invalid(
        "1 validation error",
        `Value '${"a".repeat(65)}' at 'roleName' failed to satisfy constraint: Member must have length less than or equal to 64`,
      ),
    ],
    [
      "a path without its end",
      "r",
      { Path: "/x" },
      "ValidationError",
      400,
      "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
    ],
    [
      "a duration too short",
      "r",
      { MaxSessionDuration: 3599 },
      "ValidationError",
      400,
      invalid(
        "1 validation error",
        "Value '3599' at 'maxSessionDuration' failed to satisfy constraint: Member must have value greater than or equal to 3600",
      ),
    ],
    [
      "two things at once",
      "r",
      { MaxSessionDuration: 43_201, Description: "\u0001" },
      "ValidationError",
      400,
      invalid(
        "2 validation errors",
        String.raw`Value '${"\u0001"}' at 'description' failed to satisfy constraint: Member must satisfy regular expression pattern: [\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*; Value '43201' at 'maxSessionDuration' failed to satisfy constraint: Member must have value less than or equal to 43200`,
      ),
    ],
    [
      "a trust policy that is none",
      "r",
      { AssumeRolePolicyDocument: "{}" },
      "MalformedPolicyDocumentException",
      400,
      "Could not parse the policy: Statement is empty!",
    ],
    [
      "a role that is not there in the trust policy",
      "r",
      {
        AssumeRolePolicyDocument: document({
          Effect: "Allow",
          Principal: { AWS: `${ACCOUNT}:role/gone` },
          Action: "sts:AssumeRole",
        }),
      },
      "MalformedPolicyDocumentException",
      400,
      `Invalid principal in policy: "AWS":"${ACCOUNT}:role/gone"`,
    ],
    [
      "a trust policy too long",
      "r",
      { AssumeRolePolicyDocument: trustOf(2049) },
      "LimitExceededException",
      409,
      "Cannot exceed quota for ACLSizePerRole: 2048",
    ],
    [
      "a boundary that is not there",
      "r",
      { PermissionsBoundary: `${ACCOUNT}:policy/gone` },
      "NoSuchEntityException",
      404,
      `Scope ARN: ${ACCOUNT}:policy/gone does not exist or is not attachable.`,
    ],
    [
      "a boundary that is no policy",
      "r",
      { PermissionsBoundary: `${ACCOUNT}:role/some-role` },
      "InvalidInputException",
      400,
      `ARN ${ACCOUNT}:role/some-role is not valid.`,
    ],
    [
      "a tag twice",
      "r",
      {
        Tags: [
          { Key: "a", Value: "" },
          { Key: "A", Value: "" },
        ],
      },
      "InvalidInputException",
      400,
      "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
    ],
    [
      "a tag key of AWS",
      "r",
      { Tags: [{ Key: "aws:x", Value: "" }] },
      "InvalidInputException",
      400,
      "Tag keys starting with aws: are reserved and cannot be added, changed or removed.",
    ],
    [
      "a tag value too long",
      "r",
      { Tags: [{ Key: "a", Value: "x".repeat(257) }] },
      "ValidationError",
      400,
      invalid(
        "1 validation error",
        `Value '${"x".repeat(257)}' at 'tags.1.member.value' failed to satisfy constraint: Member must have length less than or equal to 256`,
      ),
    ],
  ])("refuses %s", async (_name, role, more, code, status, message) => {
    expect(await refusal(createRole(role, more))).toEqual({ code, status, message });
  });

  test("a trust policy of just 2,048 characters is accepted", async () => {
    await createRole("r", { AssumeRolePolicyDocument: trustOf(2048) });
  });

  test("a role in use is not deleted", async () => {
    await createRole("api");
    const remove = () => world.iam.send(new DeleteRoleCommand({ RoleName: "api" }));
    const PolicyDocument = READ_BUCKET;
    await world.iam.send(new PutRolePolicyCommand({ RoleName: "api", PolicyName: "p", PolicyDocument }));
    await world.iam.send(new AttachRolePolicyCommand({ RoleName: "api", PolicyArn: S3_READ }));
    const conflict = { code: "DeleteConflictException", status: 409 };
    expect(await refusal(remove())).toEqual({
      ...conflict,
      message: "Cannot delete entity, must detach all policies first.",
    });
    await world.iam.send(new DetachRolePolicyCommand({ RoleName: "api", PolicyArn: S3_READ }));
    expect(await refusal(remove())).toEqual({
      ...conflict,
      message: "Cannot delete entity, must delete policies first.",
    });
    await world.iam.send(new DeleteRolePolicyCommand({ RoleName: "api", PolicyName: "p" }));
    await remove();
  });

  test("more than 50 tags are refused, whether at once or one by one", async () => {
    const tags = Array.from({ length: 51 }, (_, index) => ({ Key: `k${index}`, Value: "v" }));
    expect(await refusal(createRole("r", { Tags: tags }))).toMatchObject({ code: "ValidationError" });
    await createRole("r", { Tags: tags.slice(0, 50) });
    expect(await refusal(world.iam.send(new TagRoleCommand({ RoleName: "r", Tags: tags.slice(50) })))).toMatchObject({
      code: "LimitExceededException",
      status: 409,
    });
    await world.iam.send(new TagRoleCommand({ RoleName: "r", Tags: [{ Key: "K0", Value: "new" }] }));
  });
});

test("what there never is: instance profiles, users, account aliases", async () => {
  await createRole("api");
  const profiles = await world.iam.send(new ListInstanceProfilesForRoleCommand({ RoleName: "api" }));
  expect(profiles.InstanceProfiles).toEqual([]);
  expect((await world.iam.send(new ListAccountAliasesCommand({}))).AccountAliases).toEqual([]);
  expect((await world.iam.send(new GetUserCommand({}))).User?.Arn).toBe(`${ACCOUNT}:root`);
  expect(await refusal(world.iam.send(new GetUserCommand({ UserName: "me" })))).toMatchObject({
    message: "The user with name me cannot be found.",
  });
});
