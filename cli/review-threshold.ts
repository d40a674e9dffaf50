import { counted } from "../lib/counted";
import type { Review } from "../lib/review/review";
import type { ReviewOptions } from "./review-options";

/** Why a review fails, each reason with what to do; none where it does not. */
export function failures(review: Review, { failOn, expect }: Pick<ReviewOptions, "failOn" | "expect">): string[] {
  const reasons: string[] = [];
  if (failOn !== "never") {
    const fresh = review.findings.filter(({ status }) => status === "new");
    const errors = fresh.filter(({ severity }) => severity === "error").length;
    const warnings = failOn === "warning" ? fresh.filter(({ severity }) => severity === "warning").length : 0;
    const counts = [
      ...(errors === 0 ? [] : [counted(errors, "new error")]),
      ...(warnings === 0 ? [] : [counted(warnings, "new warning")]),
    ];
    if (counts.length > 0) reasons.push(`fails: ${counts.join(", ")} (--fail-on ${failOn})`);
    else if (review.verdict.level === "cannot tell")
      reasons.push("fails: something could not be analysed (it does not with --fail-on never)");
  }
  if (expect !== undefined && expect !== review.fingerprint) {
    reasons.push(
      [
        "fails: the plans are not those that were reviewed",
        `  expected: ${expect}`,
        `  found:    ${review.fingerprint}`,
        "fix: review these plans, and hand on the fingerprint of that review",
      ].join("\n"),
    );
  }
  return reasons;
}
