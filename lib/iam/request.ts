import type { SourcedPolicy } from "./policy";

/** One call of AWS as the policies see it. */
export interface AccessRequest {
  /** `s3:GetObject`. */
  action: string;
  /** The ARN, or `*` for an action that knows no resources. */
  resource: string;
  /** Who asks: without it no statement of a resource or trust policy is about the request. */
  principal?: RequestPrincipal;
  /** Where the resource's ARN names no account, as those of S3: its account's id. Without it: the asking one's. */
  resourceAccount?: string;
  context: RequestContext;
}

/**
 * What is known of a request, by condition key; letter case of keys does not matter. `null` says that the request is known
 * not to have the key. A key that is not in here counts as absent too, but an answer that looked for it names it.
 */
export type RequestContext = Readonly<Record<string, string | readonly string[] | null>>;

export type RequestPrincipal =
  /** A user, role, or session of a role: then `role` is the role's ARN, without it taken to be one without a path. */
  | { type: "AWS"; arn: string; role?: string }
  | { type: "Service"; name: string }
  /** The ARN or the domain of the identity provider that issued the caller's token. */
  | { type: "Federated"; provider: string }
  | { type: "CanonicalUser"; id: string };

/** The policies that have a say. Where one is left out, it does not limit. */
export interface PolicySet {
  identity: readonly SourcedPolicy[];
  boundary?: SourcedPolicy;
  session?: SourcedPolicy;
  /** The policy of the resource, or of the role that is to be assumed. */
  resource?: SourcedPolicy;
}

/** The policies that may limit or grant, each by its part. */
export type PolicyRole = keyof PolicySet;
