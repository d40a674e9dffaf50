import type { AnyDocument, PolicyDocument } from "../iam/document";
import type { Cluster } from "./cluster";
import type { Expectation } from "./expectation";
import type { Pointer } from "./finding";

export interface ServiceAccount {
  namespace: string;
  name: string;
  at: Pointer;
}

/** `namespace/name`, as it is written everywhere. */
export function serviceAccountText(serviceAccount: { namespace: string; name: string }): string {
  return `${serviceAccount.namespace}/${serviceAccount.name}`;
}

/** The subject that the service account has in Kubernetes: `system:serviceaccount:namespace:name`. */
export function subject(serviceAccount: { namespace: string; name: string }): string {
  return `system:serviceaccount:${serviceAccount.namespace}:${serviceAccount.name}`;
}

export interface ManagedPolicy {
  arn: string;
  /** What it says, where that is known: a customer managed policy of the same plan. AWS's own are known by their ARN. */
  document?: AnyDocument;
  at: Pointer;
}

/** Where a statement of a document is written. */
export interface StatementPlace {
  at: Pointer;
}

export interface InlinePolicy {
  /** The name of the inline policy in the role. */
  name: string;
  document: AnyDocument;
  /** By the statement's place in the document; left out where no file holds them. */
  statements?: readonly StatementPlace[];
  at: Pointer;
}

/** Findings that somebody has looked at and lives with. */
export interface Acknowledgement {
  /** The id of a finding, `*` in its brackets for any text: `wildcard-resource[s3:*]`. */
  rule: string;
  reason: string;
  /** The last day on which it holds, `YYYY-MM-DD`. */
  until?: string;
  at: Pointer;
}

/** A role that the stack makes. */
export interface OwnRole {
  kind: "own";
  name: string;
  path: string;
  arn: string;
  description?: string;
  /** Seconds. */
  maxSessionDuration?: number;
  /** ARN of a managed policy. */
  permissionsBoundary?: string;
  /** What the boundary says, where it is not one of AWS's policies and yet known. */
  permissionsBoundaryDocument?: AnyDocument;
  /** Where the boundary is written, if not in the identity itself. */
  permissionsBoundaryAt?: Pointer;
  /** `{}` where it cannot be read. */
  trust: AnyDocument;
  managedPolicies: readonly ManagedPolicy[];
  inlinePolicies: readonly InlinePolicy[];
}

/** A role that stands already: only associated, never changed. */
export interface ExistingRole {
  kind: "existing";
  arn: string;
}

/** A target role that the identity's role assumes, and the trust policy that its owner has to give it. */
export interface Target {
  roleArn: string;
  /** The role itself, where it is known: one that a plan at hand makes. */
  role?: OwnRole;
  trust: PolicyDocument;
}

/** One IAM role, the service accounts that use it, and what it permits. */
export interface Identity {
  name: string;
  role: OwnRole | ExistingRole;
  /** One association for each pair of a cluster and a service account. */
  clusters: readonly Cluster[];
  serviceAccounts: readonly ServiceAccount[];
  pinned: boolean;
  disableSessionTags: boolean;
  sessionPolicy?: AnyDocument;
  /** Where the session policy's statements are written, by their places in it. */
  sessionPolicyStatements?: readonly StatementPlace[];
  target?: Target;
  tags: Readonly<Record<string, string>>;
  expectations?: readonly Expectation[];
  acknowledgements?: readonly Acknowledgement[];
  at: Pointer;
}
