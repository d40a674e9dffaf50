import type { Policy, PolicyStatement } from "../../iam/policy";
import { isUnconditional, leavesAllIn } from "./bounds";
import { patternFor } from "./role-grants";

/** Listed actions that one written pattern of a statement allows on every resource. */
export interface AllowedEverywhere {
  statement: PolicyStatement;
  pattern: string;
  actions: readonly string[];
}

/** What of some actions a policy allows on all resources of a kind, by the patterns that say so. */
export function allowedEverywhere(policy: Policy, actions: readonly string[]): AllowedEverywhere[] {
  const wide = policy.statements.filter((statement) => statement.effect === "Allow" && leavesAllIn(statement));
  if (wide.length === 0) return [];
  const denials = policy.statements.filter((statement) => statement.effect === "Deny" && isUnconditional(statement));
  const left = actions.filter((action) => !denials.some((statement) => patternFor(statement, action) !== undefined));
  return wide.flatMap((statement) => {
    const byPattern = new Map<string, string[]>();
    for (const action of left) {
      const pattern = patternFor(statement, action);
      if (pattern !== undefined) byPattern.set(pattern, [...(byPattern.get(pattern) ?? []), action]);
    }
    return [...byPattern].map(([pattern, allowed]) => ({ statement, pattern, actions: allowed }));
  });
}
