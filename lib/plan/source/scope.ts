import type { Budget } from "./budget";
import type { Value } from "./value";

/** Where an expression is evaluated: what its names mean. */
export interface Scope {
  budget: Budget;
  /** Within `try` and `can`, where it matters whether Terraform fails. */
  isTried?: boolean;
  /** What the first name of a reference stands for: `var`, `each`, `aws_iam_role`. @throws Cannot */
  lookup(name: string): Value;
}

/** The same place with more names: of a `for` expression, of a dynamic block, `each`. */
export function withNames(scope: Scope, names: ReadonlyMap<string, Value>): Scope {
  return {
    budget: scope.budget,
    isTried: scope.isTried === true,
    lookup: (name) => {
      const own = names.get(name);
      return own === undefined ? scope.lookup(name) : own;
    },
  };
}
