import { ListRolesCommand } from "@aws-sdk/client-iam";
import type { CallRecord } from "../../sandbox/dispatch";
import { startSandbox } from "../../sandbox/server";
import { type IamWorld, startIamWorld } from "./iam-world";

let world: IamWorld;
let records: CallRecord[];
let bugs: unknown[];
beforeEach(async () => {
  records = [];
  bugs = [];
  world = await startIamWorld({ onCall: (record) => records.push(record), onBug: (error) => bugs.push(error) });
});
afterEach(() => world.close());

const FORM = "application/x-www-form-urlencoded; charset=utf-8";
const signedFor = (service: string, key = "test", region = "us-east-1") =>
  `AWS4-HMAC-SHA256 Credential=${key}/20260501/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`;

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${world.sandbox.url}${path}`, init);
}
function form(action: string, authorization?: string): RequestInit {
  return {
    method: "POST",
    headers: { "content-type": FORM, ...(authorization === undefined ? {} : { authorization }) },
    body: `Action=${action}&Version=2011-06-15`,
  };
}

test("it listens on 127.0.0.1 alone, and a port that is taken is an error", async () => {
  expect(world.sandbox.url).toBe(`http://127.0.0.1:${world.sandbox.port}`);
  await expect(startSandbox({ port: world.sandbox.port })).rejects.toThrow("EADDRINUSE");
});

test.each<[string, string, RequestInit, number, string, string]>([
  [
    "a query action nobody knows",
    "/",
    form("Dance", signedFor("sts")),
    400,
    "text/xml",
    "<Code>InvalidAction</Code><Message>Could not find operation Dance for version 2011-06-15</Message>",
  ],
  [
    "a query call without an action",
    "/",
    { ...form("", signedFor("iam")), body: "Version=2010-05-08" },
    400,
    "text/xml",
    "<Code>MissingAction</Code>",
  ],
  [
    "a service nobody knows, by query",
    "/",
    form("DescribeVpcs", signedFor("ec2")),
    400,
    "text/xml",
    "<Code>InvalidAction</Code>",
  ],
  [
    "a service nobody knows",
    "/x",
    { headers: { authorization: signedFor("dynamodb") } },
    404,
    "application/json",
    '"__type":"UnknownOperationException"',
  ],
  [
    "an unknown path of a service",
    "/nowhere",
    { headers: { authorization: signedFor("eks") } },
    404,
    "application/json",
    '{"',
  ],
  [
    "no signature, by query",
    "/",
    form("GetCallerIdentity"),
    403,
    "text/xml",
    "<Code>MissingAuthenticationToken</Code><Message>Request is missing Authentication Token</Message>",
  ],
  ["no signature", "/clusters", {}, 403, "application/json", '"message":"Missing Authentication Token"'],
  [
    "a signature without a scope",
    "/",
    form("GetCallerIdentity", "AWS4-HMAC-SHA256 Credential=test/20260501"),
    400,
    "text/xml",
    "<Code>IncompleteSignature</Code>",
  ],
  [
    "a session nobody opened",
    "/",
    form("GetCallerIdentity", signedFor("sts", "ASIAXXXXXXXXXXXXXXXX")),
    403,
    "text/xml",
    "<Code>InvalidClientTokenId</Code>",
  ],
])("%s", async (_name, path, init, status, type, text) => {
  const response = await ask(path, init);
  expect([response.status, response.headers.get("content-type")]).toEqual([status, type]);
  expect(await response.text()).toContain(text);
  expect(bugs).toEqual([]);
});

test("a presigned query is a signature too", async () => {
  const credential = encodeURIComponent("210987654321/20260501/us-gov-west-1/sts/aws4_request");
  const response = await ask(`/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Credential=${credential}`);
  expect(await response.text()).toContain("<Arn>arn:aws-us-gov:iam::210987654321:root</Arn>");
});

test("every call is told with who, what and how it ended", async () => {
  await world.iam.send(new ListRolesCommand({}));
  await ask("/", form("Dance", signedFor("sts", "210987654321", "eu-west-1")));
  expect(records).toEqual([
    {
      time: "2026-05-01T12:00:00.000Z",
      requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
      caller: "arn:aws:iam::123456789012:root",
      account: "123456789012",
      region: "us-east-1",
      service: "iam",
      action: "iam:ListRoles",
      resources: ["arn:aws:iam::123456789012:role/"],
      decision: "allowed",
      why: "root may do all",
      status: 200,
      error: undefined,
      fault: undefined,
    },
    expect.objectContaining({
      caller: "arn:aws:iam::210987654321:root",
      region: "eu-west-1",
      action: undefined,
      decision: undefined,
      why: undefined,
      status: 400,
      error: "InvalidAction",
    }),
  ]);
});

test("a bug of the sandbox is 500 InternalFailure without a stack trace in it", async () => {
  Object.defineProperty(world.sandbox.world.iam, "123456789012", {
    get: () => {
      throw new TypeError("the bug");
    },
  });
  const response = await ask("/", form("ListRoles", signedFor("iam")));
  const text = await response.text();
  expect([response.status, text]).toEqual([500, expect.stringContaining("<Code>InternalFailure</Code>")]);
  expect(text).not.toContain("the bug");
  expect(bugs).toEqual([new TypeError("the bug")]);
});

test("the same seed and requests give the same ids, another seed others", async () => {
  const trust = encodeURIComponent('{"Statement":{"Effect":"Allow","Principal":"*","Action":"sts:AssumeRole"}}');
  const idWith = async (seed: number): Promise<string | undefined> => {
    const sandbox = await startSandbox({ seed });
    const body = `Action=CreateRole&RoleName=a&AssumeRolePolicyDocument=${trust}`;
    const init = { ...form("", signedFor("iam")), body };
    const text = await (await fetch(sandbox.url, init)).text();
    await sandbox.close();
    return /<RoleId>(\w+)</.exec(text)?.[1];
  };
  const [one, same, other] = [await idWith(5), await idWith(5), await idWith(6)];
  expect(one).toMatch(/^AROA/);
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});
