import type { Context } from "./conditions/hold";
import { type DecidingStatement, decidingStatement } from "./deciding-statement";
import { type Asked, appliesTo, type PreparedPolicy, type PreparedStatement, preparePolicy } from "./prepare";
import { accountOf, callerOf, type Naming } from "./principals";
import type { AccessRequest, PolicyRole, PolicySet } from "./request";

/** The answer, and why. */
export interface Decision {
  outcome: "allowed" | "explicit deny" | "implicit deny";
  /** The statements that decided: those that allow, or those that deny; none for an implicit deny. */
  by: DecidingStatement[];
  /** For an implicit deny the policies whose consent is missing. */
  missing: PolicyRole[];
  /**
   * The condition keys, in lower case and sorted, that statements asked for and of which the request says nothing: with them
   * the answer could be another.
   */
  unknownKeys: string[];
}

/** Policies made ready by `preparePolicies`. */
export interface PreparedPolicies {
  identity: readonly PreparedPolicy[];
  boundary: PreparedPolicy | undefined;
  session: PreparedPolicy | undefined;
  resource: PreparedPolicy | undefined;
}

/** Makes policies ready, once for however many questions. */
export function preparePolicies(policies: PolicySet): PreparedPolicies {
  const { identity, boundary, session, resource } = policies;
  return {
    identity: identity.map((policy) => preparePolicy(policy)),
    boundary: boundary && preparePolicy(boundary),
    session: session && preparePolicy(session),
    resource: resource && preparePolicy(resource),
  };
}

/**
 * Whether a request is allowed. A statement that denies, wherever it is, decides; else the identity's policies or the
 * resource's must allow (both, from another account), and the boundary and the session policy must too.
 *
 * Source: IAM user guide, "Policy evaluation logic",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function isAllowed(request: AccessRequest, policies: PreparedPolicies): Decision {
  const unknown = new Set<string>();
  const asked = askedOf(request, policies.boundary !== undefined, unknown);
  const denying: DecidingStatement[] = [];
  const consent = (policy: PreparedPolicy, role: PolicyRole) => consentOf(policy, role, asked, denying);

  const identity = policies.identity.map((policy) => consent(policy, "identity"));
  const boundary = policies.boundary && consent(policies.boundary, "boundary");
  const session = policies.session && consent(policies.session, "session");
  const resource = policies.resource && consent(policies.resource, "resource");
  const unknownKeys = [...unknown].sort();
  if (denying.length > 0) return { outcome: "explicit deny", by: denying, missing: [], unknownKeys };

  const allowing = identity.flatMap(({ by }) => by);
  const missing = missingConsent({
    identity: allowing.length > 0,
    boundary: boundary === undefined || boundary.naming !== "no",
    session: session === undefined || session.naming !== "no",
    resource: resource?.naming,
    crossAccount: isCrossAccount(request, asked),
    resourceDecides: RESOURCE_DECIDES.test(asked.action),
    service: asked.caller !== undefined && asked.caller.type !== "AWS",
  });
  if (missing.length > 0) return { outcome: "implicit deny", by: [], missing, unknownKeys };
  const by = [...allowing, ...(resource?.by ?? []), ...(boundary?.by ?? []), ...(session?.by ?? [])];
  return { outcome: "allowed", by, missing, unknownKeys };
}

/** Actions that no identity policy can allow alone: the role's trust policy, the key's policy must agree. */
const RESOURCE_DECIDES = /^(sts:(assumerole(withwebidentity|withsaml)?|tagsession|setsourceidentity)|kms:.*)$/;

interface Consents {
  identity: boolean;
  boundary: boolean;
  session: boolean;
  /** Undefined where the resource has no policy. */
  resource: Naming | undefined;
  crossAccount: boolean;
  resourceDecides: boolean;
  service: boolean;
}

function missingConsent(consents: Consents): PolicyRole[] {
  const { resource } = consents;
  // Services and identity providers have no policies of their own.
  if (consents.service) return resource === undefined || resource === "no" ? ["resource"] : [];
  const limits = (["boundary", "session"] as const).filter((role) => !consents[role]);
  const named = resource === "caller" || resource === "everybody" || resource === "role";
  if (consents.crossAccount || (consents.resourceDecides && resource !== undefined && !named)) {
    const missing: PolicyRole[] = consents.identity ? limits : ["identity", ...limits];
    return resource === undefined || resource === "no" ? [...missing, "resource"] : missing;
  }
  // What a resource grants to the session or the user itself, no boundary and no session policy limits by saying nothing;
  // what it grants to everybody, no boundary does.
  if (resource === "caller") return [];
  if (resource === "everybody") return limits.filter((role) => role !== "boundary");
  return consents.identity || named ? limits : ["identity", ...limits];
}

function isCrossAccount(request: AccessRequest, { caller }: Asked): boolean {
  const account = request.resourceAccount ?? accountOf(request.resource);
  if (account === undefined || caller?.account === undefined) return false;
  return /^\d+$/.test(account) && account !== caller.account;
}

function consentOf(
  { source, statements }: PreparedPolicy,
  role: PolicyRole,
  asked: Asked,
  denying: DecidingStatement[],
): { naming: Naming; by: DecidingStatement[] } {
  const by: DecidingStatement[] = [];
  let naming: Naming = "no";
  const decided = (statement: PreparedStatement) => decidingStatement(source, statement, role);
  for (const statement of statements) {
    const applies = appliesTo(statement, asked);
    if (applies === "no") continue;
    if (statement.written.effect === "Deny") {
      denying.push(decided(statement));
      continue;
    }
    by.push(decided(statement));
    if (RANK[applies] > RANK[naming]) naming = applies;
  }
  return { naming, by };
}

const RANK: Readonly<Record<Naming, number>> = { no: 0, account: 1, role: 2, everybody: 3, caller: 4 };

function askedOf(request: AccessRequest, bounded: boolean, unknown: Set<string>): Asked {
  const action = request.action.toLowerCase();
  const known = new Map(Object.entries(request.context).map(([key, value]) => [key.toLowerCase(), value]));
  const context: Context = {
    values(key) {
      const value = known.get(key);
      if (value === undefined || value === null) return undefined;
      return typeof value === "string" ? [value] : value;
    },
    single(key) {
      const value = known.get(key);
      if (typeof value === "string") return value;
      return undefined;
    },
  };
  return {
    action,
    service: action.slice(0, Math.max(0, action.indexOf(":"))),
    resource: request.resource,
    caller: request.principal && callerOf(request.principal, bounded),
    context,
    looked(key) {
      if (!known.has(key)) unknown.add(key);
    },
  };
}
