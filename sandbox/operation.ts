import type { RequestContext } from "../lib/iam/request";

/**
 * The words that every service of the sandbox shares: who calls, what is asked, what is answered.
 * A service is a table of operations; the server (server.ts) finds the operation, the gate decides, the operation runs.
 */

/** Who signed a request. The account's root credentials may be any key pair that the sandbox did not issue itself. */
export interface Caller {
  /** `anonymous`: the request is not signed. The gate lets it do only what AWS does for unsigned requests. */
  kind: "root" | "assumed-role" | "anonymous";
  /** 12 digits; of an unsigned request the sandbox's default account. */
  account: string;
  /** `arn:aws:iam::ACCOUNT:root`, or `arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`, or `anonymous`. */
  arn: string;
  /** As GetCallerIdentity gives it: the account for root, `AROA…:SESSION` for a session. */
  userId: string;
  accessKeyId: string;
  /** Of a session: the role behind it and the session tags it carries. */
  roleArn?: string;
  sessionTags?: Readonly<Record<string, string>>;
}

/** One request, read and attributed, before a service has looked at it. */
export interface Call {
  /** The signing name in the credential scope: iam, sts, eks, eks-auth, s3. */
  service: string;
  caller: Caller;
  /** The caller's account, 12 digits. */
  account: string;
  /** From the credential scope. */
  region: string;
  partition: "aws" | "aws-cn" | "aws-us-gov";
  method: string;
  /** The path as sent, still percent-encoded, without the query. */
  path: string;
  query: URLSearchParams;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  requestId: string;
}

export interface Reply {
  status: number;
  headers?: Record<string, string>;
  body?: string | Buffer;
}

/** A policy that is attached to what an action is about. */
export interface ResourcePolicy {
  /** The trust policy of a role that is to be assumed, or a policy of a resource such as a bucket. */
  kind: "trust" | "resource";
  /** JSON; undefined where there is none. */
  document: string | undefined;
  /** The account of the resource, 12 digits. */
  account: string;
}

/** What the policies say of one action: all that the gate asks about. */
interface Asked {
  /** Condition keys that only the operation knows: `s3:prefix`, the tags of the request and of the resource. */
  context?: () => RequestContext;
  /** The policy of the resource, where it has a say. */
  resourcePolicy?: ResourcePolicy;
}

/** One action on one resource. */
export interface Permission extends Asked {
  action: string;
  resource: string;
}

/** An operation with its input bound to it: what the gate sees, and what runs when the gate lets it pass. */
export interface Operation extends Asked {
  /** The IAM action, `eks:CreatePodIdentityAssociation`. */
  action: string;
  /** The ARNs the action is judged on, each by itself; `*` where the action knows no resource. */
  resources: readonly string[];
  /** What the caller needs besides: `iam:PassRole` on a role that it hands on. */
  needs?: readonly Permission[];
  run(): Reply | Promise<Reply>;
}

/** One AWS service. Neither function changes anything: only `Operation.run` does. */
export interface Service {
  /** The signing names that it answers to. */
  names: readonly string[];
  /** Reads a call into an operation. Throws AwsError for what the service does not know. */
  operation(call: Call): Operation;
  /** Writes an error in the protocol of the service. */
  error(error: AwsError, call: Call): Reply;
}

/** An error of AWS's own: its code, its HTTP status, its message, and the extra members that some errors carry. */
export class AwsError extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    message: string,
    readonly members: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "AwsError";
  }
}
