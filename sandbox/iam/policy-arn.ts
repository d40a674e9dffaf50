import { awsManagedPolicy } from "./aws-managed-policies";
import { current } from "./consistency";
import { invalidInput, noSuchEntity } from "./errors";
import type { IamRequest } from "./request";

const POLICY_ARN = /^arn:(aws|aws-cn|aws-us-gov):iam::(aws|\d{12}):policy(\/(?:.*\/)?)([\w+=,.@-]+)$/;

/** @throws AwsError InvalidInput when a text is no ARN of a managed policy. */
export function checkPolicyArn(arn: string): void {
  if (!POLICY_ARN.test(arn)) throw invalidInput(`ARN ${arn} is not valid.`);
}

/** Of the ARN of a managed policy: its name. */
export function policyNameOf(arn: string): string {
  return POLICY_ARN.exec(arn)?.[4] ?? "";
}

/** Of the ARN of a managed policy: its path. */
export function policyPathOf(arn: string): string {
  return POLICY_ARN.exec(arn)?.[3] ?? "/";
}

/** Whether the ARN is in the namespace of the policies that AWS manages. */
export function isAwsManaged(arn: string): boolean {
  return POLICY_ARN.exec(arn)?.[2] === "aws";
}

/** Whether a role of the caller's account may use the policy: one of the account's own, or one of AWS's. */
export function attachable(request: IamRequest, arn: string): boolean {
  if (isAwsManaged(arn)) return arn.startsWith(`arn:${request.call.partition}:`) && awsManagedPolicy(arn) !== undefined;
  return current(request.world, request.account, "policies", policyNameOf(arn).toLowerCase())?.arn === arn;
}

/**
 * A permissions boundary that may be set.
 *
 * @throws AwsError InvalidInput when it is no ARN of a policy; NoSuchEntity when there is no such policy.
 */
export function boundaryOf(request: IamRequest, arn: string): string {
  checkPolicyArn(arn);
  if (!attachable(request, arn)) throw noSuchEntity(`Scope ARN: ${arn} does not exist or is not attachable.`);
  return arn;
}
