import type { FutureAccess, Verdict } from "../iam/compare";
import type { AccessEntry } from "../iam/compare/access-entries";
import type { UnclearRegion } from "../iam/compare/change";
import type { Finding } from "../model/finding";
import type { PlanState } from "../plan/resource-action";

/** What a pull request's plans come to: all that a report shows. Plain data, without a value that is sensitive. */
export interface Review {
  verdict: ReviewVerdict;
  /** One for each plan, in the order of their names. */
  plans: readonly PlanState[];
  /** Service accounts, and roles without one, whose access changes or may change; the gravest first. */
  access: readonly AccessChange[];
  /** Service accounts whose access stays as it is, `cluster namespace/name`. */
  unchanged: readonly string[];
  /** New ones before old ones, errors before warnings. */
  findings: readonly ReviewFinding[];
  /** New findings that the declaration acknowledges: not in `findings`, and never out of sight. */
  acknowledged?: readonly AcknowledgedFinding[];
  deploy: DeployNotes;
  /** Stacks of the project whose plans are not among these: nothing is known of what they change. Sorted. */
  notPlanned?: readonly string[];
  /** `pi1-` and 40 hexadecimal digits, over the change in access and the actions on resources. */
  fingerprint: string;
}

export interface ReviewVerdict {
  /** By the findings: `fine`: no new error or warning; `cannot tell`: something could not be analysed. */
  level: "fine" | "warning" | "error" | "cannot tell";
  /** Whether the plans change anything at all, access or other resources. */
  changes: boolean;
  /** One sentence: `2 service accounts gain access, 1 loses all; 1 association is replaced.` */
  text: string;
  counts: ReviewCounts;
}

export interface ReviewCounts {
  /** Service accounts (and roles without one) by what happens to their access. */
  gain: number;
  lose: number;
  both: number;
  unclear: number;
  /** New findings. */
  errors: number;
  warnings: number;
  /** Resources, over all plans. A replacement is one replacement. */
  create: number;
  update: number;
  replace: number;
  delete: number;
  forget: number;
  import: number;
  move: number;
}

/** Whose access changes. */
export type Subject =
  | {
      kind: "service account";
      /** The cluster's name, and its region where it is known. */
      cluster: string;
      region?: string;
      /** `namespace/name`. */
      serviceAccount: string;
    }
  /** A role that trusts EKS Pod Identity and that none of the plans associates. */
  | { kind: "role"; role: string };

/** How the access of one subject changes. */
export interface AccessChange {
  stack: string;
  subject: Subject;
  /** What happens to the association: `kept` where only the role's policies change. */
  association: "created" | "removed" | "replaced" | "re-pointed" | "updated" | "kept" | "none";
  /** The role's name, or its ARN where it is not in the plans. Without one after, the role is destroyed, or nobody's. */
  roleBefore?: string;
  roleAfter?: string;
  /** What becomes of the role itself, where that is made or destroyed. */
  roleFate?: "made" | "destroyed";
  /** The ARN of the target role, whose access it is then. */
  targetBefore?: string;
  targetAfter?: string;
  verdict: Verdict;
  gained: readonly AccessEntry[];
  lost: readonly AccessEntry[];
  unclear: { gained: readonly AccessEntry<UnclearRegion>[]; lost: readonly AccessEntry<UnclearRegion>[] };
  /** What wildcards gain and lose of actions that AWS may add. */
  future: { gained: readonly FutureAccess[]; lost: readonly FutureAccess[] };
  /** Policies that have a say and that the plans do not show; the same on both sides are left out where nothing else changes. */
  unknown: { before: readonly string[]; after: readonly string[] };
  /** What the trust policy lets in, where that changes. */
  trust?: { before: string; after: string };
}

export interface ReviewFinding extends Finding {
  stack: string;
  /** `old`: it was there before, and this change does not bring it. */
  status: "new" | "old";
  /** The service accounts that it is about, `namespace/name`. */
  serviceAccounts: readonly string[];
  /** Where the rule is explained. */
  help: string;
  /** The declaration's place, where one is at hand. */
  place?: { file: string; line: number; column: number };
  /** What to write into the identity of the declaration to acknowledge it; undefined where that cannot be. */
  acknowledge?: string;
}

/** A new finding that its identity acknowledges, in this very change perhaps. */
export interface AcknowledgedFinding {
  stack: string;
  /** The finding's id: `wildcard-resource[s3:DeleteObject]`. */
  rule: string;
  severity: Finding["severity"];
  /** The service accounts that it is about, `namespace/name`. */
  serviceAccounts: readonly string[];
  message: string;
  reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  until?: string;
  /** The acknowledgement's place in the declaration. */
  place?: { file: string; line: number; column: number };
}

/** What to do, and to expect, when it is deployed. */
export interface DeployNotes {
  /** Pods to restart, and why. */
  restarts: readonly { stack: string; cluster: string; serviceAccount: string; why: string }[];
  /** Service accounts without credentials for a while, or for good. */
  gaps: readonly { stack: string; cluster: string; serviceAccount: string; why: string; expect: string }[];
  /** Steps in their order: which stack first, what before and after `cdktf deploy`. */
  steps: readonly string[];
}
