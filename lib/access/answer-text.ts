import type { DecidingStatement } from "../iam/deciding-statement";
import type { Patterns } from "../iam/policy";
import type { Answer } from "./question";

/** More patterns than these are not shown. */
const MOST = 3;

/** A statement that decided, and whose it is: `allow s3:Get*, s3:List* on * (managed policy AmazonS3ReadOnlyAccess)`. */
export function statementText({ statement, policy }: DecidingStatement): string {
  const { effect, action, resource, conditions, sid } = statement;
  const on = resource === undefined ? "" : ` on ${patternsText(resource)}`;
  const when = conditions.map(({ key, operator }) => `${key} ${operator}`).join(", ");
  const named = sid === undefined || sid === "" ? "" : `, ${sid}`;
  return `${effect.toLowerCase()} ${patternsText(action)}${on}${when === "" ? "" : ` where ${when}`} (${policy}${named})`;
}

function patternsText({ not, patterns }: Patterns): string {
  const shown = patterns.slice(0, MOST).join(", ");
  const more = patterns.length > MOST ? ` and ${patterns.length - MOST} more` : "";
  return `${not ? "all but " : ""}${shown}${more}`;
}

/** Why a "no" where no statement denies. */
export function missingText({ missing }: Answer): string {
  if (missing.includes("identity")) return "no statement of the role's policies allows it";
  const limits = missing.map((role) => (role === "boundary" ? "the permissions boundary" : "the session policy"));
  return `${limits.join(" and ")} ${limits.length > 1 ? "do" : "does"} not allow it`;
}
