/**
 * How much work a comparison may still do, in steps of an automaton or of a search. Where it is used up the answer is
 * "cannot tell": no policy, however hostile, makes a comparison run on.
 */
export interface Budget {
  left: number;
}

/** Takes steps from a budget; false when there are none left. */
export function spend(budget: Budget, steps: number): boolean {
  budget.left -= steps;
  return budget.left >= 0;
}
