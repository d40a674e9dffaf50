import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { acknowledgement } from "../../../lib/rules/acknowledgement";
import { RULES } from "../../../lib/rules/all";
import { CHANGE_RULES } from "../../../lib/rules/change/all";
import { PERMISSION_RULES } from "../../../lib/rules/permissions/all";
import { READER_RULES } from "../../../lib/rules/reader-rules";

const ROOT = join(__dirname, "../../..");

/** Every id that a finding can carry, as the sources write it. */
function idsInSources(): string[] {
  const files = ["lib", "stacks"].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(ROOT, folder, name)),
  );
  const ids = files.flatMap((file) =>
    [
      ...readFileSync(file, "utf8").matchAll(
        /(?:\brule: |\bstatementRule\(\{\s*id: |: ChangeRule = \{\s*id: )"([a-z-]+)"/g,
      ),
    ].map(([, id = ""]) => id),
  );
  return [...new Set(ids)].sort();
}

test("every rule that a finding names is described, and none is described that no finding names", () => {
  // namespace-owner holds for declarations and for plans.
  const ofChange = CHANGE_RULES.filter(({ id }) => !RULES.some((rule) => rule.id === id));
  const all = [...RULES, ...PERMISSION_RULES, acknowledgement, ...READER_RULES, ...ofChange];
  const described = all.map(({ id }) => id).sort();
  expect(new Set(described).size).toBe(described.length);
  // `schema` is a constant of its own in problems.ts.
  expect(described).toEqual([...idsInSources(), "schema"].sort());
});

test("the rules on the change are in the order of the alphabet, each with where it is documented", () => {
  const ids = CHANGE_RULES.map(({ id }) => id);
  expect(ids).toEqual([...new Set(ids)].sort());
  for (const { source } of CHANGE_RULES)
    expect(source).toMatch(/^https:\/\/(docs\.aws\.amazon|developer\.hashicorp)\.com\//);
});
