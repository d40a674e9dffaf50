import { few } from "../../few";
import { type Action, expand, globalConditionKeys, knowsConditionKey } from "../../iam/catalog";
import type { Policy, PolicyStatement } from "../../iam/policy";
import { didYouMean } from "../../suggest";
import { isOfOneService } from "./patterns";
import { type Spot, statementRule } from "./statement-rule";

export const unknownConditionKey = statementRule({
  id: "unknown-condition-key",
  severity: "warning",
  what: "A condition's key is one that the statement's actions know.",
  why: "A key that is never in the request makes a condition that never holds, or (negated, or with IfExists) that always does.",
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  fix: "Correct the key, or give the actions that do not know it a statement of their own.",
  ofAws: "has conditions on keys that its actions do not know",
  look: (policy: Policy) => policy.statements.flatMap(judgeStatement),
});

function judgeStatement(statement: PolicyStatement): Spot[] {
  const { action, conditions } = statement;
  // Of "all actions", and of all but some, one or another knows the key.
  if (conditions.length === 0 || action.not || !action.patterns.every(isOfOneService)) return [];
  const actions = action.patterns.map((pattern) => ({ pattern, found: expand(pattern) }));
  return conditions.flatMap(({ key }) => {
    const without = actions.filter(({ found }) => found.length > 0 && !found.some((one) => knows(one, key)));
    if (without.length === 0) return [];
    const known = [...new Set(without.flatMap(({ found }) => found.flatMap((one: Action) => one.conditionKeys)))];
    return [
      {
        about: key,
        statement,
        found: key,
        message: `is a condition key that ${few(without.map(({ pattern }) => pattern))} ${without.length === 1 ? "does" : "do"} not know`,
        allowed: `keys of all services, like aws:SourceVpc${known.length === 0 ? "" : `, or ${few(known)}`}`,
        fix:
          didYouMean(key, [...known, ...globalConditionKeys().map((one) => one.key)]) ||
          "remove the condition, or give the other actions a statement of their own",
      },
    ];
  });
}

/** Whether an action knows a key; one with a tag's name after its slash by what is before it. */
function knows(action: Action, key: string): boolean {
  const before = key.slice(0, key.indexOf("/") + 1).toLowerCase();
  const isTagOf = (known: string) => before !== "" && known.toLowerCase().startsWith(before);
  return knowsConditionKey(action, key) || action.conditionKeys.some(isTagOf);
}
