import { statementRule } from "./statement-rule";

export const wildcardAction = statementRule({
  id: "wildcard-action",
  severity: "warning",
  what: "Actions are named, not `*` or all of a service.",
  why: "A wildcard takes in what the pod never needs: to delete, to open to others, and whatever the service gets tomorrow.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  fix: "Name the actions, or the kind of them: `s3:Get*`.",
  ofAws: "allows all actions of services",
  look: (policy) =>
    policy.statements
      .filter(({ effect, action }) => effect === "Allow" && !action.not)
      .flatMap((statement) =>
        statement.action.patterns.filter(isWhole).map((pattern) => ({
          about: pattern,
          statement,
          found: pattern,
          message: pattern.includes(":") ? "allows all actions of a service" : "allows all actions of all services",
          allowed: "the actions that the pod calls",
          fix: pattern.includes(":")
            ? `name them, or the kind of them, like \`${pattern.slice(0, pattern.indexOf(":"))}:Get*\``
            : "name them",
        })),
      ),
});

/** `*`, `*:*`, `s3:*`, `s3:**`. */
function isWhole(pattern: string): boolean {
  return /^([^:]+:)?[*]+$/.test(pattern);
}
