import type { Layout } from "../lib/report/finding-place";
import { reviewAnnotations } from "../lib/report/review-annotations";
import { reviewJson } from "../lib/report/review-json";
import { reviewMarkdown } from "../lib/report/review-markdown";
import { reviewSarif } from "../lib/report/review-sarif";
import { reviewTerminal } from "../lib/report/review-terminal";
import { withoutCommands } from "../lib/report/workflow-command";
import type { Review } from "../lib/review/review";
import { acknowledgement } from "../lib/rules/acknowledgement";
import { RULES } from "../lib/rules/all";
import { CHANGE_RULES } from "../lib/rules/change/all";
import { PERMISSION_RULES } from "../lib/rules/permissions/all";
import { version } from "../package.json";
import { refuse } from "./declared-pods";
import { paintFor } from "./paint";
import { fullFileOf, isSpecial, whyNotWritten, writeWhole } from "./review-files";
import type { Format, ReviewOptions } from "./review-options";
import { addToStepSummary } from "./step-summary";
import { tell } from "./tell";

/** Writes a review where it is to go; false, and said why, where that is not possible. */
export function report(review: Review, { format, out }: ReviewOptions, layout: Layout): boolean {
  const chosen = format ?? defaultFormat(out);
  if (chosen === "github") for (const line of reviewAnnotations(review, layout)) console.log(line);
  const { text, leftOut } = written(review, chosen === "github" ? "markdown" : chosen, layout, out !== undefined);
  if (out === undefined) {
    if (chosen !== "github") print(text);
    if (leftOut.length > 0 && chosen !== "github") tell(`left out to fit into a comment: ${leftOut.join("; ")}`);
  } else {
    const full = leftOut.length === 0 || isSpecial(out) ? undefined : fullFileOf(out);
    try {
      writeWhole(out, text);
      if (full !== undefined) writeWhole(full, reviewMarkdown(review, { limit: Number.POSITIVE_INFINITY }).text);
    } catch (error) {
      refuse({
        message: `${out} cannot be written: ${whyNotWritten(error)}`,
        fix: "check the folder's permissions and the room on the disk",
      });
      return false;
    }
    tell(`${review.verdict.level}: ${review.verdict.text} ${review.fingerprint} → ${out}`);
    const more = full === undefined ? "" : `; all of it is in ${full}`;
    if (leftOut.length > 0) tell(`left out to fit into a comment: ${leftOut.join("; ")}${more}`);
  }
  if (chosen === "github" || leftOut.length > 0) summarise(review);
  return true;
}

/** What a file's name says; else what people read, on a terminal or elsewhere. */
function defaultFormat(out: string | undefined): Format {
  if (out === undefined) return process.stdout.isTTY ? "terminal" : "markdown";
  if (/\.sarif(\.json)?$/i.test(out)) return "sarif";
  return /\.json$/i.test(out) ? "json" : "markdown";
}

interface Written {
  text: string;
  leftOut: readonly string[];
}

function written(review: Review, format: Exclude<Format, "github">, layout: Layout, toFile: boolean): Written {
  switch (format) {
    case "json":
      return { text: jsonText(reviewJson(review)), leftOut: [] };
    case "sarif": {
      const rules = [...RULES, ...PERMISSION_RULES, acknowledgement, ...CHANGE_RULES];
      return { text: jsonText(reviewSarif(review, { ...layout, version, rules })), leftOut: [] };
    }
    case "terminal": {
      const { columns } = process.stdout;
      const paint = paintFor(toFile ? {} : process.stdout);
      return { text: withEnd(reviewTerminal(review, paint, toFile ? undefined : columns)), leftOut: [] };
    }
    case "markdown": {
      const { text, leftOut } = reviewMarkdown(review);
      return { text: withEnd(text), leftOut };
    }
  }
}

/** JSON in which the runner of GitHub Actions finds no command, wherever it is printed. */
function jsonText(value: object): string {
  return `${JSON.stringify(value, null, 2).replaceAll("##[", "##\\u005b")}\n`;
}

function withEnd(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

function print(text: string): void {
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    // Whoever closes a pipe has read enough: `| head`.
    if (error.code === "EPIPE") return;
    refuse({ message: `the review cannot be written: ${error.message}`, fix: "check the room on the disk" });
  });
  process.stdout.write(process.env.GITHUB_ACTIONS === "true" ? withoutCommands(text) : text);
}

function summarise(review: Review): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (file === undefined || file === "") return;
  if (!addToStepSummary(review, file))
    tell("warning: the job summary has no room for the review, or cannot be written");
}
