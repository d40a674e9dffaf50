import { type Action, expand } from "../../iam/catalog";
import type { PolicyStatement } from "../../iam/policy";
import { canBe, exampleArns } from "./arn-format";
import { isUnbounded } from "./bounds";
import { isLater } from "./held-policies";
import { isOfOneService } from "./patterns";
import { few, type Spot, statementRule } from "./statement-rule";

export const neverMatches = statementRule({
  id: "never-matches",
  severity: "warning",
  what: "An action stands with a resource that it can be about.",
  why: "`s3:GetObject` on a bucket's own ARN allows nothing, and a denial like that denies nothing.",
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  fix: "Name a resource of the action's kind, like `arn:aws:s3:::BUCKET/*` for objects, or `*` where it knows none.",
  ofAws: "names actions with resources that they are never about",
  look: (policy) => policy.statements.flatMap(judgeStatement),
});

function judgeStatement(statement: PolicyStatement): Spot[] {
  const { action, resource, effect } = statement;
  if (resource === undefined || resource.not || action.not) return [];
  if (resource.patterns.some((pattern) => isUnbounded(pattern) || isLater(pattern))) return [];
  return action.patterns.filter(isOfOneService).flatMap((pattern) => {
    const actions = expand(pattern);
    const [first] = actions;
    if (first === undefined || actions.some((one) => fits(one, resource.patterns))) return [];
    const formats = exampleArns(actions.flatMap((one) => one.resourceTypes.map(({ type }) => type)));
    const done = effect === "Allow" ? "allowed" : "denied";
    return [
      {
        about: pattern,
        statement,
        found: pattern,
        message: `is never ${done} here: ${formats.length === 0 ? "it knows no resources" : `it is not about ${few(resource.patterns)}`}`,
        allowed: formats.length === 0 ? "`*`" : few(formats),
        fix:
          formats.length === 0
            ? "give it a statement of its own, with `*` as its resource"
            : `add a resource like \`${formats[0]}\`, or leave the action out`,
      },
    ];
  });
}

function fits({ resourceTypes, wildcardOnly }: Action, patterns: readonly string[]): boolean {
  if (wildcardOnly) return false;
  return resourceTypes.some(({ type }) => patterns.some((pattern) => canBe(pattern, type.arn)));
}
