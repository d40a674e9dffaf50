import { few } from "../../few";
import { expand } from "../../iam/catalog";
import { leavesAllIn } from "./bounds";
import { isOfOneService } from "./patterns";
import { statementRule } from "./statement-rule";

export const permissionsManagement = statementRule({
  id: "permissions-management",
  severity: "warning",
  what: "Actions that give others access are allowed on named resources.",
  why: "A bucket policy, a key's grant or a function's permission opens to others, strangers too, what the pod itself reaches.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_understand-policy-summary-access-level-summaries.html",
  fix: "Name the resources, or leave these actions out: what a resource's policy says is rarely a pod's business.",
  ofAws: "gives others access, on every resource",
  look: (policy) =>
    policy.statements
      .filter((statement) => statement.effect === "Allow" && !statement.action.not && leavesAllIn(statement))
      .flatMap((statement) =>
        statement.action.patterns.filter(isOfOneService).flatMap((pattern) => {
          const found = expand(pattern).filter(({ level }) => level === "permissions");
          if (found.length === 0) return [];
          return [
            {
              about: pattern,
              statement,
              found: pattern,
              message: `gives others access, on every resource (${few(found.map(({ id }) => id))})`,
              allowed: "resources that are named",
              fix: "name the resources, or the actions without these",
            },
          ];
        }),
      ),
});
