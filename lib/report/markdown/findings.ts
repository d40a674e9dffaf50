import { counted } from "../../counted";
import { findingId } from "../../model/finding";
import type { Review, ReviewFinding } from "../../review/review";
import { code, codeBlock, link, text } from "./escape";
import { asManyAsFit, enriched, FRAME, folded, foldedFirst, joined, shownOf, size } from "./room";
import { NOTHING, type Section } from "./section";

const SIGNS: Record<ReviewFinding["severity"], string> = {
  error: "🛑 **error**",
  warning: "⚠️ **warning**",
  info: "ℹ️ **note**",
};

/** The first warnings are open, the others folded. Notes always are, errors never. */
const MOST_OPEN = 5;

/** What the change brings. */
export function newFindings(review: Review): Section {
  const found = review.findings.filter(({ status }) => status === "new");
  if (found.length === 0) return NOTHING;
  const of = (severity: ReviewFinding["severity"]) => found.filter((finding) => finding.severity === severity);
  const errors = of("error");
  const warnings = of("warning");
  const notes = of("info");
  const several = review.plans.length > 1;
  const title = `#### Findings: ${counts(found)}`;
  type Write = (finding: ReviewFinding) => string;
  const whole: Write = (finding) => item(finding, several, false);
  const withSnippet: Write = (finding) => item(finding, several, true);
  const [open, others] = [warnings.slice(0, MOST_OPEN), warnings.slice(MOST_OPEN)];
  const framed = (first: string, second: string, third: string, fourth: string) =>
    [
      title,
      first,
      second,
      third === "" ? "" : folded(counted(others.length, "more warning"), third),
      fourth === "" ? "" : folded(counts(notes), fourth),
    ]
      .filter((part) => part !== "")
      .join("\n\n");
  const form = (error: Write, other: Write) => (room: number) => {
    const list = (those: readonly ReviewFinding[], write: Write) => joined(those, write, "\n", room);
    return framed(list(errors, error), list(open, other), list(others, other), list(notes, other));
  };
  const ordered = [...errors, ...warnings, ...notes];
  const isError = ({ severity }: ReviewFinding) => severity === "error";
  const steps: readonly (readonly [less: Write, more: Write])[] = [
    [withSnippet, withSnippet],
    [whole, withSnippet],
    [(finding) => (isError(finding) ? whole : line)(finding), whole],
    [(finding) => (isError(finding) ? whole(finding) : ""), (finding) => (isError(finding) ? whole : line)(finding)],
    [(finding) => (isError(finding) ? line(finding) : ""), (finding) => (isError(finding) ? whole : line)(finding)],
  ];
  return {
    forms: [
      form(withSnippet, withSnippet),
      form(whole, whole),
      form(whole, line),
      (room) => framed(joined(errors, whole, "\n", room), "", "", ""),
      (room) =>
        `${title}\n\n${asManyAsFit(
          errors,
          line,
          (left) => `- 🛑 and ${counted(left, "more error")}`,
          room - title.length - 4,
        )}`.trimEnd(),
    ],
    more: (step, room) => {
      const [less, more] = steps[step] ?? [whole, whole];
      const { texts, longer } = enriched(ordered, less, more, room - size(title) - 3 * FRAME);
      if (longer === 0) return "";
      const starts = [errors.length, errors.length + open.length, errors.length + warnings.length];
      return framed(
        texts.slice(0, starts[0]).join("\n"),
        shownOf(texts.slice(starts[0], starts[1])),
        shownOf(texts.slice(starts[1], starts[2])),
        shownOf(texts.slice(starts[2])),
      );
    },
  };
}

/** What was there before. */
export function oldFindings(review: Review): Section {
  const found = review.findings.filter(({ status }) => status === "old");
  if (found.length === 0) return NOTHING;
  const several = review.plans.length > 1;
  const title = `Not of this change: ${counts(found)} that ${found.length === 1 ? "was" : "were"} there before`;
  const write = (finding: ReviewFinding) => item(finding, several, false);
  return {
    forms: [(room) => folded(title, joined(found, write, "\n", room)), () => `${title}.`],
    more: (_, room) => foldedFirst(title, found, write, room),
  };
}

function counts(findings: readonly ReviewFinding[]): string {
  const of = (severity: ReviewFinding["severity"]) =>
    findings.filter((finding) => finding.severity === severity).length;
  return [
    ...(of("error") > 0 ? [counted(of("error"), "error")] : []),
    ...(of("warning") > 0 ? [counted(of("warning"), "warning")] : []),
    ...(of("info") > 0 ? [counted(of("info"), "note")] : []),
  ].join(", ");
}

function item(finding: ReviewFinding, several: boolean, snippet: boolean): string {
  const { severity, message, found, allowed, fix, help, place, acknowledge, stack, at } = finding;
  const where = place === undefined ? code(at.source) : code(`${place.file}:${place.line}`);
  const value = found === undefined || found === "" ? "" : `${code(found)} `;
  const facts = [
    ...(allowed === undefined ? [] : [`allowed: ${text(allowed)}`]),
    `at ${where}`,
    ...(several ? [`stack ${code(stack)}`] : []),
  ];
  const lines = [
    [
      `- ${SIGNS[severity]} ${link(code(findingId(finding)), help)}${whom(finding.serviceAccounts)}: ${value}${text(message)}`,
      facts.join("; "),
      ...(fix === undefined || fix === "" ? [] : [`**Fix:** ${text(fix)}`]),
    ].join("<br>"),
  ];
  if (snippet && acknowledge !== undefined) {
    const block = folded("Acknowledge it, where it is meant", codeBlock(acknowledge, "yaml"));
    lines.push("", ...block.split("\n").map((line) => (line === "" ? "" : `  ${line}`)));
  }
  return lines.join("\n");
}

function line(finding: ReviewFinding): string {
  return `- ${SIGNS[finding.severity]} ${code(findingId(finding), 100)}${whom(finding.serviceAccounts, 100)}`;
}

/** ` backend/api and 2 more`. */
export function whom([first, ...others]: readonly string[], longest?: number): string {
  if (first === undefined) return "";
  return ` ${code(first, longest)}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}
