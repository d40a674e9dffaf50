import { findingId } from "../../model/finding";
import type { Review, ReviewFinding } from "../../review/review";
import { counted } from "../phrase";
import { code, codeBlock, link, text } from "./escape";
import { asManyAsFit, folded, joined } from "./room";
import type { Section } from "./section";

const SIGNS: Record<ReviewFinding["severity"], string> = {
  error: "🛑 **error**",
  warning: "⚠️ **warning**",
  info: "ℹ️ **note**",
};

/** More warnings than these are folded. Notes always are, errors never. */
const MOST_OPEN = 5;

/** What the change brings. */
export function newFindings(review: Review): Section {
  const found = review.findings.filter(({ status }) => status === "new");
  if (found.length === 0) return [() => ""];
  const of = (severity: ReviewFinding["severity"]) => found.filter((finding) => finding.severity === severity);
  const errors = of("error");
  const warnings = of("warning");
  const notes = of("info");
  const several = review.plans.length > 1;
  const title = `#### Findings: ${counts(found)}`;
  type Write = (finding: ReviewFinding) => string;
  const whole =
    (snippets: boolean): Write =>
    (finding) =>
      item(finding, several, snippets);
  const form = (error: Write, other?: Write) => (room: number) => {
    const parts = [title, joined(errors, error, "\n", room)];
    if (other !== undefined) {
      const open = joined(warnings, other, "\n", room);
      parts.push(warnings.length > MOST_OPEN ? folded(counts(warnings), open) : open);
      if (notes.length > 0) parts.push(folded(counts(notes), joined(notes, other, "\n", room)));
    }
    return parts.filter((part) => part !== "").join("\n\n");
  };
  return [
    form(whole(true), whole(true)),
    form(whole(false), whole(false)),
    form(whole(false), line),
    form(whole(false)),
    (room) =>
      `${title}\n\n${asManyAsFit(
        errors,
        line,
        (left) => `- 🛑 and ${counted(left, "more error")}`,
        room - title.length - 4,
      )}`.trimEnd(),
  ];
}

/** What was there before. */
export function oldFindings(review: Review): Section {
  const found = review.findings.filter(({ status }) => status === "old");
  if (found.length === 0) return [() => ""];
  const several = review.plans.length > 1;
  const title = `Not of this change: ${counts(found)} that ${found.length === 1 ? "was" : "were"} there before`;
  return [
    (room) =>
      folded(
        title,
        joined(found, (finding) => item(finding, several, false), "\n", room),
      ),
    () => `${title}.`,
  ];
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
      `- ${SIGNS[severity]} ${link(code(findingId(finding)), help)}${who(finding)}: ${value}${text(message)}`,
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
  return `- ${SIGNS[finding.severity]} ${code(findingId(finding), 100)}${who(finding, 100)}`;
}

function who({ serviceAccounts }: ReviewFinding, longest?: number): string {
  const [first, ...others] = serviceAccounts;
  if (first === undefined) return "";
  return ` ${code(first, longest)}${others.length === 0 ? "" : ` and ${others.length} more`}`;
}
