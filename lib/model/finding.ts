/**
 * What a rule, or the reading of a declaration, reports. Plain data: where it stands in a file is found later, by
 * whoever still has the file (lib/declaration/locate.ts), so that rules need no idea of YAML.
 */

/** `info`: worth knowing, nothing that its reader has to do anything about. */
export type Severity = "error" | "warning" | "info";

/** A place in a declaration: the file as the user named it (or the construct's path) and the keys down to the value. */
export interface Pointer {
  /** A file's path relative to the working directory, or a construct's path in the tree. */
  source: string;
  path: readonly (string | number)[];
  /** True when the key itself is meant, and not its value. */
  key?: boolean;
}

export interface Finding {
  /** The stable id of the rule: `duplicate-association`. */
  rule: string;
  /** What the rule speaks of, where it speaks of one thing among several: an action, a policy, a condition key. */
  about?: string;
  severity: Severity;
  at: Pointer;
  /** The identity that it is about, where that identity can acknowledge it. */
  identity?: Pointer;
  /** What is wrong, in one sentence without the value. */
  message: string;
  /** The value as found; left out where the place says it all. */
  found?: string;
  /** What is allowed instead. */
  allowed?: string;
  /** What to do. */
  fix?: string;
  /** Other places to look at: the statement that broke an expectation. */
  related?: readonly Pointer[];
}

/** The pointer to a value further down. */
export function below(at: Pointer, ...steps: (string | number)[]): Pointer {
  return { source: at.source, path: [...at.path, ...steps] };
}

/** The pointer to the last key of a path instead of to its value. */
export function keyOf(at: Pointer, ...steps: (string | number)[]): Pointer {
  return { source: at.source, path: [...at.path, ...steps], key: true };
}

/** The id by which a finding is acknowledged: `wildcard-resource[s3:DeleteObject]`, or the rule's alone. */
export function findingId({ rule, about }: { rule: string; about?: string }): string {
  return about === undefined ? rule : `${rule}[${about}]`;
}
