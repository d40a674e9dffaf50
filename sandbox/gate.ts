import { type Decision, isAllowed } from "../lib/iam/evaluate";
import type { PreparedPolicy } from "../lib/iam/prepare";
import { missingToken } from "./common-errors";
import { callerPolicies } from "./iam/caller-policies";
import { preparedDocument, together } from "./iam/prepared";
import type { AwsError, Call, Operation, Permission, ResourcePolicy } from "./operation";
import { because, refusal } from "./refusal";
import { requestContext } from "./request-context";
import type { World } from "./world";

/** What the gate says, and why. */
export interface Verdict {
  /** What the service says to a caller that it refuses; undefined: the operation may run. */
  error: AwsError | undefined;
  /** `by AmazonS3ReadOnlyAccess (statement 1)`, `because no identity-based policy allows the eks:ListClusters action`. */
  why: string;
}

/** What AWS does without a signature: the token in the request is what counts. */
const UNSIGNED: ReadonlySet<string> = new Set(["sts:AssumeRoleWithWebIdentity", "eks-auth:AssumeRoleForPodIdentity"]);

/** What nobody is refused, whatever the policies say. */
const FREE: ReadonlySet<string> = new Set(["sts:GetCallerIdentity", "sts:AssumeRoleWithWebIdentity"]);

/**
 * Whether the caller may do what it asks: the one place between reading a request and carrying it out. An account's root
 * may do all in its account, who has not signed only what needs no signature, and a session what the policies of its role,
 * its boundary, the policy of the session and that of the resource allow.
 */
export function gate(call: Call, operation: Operation, world: World): Verdict {
  const { caller } = call;
  if (caller.kind === "anonymous") {
    const free = UNSIGNED.has(operation.action);
    return { error: free ? undefined : missingToken(call.service), why: free ? "needs no signature" : "is not signed" };
  }
  if (FREE.has(operation.action)) return { error: undefined, why: "needs no permission" };

  let why = "";
  for (const permission of permissionsOf(operation)) {
    if (caller.kind === "root" && isAtHome(call, permission.resourcePolicy)) continue;
    const decision = judge(world, call, permission);
    if (decision.outcome !== "allowed") {
      const error = refusal(call, permission, decision);
      return { error, why: `${permissionName(permission, operation)}${deniedBy(permission, decision)}` };
    }
    why ||= allowedBy(decision);
  }
  return { error: undefined, why: why || "root may do all" };
}

function permissionsOf({ action, resources, context, resourcePolicy, needs = [] }: Operation): Permission[] {
  const asked = { ...(context && { context }), ...(resourcePolicy && { resourcePolicy }) };
  return [...resources.map((resource) => ({ action, resource, ...asked })), ...needs];
}

/** Who may assume a role is for its trust policy to say, to root too, and what of another account is for that account. */
function isAtHome(call: Call, policy: ResourcePolicy | undefined): boolean {
  return policy === undefined || (policy.kind !== "trust" && policy.account === call.account);
}

function judge(world: World, call: Call, { action, resource, context, resourcePolicy }: Permission): Decision {
  const { arn, roleArn } = call.caller;
  const request = {
    action,
    resource,
    principal: { type: "AWS" as const, arn, ...(roleArn !== undefined && { role: roleArn }) },
    ...(resourcePolicy && { resourceAccount: resourcePolicy.account }),
    context: {
      ...requestContext(world, call),
      "aws:ResourceAccount": resourcePolicy?.account ?? call.account,
      ...context?.(),
    },
  };
  return isAllowed(request, { ...callerPolicies(world, call.caller), resource: preparedOf(resourcePolicy) });
}

function preparedOf(policy: ResourcePolicy | undefined): PreparedPolicy | undefined {
  if (policy === undefined) return undefined;
  const name = policy.kind === "trust" ? "trust policy" : "resource's policy";
  return policy.document === undefined ? together(name, []) : preparedDocument(name, policy.document, policy.kind);
}

/** Where it is not the operation itself that is refused. */
function permissionName({ action, resource }: Permission, operation: Operation): string {
  return action === operation.action ? "" : `${action} on ${resource} `;
}

function deniedBy(permission: Permission, decision: Decision): string {
  const names = statementNames(decision);
  return `${because(permission, decision)}${names === "" ? "" : `: ${names}`}${unknown(decision)}`;
}

function allowedBy(decision: Decision): string {
  return `by ${statementNames(decision)}`;
}

/** Each policy that decided, with its statement's Sid or place. */
function statementNames({ by }: Decision): string {
  return [
    ...new Set(by.map(({ policy, statement, index }) => `${policy} (${statement.sid || `statement ${index + 1}`})`)),
  ].join(", ");
}

function unknown({ unknownKeys }: Decision): string {
  return unknownKeys.length === 0 ? "" : `; the request says nothing of ${unknownKeys.join(", ")}`;
}
