import { counted } from "../counted";
import { findingId } from "../model/finding";
import type { AcknowledgedFinding, Review, ReviewFinding } from "../review/review";
import { declaredPlace, type Layout } from "./finding-place";
import { findingWords, whomWords, words } from "./finding-words";
import { notPlannedText } from "./review-words";
import { workflowCommand } from "./workflow-command";

/** GitHub shows so many of a kind from one step. */
const MOST_OF_A_KIND = 10;

/** One notice is kept for what is not shown. */
const MOST_ACKNOWLEDGED = MOST_OF_A_KIND - 1;

/** GitHub's bound on a title. */
const LONGEST_TITLE = 255;

/**
 * The new errors and warnings of a review as commands to the runner of GitHub Actions, which shows them in the pull request:
 * at their place in a declaration where that is known, else under the construct's path. New findings that
 * the declaration acknowledges are notices. What is over GitHub's bounds, and that there are old findings, is said in one notice.
 */
export function reviewAnnotations(review: Review, layout: Layout = {}): string[] {
  const fresh = review.findings.filter(({ status }) => status === "new");
  const errors = fresh.filter(({ severity }) => severity === "error");
  const warnings = fresh.filter(({ severity }) => severity === "warning");
  const acknowledged = review.acknowledged ?? [];
  const missing = notPlannedText(review);
  const mostWarnings = missing === undefined ? MOST_OF_A_KIND : MOST_OF_A_KIND - 1;
  const annotated = [...errors.slice(0, MOST_OF_A_KIND), ...warnings.slice(0, mostWarnings)];
  const more = [
    left(errors.length - MOST_OF_A_KIND, "more new error"),
    left(warnings.length - mostWarnings, "more new warning"),
    left(fresh.length - errors.length - warnings.length, "note"),
    left(acknowledged.length - MOST_ACKNOWLEDGED, "more acknowledged finding"),
    left(review.findings.length - fresh.length, "old finding"),
  ].filter((part) => part !== "");
  return [
    ...(missing === undefined ? [] : [workflowCommand("warning", { title: "Plan review" }, words(missing))]),
    ...annotated.map((finding) => annotation(finding, layout)),
    ...acknowledged.slice(0, MOST_ACKNOWLEDGED).map((finding) => notice(finding, layout)),
    ...(more.length === 0
      ? []
      : [workflowCommand("notice", { title: "Plan review" }, `${more.join(", ")}: see the review itself.`)]),
  ];
}

function annotation(finding: ReviewFinding, layout: Layout): string {
  const place = declaredPlace(finding, layout);
  const id = words(findingId(finding));
  const title = place === undefined ? `${id}: ${words(finding.at.source)}` : id;
  return workflowCommand(
    finding.severity === "error" ? "error" : "warning",
    {
      file: place === undefined ? undefined : words(place.file),
      line: place?.line,
      col: place?.column,
      title: bounded(title),
    },
    [...findingWords(finding), `stack: ${words(finding.stack)}`, finding.help].join("\n"),
  );
}

function notice(finding: AcknowledgedFinding, layout: Layout): string {
  const { rule, severity, reason, until, stack } = finding;
  const place = declaredPlace(finding, layout);
  return workflowCommand(
    "notice",
    {
      file: place === undefined ? undefined : words(place.file),
      line: place?.line,
      col: place?.column,
      title: bounded(`${words(rule)}: acknowledged`),
    },
    [
      `acknowledged ${severity === "info" ? "note" : severity}: ${words(finding.message)}`,
      ...whomWords(finding),
      `because: ${words(reason)}`,
      ...(until === undefined ? [] : [`until: ${words(until)}`]),
      `stack: ${words(stack)}`,
    ].join("\n"),
  );
}

function bounded(title: string): string {
  return title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title;
}

function left(count: number, thing: string): string {
  return count <= 0 ? "" : counted(count, thing);
}
