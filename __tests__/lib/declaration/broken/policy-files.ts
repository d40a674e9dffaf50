import { type BrokenCase, identity, policyFile } from "./broken-case";

const GOOD = `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:us-east-1:492000000148:orders" }] }`;

/** A policy file with one statement of these elements. */
function statement(elements: string): ReturnType<typeof policyFile> {
  return policyFile(`{\n  "Version": "2012-10-17",\n  "Statement": [{ ${elements} }]\n}\n`);
}

export const POLICY_FILE_CASES: BrokenCase[] = [
  {
    name: "a policy file in order, with tabs, CRLF and a byte order mark",
    files: policyFile(`\ufeff${GOOD.replace(/[[{]/g, "$&\r\n\t")}`),
    says: [],
  },
  {
    name: "a policy file that is not there",
    files: identity("policyFiles: [policies/orders.json]"),
    says: [
      "error pod-identity.yaml:6:19 identities[0].policyFiles[0]",
      "  `policies/orders.json` names a policy file that is not there",
      "  fix: correct the path: it is relative to the declaration",
      "  rule: policy-document",
    ],
  },
  {
    name: "a policy file at an absolute path",
    files: identity("policyFiles: [/etc/orders.json]"),
    says: [
      "error pod-identity.yaml:6:19 identities[0].policyFiles[0]",
      "  `/etc/orders.json` is not a policy file's path",
      "  allowed: a path relative to the declaration, ending in .json, its name of letters, digits and + = , . @ _ - (it names the inline policy)",
      "  fix: write it relative to the folder of the declaration",
      "  rule: schema",
    ],
  },
  {
    name: "a policy file that is no JSON by its name",
    files: identity("policyFiles: [orders.yaml]"),
    says: [
      "error pod-identity.yaml:6:19 identities[0].policyFiles[0]",
      "  `orders.yaml` is not a policy file's path",
      "  allowed: a path relative to the declaration, ending in .json, its name of letters, digits and + = , . @ _ - (it names the inline policy)",
      "  fix: write it like `policies/orders.json`",
      "  rule: schema",
    ],
  },
  {
    name: "an empty policy file",
    files: policyFile(""),
    says: ["error orders.json:1:1", "  is empty", "  fix: write a policy document into it", "  rule: policy-document"],
  },
  {
    name: "a comment in JSON",
    files: policyFile(`{\n  // all of it\n  "Version": "2012-10-17"\n}\n`),
    says: [
      "error orders.json:2:3",
      "  is not JSON: JSON has no comments",
      "  fix: remove the comment",
      "  rule: policy-document",
    ],
  },
  {
    name: "a comma before a bracket",
    files: policyFile(`{\n  "Version": "2012-10-17",\n  "Statement": [\n  ],\n}\n`),
    says: [
      "error orders.json:4:4",
      "  is not JSON: a comma before a closing bracket",
      "  fix: remove the comma",
      "  rule: policy-document",
    ],
  },
  {
    name: "single quotes",
    files: policyFile("{ 'Version': '2012-10-17' }"),
    says: [
      "error orders.json:1:3",
      "  `'Version'` is not JSON",
      "  fix: put text in double quotes",
      "  rule: policy-document",
    ],
  },
  {
    name: "a key without quotes",
    files: policyFile(`{ Version: "2012-10-17" }`),
    says: [
      "error orders.json:1:3",
      "  `Version` is not JSON",
      "  fix: put text in double quotes",
      "  rule: policy-document",
    ],
  },
  {
    name: "a bracket never closed",
    files: policyFile(`{\n  "Version": "2012-10-17",\n  "Statement": [\n`),
    says: [
      "error orders.json:4:1",
      "  is not JSON: a `[` or `{` before this is not closed",
      "  fix: close the bracket, or indent what is in it",
      "  rule: policy-document",
    ],
  },
  {
    name: "a missing comma",
    files: policyFile(`{\n  "Version": "2012-10-17"\n  "Statement": []\n}\n`),
    says: [
      "error orders.json:3:3",
      "  is not JSON: Missing , between flow map items",
      "  fix: look for a missing quote, bracket or `:` here or on the line before",
      "  rule: policy-document",
    ],
  },
  {
    name: "a key that stands twice in JSON",
    files: policyFile(`{\n  "Version": "2012-10-17",\n  "Statement": [],\n  "Statement": []\n}\n`),
    says: [
      "error orders.json:4:3",
      "  `Statement` is a key that stands twice in the same map",
      "  fix: remove or rename one of them",
      "  rule: policy-document",
    ],
  },
  {
    name: "a list for the document",
    files: policyFile("[]"),
    says: [
      "error orders.json:1:1",
      "  is not a policy document",
      "  allowed: a JSON object",
      '  fix: begin with `{ "Version": "2012-10-17", "Statement": [`',
      "  rule: policy-document",
    ],
  },
  {
    name: "what is no policy",
    files: policyFile(`{ "name": "orders" }`),
    says: [
      "error orders.json:1:1",
      "  has no Statement",
      "  allowed: at least one statement",
      "  fix: add `Statement`, a list of statements with `Effect`, `Action` and `Resource`",
      "  rule: policy-document",
      "error orders.json:1:11 name",
      "  `name` is not an element of a policy",
      "  allowed: Version, Id, Statement",
      "  fix: remove it",
      "  rule: policy-document",
    ],
  },
  {
    name: "no statement",
    files: policyFile(`{ "Version": "2012-10-17", "Statement": [] }`),
    says: [
      "error orders.json:1:41 Statement",
      "  has no Statement",
      "  allowed: at least one statement",
      "  fix: add `Statement`, a list of statements with `Effect`, `Action` and `Resource`",
      "  rule: policy-document",
    ],
  },
  {
    name: "a version of its own",
    files: policyFile(GOOD.replace("2012-10-17", "2024-01-01")),
    says: [
      "error orders.json:1:14 Version",
      "  `2024-01-01` is not a version of the policy language",
      "  allowed: 2012-10-17",
      "  fix: write `2012-10-17`: it is the language's version, not the policy's",
      "  rule: policy-document",
    ],
  },
  {
    name: "a version that is a key's name in other case",
    files: policyFile(GOOD.replace("Version", "version")),
    says: [
      "error orders.json:1:14 version",
      "  `version` is not an element of a policy",
      "  allowed: Version, Id, Statement",
      "  fix: did you mean `Version`?",
      "  rule: policy-document",
    ],
  },
  {
    name: "a principal",
    files: statement(`"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"`),
    says: [
      "error orders.json:3:51 Statement[0].Principal",
      "  `Principal` cannot stand in a role's own policy: only trust and resource policies name principals",
      "  allowed: Sid, Effect, Action, NotAction, Resource, NotResource, Condition",
      "  fix: remove it: who may use the role is its trust policy's business",
      "  rule: policy-document",
    ],
  },
  {
    name: "no effect, action or resource",
    files: statement(`"Sid": "Nothing"`),
    says: [
      "error orders.json:3:17 Statement[0]",
      "  has no Effect",
      "  allowed: Allow, Deny",
      '  fix: add `"Effect": "Allow"`',
      "  rule: policy-document",
      "error orders.json:3:17 Statement[0]",
      "  has no Action",
      "  allowed: Action or NotAction",
      "  fix: add `Action`",
      "  rule: policy-document",
      "error orders.json:3:17 Statement[0]",
      "  has no Resource",
      "  allowed: Resource or NotResource",
      "  fix: add `Resource`",
      "  rule: policy-document",
    ],
  },
  {
    name: "an effect in lower case",
    files: statement(`"Effect": "allow", "Action": "s3:GetObject", "Resource": "*"`),
    says: [
      "error orders.json:3:29 Statement[0].Effect",
      "  `allow` is not an effect",
      "  allowed: Allow, Deny",
      "  fix: did you mean `Allow`?",
      "  rule: policy-document",
    ],
  },
  {
    name: "an action and what it is not",
    files: statement(`"Effect": "Allow", "Action": "s3:*", "NotAction": "s3:PutObject", "Resource": "*"`),
    says: [
      "error orders.json:3:17 Statement[0]",
      "  has both Action and NotAction",
      "  allowed: Action or NotAction",
      "  fix: keep one of them",
      "  rule: policy-document",
    ],
  },
  {
    name: "an element that is misspelt",
    files: statement(`"Effect": "Allow", "Actions": ["s3:GetObject"], "Resource": "*"`),
    says: [
      "error orders.json:3:49 Statement[0].Actions",
      "  `Actions` is not an element of a statement",
      "  allowed: Sid, Effect, Action, NotAction, Resource, NotResource, Condition",
      "  fix: did you mean `Action`?",
      "  rule: policy-document",
    ],
  },
  {
    name: "an action and a resource that are none",
    files: statement(`"Effect": "Allow", "Action": ["s3:GetObject", "PutObject"], "Resource": ["my-bucket"]`),
    says: [
      "error orders.json:3:65 Statement[0].Action[1]",
      "  `PutObject` is not an IAM action",
      "  allowed: `service:Action`, or `*`",
      "  fix: write it like `s3:GetObject`",
      "  rule: policy-document",
      "error orders.json:3:92 Statement[0].Resource[0]",
      "  `my-bucket` is not a resource's ARN",
      "  allowed: an ARN, or `*`",
      "  fix: write it like `arn:aws:s3:::reports/*`",
      "  rule: policy-document",
    ],
  },
  {
    name: "a condition that is none",
    files: statement(
      `"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", "Condition": { "StringEqual": { "aws:SourceVpc": "a" }, "Bool": true, "Null": { "s3:prefix": {} } }`,
    ),
    says: [
      "error orders.json:3:111 Statement[0].Condition.StringEqual",
      "  `StringEqual` is not a condition operator",
      "  allowed: an operator of the IAM reference, like StringEquals, StringLike or Bool",
      "  fix: did you mean `StringEquals`?",
      "  rule: policy-document",
      "error orders.json:3:145 Statement[0].Condition.Bool",
      "  `true` is not a map of condition keys",
      "  allowed: operator → key → values",
      '  fix: write it like `{ "StringEquals": { "aws:SourceVpc": "vpc-1" } }`',
      "  rule: policy-document",
      "error orders.json:3:174 Statement[0].Condition.Null.s3:prefix",
      "  `{}` is not a condition's value",
      "  allowed: text, a number, true or false, or a list of them",
      "  fix: write it as text",
      "  rule: policy-document",
    ],
  },
  {
    name: "two statements of one id",
    files: policyFile(
      `{\n  "Version": "2012-10-17",\n  "Statement": [\n    { "Sid": "Read", "Effect": "Allow", "Action": "s3:*", "Resource": "*" },\n    { "Sid": "Read", "Effect": "Deny", "Action": "s3:*", "Resource": "*" }\n  ]\n}\n`,
    ),
    says: [
      "error orders.json:5:14 Statement[1].Sid",
      "  `Read` is the id of two statements",
      "  allowed: ids that differ within a policy",
      "  fix: rename one of them, or leave it out",
      "  rule: policy-document",
    ],
  },
  {
    name: "a policy file of 65 KiB",
    files: policyFile(`"${"a".repeat(66_000)}"`),
    says: [
      "error orders.json:1:1",
      "  `65 KiB` is too large for a policy",
      "  allowed: at most 10,240 characters",
      "  fix: split it, or make it a customer managed policy",
      "  rule: policy-document",
    ],
  },
  {
    name: "a policy file with a CDKTF token",
    files: policyFile(
      GOOD.replace('"Resource": "arn:aws:sqs:us-east-1:492000000148:orders"', '"Resource": "${TfToken[TOKEN.1]}"'),
    ),
    says: [
      "error orders.json:1:1",
      "  holds a CDKTF token, which only TypeScript can make",
      "  fix: write the value itself",
      "  rule: policy-document",
    ],
  },
  {
    name: "10,000 opening brackets in a policy file",
    files: policyFile("[".repeat(10_000)),
    says: [
      "error orders.json:1:100",
      "  is nested too deep",
      "  allowed: at most 100 levels",
      "  fix: look for brackets that are never closed",
      "  rule: policy-document",
    ],
  },
  {
    name: "one broken policy file that two identities name",
    files: {
      "pod-identity.yaml": `service: a\nclusters: { atlas: { name: a, account: "492000000148", region: us-east-1 } }\nidentities:\n  - { name: b, serviceAccounts: [a/b], policyFiles: [orders.json] }\n  - { name: c, serviceAccounts: [a/c], policyFiles: [./orders.json] }\n`,
      "orders.json": "{}",
    },
    says: [
      "error orders.json:1:1",
      "  has no Statement",
      "  allowed: at least one statement",
      "  fix: add `Statement`, a list of statements with `Effect`, `Action` and `Resource`",
      "  rule: policy-document",
    ],
  },
  {
    name: "two policy files of one name",
    files: { ...identity("policyFiles: [a/orders.json, b/orders.json]"), "a/orders.json": GOOD, "b/orders.json": GOOD },
    says: [
      "error pod-identity.yaml:6:34 identities[0].policyFiles[1]",
      "  would be the second inline policy of the name `orders` in one role",
      "  fix: rename the file",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "a policy file named as the inline policy of the declaration is",
    files: {
      ...identity(
        "policyFiles: [pod-identity.json]",
        "allow: [{ actions: [s3:GetObject], resources: ['arn:aws:s3:::a/*'] }]",
      ),
      "pod-identity.json": GOOD,
    },
    says: [
      "error pod-identity.yaml:6:19 identities[0].policyFiles[0]",
      "  would be the second inline policy of the name `pod-identity` in one role",
      "  fix: rename the file",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "a policy file whose name IAM refuses",
    files: { ...identity("policyFiles: [my orders.json]"), "my orders.json": GOOD },
    says: [
      "error pod-identity.yaml:6:19 identities[0].policyFiles[0]",
      "  `my orders.json` is not a policy file's path",
      "  allowed: a path relative to the declaration, ending in .json, its name of letters, digits and + = , . @ _ - (it names the inline policy)",
      "  fix: rename the file",
      "  rule: schema",
    ],
  },
];
