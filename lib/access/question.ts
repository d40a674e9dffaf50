import type { DecidingStatement } from "../iam/deciding-statement";
import type { PolicyRole, RequestContext } from "../iam/request";

/** What is asked about a pod: one action, on one resource or on any, and what is known of the request. */
export interface Question {
  /** `s3:GetObject`, no wildcards. */
  action: string;
  /** An ARN, or `*`. Undefined: on any resource at all. */
  resource?: string | undefined;
  context: RequestContext;
}

export interface Answer {
  verdict: "yes" | "no" | "cannot tell";
  action: string;
  /** The resource that the answer is about; where any was asked for, one on which it is allowed. */
  resource: string;
  /** The statements that decided: those that allow, or those that deny. None where nothing allows. */
  by: readonly DecidingStatement[];
  /** Where nothing allows: whose consent is missing. */
  missing: readonly PolicyRole[];
  /** Where the answer cannot be told: what it depends on. */
  why: readonly string[];
  /** Condition keys, in lower case, that would tell more. */
  keys: readonly string[];
  /** Policies that are not known here: a Deny in one of them would still win over a yes. */
  unless: readonly string[];
}
