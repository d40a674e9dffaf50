import { few } from "../../few";
import { expand, type ResourceType } from "../../iam/catalog";
import type { PolicyStatement } from "../../iam/policy";
import { canBe, exampleArns } from "./arn-format";
import { isOfOneService } from "./patterns";
import { type Spot, statementRule } from "./statement-rule";

export const neverMatches = statementRule({
  id: "never-matches",
  severity: "warning",
  what: "An action stands with a resource that it can be about.",
  why: "`s3:GetObject` on a bucket's own ARN allows nothing, and a denial like that denies nothing.",
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  fix: "Name a resource of the action's kind, like `arn:aws:s3:::BUCKET/*` for objects, or `*` where it knows none.",
  ofAws: "names actions with resources that they are never about",
  names: true,
  look: (policy, { statements }) =>
    policy.statements.flatMap((statement, index) =>
      statements[index]?.open === true ? [] : judgeStatement(statement),
    ),
});

function judgeStatement(statement: PolicyStatement): Spot[] {
  const { action, resource, effect } = statement;
  if (resource === undefined || action.not) return [];
  const { patterns } = resource;
  const formats = new Map<string, boolean>();
  const canBeOf = (format: string) => {
    const known = formats.get(format) ?? patterns.some((pattern) => canBe(pattern, format));
    formats.set(format, known);
    return known;
  };
  return action.patterns.filter(isOfOneService).flatMap((pattern) => {
    const types = typesOf(pattern);
    if (types === undefined || types.some(({ arn }) => canBeOf(arn))) return [];
    const examples = exampleArns(types);
    const done = effect === "Allow" ? "allowed" : "denied";
    return [
      {
        about: pattern,
        statement,
        found: pattern,
        message: `is never ${done} here: ${examples.length === 0 ? "it knows no resources" : `it is not about ${few(patterns)}`}`,
        allowed: examples.length === 0 ? "`*`" : few(examples),
        fix:
          examples.length === 0
            ? "give it a statement of its own, with `*` as its resource"
            : `add a resource like \`${examples[0]}\`, or leave the action out`,
      },
    ];
  });
}

/** The types of resources that the actions of a pattern know; undefined where there is no such action. */
function typesOf(pattern: string): readonly ResourceType[] | undefined {
  const standing = kept.get(pattern);
  if (standing !== undefined) return standing;
  const actions = expand(pattern);
  if (actions.length === 0) return undefined;
  const made = [...new Set(actions.flatMap(({ resourceTypes }) => resourceTypes.map(({ type }) => type)))];
  // Whoever writes policies chooses the patterns: what is kept must not grow with them.
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(pattern, made);
  return made;
}

const kept = new Map<string, readonly ResourceType[]>();
const MOST_KEPT = 2000;
