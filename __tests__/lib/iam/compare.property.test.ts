import { type Comparison, compareAccess } from "../../../lib/iam/compare";
import { isAllowed, preparePolicies } from "../../../lib/iam/evaluate";
import type { AccessRequest, PolicySet, RequestContext } from "../../../lib/iam/request";
import fc from "../../property";
import { KNOWN, lines, policySet, type Written, type WrittenSet } from "./compared";

const ACTIONS = ["*", "s3:*", "s3:Get*", "s3:*Object", "s3:GetObject", "s3:getobject", "s3:PutObject", "s3:G?tObject*"];
const MORE_ACTIONS = ["sqs:*", "sqs:SendMessage", "iam:PassRole", "s3:Teleport", "warp:*", "warp:Jump", "*:*Role"];
const RESOURCES = [
  "*",
  "arn:aws:s3:::*",
  "arn:aws:s3:::b/*",
  "arn:aws:s3:::b/a*",
  "arn:aws:s3:::b/*a",
  "arn:aws:s3:::b/?",
];
const MORE_RESOURCES = [
  "arn:aws:s3:::b/a",
  "arn:aws:s3:::?",
  "arn:aws:s3:::b/A",
  "arn:aws:s*:::b/*",
  "arn:*:s3:::b/*:a",
  "arn:aws:s3:::b/${aws:PrincipalTag/t}*",
  "arn:aws:s3:::${aws:PrincipalTag/t, 'b'}/a",
  "arn:aws:s3:::b/${*}",
];
const VALUES = ["a", "b", "A", "ab", "a*", "*b", "?", "*", "", "${aws:PrincipalTag/t}", "x${aws:username, 'a'}"];
const OPERATORS = ["StringEquals", "StringNotEquals", "StringLike", "StringNotLike", "StringEqualsIgnoreCase"];
const ARNS = ["arn:aws:sns:*:1:t", "arn:aws:sns:eu:1:t", "arn:aws:sns:*:*:*", "*", "arn:aws:sns:*:1:t:*"];
const RANGES = ["10.0.0.0/8", "10.0.0.0/9", "10.128.0.0/9", "10.1.2.3", "2001:db8::/32"];
const DATES = ["2026-01-01", "2026-06-01T00:00:00Z", "1767225600"];

const someOf = <T>(list: readonly T[], most = 3) => fc.subarray([...list], { minLength: 1, maxLength: most });
const oneOf = <T>(list: readonly T[]) => fc.constantFrom(...list);

const keyed = (operators: readonly string[], keys: readonly string[], values: readonly string[]) =>
  fc
    .tuple(oneOf(operators), oneOf(["", "IfExists"]), oneOf(keys), someOf(values, 2))
    .map(([operator, ending, key, written]): [string, Written] => [`${operator}${ending}`, { [key]: written }]);
const sets = OPERATORS.flatMap((operator) => [`ForAllValues:${operator}`, `ForAnyValue:${operator}`]);
const condition = fc.oneof(
  { weight: 4, arbitrary: keyed(OPERATORS, ["aws:SourceVpc", "aws:username", "aws:PrincipalTag/t"], VALUES) },
  keyed(sets, ["aws:TagKeys"], VALUES),
  keyed(["NumericLessThan", "NumericEquals", "NumericGreaterThanEquals"], ["s3:max-keys"], ["1", "2", "2.0", "10"]),
  keyed(["DateLessThan", "DateGreaterThan", "DateNotEquals"], ["aws:CurrentTime"], DATES),
  keyed(["IpAddress", "NotIpAddress"], ["aws:SourceIp"], RANGES),
  keyed(["ArnLike", "ArnNotEquals"], ["aws:SourceArn"], ARNS),
  keyed(["Bool"], ["aws:SecureTransport"], ["true", "false"]),
  fc
    .tuple(oneOf(["aws:SourceVpc", "aws:TagKeys"]), oneOf(["true", "false"]))
    .map(([key, value]): [string, Written] => ["Null", { [key]: value }]),
);

const statement = fc
  .record({
    effect: oneOf(["Allow", "Allow", "Deny"]),
    actions: fc.tuple(oneOf(["Action", "Action", "Action", "NotAction"]), someOf([...ACTIONS, ...MORE_ACTIONS])),
    resources: fc.tuple(oneOf(["Resource", "Resource", "NotResource"]), someOf([...RESOURCES, ...MORE_RESOURCES])),
    conditions: fc.array(condition, { maxLength: 2 }),
  })
  .map(({ effect, actions, resources, conditions }): Written => {
    const block = conditions.length === 0 ? {} : { Condition: Object.fromEntries(conditions) };
    return { Effect: effect, [actions[0]]: actions[1], [resources[0]]: resources[1], ...block };
  });
const statements = fc.array(statement, { minLength: 1, maxLength: 3 });
const written: fc.Arbitrary<WrittenSet> = fc.record(
  { identity: statements, boundary: statements, session: statements, version: oneOf(["2012-10-17", "2008-10-17"]) },
  { requiredKeys: ["identity"] },
);
/** Two sides that have much in common. */
const pair = fc
  .tuple(written, written, oneOf(["other", "added", "limited", "statement"]))
  .map(([first, second, how]): [WrittenSet, WrittenSet] => {
    if (how === "other") return [first, second];
    if (how === "added") return [first, { ...first, identity: [...first.identity, ...second.identity] }];
    if (how === "limited") return [first, { ...first, boundary: second.identity }];
    return [first, { ...first, identity: [...first.identity.slice(1), ...second.identity.slice(0, 1)] }];
  });

const RUNS = Number(process.env.COMPARE_RUNS ?? 150);

const filled = (patterns: readonly string[], fill: readonly string[]) =>
  fc.tuple(oneOf(patterns), fc.array(oneOf(fill), { minLength: 6, maxLength: 6 })).map(([pattern, parts]) => {
    let at = 0;
    return pattern.replace(/\$\{[^}]*\}|\*|\?/g, (wild) => (wild === "?" ? "a" : (parts[at++ % parts.length] ?? "")));
  });
const action = fc.oneof(
  oneOf(KNOWN.actions.map(({ id }) => id)),
  filled([...ACTIONS.slice(1), ...MORE_ACTIONS], ["a", "Object", "Role", "x"]).filter((text) => /^.+:.+$/.test(text)),
);
const resource = filled(
  [...RESOURCES, ...MORE_RESOURCES],
  ["", "a", "b", "xa", ":a", "b/", "arn:aws:s3:::b/a", "A"],
).filter((text) => text !== "");
const text = oneOf(["a", "b", "A", "ab", "ba", "", "xa", "x", "a*", "c"]);
const context: fc.Arbitrary<RequestContext> = fc.record(
  {
    "aws:SourceVpc": text,
    "aws:username": text,
    "aws:PrincipalTag/t": text,
    "aws:TagKeys": fc.array(text, { maxLength: 3 }),
    "s3:max-keys": oneOf(["0", "1", "1.5", "2", "5", "10", "11", "a"]),
    "aws:CurrentTime": oneOf(["2025-01-01", "2026-01-01", "2026-03-01", "2026-06-01", "2027-01-01"]),
    "aws:SourceIp": oneOf(["10.0.0.1", "10.1.2.3", "10.200.0.1", "11.0.0.1", "2001:db8::1", "::1"]),
    "aws:SourceArn": oneOf(["arn:aws:sns:eu:1:t", "arn:aws:sns:us:2:t", "arn:aws:sns:eu:1:t:x", "x"]),
    "aws:SecureTransport": oneOf(["true", "false"]),
  },
  { requiredKeys: [] },
);
const request: fc.Arbitrary<AccessRequest> = fc.record({ action, resource, context });

function compare([before, after]: [WrittenSet, WrittenSet]): Comparison {
  return compareAccess(policySet(before), policySet(after), { actions: KNOWN });
}

function allows(policies: PolicySet): (asked: AccessRequest) => boolean {
  const prepared = preparePolicies(policies);
  return (asked) => isAllowed(asked, prepared).outcome === "allowed";
}

describe("comparison", () => {
  test("with itself is empty, in whatever order", () => {
    fc.assert(
      fc.property(written, (side) => {
        const turned = { ...side, identity: [...side.identity].reverse().flatMap((one) => [one, one]) };
        const { verdict, gained, lost, future } = compare([side, turned]);
        expect({ verdict, gained, lost, future }).toEqual({
          verdict: "equivalent",
          gained: [],
          lost: [],
          future: { gained: [], lost: [] },
        });
      }),
      { numRuns: RUNS },
    );
  });

  test("gained and lost swap with the sides", () => {
    fc.assert(
      fc.property(pair, ([before, after]) => {
        const one = compare([before, after]);
        const other = compare([after, before]);
        expect(lines(other.lost).sort()).toEqual(lines(one.gained).sort());
        expect(lines(other.gained).sort()).toEqual(lines(one.lost).sort());
        expect(lines(other.unclear.lost).sort()).toEqual(lines(one.unclear.gained).sort());
      }),
      { numRuns: RUNS },
    );
  });

  test("never hides what evaluation tells apart", () => {
    fc.assert(
      fc.property(pair, fc.array(request, { minLength: 20, maxLength: 40 }), (sides, requests) => {
        const [before, after] = sides.map((side) => allows(policySet(side)));
        const { gained, lost, unclear, future } = compare(sides);
        for (const asked of requests) {
          const was = before?.(asked);
          const is = after?.(asked);
          if (was === is) continue;
          const side = is ? "gained" : "lost";
          const entries = [...(is ? gained : lost), ...unclear[side]];
          const known = KNOWN.actions.find(({ id }) => id.toLowerCase() === asked.action.toLowerCase());
          const told =
            known === undefined
              ? entries.some(({ level }) => level === "unknown") || future[side].length > 0
              : entries.some(({ level }) => level === known.level);
          if (!told) throw new Error(`${side} and not told: ${JSON.stringify(asked)}`);
        }
      }),
      { numRuns: RUNS },
    );
  });

  test("a statement that allows never narrows", () => {
    fc.assert(
      fc.property(written, statement, (side, more) => {
        const added = { ...side, identity: [...side.identity, { ...more, Effect: "Allow" }] };
        expect(["equivalent", "broadened", "cannot tell"]).toContain(compare([side, added]).verdict);
      }),
      { numRuns: RUNS },
    );
  });

  test("a statement that denies never broadens", () => {
    fc.assert(
      fc.property(written, statement, (side, more) => {
        const limited = { ...side, identity: [...side.identity, { ...more, Effect: "Deny" }] };
        expect(["equivalent", "narrowed", "cannot tell"]).toContain(compare([side, limited]).verdict);
      }),
      { numRuns: RUNS },
    );
  });
});
