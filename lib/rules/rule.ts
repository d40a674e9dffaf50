import type { Finding, Severity } from "../model/finding";
import type { StackModel } from "../model/stack";

/** What the documentation says of a rule. */
export interface RuleText {
  /** Stable: people write it down. */
  id: string;
  severity: Severity;
  /** What must hold. */
  what: string;
  /** Why. */
  why: string;
  /** Where that is documented. */
  source: string;
  /** What to do as a rule; each finding says it for its own case. */
  fix: string;
}

/** One rule: what it holds against, and the judgement itself, over all the stacks of one app. */
export interface Rule extends RuleText {
  judge: (stacks: readonly StackModel[], asked?: Asked) => Finding[];
}

/** What is asked of the rules beside what they find by themselves. */
export interface Asked {
  /** Also what is only worth knowing: what AWS's own managed policies come to. */
  notes?: boolean;
}
