import { compareAccess, compareInFull } from "../../../lib/iam/compare";
import type { PolicySet } from "../../../lib/iam/request";
import { placeholder, placeholderArn } from "../../../lib/model/placeholder";
import fc from "../../property";
import { allow, deny, lines, policySet, type Written, type WrittenSet } from "./compared";

const NOTHING: PolicySet = { identity: [] };
const RUNS = Number(process.env.COMPARE_RUNS ?? 30);
const oneOf = <T>(list: readonly T[]) => fc.constantFrom(...list);

const NAMES = ["a", "b", "aa", "a*", "*b", "z?", 'q"', "x-1", placeholder("id of aws_s3_bucket.a"), placeholder("b")];
const resource = fc.oneof(
  { weight: 3, arbitrary: oneOf(NAMES).map((name) => `arn:aws:s3:::${name}`) },
  fc.tuple(oneOf(NAMES), oneOf(NAMES)).map(([bucket, key]) => `arn:aws:s3:::${bucket}/${key}`),
  oneOf(NAMES).map((name) => `arn:aws:sqs:eu-west-1:492000000148:${name}`),
  oneOf([placeholderArn("arn of aws_s3_bucket.b"), `${placeholderArn("arn of aws_s3_bucket.b")}/*`, "arn:aws:s3:::**"]),
  oneOf(["*", "arn:**", "arn:aws:s3:::${aws:PrincipalTag/team}/*", "arn:aws:s3:::a/${*}", "arn:aws:s3:::${later:b }"]),
);
const ACTIONS = ["s3:GetObject", "s3:Get*", "s3:*", "sqs:SendMessage", "sqs:*", "s3:Teleport", "warp:*", "s3:Tele*"];
const CONDITIONS: readonly (Written | undefined)[] = [
  undefined,
  undefined,
  { StringEquals: { "aws:PrincipalTag/team": ["a", "b"] } },
  { StringEquals: { "aws:PrincipalTag/team": "a" }, StringNotEquals: { "aws:PrincipalTag/team": "a" } },
  { StringLike: { "s3:prefix": `${placeholder("b")}*` } },
];
const statement = fc
  .tuple(
    fc.subarray(ACTIONS, { minLength: 1, maxLength: 3 }),
    fc.array(resource, { minLength: 1, maxLength: 3 }),
    oneOf(CONDITIONS),
  )
  .map(([actions, resources, condition]) => allow(actions, resources, condition));
const other = fc.tuple(resource, oneOf(["NotResource", "NotAction", "Deny"])).map(([text, how]): Written => {
  if (how === "Deny") return deny("s3:Get*", text);
  if (how === "NotAction") return { Effect: "Allow", NotAction: ["s3:*", "sqs:*"], Resource: text };
  return { Effect: "Allow", Action: "s3:Get*", NotResource: text };
});
const written: fc.Arbitrary<WrittenSet> = fc
  .tuple(
    fc.array(fc.oneof({ weight: 12, arbitrary: statement }, other), { minLength: 1, maxLength: 3 }),
    oneOf([undefined, undefined, undefined, undefined, [allow("s3:*", "arn:aws:s3:::a*")]]),
    oneOf(["2012-10-17", "2012-10-17", "2008-10-17"]),
  )
  .map(([identity, boundary, version]) => ({ identity, version, ...(boundary === undefined ? {} : { boundary }) }));

/** The same set with other resources: names, and what is only known later. */
function withOtherNames({ identity, ...others }: WrittenSet, names: ReadonlyMap<string, string>): WrittenSet {
  const other = (text: string) => names.get(text) ?? text;
  return {
    ...others,
    identity: identity.map((one) => {
      const resources = one.Resource;
      return Array.isArray(resources) ? { ...one, Resource: resources.map((text) => other(String(text))) } : one;
    }),
  };
}

function resourcesOf({ identity }: WrittenSet): string[] {
  return identity.flatMap(({ Resource }) => (Array.isArray(Resource) ? Resource.map(String) : []));
}

describe("comparisons with nothing on the other side", () => {
  it("come to the same whether or not others have been made before", () => {
    const pairs = fc.tuple(written, fc.array(resource, { minLength: 9, maxLength: 9 }));
    const same = fc.property(pairs, ([set, others]) => {
      const names = new Map(resourcesOf(set).map((text, index) => [text, others[index] ?? text]));
      for (const one of [set, withOtherNames(set, names)]) {
        const policies = policySet(one);
        expect(compareAccess(NOTHING, policies)).toEqual(compareInFull(NOTHING, policies, {}));
        expect(compareAccess(policies, NOTHING)).toEqual(compareInFull(policies, NOTHING, {}));
      }
    });
    fc.assert(same, { numRuns: RUNS });
  });

  it("name the resources of the policies at hand", () => {
    const of = (bucket: string) => lines(compareAccess(NOTHING, policySet([allow("s3:GetObject", bucket)])).gained);
    expect(of("arn:aws:s3:::first/*")).toEqual(["read: s3:GetObject on arn:aws:s3:::first/*"]);
    expect(of("arn:aws:s3:::second/*")).toEqual(["read: s3:GetObject on arn:aws:s3:::second/*"]);
    expect(of(`${placeholderArn("arn of aws_s3_bucket.b")}/*`)).toEqual([
      "read: s3:GetObject on arn:${later:arn of aws_s3_bucket.b}/*",
    ]);
  });

  it("stand in the order of their resources, whatever these are called", () => {
    const of = (...buckets: readonly string[]) =>
      lines(compareAccess(NOTHING, policySet(buckets.map((bucket) => allow("s3:GetObject", bucket)))).gained);
    expect(of("arn:aws:s3:::a", "arn:aws:s3:::b")).toEqual([
      "read: s3:GetObject on arn:aws:s3:::a",
      "read: s3:GetObject on arn:aws:s3:::b",
    ]);
    expect(of("arn:aws:s3:::z", "arn:aws:s3:::y")).toEqual([
      "read: s3:GetObject on arn:aws:s3:::y",
      "read: s3:GetObject on arn:aws:s3:::z",
    ]);
  });

  it("come to the same by the short way as by the patterns' automata", () => {
    // A denial that meets none of the resources takes the long way, and changes nothing.
    const long = deny("*", "arn:aws:never:::x");
    const named = fc
      .array(statement, { minLength: 1, maxLength: 3 })
      .filter((list) => resourcesOf({ identity: list }).every((text) => /^arn:aws:s(3|qs):/.test(text)));
    const same = fc.property(named, (identity) => {
      const short = compareInFull(NOTHING, policySet(identity), {});
      const through = compareInFull(NOTHING, policySet([...identity, long]), {});
      expect(lines(short.gained)).toEqual(lines(through.gained));
      expect(lines(short.unclear.gained)).toEqual(lines(through.unclear.gained));
      expect(short.verdict).toBe(through.verdict);
    });
    fc.assert(same, { numRuns: RUNS });
  });
});

it("excepts what is denied of what is known later, for sure", () => {
  const bucket = placeholderArn("arn of aws_s3_bucket.b");
  const denied = [allow("s3:GetObject", `${bucket}/*`), deny("s3:GetObject", `${bucket}/secret/*`)];
  const { verdict, gained, unclear } = compareAccess(NOTHING, policySet(denied));
  expect(verdict).toBe("broadened");
  expect(lines(gained)).toEqual([`read: s3:GetObject on ${bucket}/* except ${bucket}/secret/*`]);
  expect(unclear).toEqual({ gained: [], lost: [] });
});
