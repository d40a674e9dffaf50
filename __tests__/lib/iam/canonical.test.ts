import { canonicalText } from "../../../lib/iam/canonical";
import { parsePolicy } from "../../../lib/iam/parse";

function textOf(statements: unknown, version = "2012-10-17"): string {
  const { policy, problems } = parsePolicy({ Version: version, Statement: statements }, "resource");
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return canonicalText(policy);
}

const read = { Effect: "Allow", Principal: "*", Action: "s3:GetObject", Resource: "arn:aws:s3:::a" };
const write = {
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:PutObject", "s3:DeleteObject"],
  Resource: ["arn:aws:s3:::a", "arn:aws:s3:::b"],
};
const when = (Condition: unknown, more = {}) => ({ ...read, Condition, ...more });

test.each([
  ["order of statements", [read, write], [write, read]],
  ["a statement twice", [read, read], [read]],
  ["one statement or a list", read, [read]],
  ["Sid", { ...read, Sid: "Read" }, { ...read, Sid: "Other" }],
  ["scalar or list", read, { ...read, Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a"] }],
  [
    "order of values",
    write,
    { ...write, Action: ["s3:DeleteObject", "s3:PutObject"], Resource: ["arn:aws:s3:::b", "arn:aws:s3:::a"] },
  ],
  ["letter case of actions", read, { ...read, Action: "S3:getobject" }],
  ["*:* is *", { ...read, Action: "*" }, { ...read, Action: "*:*" }],
  ["what stands beside *", { ...read, Action: ["*", "s3:Get*"] }, { ...read, Action: "*" }],
  [
    "an account and its root",
    { ...read, Principal: { AWS: "123456789012" } },
    { ...read, Principal: { AWS: "arn:aws:iam::123456789012:root" } },
  ],
  [
    "letter case of operators and keys",
    when({ StringEquals: { "aws:username": "a" } }),
    when({ stringequals: { "AWS:UserName": "a" } }),
  ],
  [
    "order of operators",
    when({ Bool: { "a:b": true }, Null: { "a:c": true } }),
    when({ Null: { "a:c": "true" }, Bool: { "a:b": "true" } }),
  ],
  [
    "ArnEquals and ArnLike",
    when({ ArnLike: { "a:b": "arn:aws:s3:::a" } }),
    when({ ArnEquals: { "a:b": "arn:aws:s3:::a" } }),
  ],
])("the same: %s", (_name, one, other) => {
  expect(textOf(one)).toBe(textOf(other));
});

test.each([
  ["effect", read, { ...read, Effect: "Deny" }],
  ["Action and NotAction", read, { ...read, Action: undefined, NotAction: "s3:GetObject" }],
  ["letter case of resources", read, { ...read, Resource: "arn:aws:s3:::A" }],
  [
    "letter case of values",
    when({ StringEquals: { "aws:username": "a" } }),
    when({ StringEquals: { "aws:username": "A" } }),
  ],
  ["IfExists", when({ StringEquals: { "a:b": "a" } }), when({ StringEqualsIfExists: { "a:b": "a" } })],
  [
    "set operator",
    when({ "ForAnyValue:StringEquals": { "a:b": "a" } }),
    when({ "ForAllValues:StringEquals": { "a:b": "a" } }),
  ],
  ["principal", read, { ...read, Principal: { AWS: "123456789012" } }],
])("not the same: %s", (_name, one, other) => {
  expect(textOf(one)).not.toBe(textOf(other));
});

test("the version counts where something could be a variable, and only there", () => {
  expect(textOf(read, "2008-10-17")).toBe(textOf(read));
  const own = { ...read, Resource: "arn:aws:s3:::a/${aws:username}" };
  expect(textOf(own, "2008-10-17")).not.toBe(textOf(own));
});
