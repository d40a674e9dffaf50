import type { Statement } from "../../../../lib/iam/document";
import { policyOf } from "../../../../lib/iam/policy-of";
import { formOf } from "../../../../lib/rules/permissions/policy-form";

function form(...statements: Partial<Statement>[]) {
  const all = statements.map((parts) => ({ ...READ, ...parts }));
  const policy = policyOf({ Version: "2012-10-17", Statement: all }, (document) => document);
  if (policy === undefined) throw new Error("no policy");
  return formOf(policy);
}

const READ: Statement = { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] };
const when = (namespace: string) => ({ StringEquals: { "aws:PrincipalTag/kubernetes-namespace": [namespace] } });

test.each<[string, Partial<Statement>[], Partial<Statement>[]]>([
  ["names", [{}], [{ Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::c"] }]],
  ["ids of statements", [{ Sid: "A" }], [{ Sid: "B" }]],
  ["names under one condition", [{ Condition: when("a") }], [{ Condition: when("a"), Resource: ["arn:aws:s3:::b"] }]],
  ["names beside one that leaves all in", [{ Resource: ["*"] }], [{ Resource: ["arn:aws:s3:::a", "*"] }]],
])("one form: %s", (_name, one, other) => {
  expect(form(...one)).toBe(form(...other));
});

test.each<[string, Partial<Statement>[], Partial<Statement>[]]>([
  ["effect", [{}], [{ Effect: "Deny" }]],
  ["actions", [{}], [{ Action: ["s3:PutObject"] }]],
  ["conditions", [{}], [{ Condition: when("a") }]],
  ["values of conditions", [{ Condition: when("a") }], [{ Condition: when("b") }]],
  ["all of a kind", [{}], [{ Resource: ["arn:aws:s3:::*"] }]],
  ["all", [{ Resource: ["arn:aws:s3:::*"] }], [{ Resource: ["*"] }]],
  ["what is known only later", [{}], [{ Resource: ["arn:$" + "{later:arn of aws_s3_bucket.a}"] }]],
  ["the order of statements", [{}, { Effect: "Deny" }], [{ Effect: "Deny" }, {}]],
])("two forms: %s", (_name, one, other) => {
  expect(form(...one)).not.toBe(form(...other));
});
