import { globalConditionKeys, service } from "../../iam/catalog";
import type { Policy } from "../../iam/policy";
import { statementRule } from "./statement-rule";

export const forAllValues = statementRule({
  id: "for-all-values",
  severity: "warning",
  what: "ForAllValues stands before keys that can have several values, in statements that allow.",
  why: "It holds as well where the key is not in the request at all: what was meant to restrict allows everything.",
  source:
    "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html",
  fix: "Leave `ForAllValues:` out, or add `Null: { KEY: false }` beside it.",
  ofAws: "has ForAllValues with a key of one value",
  look: (policy: Policy) =>
    policy.statements
      .filter(({ effect }) => effect === "Allow")
      .flatMap((statement) =>
        statement.conditions
          .filter(({ set, key }) => set === "ForAllValues" && isSingle(key) && !isDemanded(statement.conditions, key))
          .map(({ key, operator }) => ({
            about: key,
            statement,
            found: `ForAllValues:${operator}`,
            message: `holds also where ${key} is not in the request, and that key has one value at most`,
            allowed: "ForAllValues with keys of several values, like aws:TagKeys",
            fix: `write \`${operator}\` without \`ForAllValues:\``,
          })),
      ),
});

/** Whether a key is known, and has one value at most. */
function isSingle(key: string): boolean {
  const lower = key.toLowerCase();
  const known = [...globalConditionKeys(), ...(service(lower.slice(0, lower.indexOf(":")))?.conditionKeys ?? [])];
  const slash = lower.indexOf("/");
  const found = known.find((one) => {
    const name = one.key.toLowerCase();
    return name === lower || (slash > 0 && name.startsWith(lower.slice(0, slash + 1)));
  });
  return found !== undefined && !found.type.startsWith("ArrayOf");
}

function isDemanded(conditions: Policy["statements"][number]["conditions"], key: string): boolean {
  return conditions.some(
    (one) =>
      one.operator === "Null" && one.key.toLowerCase() === key.toLowerCase() && one.values.every((v) => v === "false"),
  );
}
