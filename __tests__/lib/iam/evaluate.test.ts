import { parsePolicy } from "../../../lib/iam/parse";
import type { AccessRequest, PolicySet } from "../../../lib/iam/request";
import { allow, ask, deny, only, ROLE, SESSION, sourced } from "./asking";

const QUEUE = "arn:aws:sqs:eu-west-1:123456789012:orders";
const FOREIGN_QUEUE = "arn:aws:sqs:eu-west-1:210987654321:orders";
const granting = (Principal: unknown, more = {}) =>
  sourced({ ...allow, Principal, ...more }, "resource", "of the resource");

describe("whose consent is needed", () => {
  const cases: [name: string, policies: PolicySet, request: Partial<AccessRequest>, answer: string][] = [
    ["no policies", { identity: [] }, {}, "implicit deny for want of identity"],
    ["the role allows", only(allow), {}, "allowed"],
    ["one policy allows, another denies", { identity: [sourced(allow), sourced(deny)] }, {}, "explicit deny"],
    [
      "a silent boundary",
      { ...only(allow), boundary: sourced({ ...allow, Action: "sqs:*" }, "boundary") },
      {},
      "implicit deny for want of boundary",
    ],
    ["a boundary that denies", { ...only(allow), boundary: sourced([allow, deny], "boundary") }, {}, "explicit deny"],
    [
      "a boundary allows nothing by itself",
      { identity: [], boundary: sourced(allow, "boundary") },
      {},
      "implicit deny for want of identity",
    ],
    [
      "a silent session policy",
      { ...only(allow), session: sourced({ ...allow, Action: "sqs:*" }, "session") },
      {},
      "implicit deny for want of session",
    ],
    [
      "all limits are silent",
      {
        identity: [],
        boundary: sourced({ ...allow, Action: "sqs:*" }, "boundary"),
        session: sourced({ ...allow, Action: "sqs:*" }, "session"),
      },
      {},
      "implicit deny for want of identity, boundary, session",
    ],
    ["the resource allows the role", { identity: [], resource: granting({ AWS: ROLE }) }, {}, "allowed"],
    [
      "the resource allows the account",
      { identity: [], resource: granting({ AWS: "123456789012" }) },
      {},
      "implicit deny for want of identity",
    ],
    [
      "the resource allows another role",
      { identity: [], resource: granting({ AWS: "arn:aws:iam::123456789012:role/web" }) },
      {},
      "implicit deny for want of identity",
    ],
    [
      "the resource denies",
      { ...only(allow), resource: sourced({ ...deny, Principal: "*" }, "resource") },
      {},
      "explicit deny",
    ],
    [
      "the role, bounded, is allowed by the resource",
      { identity: [], boundary: sourced({ ...allow, Action: "sqs:*" }, "boundary"), resource: granting({ AWS: ROLE }) },
      {},
      "implicit deny for want of boundary",
    ],
    [
      "the session, bounded, is allowed by the resource",
      {
        identity: [],
        boundary: sourced({ ...allow, Action: "sqs:*" }, "boundary"),
        resource: granting({ AWS: SESSION }),
      },
      {},
      "allowed",
    ],
    [
      "everybody is allowed by the resource: a silent boundary does not limit that",
      { identity: [], boundary: sourced({ ...allow, Action: "sqs:*" }, "boundary"), resource: granting("*") },
      {},
      "allowed",
    ],
    [
      "everybody is allowed by the resource: a silent session policy does",
      { identity: [], session: sourced({ ...allow, Action: "sqs:*" }, "session"), resource: granting({ AWS: "*" }) },
      {},
      "implicit deny for want of session",
    ],
    [
      "NotPrincipal spares who is named",
      {
        ...only(allow),
        resource: sourced(
          { Effect: "Deny", NotPrincipal: { AWS: [SESSION, ROLE] }, Action: "*", Resource: "*" },
          "resource",
        ),
      },
      {},
      "allowed",
    ],
    [
      "NotPrincipal spares nobody who is bounded",
      {
        ...only(allow),
        boundary: sourced(allow, "boundary"),
        resource: sourced({ Effect: "Deny", NotPrincipal: { AWS: ROLE }, Action: "*", Resource: "*" }, "resource"),
      },
      {},
      "explicit deny",
    ],
    [
      "another account's queue, only the role allows",
      only(allow),
      { action: "sqs:SendMessage", resource: FOREIGN_QUEUE },
      "implicit deny for want of resource",
    ],
    [
      "another account's queue, only the queue allows",
      { identity: [], resource: granting({ AWS: ROLE }) },
      { action: "sqs:SendMessage", resource: FOREIGN_QUEUE },
      "implicit deny for want of identity",
    ],
    [
      "another account's queue, both allow",
      { ...only(allow), resource: granting({ AWS: "123456789012" }) },
      { action: "sqs:SendMessage", resource: FOREIGN_QUEUE },
      "allowed",
    ],
    [
      "another account's bucket, whose ARN does not say so",
      only(allow),
      { resourceAccount: "210987654321" },
      "implicit deny for want of resource",
    ],
    [
      "a key whose policy leaves it to the account",
      { ...only(allow), resource: granting({ AWS: "123456789012" }) },
      { action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:123456789012:key/1" },
      "allowed",
    ],
    [
      "a key whose policy is about others",
      { ...only(allow), resource: granting({ AWS: "210987654321" }) },
      { action: "kms:Decrypt", resource: "arn:aws:kms:eu-west-1:123456789012:key/1" },
      "implicit deny for want of resource",
    ],
  ];
  test.each(cases)("%s", (_name, policies, request, answer) => {
    const { outcome, missing } = ask(policies, request);
    expect(missing.length === 0 ? outcome : `${outcome} for want of ${missing.join(", ")}`).toBe(answer);
  });
});

describe("assuming a role", () => {
  const trust = (statement: Record<string, unknown>) =>
    sourced({ Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], ...statement }, "trust");
  const pods = { Service: "pods.eks.amazonaws.com" };
  const byPods = { type: "Service" as const, name: "pods.eks.amazonaws.com" };
  const pinned = { StringEquals: { "aws:RequestTag/kubernetes-namespace": "backend" } };
  const cases: [name: string, policies: PolicySet, request: Partial<AccessRequest>, outcome: string][] = [
    ["Pod Identity", { identity: [], resource: trust({ Principal: pods }) }, { principal: byPods }, "allowed"],
    [
      "another service",
      { identity: [], resource: trust({ Principal: pods }) },
      { principal: { type: "Service", name: "ec2.amazonaws.com" } },
      "implicit deny",
    ],
    [
      "pinned, its namespace",
      { identity: [], resource: trust({ Principal: pods, Condition: pinned }) },
      { principal: byPods, context: { "aws:requesttag/Kubernetes-Namespace": "backend" } },
      "allowed",
    ],
    [
      "pinned, another namespace",
      { identity: [], resource: trust({ Principal: pods, Condition: pinned }) },
      { principal: byPods, context: { "aws:RequestTag/kubernetes-namespace": "web" } },
      "implicit deny",
    ],
    ["a role that is trusted by name", { identity: [], resource: trust({ Principal: { AWS: ROLE } }) }, {}, "allowed"],
    [
      "a role of a trusted account, without a policy of its own",
      { identity: [], resource: trust({ Principal: { AWS: "123456789012" } }) },
      {},
      "implicit deny",
    ],
    [
      "a role of a trusted account, with one",
      { ...only(allow), resource: trust({ Principal: { AWS: "123456789012" } }) },
      {},
      "allowed",
    ],
    ["a role that is not trusted", { ...only(allow), resource: trust({ Principal: pods }) }, {}, "implicit deny"],
    [
      "a web identity",
      {
        identity: [],
        resource: trust({
          Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/x.y" },
          Action: "sts:AssumeRoleWithWebIdentity",
        }),
      },
      {
        action: "sts:AssumeRoleWithWebIdentity",
        principal: { type: "Federated", provider: "arn:aws:iam::123456789012:oidc-provider/x.y" },
      },
      "allowed",
    ],
  ];
  test.each(cases)("%s", (_name, policies, request, outcome) => {
    const target = "arn:aws:iam::123456789012:role/target";
    expect(ask(policies, { action: "sts:AssumeRole", resource: target, ...request }).outcome).toBe(outcome);
  });
});

describe("elements of a statement", () => {
  const cases: [statement: Record<string, unknown>, request: Partial<AccessRequest>, outcome: string][] = [
    [{ ...allow, Action: "S3:getobject" }, {}, "allowed"],
    [{ ...allow, Action: "s3:GetObject*" }, {}, "allowed"],
    [{ ...allow, Action: "s3:Get?bject" }, {}, "allowed"],
    [{ ...allow, Action: "s*:GetObject" }, {}, "allowed"],
    [{ ...allow, Action: "*:*" }, {}, "allowed"],
    [{ ...allow, Action: "s3:Put*" }, {}, "implicit deny"],
    [{ Effect: "Allow", NotAction: "s3:Put*", Resource: "*" }, {}, "allowed"],
    [{ Effect: "Allow", NotAction: ["iam:*", "s3:*"], Resource: "*" }, {}, "implicit deny"],
    [{ ...allow, Resource: "arn:aws:s3:::reports" }, {}, "implicit deny"],
    [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::reports/*" }, {}, "implicit deny"],
    [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::other/*" }, {}, "allowed"],
    [{ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::${aws:username}/*" }, {}, "implicit deny"],
    [{ ...allow, Resource: "arn:aws:s3:::${aws:username}/*" }, { context: { "aws:username": "reports" } }, "allowed"],
    [{ ...allow, Resource: "arn:aws:s3:::${aws:username}/*" }, { context: { "aws:username": "*" } }, "implicit deny"],
    [
      { ...allow, Resource: "arn:aws:s3:::${aws:username}/*" },
      { context: { "aws:username": ["reports"] } },
      "implicit deny",
    ],
    [{ ...allow, Resource: "arn:aws:s3:::${ aws:username , 'reports' }/*" }, {}, "allowed"],
    [{ ...allow, Resource: "arn:aws:s3:::*" }, { action: "s3:ListAllMyBuckets", resource: "*" }, "implicit deny"],
    [allow, { action: "s3:ListAllMyBuckets", resource: "*" }, "allowed"],
  ];
  test.each(cases)("%j", (statement, request, outcome) => {
    expect(ask(only(statement), request).outcome).toBe(outcome);
  });

  test("in the older version a variable is plain text", () => {
    const { policy } = parsePolicy({ Statement: { ...allow, Resource: "arn:aws:s3:::${aws:username}" } }, "identity");
    const policies = { identity: policy === undefined ? [] : [{ policy, name: "old" }] };
    expect(ask(policies, { resource: "arn:aws:s3:::a", context: { "aws:username": "a" } }).outcome).toBe(
      "implicit deny",
    );
    expect(ask(policies, { resource: "arn:aws:s3:::${aws:username}" }).outcome).toBe("allowed");
  });
});

test("the answer names what decided, and where it is written", () => {
  const policy = {
    ...sourced([
      { ...allow, Action: "sqs:*" },
      { ...deny, Sid: "Never", Action: "s3:*" },
    ]),
    name: "inline orders",
    places: [
      { file: "pod-identity.yaml", line: 7 },
      { file: "pod-identity.yaml", line: 12 },
    ],
  };
  expect(ask({ identity: [sourced(allow), policy] })).toMatchObject({
    outcome: "explicit deny",
    by: [
      {
        role: "identity",
        policy: "inline orders",
        index: 1,
        statement: { sid: "Never" },
        path: ["Statement", 1],
        place: { file: "pod-identity.yaml", line: 12 },
      },
    ],
  });
  const { by } = ask({ identity: [policy] }, { action: "sqs:SendMessage", resource: QUEUE });
  expect(by.map(({ policy: name, index }) => `${name} ${index}`)).toEqual(["inline orders 0"]);
});

test("keys that were asked for and of which nothing is known are named", () => {
  const statements = [
    { ...allow, Action: "s3:Get*", Condition: { StringEquals: { "aws:SourceVpc": "vpc-1", "s3:prefix": "a" } } },
    { ...allow, Action: "s3:Get*", Resource: "arn:aws:s3:::${aws:PrincipalTag/team}" },
    { ...allow, Action: "sqs:*", Condition: { Bool: { "aws:SecureTransport": "true" } } },
  ];
  const { outcome, unknownKeys } = ask(only(statements), { context: { "S3:Prefix": null } });
  expect([outcome, unknownKeys]).toEqual(["implicit deny", ["aws:principaltag/team", "aws:sourcevpc"]]);
});
