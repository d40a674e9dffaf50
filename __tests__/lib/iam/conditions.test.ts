import { allow, ask, only } from "./asking";

describe("conditions", () => {
  const key = "aws:username";
  const cases: [condition: Record<string, unknown>, value: string | string[] | null | undefined, holds: boolean][] = [
    [{ StringEquals: "a" }, "a", true],
    [{ StringEquals: "a" }, "A", false],
    [{ StringEquals: "a*" }, "ab", false],
    [{ StringEquals: "a*" }, "a*", true],
    [{ StringEquals: ["a", "b"] }, "b", true],
    [{ StringEquals: "a" }, undefined, false],
    [{ StringEquals: "a" }, null, false],
    [{ StringEqualsIfExists: "a" }, undefined, true],
    [{ StringEqualsIfExists: "a" }, "b", false],
    [{ StringNotEquals: "a" }, "b", true],
    [{ StringNotEquals: ["a", "b"] }, "b", false],
    [{ StringNotEquals: "a" }, undefined, true],
    [{ StringEqualsIgnoreCase: "aB" }, "Ab", true],
    [{ StringNotEqualsIgnoreCase: "aB" }, "Ab", false],
    [{ StringLike: "a?c*" }, "abcd", true],
    [{ StringLike: "a${*}" }, "ab", false],
    [{ StringLike: "a${*}" }, "a*", true],
    [{ StringNotLike: "a*" }, "ab", false],
    [{ StringLike: "${aws:PrincipalTag/none}" }, "a", false],
    [{ StringNotLike: "${aws:PrincipalTag/none}" }, "a", false],
    [{ StringLike: "${aws:PrincipalTag/none, 'a'}" }, "a", true],
    [{ "ForAllValues:StringEquals": ["a", "b"] }, ["a", "b"], true],
    [{ "ForAllValues:StringEquals": ["a", "b"] }, ["a", "c"], false],
    [{ "ForAllValues:StringEquals": "a" }, undefined, true],
    [{ "ForAllValues:StringEquals": "a" }, [], true],
    [{ "ForAllValues:StringEquals": "a" }, [""], true],
    [{ "ForAllValues:StringNotEquals": "a" }, ["b", "a"], false],
    [{ "ForAnyValue:StringEquals": "a" }, ["b", "a"], true],
    [{ "ForAnyValue:StringEquals": "a" }, undefined, false],
    [{ "ForAnyValue:StringEqualsIfExists": "a" }, undefined, true],
    [{ "ForAnyValue:StringNotEquals": "a" }, ["a", "b"], true],
    [{ "ForAnyValue:StringNotEquals": "a" }, ["a"], false],
    [{ NumericEquals: 10 }, "10.0", true],
    [{ NumericNotEquals: 10 }, "10", false],
    [{ NumericLessThan: "10" }, "9.5", true],
    [{ NumericLessThanEquals: "10" }, "10", true],
    [{ NumericGreaterThan: "10" }, "10", false],
    [{ NumericGreaterThanEquals: "10" }, "10", true],
    [{ NumericEquals: "10" }, "ten", false],
    [{ DateEquals: "2026-01-31T00:00:00Z" }, "2026-01-31T01:00:00+01:00", true],
    [{ DateNotEquals: "2026-01-31" }, "2026-01-31T00:00:00Z", false],
    [{ DateLessThan: "2026-01-31T00:00:00Z" }, "1769817599", true],
    [{ DateLessThanEquals: "2026" }, "2026-01-01T00:00:00Z", true],
    [{ DateGreaterThan: "1769817600" }, "2026-01-31T00:00:00.001Z", true],
    [{ DateGreaterThanEquals: "2026-01-31" }, "2026-01-30", false],
    [{ Bool: true }, "True", true],
    [{ Bool: "false" }, "true", false],
    [{ BinaryEquals: "QQ==" }, "QQ==", true],
    [{ IpAddress: "203.0.113.0/24" }, "203.0.113.255", true],
    [{ IpAddress: "203.0.113.0/25" }, "203.0.113.128", false],
    [{ IpAddress: "0.0.0.0/0" }, "203.0.113.1", true],
    [{ IpAddress: "::/0" }, "203.0.113.1", false],
    [{ IpAddress: "2001:db8::/33" }, "2001:db8:7fff::1", true],
    [{ IpAddress: "2001:db8::/33" }, "2001:db8:8000::1", false],
    [{ NotIpAddress: "203.0.113.7" }, "203.0.113.7", false],
    [{ NotIpAddress: "203.0.113.7" }, "2001:db8::1", true],
    [{ ArnEquals: "arn:aws:s3:::a*" }, "arn:aws:s3:::ab:c", true],
    [{ ArnLike: "arn:aws:*:*:a*" }, "arn:aws:s3:::ab", false],
    [{ ArnLike: "arn:*:x" }, "arn:aws:s3:::x", false],
    [{ ArnNotEquals: "arn:aws:s3:::a" }, "arn:aws:s3:::b", true],
    [{ ArnNotLike: "arn:aws:s3:::*" }, "arn:aws:s3:::b", false],
    [{ Null: "true" }, undefined, true],
    [{ Null: "true" }, [], true],
    [{ Null: "false" }, "a", true],
    [{ Null: "false" }, null, false],
  ];
  test.each(cases)("%j of %j: %p", (condition, value, holds) => {
    const Condition = Object.fromEntries(Object.entries(condition).map(([name, values]) => [name, { [key]: values }]));
    const context = value === undefined ? {} : { "AWS:UserName": value };
    expect(ask(only({ ...allow, Condition }), { context }).outcome).toBe(holds ? "allowed" : "implicit deny");
  });

  test("all operators and all keys must hold", () => {
    const Condition = { StringEquals: { "a:b": "1", "a:c": "2" }, Bool: { "a:d": "true" } };
    const context = { "a:b": "1", "a:c": "2", "a:d": "true" };
    expect(ask(only({ ...allow, Condition }), { context }).outcome).toBe("allowed");
    for (const key of Object.keys(context)) {
      expect(ask(only({ ...allow, Condition }), { context: { ...context, [key]: "x" } }).outcome).toBe("implicit deny");
    }
  });
});
