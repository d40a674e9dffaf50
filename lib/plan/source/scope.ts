import type { Budget } from "./budget";
import type { Value } from "./value";

/** Where an expression is evaluated: what its names mean. */
export interface Scope {
  budget: Budget;
  /** What the first name of a reference stands for: `var`, `each`, `aws_iam_role`. @throws Cannot */
  lookup(name: string): Value;
}

/** The same place with more names: of a `for` expression, of a dynamic block, `each`. */
export function withNames(scope: Scope, names: ReadonlyMap<string, Value>): Scope {
  return {
    budget: scope.budget,
    lookup: (name) => {
      const own = names.get(name);
      return own === undefined ? scope.lookup(name) : own;
    },
  };
}
