import { placeholder, placeholderArn } from "../../../lib/model/placeholder";
import type { PlannedPod } from "../../../lib/plan/planned";
import { isSameRole } from "../../../lib/plan/role-name";
import { samePods } from "../../../lib/plan/same-pods";
import { pod } from "../review/planned";

/** A pod of `backend/api` on atlas-eks, somewhere. */
function at(account: string, region: string, stack = "backend-api"): PlannedPod {
  const one = pod({ stack });
  return { ...one, cluster: { ...one.cluster, account, region } };
}

const LATER = placeholder("region of aws_eks_cluster.atlas");
const HERE = at("492000000148", "us-east-1");
const ABROAD = at("492000000148", "eu-west-1");
const ELSEWHERE = at("111122223333", "us-east-1");
const UNKNOWN = at("", LATER);

/** How many pods of before and after are together. */
function together(before: PlannedPod[], after: PlannedPod[]): string[] {
  return samePods(before, after).map((one) => `${one.before.length} ${one.after.length}`);
}

test.each<[string, PlannedPod[], PlannedPod[], string[]]>([
  ["the same place", [HERE], [HERE], ["1 1"]],
  ["a place that is known only after apply", [HERE], [UNKNOWN], ["1 1"]],
  ["a place that was not known before", [UNKNOWN], [HERE], ["1 1"]],
  ["another region", [HERE], [ABROAD], ["1 0", "0 1"]],
  ["another account", [HERE], [ELSEWHERE], ["1 0", "0 1"]],
  ["an unknown place beside two known ones", [HERE, ABROAD], [UNKNOWN, ABROAD], ["1 1", "1 1"]],
  ["two stacks that bind it", [HERE], [at("492000000148", "us-east-1", "other"), HERE], ["1 2"]],
  ["nothing", [], [], []],
])("pods of one service account are one: %s", (_, before, after, expected) => {
  expect(together(before, after)).toEqual(expected);
});

test("names that are known only after apply are the same within a stack alone", () => {
  const later = (stack: string) => ({
    ...at("", LATER, stack),
    serviceAccount: { ...HERE.serviceAccount, name: LATER },
  });
  expect(together([], [later("a"), later("b")])).toEqual(["0 1", "0 1"]);
});

const arn = (path: string, account = "492000000148") => `arn:aws:iam::${account}:role/${path}`;
const existing = (of: string) => ({ role: { kind: "existing" as const, arn: of } });

test.each<[string, string, string, boolean]>([
  ["the same ARN", arn("api"), arn("api"), true],
  ["another path", arn("api"), arn("pod-identity/api"), true],
  ["other letters' case", arn("api"), arn("API"), true],
  ["another name", arn("api"), arn("admin"), false],
  ["another account", arn("api"), arn("api", "111122223333"), false],
  ["one that is known only after apply", arn("api"), placeholderArn("arn of aws_iam_role.api"), false],
])("roles are one: %s", (_, one, other, expected) => {
  expect(isSameRole(existing(one), existing(other))).toBe(expected);
  expect(isSameRole(existing(other), existing(one))).toBe(expected);
});
