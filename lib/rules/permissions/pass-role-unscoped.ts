import { canBe } from "./arn-format";
import { limitsService } from "./bounds";
import { isLater } from "./later";
import { patternFor } from "./role-grants";
import { statementRule } from "./statement-rule";

/** What can be passed: a statement of many actions, or of all but some, can be about other things alone. */
const ROLE = "arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}";

export const passRoleUnscoped = statementRule({
  id: "pass-role-unscoped",
  severity: "warning",
  what: "iam:PassRole on a wildcard says to which service: `iam:PassedToService`.",
  why: "A role that is passed lends its rights to whoever uses the service that it is passed to.",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  fix: "Name the role, or add `when: { StringEquals: { iam:PassedToService: SERVICE } }`.",
  ofAws: "passes roles to any service",
  names: true,
  look: (policy) =>
    policy.statements
      .filter(({ effect, conditions }) => effect === "Allow" && !conditions.some(limitsService))
      .flatMap((statement) => {
        const { resource } = statement;
        const pattern = patternFor(statement, "iam:PassRole");
        if (pattern === undefined || resource === undefined) return [];
        const wide = resource.not
          ? ["NotResource"]
          : resource.patterns.filter((one) => /[*?]/.test(one) && !isLater(one) && canBe(one, ROLE));
        return wide.map((roles) => ({
          about: roles,
          statement,
          found: roles,
          message: `is passed as a role to any service (by \`${pattern}\`)`,
          allowed: "the ARN of one role, or a condition on `iam:PassedToService`",
          fix: "name the role, or add `when: { StringEquals: { iam:PassedToService: SERVICE.amazonaws.com } }`",
        }));
      }),
});
