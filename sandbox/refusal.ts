import type { Decision } from "../lib/iam/evaluate";
import type { PolicyRole } from "../lib/iam/request";
import { accessDenied } from "./common-errors";
import type { AwsError, Call, Permission } from "./operation";

/**
 * How AWS says that a caller may not do something. Source: IAM user guide, "Troubleshoot access denied error messages",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
export function refusal(call: Call, permission: Permission, decision: Decision): AwsError {
  const { action, resourcePolicy } = permission;
  const words = `User: ${call.caller.arn} is not authorized to perform: ${action}`;
  // S3 tells a stranger nothing of a bucket.
  if (call.service === "s3" && resourcePolicy !== undefined && resourcePolicy.account !== call.account) {
    return accessDenied(call.service, "Access Denied");
  }
  const resource = shownResource(call.service, permission);
  const on = resource === undefined ? "" : ` on resource: ${resource}`;
  // STS does not say what a trust policy lacks.
  const trust = resourcePolicy?.kind === "trust" && decidedBy(decision) === "resource";
  return accessDenied(call.service, `${words}${on}${trust ? "" : ` ${because(permission, decision)}`}`);
}

const POLICIES: Readonly<Record<PolicyRole, string>> = {
  identity: "identity-based policy",
  boundary: "permissions boundary",
  session: "session policy",
  resource: "resource-based policy",
};

/** The reason of a denial in AWS's words. */
export function because({ action, resourcePolicy }: Permission, decision: Decision): string {
  const role = decidedBy(decision);
  const policy = role === "resource" && resourcePolicy?.kind === "trust" ? "role trust policy" : POLICIES[role];
  if (decision.outcome !== "explicit deny") return `because no ${policy} allows the ${action} action`;
  return `with an explicit deny in ${policy.startsWith("i") ? "an" : "a"} ${policy}`;
}

function decidedBy({ outcome, by, missing }: Decision): PolicyRole {
  return (outcome === "explicit deny" ? by[0]?.role : missing[0]) ?? "identity";
}

/** The resource as the service names it in an error; undefined where it names none. */
function shownResource(service: string, { action, resource }: Permission): string | undefined {
  if (service === "s3") return action === "s3:ListAllMyBuckets" ? undefined : `"${resource}"`;
  if (service !== "iam" || NAMED_BY_ARN.has(action)) return resource;
  const [, kind, path = ""] = /^arn:[^:]+:iam::[^:]*:(role|user|policy)\/(.*)$/.exec(resource) ?? [];
  const name = path.slice(path.lastIndexOf("/") + 1);
  if (kind === undefined) return resource;
  if (action === "iam:ListPolicies") return `policy path /${path}`;
  if (kind === "policy") return `policy ${action === "iam:CreatePolicy" ? name : resource}`;
  return `${kind} ${name}`;
}

/** Of the actions on roles, those of which IAM shows the ARN: the others are asked for by name, and so answered. */
const NAMED_BY_ARN: ReadonlySet<string> = new Set(["iam:CreateRole", "iam:ListRoles", "iam:TagRole", "iam:PassRole"]);
