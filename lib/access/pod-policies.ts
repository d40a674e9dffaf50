import type { DecidingStatement } from "../iam/deciding-statement";
import type { AnyDocument } from "../iam/document";
import { managedPolicyDocument } from "../iam/managed-policies";
import { parsePolicy } from "../iam/parse";
import type { Policy, SourcedPolicy } from "../iam/policy";
import { policyOf } from "../iam/policy-of";
import type { PolicySet } from "../iam/request";
import { below, type Pointer } from "../model/finding";
import type { Identity, InlinePolicy, OwnRole, StatementPlace } from "../model/identity";

/** A policy that has a say and whose text is not known here. */
export interface UnknownPolicy {
  role: "identity" | "boundary" | "session";
  /** Its ARN, or that of the role whose policies are meant; for what cannot be read the policy's name. */
  what: string;
  /** Why: `arn:aws:iam::492000000148:policy/orders is not known here: …`. */
  why: string;
}

/** The policies of an identity's role, and which more have a say. */
export interface PodPolicies {
  set: PolicySet;
  unknown: readonly UnknownPolicy[];
  /** Where a statement is written; where it is in a policy of AWS's, where that policy is attached. */
  writtenAt(statement: DecidingStatement): Pointer | undefined;
}

/**
 * The policies that judge a pod's calls: inline ones, AWS managed ones opened up, the permissions boundary, the session
 * policy. A pod with a target role ends up with that role, whose policies its own account holds.
 */
export function podPolicies(identity: Identity): PodPolicies {
  const unknown: UnknownPolicy[] = [];
  const places = new Map<string, Place>();
  const session = sessionPolicy(identity, unknown, places);
  const limits = session === undefined ? {} : { session };
  const writtenAt = ({ policy, path }: DecidingStatement) => {
    const place = places.get(policy);
    const index = typeof path[1] === "number" ? path[1] : 0;
    return place?.statements?.[index]?.at ?? place?.at;
  };
  const { role, target } = identity;
  if (target !== undefined || role.kind === "existing") {
    const whose = target === undefined ? `existing role ${role.arn}` : `target role ${target.roleArn}`;
    const what = target?.roleArn ?? role.arn;
    unknown.push({ role: "identity", what, why: `the policies of the ${whose} are not known here` });
    return { set: { identity: [], ...limits }, unknown, writtenAt };
  }
  const managed = role.managedPolicies.flatMap(
    ({ arn, document, at }) => managedPolicy({ arn, document }, "identity", at, unknown, places) ?? [],
  );
  const inline = role.inlinePolicies.flatMap((one) => inlinePolicy(one, unknown, places) ?? []);
  const boundary = boundaryPolicy(identity, role, unknown, places);
  const all = { identity: [...inline, ...managed], ...(boundary === undefined ? {} : { boundary }), ...limits };
  return { set: all, unknown, writtenAt };
}

interface Place {
  at: Pointer;
  statements?: readonly StatementPlace[] | undefined;
}

type Places = Map<string, Place>;

function inlinePolicy(inline: InlinePolicy, unknown: UnknownPolicy[], places: Places): SourcedPolicy | undefined {
  const name = `inline policy ${inline.name}`;
  const policy = readable(inline.document);
  if (policy === undefined) unknown.push({ role: "identity", what: name, why: `the ${name} cannot be read` });
  places.set(name, { at: inline.at, statements: inline.statements });
  return policy && { policy, name };
}

function boundaryPolicy(
  identity: Identity,
  { permissionsBoundary, permissionsBoundaryDocument, permissionsBoundaryAt }: OwnRole,
  unknown: UnknownPolicy[],
  places: Places,
): SourcedPolicy | undefined {
  if (permissionsBoundary === undefined) return undefined;
  const at = permissionsBoundaryAt ?? below(identity.at, "permissionsBoundary");
  const boundary = { arn: permissionsBoundary, document: permissionsBoundaryDocument };
  return managedPolicy(boundary, "boundary", at, unknown, places);
}

function sessionPolicy(identity: Identity, unknown: UnknownPolicy[], places: Places): SourcedPolicy | undefined {
  if (identity.sessionPolicy === undefined) return undefined;
  const name = "session policy";
  const { policy } = parsePolicy(withUnknowns(identity.sessionPolicy), "session");
  if (policy === undefined) unknown.push({ role: "session", what: name, why: `the ${name} cannot be read` });
  places.set(name, { at: below(identity.at, "sessionPolicy"), statements: identity.sessionPolicyStatements });
  return policy && { policy, name };
}

/** A managed policy opened up; undefined, and said why, for one that only its account knows. */
function managedPolicy(
  { arn, document }: { arn: string; document: AnyDocument | undefined },
  role: "identity" | "boundary",
  at: Pointer,
  unknown: UnknownPolicy[],
  places: Places,
): SourcedPolicy | undefined {
  const known = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const label = role === "boundary" ? "permissions boundary" : "managed policy";
  const policy = document !== undefined ? readable(document) : known === undefined ? undefined : opened(known);
  const name = `${label} ${known ?? arn}`;
  if (policy !== undefined) {
    places.set(name, { at });
    return { policy, name };
  }
  if (document !== undefined) {
    unknown.push({ role, what: arn, why: `the ${name} cannot be read` });
    return undefined;
  }
  const whose = known === undefined ? "a customer managed policy" : "an AWS managed policy that is not in the data";
  unknown.push({ role, what: arn, why: `what the ${label} ${arn} says is not known here: it is ${whose}` });
  return undefined;
}

function readable(document: AnyDocument): Policy | undefined {
  return policyOf(document, withUnknowns);
}

/** Tokens of TypeScript stand for what Terraform learns later: variables that no request has a value for. */
function withUnknowns(value: unknown): unknown {
  if (typeof value === "string") {
    return value
      .replace(/^[$#]\{TfToken\[[^\]]*\]\}/, "arn:*:*:*:*:${later:token}")
      .replace(/[$#]\{TfToken\[[^\]]*\]\}/g, "${later:token}");
  }
  if (Array.isArray(value)) return value.map(withUnknowns);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withUnknowns(part)]));
}

const parsed = new Map<string, Policy | undefined>();

function opened(name: string): Policy | undefined {
  if (!parsed.has(name)) parsed.set(name, parsePolicy(managedPolicyDocument(name), "identity").policy);
  return parsed.get(name);
}
