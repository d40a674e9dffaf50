import type { RequestContext } from "../../lib/iam/request";
import { conditionContext, pairsOf } from "./condition-context";
import { current } from "./consistency";
import { findRole } from "./find-role";
import { policyNameOf } from "./policy-arn";
import type { IamRequest } from "./request";
import type { Role, Tag } from "./state";
import { readTags } from "./tags";

/** Actions that name a managed policy which they attach or detach. */
const OF_POLICY: ReadonlySet<string> = new Set(["AttachRolePolicy", "DetachRolePolicy"]);

/** Actions whose condition key `iam:PermissionsBoundary` is the boundary that the request asks for, not the role's. */
const ASKS_BOUNDARY: ReadonlySet<string> = new Set(["CreateRole", "PutRolePermissionsBoundary"]);

/**
 * What a call of IAM says of itself, and of what it is about. Source: "Actions, resources, and condition keys for AWS
 * Identity and Access Management (IAM)",
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export function iamRequestContext(request: IamRequest, action: string, resource = ""): RequestContext {
  const { input, world } = request;
  const role = findRole(world, resource);
  const held = role?.tags ?? tagsOf(request, resource);
  const untagged = action.startsWith("Untag") ? input.texts("TagKeys") : undefined;
  return {
    ...conditionContext(
      {
        "aws:TagKeys": untagged,
        "iam:PolicyARN": OF_POLICY.has(action) ? input.text("PolicyArn") : undefined,
        "iam:PermissionsBoundary": boundaryOf(request, action, role),
      },
      { request: pairsOf(readTags(input)), resource: pairsOf(held) },
    ),
    ...Object.fromEntries(held.map(({ Key, Value }) => [`iam:ResourceTag/${Key}`, Value])),
  };
}

function boundaryOf({ input }: IamRequest, action: string, role: Role | undefined): string | undefined {
  return ASKS_BOUNDARY.has(action) ? input.text("PermissionsBoundary") : role?.boundary;
}

/** Of a policy or an identity provider. */
function tagsOf({ world, account }: IamRequest, arn: string): readonly Tag[] {
  const policy = current(world, account, "policies", policyNameOf(arn).toLowerCase());
  if (policy?.arn === arn) return policy.tags;
  return current(world, account, "oidcProviders", arn)?.tags ?? [];
}
