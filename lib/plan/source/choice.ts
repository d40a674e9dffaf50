import { TooMuch } from "./budget";
import { Cannot, cannot } from "./cannot";
import { evaluate } from "./evaluate";
import type { Expression } from "./expression";
import { ofOneKind } from "./one-kind";
import { isTrue } from "./operators";
import type { Scope } from "./scope";
import { Bag, isList, sizeOf, type Value } from "./value";

/** A conditional. What is not chosen has a say in the type of what is: a list beside a set becomes one. @throws Cannot */
export function choice({ condition, yes, no }: Expression & { kind: "conditional" }, scope: Scope): Value {
  const isYes = isTrue(evaluate(condition, scope));
  const chosen = evaluate(isYes ? yes : no, scope);
  if (chosen === null || typeof chosen === "string" || isEmpty(chosen)) return chosen;
  const other = isYes ? no : yes;
  const beside = notChosen(other, scope);
  if (beside === null) return chosen;
  scope.budget.spend(sizeOf(chosen) + sizeOf(beside));
  if (chosen instanceof Bag) {
    // A set beside a list becomes a list, beside a tuple it stays a set.
    if (!(beside instanceof Bag) && !(isList(beside) && other.kind === "tuple")) return cannot(SEVERAL);
    ofOneKind([...chosen.items, ...(beside instanceof Bag ? beside.items : beside)]);
  } else if (beside instanceof Bag) return cannot(SEVERAL);
  else ofOneKind([chosen, beside]);
  return chosen;
}

const SEVERAL = "it chooses between values of several types";

function notChosen(expression: Expression, scope: Scope): Value {
  try {
    return evaluate(expression, scope);
  } catch (problem) {
    if (!(problem instanceof Cannot) || problem instanceof TooMuch) throw problem;
    return cannot("it chooses between values of which one cannot be evaluated here, and with it the type of both");
  }
}

function isEmpty(value: Value): boolean {
  if (value instanceof Map) return value.size === 0;
  return value instanceof Bag ? value.items.length === 0 : isList(value) && value.length === 0;
}
