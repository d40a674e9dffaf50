import type { Finding, Severity } from "../model/finding";
import type { StackModel } from "../model/stack";

/** One rule: what it holds against, and the judgement itself, over all the stacks of one app. */
export interface Rule {
  /** Stable: people write it down. */
  id: string;
  severity: Severity;
  /** What must hold. */
  what: string;
  /** Why, and where that is documented. */
  why: string;
  source: string;
  judge: (stacks: readonly StackModel[]) => Finding[];
}
