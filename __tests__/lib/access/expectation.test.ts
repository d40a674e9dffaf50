import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { load } from "../../../lib/declaration/load";
import { findingText, PLAIN } from "../../../lib/report/findings-text";

/** What is said of the expectations of an identity with these further keys, which begin on line 6. */
function said(lines: readonly string[]): string[] {
  const folder = mkdtempSync(join(tmpdir(), "expectation-"));
  const head = [
    "service: backend-api",
    `clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }`,
    "identities:",
    "  - name: api",
    "    serviceAccounts: [backend/api]",
  ];
  try {
    writeFileSync(join(folder, "pod-identity.yaml"), [...head, ...lines.map((line) => `    ${line}`), ""].join("\n"));
    const { findings, failures } = load(["."], folder);
    expect(failures).toEqual([]);
    return findings
      .filter(({ rule }) => ["expectation", "schema"].includes(rule))
      .flatMap((one) => findingText(one, PLAIN).split("\n"))
      .map((line) => line.trim());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const S3 = "policies: [AmazonS3ReadOnlyAccess]";

test.each<[string, string[], string[]]>([
  [
    "what holds is not spoken of",
    [S3, "expect:", "  can: [s3:ListAllMyBuckets, 's3:Get*']", "  cannot: [eks:ListClusters, 'iam:*', s3:PutObject]"],
    [],
  ],
  [
    "what is not allowed",
    [S3, "expect:", "  can:", "    - s3:ListAllMyBuckets", "    - sqs:SendMessage"],
    [
      "error pod-identity.yaml:10:11 identities[0].expect.can[1]",
      "`sqs:SendMessage` must be possible for backend/api on atlas, and is not: no statement of the role's policies allows it",
      "fix: allow it, or remove the expectation",
      "rule: expectation",
    ],
  ],
  [
    "what a statement denies",
    [
      S3,
      "deny:",
      "  - { actions: ['s3:Get*'], resources: ['arn:aws:s3:::secret/*'] }",
      "expect:",
      "  can: [{ action: s3:GetObject, resource: 'arn:aws:s3:::secret/key' }]",
    ],
    [
      "error pod-identity.yaml:10:13 identities[0].expect.can[0]",
      "`s3:GetObject` must be possible for backend/api on atlas, and is not on arn:aws:s3:::secret/key: a statement denies it: deny s3:Get* on arn:aws:s3:::secret/* (inline policy pod-identity)",
      "fix: change the statement, or the expectation",
      "see: pod-identity.yaml:8",
      "rule: expectation",
    ],
  ],
  [
    "what a statement allows",
    ["allow:", "  - { actions: ['eks:List*'], resources: ['*'] }", "expect: { cannot: [eks:ListClusters] }"],
    [
      "error pod-identity.yaml:8:24 identities[0].expect.cannot[0]",
      "`eks:ListClusters` must not be possible for backend/api on atlas, and is: allow eks:List* on * (inline policy pod-identity)",
      "fix: change the statement, deny the action, or remove the expectation",
      "see: pod-identity.yaml:7",
      "rule: expectation",
    ],
  ],
  [
    "one of several actions, on one resource",
    [
      "allow: [{ actions: [iam:PassRole], resources: ['arn:aws:iam::492000000148:role/a'] }]",
      "expect: { cannot: ['iam:*'] }",
    ],
    [
      "error pod-identity.yaml:7:24 identities[0].expect.cannot[0]",
      "`iam:PassRole` must not be possible for backend/api on atlas, and is on arn:aws:iam::492000000148:role/a: allow iam:PassRole on arn:aws:iam::492000000148:role/a (inline policy pod-identity)",
      "fix: change the statement, deny the action, or remove the expectation",
      "see: pod-identity.yaml:6",
      "rule: expectation",
    ],
  ],
  [
    "what cannot be told, of a policy",
    ['policies: ["arn:aws:iam::492000000148:policy/orders"]', "expect: { cannot: [sqs:DeleteQueue] }"],
    [
      "error pod-identity.yaml:7:24 identities[0].expect.cannot[0]",
      "`sqs:DeleteQueue` must not be possible for backend/api on atlas, and whether it is cannot be told: what the managed policy arn:aws:iam::492000000148:policy/orders says is not known here: it is a customer managed policy",
      "fix: expect only what the policies in the declaration decide, or attach policies whose text is known here",
      "rule: expectation",
    ],
  ],
  [
    "what cannot be told, of a condition",
    [
      "allow: [{ actions: [sqs:SendMessage], resources: ['*'], when: { StringEquals: { aws:SourceVpc: vpc-1 } } }]",
      "expect:",
      "  can:",
      "    - { action: sqs:SendMessage, context: { aws:SourceVpc: vpc-1 } }",
      "    - sqs:SendMessage",
    ],
    [
      "warning pod-identity.yaml:10:11 identities[0].expect.can[1]",
      expect.stringContaining("cannot be told: a condition asks for aws:sourcevpc"),
      'fix: say what holds, `context: { "aws:sourcevpc": … }`, or change the condition',
      "rule: expectation",
    ],
  ],
  [
    "an action that does not exist",
    [S3, "expect: { can: [s3:ListBucketz] }"],
    [
      "error pod-identity.yaml:7:21 identities[0].expect.can[0]",
      "`s3:ListBucketz` is no action of AWS, so nothing can be expected of it",
      "fix: did you mean `s3:ListBucket`?",
      "rule: expectation",
    ],
  ],
  [
    "beside a mistake that is reported already nothing is said",
    ["allow: [{ actions: [s3.ListAllMyBuckets], resources: ['*'] }]", "expect: { can: [s3:ListAllMyBuckets] }"],
    [
      "error pod-identity.yaml:6:25 identities[0].allow[0].actions[0]",
      "`s3.ListAllMyBuckets` is not an IAM action",
      expect.stringContaining("allowed:"),
      "fix: write `s3:ListAllMyBuckets`",
      "rule: schema",
    ],
  ],
  [
    "context is text",
    [S3, "expect: { can: [{ action: s3:GetObject, context: { aws:MultiFactorAuthAge: 5 } }] }"],
    [
      "error pod-identity.yaml:7:80 identities[0].expect.can[0].context.aws:MultiFactorAuthAge",
      expect.any(String),
      expect.any(String),
      "rule: schema",
    ],
  ],
])("%s", (_, lines, expected) => {
  expect(said(lines)).toEqual(expected);
});
