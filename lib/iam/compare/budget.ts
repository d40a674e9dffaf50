import type { Cell } from "./cells";
import type { KeySpace } from "./request-space";

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

/** A budget and what has been found within it, so that no step is taken twice. */
export interface Work extends Budget {
  /** The cells of patterns, by their names; undefined where they are too many. */
  cells: Map<string, readonly Cell[] | undefined>;
  /** What requests can say of a key, by the conditions on it. */
  spaces: Map<string, KeySpace>;
}

export function workOf(steps: number): Work {
  return { left: steps, cells: new Map(), spaces: new Map() };
}
