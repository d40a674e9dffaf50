import { parseArn } from "../model/arn";
import type { Identity } from "../model/identity";
import { hasPlaceholder } from "../model/placeholder";

/** The name of a role, of its ARN or of itself. */
export function roleNameOf(text: string): string {
  return parseArn(text)?.resource.split("/").pop() ?? text;
}

/** A role as a reader knows it: by its name where a plan manages it, else by its ARN. */
export function roleText({ role }: Pick<Identity, "role">): string {
  return role.kind === "own" ? role.name : role.arn;
}

/**
 * Whether two identities have the same role, as far as the plans know. In an account a role's name is its own, whatever its
 * path and the letters' case; a role that is made anew has its ARN only after apply, and is told by its name alone.
 */
export function isSameRole({ role: one }: Pick<Identity, "role">, { role: other }: Pick<Identity, "role">): boolean {
  if (one.arn === other.arn) return true;
  const name = nameOf(one);
  if (hasPlaceholder(name) || name !== nameOf(other)) return false;
  const [account, second] = [one.arn, other.arn].map((arn) =>
    hasPlaceholder(arn) ? undefined : parseArn(arn)?.account,
  );
  return account === undefined || second === undefined || account === second;
}

function nameOf(role: Identity["role"]): string {
  return (role.kind === "own" ? role.name : roleNameOf(role.arn)).toLowerCase();
}
