import { few } from "../../few";
import { expand } from "../../iam/catalog";
import { exampleArns } from "./arn-format";
import { leavesAllIn } from "./bounds";
import { GIVING_CREDENTIALS } from "./credential-exposure";
import { READS } from "./data-read";
import { isOfOneService } from "./patterns";
import { statementRule } from "./statement-rule";

export const wildcardResource = statementRule({
  id: "wildcard-resource",
  severity: "warning",
  what: "Actions that can be restricted to resources are.",
  why: "A pod that is taken over then reaches what its own service has, and not all of the account.",
  source:
    "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html",
  fix: "Name the resources; give actions that know none but `*` a statement of their own.",
  ofAws: "allows on every resource what could be restricted",
  look: (policy) =>
    policy.statements
      .filter((statement) => statement.effect === "Allow" && !statement.action.not && leavesAllIn(statement))
      .flatMap((statement) =>
        statement.action.patterns.filter(isOfOneService).flatMap((pattern) => {
          const found = expand(pattern).filter(({ id, wildcardOnly }) => !wildcardOnly && !TOLD_ELSEWHERE.has(id));
          if (found.length === 0) return [];
          const types = found.flatMap(({ resourceTypes }) => resourceTypes.map(({ type }) => type));
          const exact = found.length === 1 && found[0]?.id.toLowerCase() === pattern.toLowerCase();
          return [
            {
              about: pattern,
              statement,
              found: pattern,
              message: exact
                ? "is allowed on every resource, and could be restricted"
                : `is allowed on every resource, and could be restricted (${few(found.map(({ id }) => id))})`,
              allowed: `resources that are named: ${few(types.map(({ name }) => name))}`,
              fix: `name them, like \`${exampleArns(types)[0]}\``,
            },
          ];
        }),
      ),
});

/** What `data-read` and `credential-exposure` say of the same statement. */
const TOLD_ELSEWHERE = new Set([...READS, ...GIVING_CREDENTIALS]);
