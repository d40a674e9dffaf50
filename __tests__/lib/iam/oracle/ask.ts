import { runSimulation, runUnsafeSimulation, type Simulation } from "@cloud-copilot/iam-simulate";
import { type Decision, isAllowed, preparePolicies } from "../../../../lib/iam/evaluate";
import { type PolicyKind, parsePolicy } from "../../../../lib/iam/parse";
import type { SourcedPolicy } from "../../../../lib/iam/policy";
import type { PolicySet } from "../../../../lib/iam/request";
import type { Document, OracleCase } from "./cases";

const OURS: Readonly<Record<string, Decision["outcome"]>> = {
  Allowed: "allowed",
  ExplicitlyDenied: "explicit deny",
  ImplicitlyDenied: "implicit deny",
};

/** What lib/iam answers. */
export function askOurs(asked: OracleCase): Decision {
  return isAllowed(requestOf(asked), preparePolicies(policySetOf(asked)));
}

export function requestOf({ action, resourceArn, resourceAccount, principal, context }: OracleCase) {
  return {
    action,
    resource: resourceArn,
    resourceAccount,
    principal: { type: "AWS" as const, arn: principal },
    context,
  };
}

export function policySetOf({ identity, boundary, session, resource }: OracleCase): PolicySet {
  return {
    identity: identity.map((document, index) => sourced(document, "identity", `identity ${index}`)),
    ...(boundary === undefined ? {} : { boundary: sourced(boundary, "boundary", "boundary") }),
    ...(session === undefined ? {} : { session: sourced(session, "session", "session") }),
    ...(resource === undefined ? {} : { resource: sourced(resource, "resource", "resource") }),
  };
}

function sourced(document: Document, kind: PolicyKind, name: string): SourcedPolicy {
  const { policy, problems } = parsePolicy(document, kind);
  if (policy === undefined) throw new Error(`${JSON.stringify(document)}: ${JSON.stringify(problems)}`);
  return { policy, name };
}

/** What iam-simulate answers. Its way without checks of the input cannot do resource and session policies. */
export async function askSimulator(asked: OracleCase): Promise<Decision["outcome"]> {
  const simulation = simulationOf(asked);
  if (asked.resource === undefined && asked.session === undefined)
    return outcomeOf(runUnsafeSimulation(simulation, {}));
  const results = await runSimulation(simulation, {});
  if (results.resultType === "error") throw new Error(JSON.stringify({ seed: asked.seed, errors: results.errors }));
  return outcomeOf(results.overallResult);
}

function outcomeOf(result: string): Decision["outcome"] {
  const outcome = OURS[result];
  if (outcome === undefined) throw new Error(`iam-simulate answers ${result}`);
  return outcome;
}

export function simulationOf(asked: OracleCase): Simulation {
  return {
    request: {
      principal: asked.principal,
      action: asked.action,
      resource: { resource: asked.resourceArn, accountId: asked.resourceAccount },
      contextVariables: asked.context,
    },
    identityPolicies: asked.identity.map((policy, index) => ({ name: `identity ${index}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
    resourcePolicy: asked.resource,
    ...(asked.session === undefined ? {} : { sessionPolicy: asked.session }),
    ...(asked.boundary === undefined
      ? {}
      : { permissionBoundaryPolicies: [{ name: "boundary", policy: asked.boundary }] }),
  };
}
