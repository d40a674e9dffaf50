import { emptyRecord } from "../record";

/** What IAM keeps, by kind. */
export interface Entities {
  roles: Role;
  /** Customer managed policies. */
  policies: ManagedPolicy;
  oidcProviders: OidcProvider;
}

/**
 * IAM's state of one account. Roles and policies are by lower-case name, since names are unique regardless of case and
 * path; providers by ARN. Entities are never changed in place: a change replaces the entity.
 */
export type IamState = { [Kind in keyof Entities]: Record<string, Entities[Kind]> };

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface Role {
  readonly name: string;
  readonly path: string;
  /** `AROA` and 17 characters. */
  readonly id: string;
  readonly arn: string;
  /** The trust policy's text as it was given. */
  readonly trust: string;
  readonly description?: string;
  /** ISO 8601. */
  readonly created: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  /** ARN of the permissions boundary. */
  readonly boundary?: string;
  readonly tags: readonly Tag[];
  readonly inline: readonly InlinePolicy[];
  /** ARNs of managed policies. */
  readonly attached: readonly string[];
}

export interface InlinePolicy {
  readonly name: string;
  readonly document: string;
}

export interface ManagedPolicy {
  readonly name: string;
  readonly path: string;
  /** `ANPA` and 17 characters. */
  readonly id: string;
  readonly arn: string;
  readonly description?: string;
  readonly created: string;
  readonly updated: string;
  readonly tags: readonly Tag[];
  readonly versions: readonly PolicyVersion[];
  /** `v1`… */
  readonly defaultVersion: string;
  /** How many versions were ever made: numbers are not used twice. */
  readonly versionsMade: number;
}

export interface PolicyVersion {
  readonly id: string;
  readonly document: string;
  readonly created: string;
}

export interface OidcProvider {
  readonly arn: string;
  /** Without `https://`. */
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly created: string;
  readonly tags: readonly Tag[];
}

function emptyIamState(): IamState {
  return { roles: emptyRecord(), policies: emptyRecord(), oidcProviders: emptyRecord() };
}

/** IAM's state of an account, which begins empty. */
export function iamState(world: { iam: Record<string, IamState> }, account: string): IamState {
  world.iam[account] ??= emptyIamState();
  return world.iam[account];
}
