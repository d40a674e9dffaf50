import { RULES } from "../../lib/rules/all";
import { READER_RULES } from "../../lib/rules/reader-rules";
import type { RuleText } from "../../lib/rules/rule";

/** The reference of every rule that a finding can name. */
export function rulesText(): string {
  return [
    "# Rules",
    "",
    "Every finding names its rule. Generated from the rules themselves; `npm run generate` writes it anew.",
    "",
    "## Reading a declaration",
    "",
    ...READER_RULES.flatMap(entry),
    "## Judging what was declared",
    "",
    "These look at all the stacks of one app together, and hold for identities made in TypeScript as well.",
    "",
    ...RULES.flatMap(entry),
  ].join("\n");
}

function entry({ id, severity, what, why, fix, source }: RuleText): string[] {
  return [
    `### ${id}`,
    "",
    what,
    "",
    `- why: ${why}`,
    `- fix: ${fix}`,
    `- severity: ${severity}`,
    `- source: <${source}>`,
    "",
  ];
}
