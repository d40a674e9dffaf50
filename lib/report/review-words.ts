import { counted } from "../counted";
import { few } from "../few";
import type { Review, ReviewVerdict } from "../review/review";

/** Of a plan that Terraform could not finish. */
export const NOT_DEPLOYABLE =
  "A plan that Terraform could not finish cannot be deployed: Terraform's own error is in the log of the plan.";

/** Stacks without a plan, in a sentence; undefined where there are none. */
export function notPlannedText({ notPlanned = [] }: Review): string | undefined {
  if (notPlanned.length === 0) return undefined;
  const those = notPlanned.length === 1 ? "the stack" : `${notPlanned.length} stacks`;
  return `Not planned, and so not reviewed: ${those} ${few(notPlanned, MOST_NAMES)}.`;
}

/** A sentence has to stay one. */
const MOST_NAMES = 5;

/** The verdict in a word or two: `3 errors, 1 warning`. */
export function judgement({ level, counts: { errors, warnings } }: ReviewVerdict): string {
  const found = [
    ...(errors > 0 ? [counted(errors, "error")] : []),
    ...(warnings > 0 ? [counted(warnings, "warning")] : []),
  ].join(", ");
  switch (level) {
    case "fine":
      return "fine";
    case "warning":
      return found || "warnings";
    case "error":
      return found || "errors";
    case "cannot tell":
      return `cannot tell${found === "" ? "" : `, ${found}`}`;
  }
}
