/**
 * An IAM policy as it means, whatever the letters it was written with: one shape for string and list, object and list of
 * objects. What reads documents makes it (parse.ts); evaluation and comparison are handed it.
 */

/** The three levels of a document's place: keys and indexes down to the part that is meant. */
export type Path = readonly (string | number)[];

export interface Policy {
  /** Where none is written IAM takes the older, in which policy variables are plain text. */
  version: "2008-10-17" | "2012-10-17";
  id?: string;
  statements: readonly PolicyStatement[];
}

export interface PolicyStatement {
  sid?: string;
  effect: "Allow" | "Deny";
  /** `not`: NotAction. Patterns as written. */
  action: Patterns;
  /** `not`: NotResource. Undefined in trust policies. */
  resource?: Patterns;
  /** `not`: NotPrincipal. Undefined in identity policies. */
  principal?: Principals;
  conditions: readonly Condition[];
  /** Where the statement stands in its document. */
  path: Path;
}

export interface Patterns {
  not: boolean;
  patterns: readonly string[];
}

export interface Principals {
  not: boolean;
  entries: readonly Principal[];
}

export interface Principal {
  /** `*` where the whole element is `"*"`. */
  type: "AWS" | "Service" | "Federated" | "CanonicalUser" | "*";
  value: string;
}

/** One operator with one key: all conditions of a statement must hold. */
export interface Condition {
  /** The operator without its set prefix and without IfExists, spelt as the IAM reference spells it: `StringLike`. */
  operator: string;
  set?: "ForAllValues" | "ForAnyValue";
  ifExists: boolean;
  /** As written; keys know no letter case. */
  key: string;
  /** One of them must match (for negated operators: none may). As written, variables among them. */
  values: readonly string[];
  path: Path;
}

/** A policy and where it comes from, so that an answer can say which statement decided and where it is written. */
export interface SourcedPolicy {
  policy: Policy;
  /** `AmazonS3ReadOnlyAccess`, `inline pod-identity`, `permissions boundary service-boundary`. */
  name: string;
  /** The file and the line of each statement by its index, where a declaration or a policy file holds them. */
  places?: readonly { file: string; line: number }[];
}
