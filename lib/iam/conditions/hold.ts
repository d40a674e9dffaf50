import type { Condition } from "../policy";
import { fillIn, type Piece, parseTemplate, type Variable } from "../variables";
import { type ConditionOperator, operatorNamed } from "./operators";

/** What a request knows, as evaluation asks for it; keys are in lower case. */
export interface Context {
  /** The values of a key; undefined when the request has none. */
  values(key: string): readonly string[] | undefined;
  /** The one value of a key that has one value: what a variable stands for. */
  single(key: string): string | undefined;
}

/** A condition made ready: whether it holds in a request. */
export interface PreparedCondition {
  /** The key, in lower case. */
  key: string;
  holds(context: Context): boolean;
}

/** A condition made ready; one that evaluation cannot read never holds. */
export function prepareCondition(condition: Condition, variables: boolean): PreparedCondition {
  const key = condition.key.toLowerCase();
  const operator = operatorNamed(condition.operator);
  if (operator === undefined) return { key, holds: () => false };
  if (operator.name === "Null") {
    const wanted = condition.values.map((value) => value.toLowerCase());
    return { key, holds: (context) => wanted.includes(String(isAbsent(context.values(key)))) };
  }
  const tests = condition.values.map((value) => prepareValue(operator, value, variables));
  const { set, ifExists } = condition;
  const { negated } = operator;
  return {
    key,
    holds(context) {
      const values = context.values(key);
      if (values === undefined || isAbsent(values))
        return ifExists || set === "ForAllValues" || (negated && set === undefined);
      const met = (value: string) => {
        const results = tests.map((test) => test(value, context));
        // What is unknown is neither equal nor different: IAM calls a statement with such a variable invalid.
        if (negated) return results.every((result) => result === false);
        return results.includes(true);
      };
      if (set === "ForAllValues") return values.every((value) => value === "" || met(value));
      // A key of several values under an operator for one: none may be met where it says Not, any where it does not.
      return set === undefined && negated ? values.every(met) : values.some(met);
    },
  };
}

function isAbsent(values: readonly string[] | undefined): boolean {
  return values === undefined || values.length === 0;
}

/** The test gives undefined where a variable of the policy has no value in the request. */
function prepareValue(
  operator: ConditionOperator,
  text: string,
  variables: boolean,
): (value: string, context: Context) => boolean | undefined {
  const parts: (Piece | Variable)[] =
    variables && operator.variables ? parseTemplate(text) : [{ text, literal: false }];
  if (parts.every((part): part is Piece => "text" in part)) {
    const test = operator.compile(parts);
    return (value) => test(value);
  }
  return (value, context) => {
    const pieces = fillIn(parts, (key) => context.single(key));
    return pieces === undefined ? undefined : operator.compile(pieces)(value);
  };
}
