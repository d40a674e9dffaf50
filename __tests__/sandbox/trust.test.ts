import { CreateRoleCommand, TagRoleCommand } from "@aws-sdk/client-iam";
import type { AssumeRoleCommandInput } from "@aws-sdk/client-sts";
import {
  assume,
  clientsOf,
  denied,
  document,
  type IamWorld,
  MAY_ASSUME,
  newRole,
  permit,
  ROOT,
  startIamWorld,
  whoAmI,
} from "./iam-world";
import { refusal } from "./test-world";

const BOTH = ["sts:AssumeRole", "sts:TagSession"];

let world: IamWorld;
beforeEach(async () => {
  world = await startIamWorld();
});
afterEach(() => world.close());

const tags = [{ Key: "team", Value: "core" }];
const allow = (principal: unknown, condition?: unknown, action: unknown = BOTH) => ({
  Effect: "Allow",
  Principal: principal,
  Action: action,
  ...(condition === undefined ? {} : { Condition: condition }),
});
const cases: [
  string,
  Record<string, unknown>[],
  Partial<AssumeRoleCommandInput>,
  "" | "sts:AssumeRole" | "sts:TagSession",
][] = [
  ["the account by number", [allow({ AWS: "123456789012" })], {}, ""],
  ["anyone", [allow("*")], {}, ""],
  ["another account", [allow({ AWS: "210987654321" })], {}, "sts:AssumeRole"],
  ["a service", [allow({ Service: "pods.eks.amazonaws.com" })], {}, "sts:AssumeRole"],
  ["with an explicit denial", [allow("*"), { ...allow("*"), Effect: "Deny" }], {}, "sts:AssumeRole"],
  [
    "with a denial of something else",
    [allow("*"), { ...allow("*", { StringEquals: { "sts:ExternalId": "x1" } }), Effect: "Deny" }],
    {},
    "",
  ],
  [
    "with a denial of another network",
    [allow("*"), { ...allow("*", { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } }), Effect: "Deny" }],
    {},
    "",
  ],
  [
    "with a denial of all but another network",
    [allow("*"), { ...allow("*", { NotIpAddress: { "aws:SourceIp": "10.0.0.0/8" } }), Effect: "Deny" }],
    {},
    "sts:AssumeRole",
  ],
  ["another action", [allow("*", undefined, "sts:AssumeRoleWithSAML")], {}, "sts:AssumeRole"],
  ["an action with a wildcard", [allow("*", undefined, "sts:Assume*")], {}, ""],
  ["tags, unasked", [allow("*", undefined, "sts:AssumeRole")], { Tags: tags }, "sts:TagSession"],
  ["tags", [allow("*")], { Tags: tags }, ""],
  ["the right tag", [allow("*", { StringEquals: { "aws:RequestTag/team": ["x", "core"] } })], { Tags: tags }, ""],
  [
    "the key of a tag in another case",
    [allow("*", { StringEquals: { "aws:requesttag/TEAM": "core" } })],
    { Tags: tags },
    "",
  ],
  [
    "the value of a tag in another case",
    [allow("*", { StringEquals: { "aws:RequestTag/team": "Core" } })],
    { Tags: tags },
    "sts:AssumeRole",
  ],
  [
    "the value of a tag in any case",
    [allow("*", { StringEqualsIgnoreCase: { "aws:RequestTag/team": "Core" } })],
    { Tags: tags },
    "",
  ],
  ["a tag that is not sent", [allow("*", { StringEquals: { "aws:RequestTag/team": "core" } })], {}, "sts:AssumeRole"],
  ["a tag if it is sent", [allow("*", { StringEqualsIfExists: { "aws:RequestTag/team": "core" } })], {}, ""],
  ["not a tag, which is not sent", [allow("*", { StringNotEquals: { "aws:RequestTag/team": "core" } })], {}, ""],
  [
    "not a tag, which is sent",
    [allow("*", { StringNotEquals: { "aws:RequestTag/team": "core" } })],
    { Tags: tags },
    "sts:AssumeRole",
  ],
  ["no tag at all", [allow("*", { Null: { "aws:RequestTag/team": "true" } })], { Tags: tags }, "sts:AssumeRole"],
  ["a pattern", [allow("*", { StringLike: { "aws:RequestTag/team": "c?r*" } })], { Tags: tags }, ""],
  [
    "a pattern where none is meant",
    [allow("*", { StringEquals: { "aws:RequestTag/team": "c*" } })],
    { Tags: tags },
    "sts:AssumeRole",
  ],
  [
    "any of the tag keys",
    [allow("*", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["team", "x"] } })],
    { Tags: tags },
    "",
  ],
  [
    "any of the tag keys, none sent",
    [allow("*", { "ForAnyValue:StringEquals": { "aws:TagKeys": ["team"] } })],
    {},
    "sts:AssumeRole",
  ],
  [
    "all of the tag keys",
    [allow("*", { "ForAllValues:StringEquals": { "aws:TagKeys": ["x"] } })],
    { Tags: tags },
    "sts:AssumeRole",
  ],
  ["the external id", [allow("*", { StringEquals: { "sts:ExternalId": "a/b" } })], { ExternalId: "a/b" }, ""],
  [
    "another external id",
    [allow("*", { StringEquals: { "sts:ExternalId": "a/b" } })],
    { ExternalId: "a/c" },
    "sts:AssumeRole",
  ],
  ["the principal's ARN", [allow("*", { ArnEquals: { "aws:PrincipalArn": ROOT } })], {}, ""],
  [
    "the principal's ARN by a pattern",
    [allow("*", { ArnLike: { "aws:PrincipalArn": "arn:aws:iam::*:root" } })],
    {},
    "",
  ],
  [
    "a pattern over the parts of an ARN",
    [allow("*", { ArnLike: { "aws:PrincipalArn": "arn:*:root" } })],
    {},
    "sts:AssumeRole",
  ],
  [
    "a variable",
    [allow("*", { StringEquals: { "aws:RequestTag/team": "${sts:RoleSessionName}" } })],
    { Tags: tags, RoleSessionName: "core" },
    "",
  ],
  [
    "a variable without a value",
    [allow("*", { StringEquals: { "aws:RequestTag/team": "${sts:ExternalId}" } })],
    { Tags: tags },
    "sts:AssumeRole",
  ],
  [
    "two conditions, one of which fails",
    [allow("*", { StringEquals: { "aws:RequestTag/team": "core", "sts:ExternalId": "no" } })],
    { Tags: tags },
    "sts:AssumeRole",
  ],
  ["a day that is past", [allow("*", { DateGreaterThan: { "aws:CurrentTime": "2020-01-01" } })], {}, ""],
  ["a day to come", [allow("*", { DateGreaterThan: { "aws:CurrentTime": "2030-01-01" } })], {}, "sts:AssumeRole"],
  [
    "an organization, of which there is none",
    [allow("*", { StringEquals: { "aws:PrincipalOrgID": "o-1" } })],
    {},
    "sts:AssumeRole",
  ],
];
test.each(cases)("%s", async (_name, statements, input, refused) => {
  const arn = await newRole(world, "api", document(...statements));
  if (refused === "") expect((await assume(world.sts, arn, input)).Credentials).toBeDefined();
  else expect(await refusal(assume(world.sts, arn, input))).toEqual(denied(refused, arn));
});

test("a role names the role that may assume it, in another account", async () => {
  const source = await newRole(world, "source");
  await permit(world, "source", MAY_ASSUME);
  const { iam } = world.as({ accessKeyId: "210987654321", secretAccessKey: "x" });
  const trust = document(
    allow({ AWS: source }),
    allow({ AWS: "123456789012" }, { ArnEquals: { "aws:PrincipalArn": source } }),
  );
  const made = await iam.send(new CreateRoleCommand({ RoleName: "target", AssumeRolePolicyDocument: trust }));
  const target = made.Role?.Arn ?? "";
  expect(await refusal(assume(world.sts, target))).toEqual(denied("sts:AssumeRole", target));
  const { sts } = clientsOf(world, (await assume(world.sts, source)).Credentials);
  const { Credentials: credentials } = await assume(sts, target, {});
  expect((await whoAmI(clientsOf(world, credentials).sts)).Arn).toBe(
    "arn:aws:sts::210987654321:assumed-role/target/try",
  );
});

test("transitive tags go on to the next role, must be let in there, and cannot be replaced", async () => {
  const first = await newRole(world, "first");
  await permit(world, "first", MAY_ASSUME);
  const pinned = await newRole(
    world,
    "pinned",
    document(allow("*", { StringEquals: { "aws:RequestTag/team": "core" } })),
  );
  const untagged = await newRole(world, "untagged", document(allow("*", undefined, "sts:AssumeRole")));
  const plain = clientsOf(world, (await assume(world.sts, first, { Tags: tags })).Credentials).sts;
  const transitive = clientsOf(
    world,
    (await assume(world.sts, first, { Tags: tags, TransitiveTagKeys: ["team"] })).Credentials,
  ).sts;
  const who = "arn:aws:sts::123456789012:assumed-role/first/try";
  expect(await refusal(assume(plain, pinned, {}))).toEqual(denied("sts:AssumeRole", pinned, who));
  await assume(plain, untagged, {});
  await assume(transitive, pinned, {});
  expect(await refusal(assume(transitive, untagged, {}))).toEqual(denied("sts:TagSession", untagged, who));
  expect(await refusal(assume(transitive, pinned, { Tags: [{ Key: "Team", Value: "x" }] }))).toMatchObject({
    code: "InvalidParameterValue",
  });
});

test("tags of the caller's role and session are its principal tags", async () => {
  const source = await newRole(world, "source");
  await world.iam.send(
    new TagRoleCommand({
      RoleName: "source",
      Tags: [
        { Key: "team", Value: "old" },
        { Key: "site", Value: "x" },
      ],
    }),
  );
  const target = await newRole(
    world,
    "target",
    document(allow("*", { StringEquals: { "aws:PrincipalTag/team": "core", "aws:PrincipalTag/site": "x" } })),
  );
  const plain = clientsOf(world, (await assume(world.sts, source)).Credentials).sts;
  const tagged = clientsOf(world, (await assume(world.sts, source, { Tags: tags })).Credentials).sts;
  expect(await refusal(assume(plain, target, {}))).toMatchObject({ code: "AccessDenied" });
  await assume(tagged, target, {});
});
