import type { Principal } from "../../iam/policy";

/** The account that a principal is, or is of; undefined where it names none. */
export function accountOf(principal: string): string | undefined {
  return /^(?:arn:[^:]+:(?:iam|sts)::)?(\d{12})(?:$|:)/.exec(principal)?.[1];
}

/** One text for each principal, however it is written: an account by its id or its root, everybody in either form. */
export function principalKey({ type, value }: Principal): string {
  if (type === "*" || (type === "AWS" && value === "*")) return EVERYBODY;
  const account = type === "AWS" ? /^(?:arn:[^:]+:iam::)?(\d{12})(?::root)?$/.exec(value)?.[1] : undefined;
  return account === undefined ? `${type} ${value}` : accountKey(account);
}

export const EVERYBODY = "AWS *";

/** Whether a principal is everybody, or everybody of its kind. */
export function isAnybody({ value }: Principal): boolean {
  return value === "*";
}

/** The key of the whole account of a role, a user or a session; undefined for who is of none. */
export function wholeAccountKey({ type, value }: Principal): string | undefined {
  const account = type === "AWS" ? accountOf(value) : undefined;
  return account === undefined ? undefined : accountKey(account);
}

function accountKey(account: string): string {
  return `AWS ${account}`;
}
