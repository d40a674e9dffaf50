import { CHANGE_RULES } from "../rules/change/all";
import type { PlannedChange } from "../rules/change/planned-change";
import type { Declared } from "./declared";
import type { ReviewFinding } from "./review";

/** What the rules on the change find; these are about this change, and nobody acknowledges them. */
export function changeFindings(change: PlannedChange, declared: Declared): ReviewFinding[] {
  return CHANGE_RULES.flatMap((rule) =>
    rule.judge(change).map(({ role, old, severity, serviceAccounts, ...finding }): ReviewFinding => {
      const place = declared.placeOf(finding.stack, { role, serviceAccounts });
      return {
        ...finding,
        rule: rule.id,
        severity: severity ?? rule.severity,
        status: old === true ? "old" : "new",
        serviceAccounts,
        help: rule.source,
        ...(place === undefined ? {} : { place }),
      };
    }),
  );
}
