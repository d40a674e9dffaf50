import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import { AssumeRoleWithWebIdentityCommand } from "@aws-sdk/client-sts";
import { clientsOf, document, type IamWorld, newRole, startIamWorld, whoAmI } from "./iam-world";
import { refusal } from "./test-world";

let world: IamWorld;
beforeEach(async () => {
  world = await startIamWorld();
});
afterEach(() => world.close());

const issuer = "https://token.actions.githubusercontent.com";
const provider = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const claims = {
  iss: issuer,
  aud: "sts.amazonaws.com",
  sub: "repo:acme/api:ref:refs/heads/main",
  exp: 4_000_000_000,
};
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
const token = (more: Record<string, unknown> = {}) =>
  `${encode({ alg: "RS256" })}.${encode({ ...claims, ...more })}.c2ln`;
const trust = document({
  Effect: "Allow",
  Principal: { Federated: provider },
  Action: "sts:AssumeRoleWithWebIdentity",
  Condition: { StringLike: { "token.actions.githubusercontent.com:sub": "repo:acme/api:*" } },
});
const exchange = (RoleArn: string, WebIdentityToken: string) =>
  world.sts.send(new AssumeRoleWithWebIdentityCommand({ RoleArn, RoleSessionName: "ci", WebIdentityToken }));
const notAuthorized = "Not authorized to perform sts:AssumeRoleWithWebIdentity";
beforeEach(async () => {
  await world.iam.send(new CreateOpenIDConnectProviderCommand({ Url: issuer, ClientIDList: ["sts.amazonaws.com"] }));
});

test("a token becomes the role's credentials", async () => {
  const answer = await exchange(await newRole(world, "ci", trust), token());
  expect(answer).toMatchObject({ Provider: provider, Audience: claims.aud, SubjectFromWebIdentityToken: claims.sub });
  expect((await whoAmI(clientsOf(world, answer.Credentials).sts)).Arn).toBe(
    "arn:aws:sts::123456789012:assumed-role/ci/ci",
  );
});

test.each<[string, () => string, string, string]>([
  [
    "no token",
    () => "abcd",
    "InvalidIdentityTokenException",
    "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)",
  ],
  [
    "another issuer",
    () => token({ iss: "https://example.com" }),
    "InvalidIdentityTokenException",
    "No OpenIDConnect provider found in your account for https://example.com",
  ],
  ["another audience", () => token({ aud: "other" }), "InvalidIdentityTokenException", "Incorrect token audience"],
  [
    "an old token",
    () => token({ exp: 1 }),
    "ExpiredTokenException",
    "Token expired: current date/time 1777636800 must be before the expiration date/time 1",
  ],
  ["another subject", () => token({ sub: "repo:acme/web:x" }), "AccessDenied", notAuthorized],
])("refuses %s", async (_name, made, code, message) => {
  expect(await refusal(exchange(await newRole(world, "ci", trust), made()))).toMatchObject({ code, message });
});

test("refuses a role that does not trust the provider, and one that is not there", async () => {
  const other = await newRole(world, "other");
  for (const arn of [other, "arn:aws:iam::123456789012:role/gone"]) {
    expect(await refusal(exchange(arn, token()))).toEqual({
      code: "AccessDenied",
      status: 403,
      message: notAuthorized,
    });
  }
});
