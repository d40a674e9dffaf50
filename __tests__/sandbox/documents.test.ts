import { checkIdentityPolicy, checkTrustPolicy } from "../../sandbox/iam/document";
import { AwsError } from "../../sandbox/operation";

function complaint(check: () => void): string {
  try {
    check();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code} ${error.status} ${error.message}`;
    throw error;
  }
  return "";
}

const SYNTAX = "Syntax errors in policy.";
const allow = { Effect: "Allow", Action: "s3:GetObject", Resource: "*" };

describe("identity policies", () => {
  const withStatement = (statement: unknown) => ({ Version: "2012-10-17", Statement: statement });
  const accepted: [string, unknown][] = [
    ["one statement", withStatement(allow)],
    [
      "a list of statements, an id, ids of statements",
      {
        Id: "x",
        ...withStatement([
          { Sid: "A", ...allow },
          { Sid: "B", ...allow },
        ]),
      },
    ],
    [
      "NotAction and NotResource",
      withStatement({ Effect: "Deny", NotAction: ["iam:*"], NotResource: ["arn:aws:s3:::b"] }),
    ],
    ["every action", withStatement({ ...allow, Action: "*" })],
    [
      "conditions with sets, IfExists, numbers and flags",
      withStatement({
        ...allow,
        Condition: {
          "ForAnyValue:StringLike": { "aws:TagKeys": ["a"] },
          BoolIfExists: { "aws:SecureTransport": true },
          NumericLessThan: { "s3:max-keys": 10 },
        },
      }),
    ],
    ["other partitions", withStatement({ ...allow, Resource: ["arn:aws-cn:s3:::b", "arn:aws-us-gov:s3:::b"] })],
  ];
  test.each(accepted)("accepts %s", (_name, document) => {
    expect(complaint(() => checkIdentityPolicy(JSON.stringify(document), true))).toBe("");
  });

  const refused: [string, unknown, string][] = [
    ["no JSON", "{", SYNTAX],
    ["no object", [], SYNTAX],
    ["no statement", { Version: "2012-10-17" }, SYNTAX],
    ["an empty list of statements", withStatement([]), SYNTAX],
    ["a statement that is no object", withStatement(["x"]), SYNTAX],
    ["an unknown element", { ...withStatement(allow), Extra: 1 }, SYNTAX],
    ["an unknown element of a statement", withStatement({ ...allow, Extra: 1 }), SYNTAX],
    ["an unknown version", { Version: "2013-10-17", Statement: allow }, SYNTAX],
    ["no version", { Statement: allow }, "Policy document must be version 2012-10-17 or greater."],
    [
      "the old version",
      { Version: "2008-10-17", Statement: allow },
      "Policy document must be version 2012-10-17 or greater.",
    ],
    ["no effect", withStatement({ Action: "s3:GetObject", Resource: "*" }), SYNTAX],
    ["an effect in lower case", withStatement({ ...allow, Effect: "allow" }), SYNTAX],
    ["a principal", withStatement({ ...allow, Principal: "*" }), "Policy document should not specify a principal."],
    ["Action and NotAction", withStatement({ ...allow, NotAction: [] }), SYNTAX],
    ["Resource and NotResource", withStatement({ ...allow, NotResource: [] }), SYNTAX],
    ["an action that is no text", withStatement({ ...allow, Action: [1] }), SYNTAX],
    ["no action", withStatement({ Effect: "Allow", Resource: "*" }), "Policy statement must contain actions."],
    ["no resource", withStatement({ Effect: "Allow", Action: "s3:*" }), "Policy statement must contain resources."],
    [
      "an action without a vendor",
      withStatement({ ...allow, Action: "GetObject" }),
      "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
    ],
    [
      "an action with two colons",
      withStatement({ ...allow, Action: "s3:Get:Object" }),
      "Actions/Condition can contain only one colon.",
    ],
    ["a vendor with a blank", withStatement({ ...allow, Action: "s 3:GetObject" }), "Vendor s 3 is not valid"],
    [
      "a resource that is no ARN",
      withStatement({ ...allow, Resource: "bucket" }),
      'Resource bucket must be in ARN format or "*".',
    ],
    ["an empty resource", withStatement({ ...allow, Resource: "" }), 'Resource  must be in ARN format or "*".'],
    [
      "an unknown partition",
      withStatement({ ...allow, Resource: "arn:b:c:d:e:f" }),
      'Partition "b" is not valid for resource "arn:b:c:d:e:f".',
    ],
    [
      "an ARN without a vendor",
      withStatement({ ...allow, Resource: "arn:aws" }),
      "Resource vendor must be fully qualified and cannot contain regexes.",
    ],
    [
      "an ARN too short",
      withStatement({ ...allow, Resource: "arn:aws:s3::bucket" }),
      "The policy failed legacy parsing",
    ],
    [
      "an id of a statement twice",
      withStatement([
        { Sid: "A", ...allow },
        { Sid: "A", ...allow },
      ]),
      "Statement IDs (SID) in a single policy must be unique.",
    ],
    ["an unknown condition operator", withStatement({ ...allow, Condition: { Equals: { a: "b" } } }), SYNTAX],
    ["a condition without keys", withStatement({ ...allow, Condition: { StringEquals: "b" } }), SYNTAX],
  ];
  test.each(refused)("refuses %s", (_name, document, message) => {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    expect(complaint(() => checkIdentityPolicy(text, true))).toBe(`MalformedPolicyDocument 400 ${message}`);
  });

  test("an inline policy may be of the old version", () => {
    expect(complaint(() => checkIdentityPolicy(JSON.stringify({ Statement: allow }), false))).toBe("");
  });
});

describe("trust policies", () => {
  const pods = { Effect: "Allow", Principal: { Service: "pods.eks.amazonaws.com" }, Action: "sts:AssumeRole" };
  const missing = (arn: string) => arn.endsWith("/gone");
  const refused: [string, unknown, string][] = [
    ["no JSON", "{", "This policy contains invalid Json"],
    ["no statement", { Version: "2012-10-17", Statement: [] }, "Could not parse the policy: Statement is empty!"],
    ["an unknown version", { Version: "2013", Statement: pods }, "The policy must contain a valid version string"],
    ["an unknown element", { Statement: { ...pods, Extra: 1 } }, "Unknown field Extra"],
    ["no effect", { Statement: { Principal: pods.Principal, Action: pods.Action } }, "Missing required field Effect"],
    ["an unknown effect", { Statement: { ...pods, Effect: "Permit" } }, "Invalid effect: Permit"],
    ["no principal", { Statement: { Effect: "Allow", Action: "sts:AssumeRole" } }, "Missing required field Principal"],
    [
      "an empty principal",
      { Statement: { ...pods, Principal: {} } },
      "Missing required field Principal cannot be empty!",
    ],
    ["a principal that is a text", { Statement: { ...pods, Principal: "me" } }, "Principal must be a JSON object."],
    [
      "an unknown kind of principal",
      { Statement: { ...pods, Principal: { User: "me" } } },
      'Invalid principal in policy: "User"',
    ],
    [
      "an account that is none",
      { Statement: { ...pods, Principal: { AWS: "123" } } },
      'Invalid principal in policy: "AWS":"123"',
    ],
    [
      "a role that is not there",
      { Statement: { ...pods, Principal: { AWS: "arn:aws:iam::123456789012:role/gone" } } },
      'Invalid principal in policy: "AWS":"arn:aws:iam::123456789012:role/gone"',
    ],
    [
      "a service that is none",
      { Statement: { ...pods, Principal: { Service: "pods.eks" } } },
      'Invalid principal in policy: "SERVICE":"pods.eks"',
    ],
    [
      "NotPrincipal",
      { Statement: { Effect: "Allow", NotPrincipal: { AWS: "*" }, Action: "sts:AssumeRole" } },
      "Allow with NotPrincipal is not allowed.",
    ],
    ["no action", { Statement: { Effect: "Allow", Principal: pods.Principal } }, "Missing required field Action"],
    [
      "an action of another service",
      { Statement: { ...pods, Action: "s3:GetObject" } },
      "AssumeRole policy may only specify STS AssumeRole actions.",
    ],
    ["a resource", { Statement: { ...pods, Resource: "*" } }, "Has prohibited field Resource"],
    ["NotResource", { Statement: { ...pods, NotResource: "*" } }, "AssumeRole policy must not contain resources."],
    [
      "an unknown condition operator",
      { Statement: { ...pods, Condition: { Is: { a: "b" } } } },
      "Syntax error in policy.",
    ],
    [
      "an id of a statement twice",
      {
        Statement: [
          { Sid: "A", ...pods },
          { Sid: "A", ...pods },
        ],
      },
      "The Statement Ids in the policy are not unique",
    ],
  ];
  test.each(refused)("refuses %s", (_name, document, message) => {
    const text = typeof document === "string" ? document : JSON.stringify(document);
    expect(complaint(() => checkTrustPolicy(text, missing))).toBe(`MalformedPolicyDocument 400 ${message}`);
  });

  test.each<[string, unknown]>([
    ["a service", pods.Principal],
    ["an account by number", { AWS: "123456789012" }],
    [
      "an account, a role and a session",
      {
        AWS: [
          "arn:aws:iam::123456789012:root",
          "arn:aws:iam::123456789012:role/a/b",
          "arn:aws:sts::123456789012:assumed-role/b/s",
        ],
      },
    ],
    ["anyone", "*"],
    ["a provider", { Federated: "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com" }],
  ])("accepts %s as principal", (_name, Principal) => {
    const text = JSON.stringify({ Version: "2008-10-17", Statement: [{ ...pods, Principal }] });
    expect(complaint(() => checkTrustPolicy(text, missing))).toBe("");
  });
});
