import { catalogDate, didYouMean, expand, service } from "../../iam/catalog";
import { isOfOneService } from "./patterns";
import { statementRule } from "./statement-rule";

export const unknownAction = statementRule({
  id: "unknown-action",
  severity: "warning",
  what: "Actions exist, and patterns of actions match some.",
  why: "IAM takes any text for an action: a misspelt one allows nothing, and a misspelt denial denies nothing.",
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  fix: "Correct the spelling. What AWS brought out after the day of the data is not known here: acknowledge it.",
  ofAws: "names actions that are not known here",
  look: (policy) =>
    policy.statements.flatMap((statement) =>
      statement.action.patterns
        .filter((pattern) => isOfOneService(pattern) && expand(pattern).length === 0)
        .map((pattern) => ({
          about: pattern,
          statement,
          found: pattern,
          message: messageFor(pattern),
          allowed: `an action that AWS had on ${catalogDate()}`,
          fix: didYouMean(pattern.replace(/[*?]+/g, "")) || "correct it, or remove it",
        })),
    ),
});

function messageFor(pattern: string): string {
  const prefix = pattern.slice(0, pattern.indexOf(":"));
  if (service(prefix) === undefined) return `is of no service that is known: \`${prefix}\``;
  return /[*?]/.test(pattern) ? "matches no action" : "is not an action";
}
