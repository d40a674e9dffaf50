import { isObject } from "./rest-json";

const SERVICE = "pods.eks.amazonaws.com";
const NEEDED = ["sts:assumerole", "sts:tagsession"];

/**
 * Whether a trust policy (JSON) lets EKS Pod Identity in at all: the service principal `pods.eks.amazonaws.com` is
 * allowed sts:AssumeRole and sts:TagSession. Conditions are not judged here, since they look at the session tags of a
 * pod, and there is no pod yet when EKS checks a role.
 */
export function trustsPods(trustPolicy: string): boolean {
  let document: unknown;
  try {
    document = JSON.parse(trustPolicy);
  } catch {
    return false;
  }
  if (!isObject(document)) return false;
  const patterns = list(document.Statement)
    .filter(isObject)
    .filter((statement) => statement.Effect === "Allow" && letsPodsIn(statement.Principal))
    .flatMap((statement) => list(statement.Action))
    .filter((action) => typeof action === "string");
  return NEEDED.every((needed) => patterns.some((pattern) => matches(pattern.toLowerCase(), needed)));
}

function letsPodsIn(principal: unknown): boolean {
  return isObject(principal) && list(principal.Service).includes(SERVICE);
}

function matches(pattern: string, action: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`).test(action);
}

function list(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
