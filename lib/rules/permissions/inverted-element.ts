import type { Policy } from "../../iam/policy";
import { type Spot, statementRule } from "./statement-rule";

export const invertedElement = statementRule({
  id: "inverted-element",
  severity: "warning",
  what: "What is allowed is named, not what is excepted: no NotAction and no NotResource with Allow.",
  why: "Everything else is allowed then, also what AWS adds later. (NotPrincipal with Allow is no policy at all: `policy-document`.)",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  fix: "Allow with Action and Resource, and except with a Deny.",
  ofAws: "allows all but what it names",
  look,
});

function look(policy: Policy): Spot[] {
  return policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => [
      ...(statement.action.not ? [spot("NotAction", "every action but", statement.action.patterns, statement)] : []),
      ...(statement.resource?.not === true
        ? [spot("NotResource", "every resource but", statement.resource.patterns, statement)]
        : []),
    ]);
}

function spot(element: string, all: string, patterns: readonly string[], statement: Spot["statement"]): Spot {
  return {
    about: element,
    statement,
    found: element,
    message: `allows ${all} ${patterns.slice(0, 3).join(", ")}${patterns.length > 3 ? " …" : ""}`,
    allowed: `${element} with Deny`,
    fix: `name what is allowed with ${element.slice(3)}, and except with a statement that denies`,
  };
}
