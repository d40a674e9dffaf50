import { type Decision, isAllowed, preparePolicies } from "../../../lib/iam/evaluate";
import { type PolicyKind, parsePolicy } from "../../../lib/iam/parse";
import type { SourcedPolicy } from "../../../lib/iam/policy";
import type { AccessRequest, PolicySet } from "../../../lib/iam/request";

/** A session of `ROLE`, which asks. */
export const SESSION = "arn:aws:sts::123456789012:assumed-role/api/one";
export const ROLE = "arn:aws:iam::123456789012:role/pods/api";
const OBJECT = "arn:aws:s3:::reports/q3.csv";

export const allow = { Effect: "Allow", Action: "*", Resource: "*" };
export const deny = { Effect: "Deny", Action: "*", Resource: "*" };

/** Statements as a policy of version 2012-10-17. */
export function sourced(statements: unknown, kind: PolicyKind = "identity", name = "inline"): SourcedPolicy {
  const { policy, problems } = parsePolicy({ Version: "2012-10-17", Statement: statements }, kind);
  if (policy === undefined) throw new Error(JSON.stringify(problems));
  return { policy, name };
}

/** The session asks for an object, or what else is said of its request. */
export function ask(policies: PolicySet, request: Partial<AccessRequest> = {}): Decision {
  const asked = { action: "s3:GetObject", resource: OBJECT, context: {}, ...request };
  const principal = { type: "AWS" as const, arn: SESSION, role: ROLE };
  return isAllowed({ principal, ...asked }, preparePolicies(policies));
}

/** One statement of the role, and no other policy. */
export const only = (statement: unknown) => ({ identity: [sourced(statement)] });
