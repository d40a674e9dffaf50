import managed from "../../lib/iam/aws-managed-policies.json";
import { acknowledgement } from "../../lib/rules/acknowledgement";
import { RULES } from "../../lib/rules/all";
import { CHANGE_RULES } from "../../lib/rules/change/all";
import { PERMISSION_RULES } from "../../lib/rules/permissions/all";
import { READER_RULES } from "../../lib/rules/reader-rules";
import type { RuleText } from "../../lib/rules/rule";
import { countsText } from "./rule-counts";

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
    "## Judging what is permitted",
    "",
    "These look at what the policies of a role come to: its `allow`, `deny` and `policyFiles`, and AWS's own managed",
    "policies, opened up. Customer managed policies named by ARN, existing roles and what a token stands for are not known",
    "here. Each finding's id says what it is about, as in `wildcard-resource[s3:DeleteObject]`. Errors refuse a synth, warnings",
    "stop nothing.",
    "",
    "An identity acknowledges a finding that is right as it is, for good or until a day; `*` in the brackets stands for any",
    "text. (`check` knows the day; synth does not, so that the same declaration makes the same bytes on any day.)",
    "",
    "```yaml",
    "acknowledge:",
    '  - rule: "wildcard-resource[s3:DeleteObject]"',
    "    reason: the pod empties buckets that other teams name",
    "    until: 2027-01-31",
    "```",
    "",
    "A platform sets severities under `rules:` in platform.yaml, by a rule's id or by a finding's: `error`, `warning`,",
    "`info` (a note, shown by `check --notes`) or `off`. What is milder than its rule is not made worse by the rule's id.",
    "",
    "```yaml",
    "rules:",
    "  data-read: error",
    '  "wildcard-action[sqs:*]": off',
    "```",
    "",
    ...[...PERMISSION_RULES, acknowledgement].flatMap(entry),
    ...countsText(managed.names),
    "## Rules on the change",
    "",
    "These look at what Terraform plans change: `pod-identity review`. They are about this one change, so that nobody",
    "acknowledges them and no platform sets their severity; each finding says what to do. What the rules on permissions find",
    "in roles is judged in the plans as well, and listed as old where the same role had it before, as severe as now.",
    "`duplicate-association`, `arn-account`, `namespace-owner` and the half of `session-tags` on session policies hold for plans",
    "too; the other rules on declarations need what no plan tells.",
    "",
    ...CHANGE_RULES.filter(({ id }) => !declared.has(id)).flatMap(entry),
  ].join("\n");
}

/** What is described as a rule on declarations already. */
const declared: ReadonlySet<string> = new Set(RULES.map(({ id }) => id));

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
