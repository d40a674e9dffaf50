import type { ShownCondition } from "./atoms";

/** Resources and conditions of a change, for actions that stand elsewhere. */
export interface Region {
  /** The resource pattern, as written. */
  resource: string;
  /** Patterns that a resource must match too: those of a boundary, for example. */
  within: readonly string[];
  /** Patterns of resources that are not meant. */
  except: readonly string[];
  /** Conditions that must all hold. */
  when: readonly ShownCondition[];
  /** Where all conditions of one of these lists hold, nothing has changed. */
  unless: readonly (readonly ShownCondition[])[];
}

/** A region of which it cannot be told whether access to it has changed. */
export interface UnclearRegion extends Region {
  why: string;
}

export const UNCLEAR_CONDITIONS =
  "its conditions and those of the other side are of kinds, or use policy variables, that cannot be compared exactly";
export const UNCLEAR_BUDGET = "its patterns are too many or too intricate to compare within the bound on work";
