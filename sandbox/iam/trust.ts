import { isAllowed, type PreparedPolicies } from "../../lib/iam/evaluate";
import type { PreparedPolicy } from "../../lib/iam/prepare";
import type { RequestContext, RequestPrincipal } from "../../lib/iam/request";
import { NO_POLICIES } from "./caller-policies";
import { preparedDocument } from "./prepared";
import type { Role } from "./state";

interface TrustRequest {
  /** `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity`, `sts:TagSession`. */
  action: string;
  principal: RequestPrincipal;
  context: RequestContext;
  /** Those of the asking one, if it has any: a role in the chain. */
  policies?: PreparedPolicies;
}

/** A trust policy made ready. */
function trustPolicy(document: string): PreparedPolicy {
  return preparedDocument("trust policy", document, "trust");
}

/** Whether a role may be assumed: by its trust policy, and by the policies of who asks where those have a say. */
export function consents(role: Role, { action, principal, context, policies = NO_POLICIES }: TrustRequest): boolean {
  const request = { action, resource: role.arn, principal, context };
  return isAllowed(request, { ...policies, resource: trustPolicy(role.trust) }).outcome === "allowed";
}
