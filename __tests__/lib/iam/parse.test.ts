import { type PolicyKind, parsePolicy } from "../../../lib/iam/parse";
import { MALFORMED } from "./malformed";

test.each(MALFORMED)("$name", ({ document, kind = "identity", says }) => {
  const { policy, problems } = parsePolicy(document, kind);
  expect(policy).toBeUndefined();
  expect(problems.map(({ path, message }) => `${path.join(".")}: ${message}`)).toEqual(says);
  // Whoever reads it can mend it: every problem says what is allowed or what to do.
  for (const { allowed, fix } of problems) expect(allowed ?? fix).toBeTruthy();
});

test("there are at least 80 malformed documents", () => {
  expect(MALFORMED.length).toBeGreaterThanOrEqual(80);
});

const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };
const legal: [name: string, kind: PolicyKind, document: unknown][] = [
  ["one statement, no version", "identity", { Statement: allow }],
  ["the older version", "identity", { Version: "2008-10-17", Id: "x", Statement: [allow] }],
  [
    "Sid",
    "identity",
    {
      Statement: [
        { ...allow, Sid: "Read1" },
        { ...allow, Sid: "" },
        { ...allow, Sid: "" },
      ],
    },
  ],
  [
    "NotAction and NotResource",
    "boundary",
    { Statement: { Effect: "Deny", NotAction: ["iam:*"], NotResource: ["arn:aws:s3:::a"] } },
  ],
  [
    "numbers and flags as values",
    "session",
    {
      Statement: {
        ...allow,
        Condition: { NumericLessThan: { "s3:max-keys": 10 }, Bool: { "aws:SecureTransport": true } },
      },
    },
  ],
  [
    "letter case of operators",
    "identity",
    { Statement: { ...allow, Condition: { "foranyvalue:stringlikeifexists": { "aws:TagKeys": ["a*"] } } } },
  ],
  [
    "a tag's key with blanks",
    "identity",
    { Statement: { ...allow, Condition: { StringEquals: { "aws:ResourceTag/Cost Center": "1" } } } },
  ],
  [
    "variables",
    "identity",
    { Version: "2012-10-17", Statement: { ...allow, Resource: "arn:aws:s3:::${aws:username, 'a}b'}/${*}${$}" } },
  ],
  ["what is no variable in the older version", "identity", { Statement: { ...allow, Resource: "arn:aws:s3:::a/${" } }],
  ["an ARN that ends in a wildcard", "identity", { Statement: { ...allow, Resource: "arn:aws:s3*" } }],
  ["all actions of all services", "identity", { Statement: { ...allow, Action: "*:*" } }],
  [
    "a role of pods",
    "trust",
    {
      Statement: {
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
        Action: ["sts:AssumeRole", "sts:TagSession"],
      },
    },
  ],
  [
    "a web identity",
    "trust",
    {
      Statement: {
        Effect: "Allow",
        Principal: { Federated: "arn:aws:iam::123456789012:oidc-provider/x.example" },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { "x.example/id/A1:sub": "system:serviceaccount:a:b" } },
      },
    },
  ],
  ["everybody", "trust", { Statement: { Effect: "Allow", Principal: "*", Action: "sts:AssumeRole" } }],
  [
    "principals of all kinds",
    "resource",
    {
      Statement: {
        ...allow,
        Principal: {
          AWS: ["123456789012", "*", "arn:aws:iam::123456789012:root"],
          Service: ["sns.amazonaws.com"],
          CanonicalUser: "a".repeat(64),
        },
      },
    },
  ],
  [
    "NotPrincipal",
    "resource",
    {
      Statement: {
        Sid: "with blanks",
        Effect: "Deny",
        NotPrincipal: { AWS: "arn:aws:iam::123456789012:role/a" },
        Action: "s3:*",
        Resource: "*",
      },
    },
  ],
  ["no Resource", "resource", { Statement: { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" } }],
  [
    "API Gateway's short resource",
    "resource",
    { Statement: { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/prod/*" } },
  ],
];

test.each(legal)("legal: %s", (_name, kind, document) => {
  const { policy, problems } = parsePolicy(document, kind);
  expect(problems).toEqual([]);
  expect(policy).toBeDefined();
});

test("a policy in its one shape", () => {
  const document = {
    Version: "2012-10-17",
    Id: "one",
    Statement: {
      Sid: "A",
      Effect: "Allow",
      Principal: { AWS: "123456789012" },
      NotAction: "s3:GetObject",
      Resource: ["*"],
      Condition: { "forallvalues:stringlikeifexists": { "aws:TagKeys": ["a", 1] }, null: { "a:b": true } },
    },
  };
  expect(parsePolicy(document, "resource").policy).toEqual({
    version: "2012-10-17",
    id: "one",
    statements: [
      {
        sid: "A",
        effect: "Allow",
        principal: { not: false, entries: [{ type: "AWS", value: "123456789012" }] },
        action: { not: true, patterns: ["s3:GetObject"] },
        resource: { not: false, patterns: ["*"] },
        conditions: [
          {
            operator: "StringLike",
            set: "ForAllValues",
            ifExists: true,
            key: "aws:TagKeys",
            values: ["a", "1"],
            path: ["Statement", "Condition", "forallvalues:stringlikeifexists", "aws:TagKeys"],
          },
          {
            operator: "Null",
            ifExists: false,
            key: "a:b",
            values: ["true"],
            path: ["Statement", "Condition", "null", "a:b"],
          },
        ],
        path: ["Statement"],
      },
    ],
  });
});

test.each<[string, unknown]>([
  ["a big integer", { Action: 1n }],
  ["a big integer in a condition", { Action: "s3:GetObject", Condition: { StringEquals: { "aws:username": 1n } } }],
  ["no number, where null is none either", { Action: "s3:GetObject", Condition: { Bool: { "aws:username": [null] } } }],
])("what JSON cannot say is a problem and no error: %s", (_name, parts) => {
  const written = { Effect: "Allow", Resource: "*", ...Object(parts) };
  const { policy, problems } = parsePolicy({ Version: "2012-10-17", Statement: written }, "identity");
  expect(policy).toBeUndefined();
  expect(problems).not.toEqual([]);
});

test("statements that differ in their resources alone are each as written", () => {
  const written = (Resource: string) => ({ Sid: "A", Effect: "Allow", Action: "s3:GetObject", Resource });
  const read = ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"].map(
    (resource) => parsePolicy({ Version: "2012-10-17", Statement: [written(resource)] }, "identity").policy?.statements,
  );
  const statement = (resource: string) => ({
    sid: "A",
    effect: "Allow",
    action: { not: false, patterns: ["s3:GetObject"] },
    resource: { not: false, patterns: [resource] },
    conditions: [],
    path: ["Statement", 0],
  });
  expect(read).toEqual([[statement("arn:aws:s3:::a/*")], [statement("arn:aws:s3:::b/*")]]);
});
