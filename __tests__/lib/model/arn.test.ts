import { iamArnFix, isIamArn, parseArn } from "../../../lib/model/arn";

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
