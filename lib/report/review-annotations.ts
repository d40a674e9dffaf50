import { findingId } from "../model/finding";
import type { Review, ReviewFinding } from "../review/review";
import { declaredPlace, type Layout } from "./finding-place";
import { findingWords, words } from "./finding-words";
import { workflowCommand } from "./workflow-command";

/** GitHub shows so many of a kind from one step. */
const MOST_OF_A_KIND = 10;

/** GitHub's bound on a title. */
const LONGEST_TITLE = 255;

/**
 * The new errors and warnings of a review as commands to the runner of GitHub Actions, which shows them in the pull request:
 * at their place in a declaration where that is known, else under the construct's path. What is over GitHub's bounds, and
 * that there are old findings, is said in one notice.
 */
export function reviewAnnotations(review: Review, layout: Layout = {}): string[] {
  const fresh = review.findings.filter(({ status }) => status === "new");
  const errors = fresh.filter(({ severity }) => severity === "error");
  const warnings = fresh.filter(({ severity }) => severity === "warning");
  const annotated = [...errors.slice(0, MOST_OF_A_KIND), ...warnings.slice(0, MOST_OF_A_KIND)];
  const more = [
    counted(errors.length - MOST_OF_A_KIND, "more new error", "more new errors"),
    counted(warnings.length - MOST_OF_A_KIND, "more new warning", "more new warnings"),
    counted(fresh.length - errors.length - warnings.length, "note", "notes"),
    counted(review.findings.length - fresh.length, "old finding", "old findings"),
  ].filter((part) => part !== "");
  return [
    ...annotated.map((finding) => annotation(finding, layout)),
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
      title: title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE - 1)}…` : title,
    },
    [...findingWords(finding), `stack: ${words(finding.stack)}`, finding.help].join("\n"),
  );
}

function counted(number: number, one: string, many: string): string {
  return number <= 0 ? "" : `${number} ${number === 1 ? one : many}`;
}
