import { iamArnFix, isIamArn, parseArn, resourceArnFix } from "../../../lib/model/arn";

test.each([
  ["arn:aws:iam::492000000148:role/a", "role", true],
  ["arn:aws-us-gov:iam::492000000148:role/path/to/a", "role", true],
  ["arn:aws:iam::492000000148:policy/a", "policy", true],
  ["arn:aws:iam::aws:policy/a", "policy", true],
  ["arn:aws:iam::aws:role/a", "role", false],
  ["arn:aws:iam::492000000148:role/", "role", false],
  [`arn:aws:iam::492000000148:role/${"a".repeat(65)}`, "role", false],
  ["arn:aws:iam::4920:role/a", "role", false],
  ["arn:aws:iam:us-east-1:492000000148:role/a", "role", false],
  ["arn:aws:sts::492000000148:assumed-role/a/b", "role", false],
  ["arn:amazon:iam::492000000148:role/a", "role", false],
  ["role/a", "role", false],
] as const)("%s as a %s: %s", (text, kind, expected) => {
  expect(isIamArn(text, kind)).toBe(expected);
  if (expected) expect(iamArnFix(text, kind)).toBeUndefined();
});

test.each([
  ["arn:aws:s3:::bucket/a:b", { partition: "aws", service: "s3", region: "", account: "", resource: "bucket/a:b" }],
  ["arn:aws:s3:::", undefined],
  ["arn:aws:s3", undefined],
  ["s3://bucket", undefined],
])("parseArn(%s)", (text, expected) => {
  expect(parseArn(text)).toEqual(expected);
});

describe("the ARN of a resource in a policy", () => {
  test.each([
    "arn:aws:s3:::reports/*",
    "arn:aws:s3:::reports/a b/c d.txt",
    "arn:aws:cloudwatch:us-east-1:492000000148:alarm:Too many orders",
    "arn:aws:sqs:us-east-1:492000000148:orders",
    "arn:aws:sqs:*:*:*",
    "arn:*:sqs:us-*:4920????????:orders",
    "arn:aws:s3:::${aws:PrincipalTag/team, 'no team'}/*",
    "arn:aws:sqs:${aws:RequestedRegion}:${aws:PrincipalAccount}:orders",
    "arn:aws-us-gov:sqs:us-gov-west-1:492000000148:orders",
    "arn:aws-eusc:sqs:eusc-de-east-1:492000000148:orders",
    "arn:aws:health:global::event/EC2/*",
    "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "arn:aws:network-firewall:us-east-1:aws-managed:stateful-rulegroup/a",
    "arn:aws:ssm:us-east-1::document/AWS-RunShellScript",
  ])("%s is one", (text) => {
    expect(resourceArnFix(text)).toBeUndefined();
  });

  test.each([
    ["arn:aws:sqs:us-east-1:492000000148 : orders", "remove the blank"],
    ["arn:aws:sqs:us-east-1:492000000148:orders ", "remove the blank"],
    ["arn:aws:sqs:us-east-1:492000000148: orders", "remove the blank"],
    ["arn:aws:sqs:us-east-1:492000000148:new orders", "remove the blank"],
    ["arn:aws:ssm:us-east-1:492000000148:parameter/a b", "remove the blank"],
    ["arn: aws:s3:::x", "remove the blank"],
    ["arn:aws:s3:::x\n", "remove the blank"],
    ["arn:aws:s3:::my reports/*", "remove the blank"],
    ["arn:aws:s3:::reports/* ", "remove the blank"],
    ["arn:amazon:s3:::x", "its partition is `amazon`: write `aws`, `aws-cn` or `aws-us-gov`"],
    ["arn:aws:sqs:us-east1:492000000148:orders", "its region is `us-east1`: write one like `us-east-1`"],
    ["arn:aws:sqs:us-east-1a:492000000148:orders", "`us-east-1a` is an availability zone: write `us-east-1`"],
    ["arn:aws:sqs:us-east-1:4920000001:orders", "its account has 10 digits, not 12"],
    ["arn:aws:sqs:us-east-1:ACCOUNT:orders", "its account is `ACCOUNT`: write its 12 digits"],
    ["arn:aws:sqs:orders", "an ARN has five colons before its resource"],
  ])("%j is none: %s", (text, fix) => {
    expect(resourceArnFix(text)).toBe(fix);
  });
});
