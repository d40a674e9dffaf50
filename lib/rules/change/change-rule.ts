import type { Pointer, Severity } from "../../model/finding";
import type { RuleText } from "../rule";
import type { PlannedChange } from "./planned-change";

/** What a rule on the change found. Its texts may hold placeholders. */
export interface ChangeFinding {
  stack: string;
  at: Pointer;
  /** Where it is not the rule's own. */
  severity?: Severity;
  message: string;
  found?: string;
  allowed?: string;
  fix: string;
  /** `namespace/name`. */
  serviceAccounts: readonly string[];
  /** The name of the role that it is about, where it is about a role. */
  role?: string;
  /** True for what was so before, and is not brought by this change. */
  old?: boolean;
}

/** One rule on what plans change: what it holds against, and the judgement over all the plans of one review. */
export interface ChangeRule extends RuleText {
  judge: (change: PlannedChange) => ChangeFinding[];
}
