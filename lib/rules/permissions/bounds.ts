import type { Condition, PolicyStatement } from "../../iam/policy";
import { isLater } from "./later";

/**
 * Services whose ARNs begin their resource part with a name instead of a type: there `name/*` is all that is in one
 * resource, where `type/*` is all resources of a type.
 */
const NAMED_FIRST = new Set(["s3", "execute-api", "sns", "sqs", "s3-object-lambda"]);

/** Whether a pattern of Resource leaves all resources of a kind in: `*`, `arn:aws:iam::*:role/*`, `arn:aws:s3:::*`. */
export function isUnbounded(pattern: string): boolean {
  if (!pattern.includes("*") || isLater(pattern)) return false;
  if (/^[*]+$/.test(pattern)) return true;
  const [, , service = "", region, account, ...rest] = pattern.split(":");
  const resource = rest.join(":");
  // `arn:aws:s3*`, `arn:*`: the last wildcard reaches over all that is left out.
  if (region === undefined || account === undefined || rest.length === 0) return pattern.endsWith("*");
  if (/^[*]+([/:][*]+)*$/.test(resource)) return true;
  return !NAMED_FIRST.has(service) && /^[a-z-]+[/:][*]+([/:][*]+)*$/i.test(resource);
}

/** Keys whose conditions say who asks, whence and how, and not on what: they leave every resource in. */
const NOT_OF_THE_RESOURCE =
  /^aws:(Principal.*|SourceIp|SourceVpc|SourceVpce|VpcSourceIp|SecureTransport|RequestedRegion|CurrentTime|EpochTime|UserAgent|Referer|TokenIssueTime|MultiFactorAuth.*|Via.*|CalledVia.*|ResourceAccount|ResourceOrg.*|userid|username)(\/|$)/i;

/** Whether a statement leaves all resources of a kind in, as far as its own text says. */
export function leavesAllIn(statement: PolicyStatement): boolean {
  const { resource } = statement;
  const all = resource === undefined || resource.not || resource.patterns.some(isUnbounded);
  return all && statement.conditions.every(({ key }) => NOT_OF_THE_RESOURCE.test(key) || isPassedTo(key));
}

/** Whether a statement allows or denies whatever comes: on every resource and without conditions. */
export function isUnconditional(statement: PolicyStatement): boolean {
  const { resource, conditions } = statement;
  return conditions.length === 0 && resource !== undefined && !resource.not && resource.patterns.includes("*");
}

export function isPassedTo(key: string): boolean {
  return key.toLowerCase() === "iam:passedtoservice";
}

/** Whether conditions keep roles from being passed to all services but those that they name. */
export function limitsService({ key, operator, ifExists }: Condition): boolean {
  return isPassedTo(key) && !ifExists && /^String(Equals|EqualsIgnoreCase|Like)$/.test(operator);
}
