import { GetRoleCommand } from "@aws-sdk/client-iam";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import {
  ACCOUNT_TRUST,
  assume,
  clientsOf,
  denied,
  type IamWorld,
  MAY_ASSUME,
  newRole,
  permit,
  READ_BUCKET,
  startIamWorld,
  whoAmI,
} from "./iam-world";
import { refusal } from "./test-world";

let world: IamWorld;
beforeEach(async () => {
  world = await startIamWorld();
});
afterEach(() => world.close());

test.each([
  ["any key is root of the default account", "AKIAEXAMPLE", "123456789012"],
  ["a key of 12 digits is root of that account", "210987654321", "210987654321"],
])("%s", async (_name, accessKeyId, account) => {
  const { sts } = world.as({ accessKeyId, secretAccessKey: "x" });
  expect(await whoAmI(sts)).toMatchObject({ Account: account, Arn: `arn:aws:iam::${account}:root`, UserId: account });
});

test("a role is assumed, and its credentials are the role's until they expire", async () => {
  const arn = await newRole(world, "api");
  await permit(world, "api", { Effect: "Allow", Action: "iam:GetRole", Resource: arn });
  const { Credentials: credentials, AssumedRoleUser } = await assume(world.sts, arn);
  expect(AssumedRoleUser).toEqual({
    Arn: "arn:aws:sts::123456789012:assumed-role/api/try",
    AssumedRoleId: expect.stringMatching(/^AROA\w{17}:try$/),
  });
  expect(credentials).toMatchObject({
    AccessKeyId: expect.stringMatching(/^ASIA[A-Z2-7]{16}$/),
    Expiration: new Date("2026-05-01T13:00:00Z"),
  });
  const session = clientsOf(world, credentials);
  expect(await whoAmI(session.sts)).toMatchObject({
    Account: "123456789012",
    Arn: AssumedRoleUser?.Arn,
    UserId: AssumedRoleUser?.AssumedRoleId,
  });
  expect((await session.iam.send(new GetRoleCommand({ RoleName: "api" }))).Role?.Arn).toBe(arn);

  const invalid = {
    code: "InvalidClientTokenId",
    status: 403,
    message: "The security token included in the request is invalid.",
  };
  expect(await refusal(whoAmI(clientsOf(world, credentials, "other").sts))).toEqual(invalid);
  expect(
    await refusal(whoAmI(world.as({ accessKeyId: credentials?.AccessKeyId ?? "", secretAccessKey: "x" }).sts)),
  ).toEqual(invalid);
  expect(await refusal(whoAmI(world.as({ accessKeyId: "ASIAOFSOMEBODYELSE00", secretAccessKey: "x" }).sts))).toEqual(
    invalid,
  );

  world.wait(3599);
  await whoAmI(session.sts);
  world.wait(1);
  expect(await refusal(whoAmI(session.sts))).toMatchObject({
    status: 403,
    message: "The security token included in the request is expired",
  });
});

describe("durations", () => {
  const tooLong = "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.";
  const chained = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
  const outOf = (value: number, problem: string) =>
    `1 validation error detected: Value '${value}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${problem}`;
  test.each([
    [899, false, outOf(899, "greater than or equal to 900")],
    [900, false, ""],
    [7200, false, ""],
    [7201, false, tooLong],
    [43_201, false, outOf(43_201, "less than or equal to 43200")],
    [3600, true, ""],
    [3601, true, chained],
  ])("%i seconds, chained: %s", async (DurationSeconds, byRole, message) => {
    const arn = await newRole(world, "api", ACCOUNT_TRUST, 7200);
    await permit(world, "api", MAY_ASSUME);
    const sts = byRole ? clientsOf(world, (await assume(world.sts, arn)).Credentials).sts : world.sts;
    const call = assume(sts, arn, { DurationSeconds });
    if (message === "")
      expect((await call).Credentials?.Expiration?.getTime()).toBe(
        Date.parse("2026-05-01T12:00:00Z") + DurationSeconds * 1000,
      );
    else expect(await refusal(call)).toEqual({ code: "ValidationError", status: 400, message });
  });
});

test.each<[string, Partial<AssumeRoleCommandInput>, string, string]>([
  [
    "a role that is not there",
    { RoleArn: "arn:aws:iam::123456789012:role/gone" },
    "AccessDenied",
    denied("sts:AssumeRole", "arn:aws:iam::123456789012:role/gone").message,
  ],
  [
    "the right name with a wrong path",
    { RoleArn: "arn:aws:iam::123456789012:role/x/api" },
    "AccessDenied",
    denied("sts:AssumeRole", "arn:aws:iam::123456789012:role/x/api").message,
  ],
  [
    "an ARN that is none",
    { RoleArn: "arn:aws:iam::123456789012:user/me" },
    "ValidationError",
    "arn:aws:iam::123456789012:user/me is invalid",
  ],
  [
    "a session name with a blank",
    { RoleSessionName: "a b" },
    "ValidationError",
    String.raw`1 validation error detected: Value 'a b' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w+=,.@-]*`,
  ],
  ["a session policy that is none", { Policy: "{}" }, "MalformedPolicyDocumentException", "Syntax errors in policy."],
])("refuses %s", async (_name, more, code, message) => {
  const arn = await newRole(world, "api");
  expect(await refusal(assume(world.sts, arn, more))).toMatchObject({ code, message });
});

test("a session policy is kept with the session", async () => {
  const { Credentials: credentials } = await assume(world.sts, await newRole(world, "api"), {
    Policy: READ_BUCKET,
    PolicyArns: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }],
  });
  expect(world.sandbox.world.sessions[credentials?.AccessKeyId ?? ""]).toMatchObject({
    policy: READ_BUCKET,
    policyArns: ["arn:aws:iam::aws:policy/ReadOnlyAccess"],
  });
});
