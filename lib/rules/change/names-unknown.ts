import type { OwnRole } from "../../model/identity";
import { awsManagedPolicy } from "../permissions/held-policies";

/** Whether a role has a policy, or a boundary, that is known by its ARN alone: told without reading one. */
export function namesUnknown({ managedPolicies, permissionsBoundary, permissionsBoundaryDocument }: OwnRole): boolean {
  const boundary =
    permissionsBoundary === undefined ? [] : [{ arn: permissionsBoundary, document: permissionsBoundaryDocument }];
  return [...managedPolicies, ...boundary].some(
    ({ arn, document }) => document === undefined && awsManagedPolicy(arn) === undefined,
  );
}
