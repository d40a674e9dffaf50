import { counted } from "../counted";
import type { ReviewVerdict } from "../review/review";

/** Of a plan that Terraform could not finish. */
export const NOT_DEPLOYABLE =
  "A plan that Terraform could not finish cannot be deployed: Terraform's own error is in the log of the plan.";

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
