import { canonicalText } from "../../../lib/iam/canonical";
import { isAllowed, preparePolicies } from "../../../lib/iam/evaluate";
import { type PolicyKind, parsePolicy } from "../../../lib/iam/parse";
import { Choices } from "./oracle/random";

/** FUZZ_DOCUMENTS=1000000 for a long run, FUZZ_SEED for other documents. */
const COUNT = Number(process.env.FUZZ_DOCUMENTS ?? 10_000);
const FIRST = Number(process.env.FUZZ_SEED ?? 0);
/** Milliseconds. The slowest document takes a few; what hangs takes for ever. */
const LIMIT = 1000;

const KINDS: readonly PolicyKind[] = ["identity", "trust", "resource", "session", "boundary"];
const NAMES = [
  "Version",
  "Id",
  "Statement",
  "Sid",
  "Effect",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Principal",
  "NotPrincipal",
  "Condition",
  "AWS",
  "Service",
  "StringLike",
  "ForAllValues:ArnLike",
  "IpAddressIfExists",
  "Null",
  "DateEquals",
  "NumericLessThan",
  "aws:username",
  "aws:PrincipalTag/a",
  "__proto__",
  "constructor",
  "toString",
  "",
];
const TEXTS = [
  "2012-10-17",
  "2008-10-17",
  "Allow",
  "Deny",
  "*",
  "s3:*",
  "s3:GetObject",
  "sts:AssumeRole",
  "arn:aws:s3:::a/*",
  "arn:aws:iam::123456789012:root",
  "123456789012",
  "${aws:username}",
  "${aws:username, '*'}",
  "${",
  "true",
  "10",
  "1e999",
  "2026-01-31",
  "::/0",
  "\u0000",
  "\ud800",
  "💥",
  "a\nb",
];

const STARS = [
  () => "*a".repeat(500),
  () => "?*".repeat(500),
  () => `${"*".repeat(2000)}b`,
  () => "a*".repeat(300).concat("b"),
  () => `arn:aws:s3:::${"*a?".repeat(300)}`,
  () => `${"arn:*".repeat(1)}:${"*:".repeat(200)}x`,
  () => "${aws:username}".repeat(200),
  () => "${".repeat(500),
  () => "'".repeat(500),
  () => "${a,".repeat(300),
];

function text(choose: Choices): string {
  if (choose.chance(0.1)) return choose.of(STARS)();
  const one = choose.of(TEXTS);
  if (choose.chance(0.7)) return one;
  const at = choose.upTo(one.length + 1);
  return `${one.slice(0, at)}${choose.of(["*", "?", ":", "$", "{", "}", "'", " ", "%", "/"])}${one.slice(at)}`;
}

function value(choose: Choices, depth: number): unknown {
  const kind = choose.upTo(depth > 5 ? 3 : 9);
  if (kind < 2) return text(choose);
  if (kind === 2) return choose.of([null, true, false, 0, -1, 1e308, Number.NaN, 10n]);
  if (kind < 5) return choose.some(0, 4, () => value(choose, depth + 1));
  return Object.fromEntries(choose.some(0, 5, () => [choose.of(NAMES), value(choose, depth + 1)]));
}

/** A document that is nearly legal, so that more than its first words are read. */
function document(choose: Choices, kind: PolicyKind): unknown {
  if (choose.chance(0.1)) return value(choose, 0);
  const oftenLegal = (legal: () => unknown) => (choose.chance(0.95) ? legal() : value(choose, 2));
  const trust = kind === "trust";
  const principals = trust || kind === "resource";
  const sometimes = (probability: number, made: () => Record<string, unknown>) =>
    choose.chance(probability) ? made() : {};
  const actions = trust ? ["sts:AssumeRole", "sts:*"] : ["s3:*", "*", `s3:${"*a".repeat(200)}`];
  const statement = () => ({
    Effect: oftenLegal(() => choose.of(["Allow", "Deny"])),
    [choose.of(["Action", "Action", "NotAction"])]: oftenLegal(() => choose.some(1, 3, () => choose.of(actions))),
    ...sometimes(trust ? 0.03 : 0.97, () => ({
      [choose.of(["Resource", "Resource", "NotResource"])]: oftenLegal(() =>
        choose.some(1, 2, () => `arn:aws:s3:::${text(choose)}`),
      ),
    })),
    ...sometimes(principals ? 0.97 : 0.03, () => ({
      Principal: oftenLegal(() => choose.of(["*", { AWS: "123456789012" }])),
    })),
    ...sometimes(0.6, () => ({
      Condition: oftenLegal(() => ({
        [choose.of(["StringLike", "StringNotLike", "ArnNotLike", "ForAllValues:StringNotLikeIfExists"])]: {
          "aws:username": choose.some(1, 3, () => text(choose)),
        },
      })),
    })),
    ...sometimes(0.05, () => ({ [choose.of(NAMES)]: value(choose, 2) })),
  });
  return { Version: oftenLegal(() => "2012-10-17"), Statement: oftenLegal(() => choose.some(1, 3, statement)) };
}

test(`${COUNT} random and hostile documents: no crash, no hang`, () => {
  const name = `${"a".repeat(100)}:${"ab".repeat(60)}`;
  const request = {
    action: `s3:${"a".repeat(100)}`,
    resource: `arn:aws:s3:::${name}`,
    principal: { type: "AWS" as const, arn: "arn:aws:sts::123456789012:assumed-role/a/b" },
    context: { "aws:username": name, "aws:PrincipalTag/a": ["*", "", name] },
  };
  let legal = 0;
  const slow: unknown[] = [];
  for (let seed = FIRST; seed < FIRST + COUNT; seed++) {
    const choose = new Choices(seed);
    const start = performance.now();
    const kind = choose.of(KINDS);
    const { policy, problems } = parsePolicy(document(choose, kind), kind);
    expect(policy === undefined).toBe(problems.length > 0);
    if (policy !== undefined) {
      legal += 1;
      canonicalText(policy);
      const source = { policy, name: "x" };
      isAllowed(request, preparePolicies({ identity: [source], boundary: source, session: source, resource: source }));
    }
    const time = performance.now() - start;
    if (time > LIMIT) slow.push({ seed, time });
  }
  expect(slow).toEqual([]);
  // Enough of them get past the reader to be judged.
  expect(legal / COUNT).toBeGreaterThan(0.1);
}, 600_000_000);

test("depth that the stack does not hold, and lists without end in sight", () => {
  let deep: unknown = "x";
  for (let level = 0; level < 100_000; level++) deep = [deep];
  for (const place of [
    { Statement: deep },
    { Version: deep },
    { Statement: { Condition: { StringEquals: { "a:b": deep } } } },
  ]) {
    expect(parsePolicy(place, "identity").policy).toBeUndefined();
  }
  const many = { Effect: "Allow", Action: new Array(100_000).fill("s3:*"), Resource: "*" };
  expect(parsePolicy({ Statement: many }, "identity").policy).toBeDefined();
});
