import type { AwsError } from "../operation";
import type { XmlElement } from "../query-protocol";
import { hashText, randomText, UPPER_ALPHANUMERIC } from "../random";
import type { AwsManagedPolicy } from "./aws-managed-policies";
import { current, visible, write } from "./consistency";
import { noSuchEntity } from "./errors";
import { checkPolicyArn, isAwsManaged, policyNameOf } from "./policy-arn";
import type { IamRequest } from "./request";
import { ARN } from "./rules";
import { iamState, type ManagedPolicy } from "./state";
import { tagList } from "./tags";

/** The managed policy that a call names by `PolicyArn`. */
export interface NamedPolicy {
  arn: string;
  resources: readonly string[];
  /** One of the account's own, as it is shown. Throws AwsError NoSuchEntity. */
  shown(): ManagedPolicy;
  /** One of the account's own, as it is. Throws AwsError NoSuchEntity. */
  current(): ManagedPolicy;
}

/** Reads `PolicyArn`. */
export function namedPolicy(request: IamRequest): NamedPolicy {
  const { world, account } = request;
  const arn = request.input.required("PolicyArn", ARN);
  const key = policyNameOf(arn).toLowerCase();
  const found = (policy: ManagedPolicy | undefined): ManagedPolicy => {
    checkPolicyArn(arn);
    if (policy?.arn !== arn) throw policyNotFound(arn);
    return policy;
  };
  return {
    arn,
    resources: [arn],
    shown: () => found(visible(world, account, "policies", key)),
    current: () => found(current(world, account, "policies", key)),
  };
}

function policyNotFound(arn: string): AwsError {
  return noSuchEntity(
    isAwsManaged(arn) ? `Policy ${arn} does not exist or is not attachable.` : `Policy ${arn} was not found.`,
  );
}

export function replacePolicy(request: IamRequest, policy: ManagedPolicy): void {
  write(request.world, request.account, "policies", policy.name.toLowerCase(), policy);
}

/** How many roles of the account a policy is attached to, and how many it bounds. */
export interface PolicyUses {
  attachments: number;
  boundaries: number;
}

export function countUses(request: IamRequest, arn: string): PolicyUses {
  const roles = Object.values(iamState(request.world, request.account).roles);
  return {
    attachments: roles.filter((role) => role.attached.includes(arn)).length,
    boundaries: roles.filter((role) => role.boundary === arn).length,
  };
}

/** What every managed policy has, be it the account's own or one of AWS's. */
interface ListedPolicy extends AwsManagedPolicy {
  id: string;
}

/** A policy as ListPolicies shows it. */
export function listedPolicy(policy: ListedPolicy, uses: PolicyUses): XmlElement {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: uses.attachments,
    PermissionsBoundaryUsageCount: uses.boundaries,
    IsAttachable: true,
    CreateDate: policy.created,
    UpdateDate: policy.updated,
  };
}

export function policyElement(policy: ManagedPolicy, uses: PolicyUses): XmlElement {
  return {
    ...listedPolicy(policy, uses),
    Description: policy.description,
    Tags: policy.tags.length === 0 ? undefined : tagList(policy.tags),
  };
}

export function awsPolicyElement(policy: AwsManagedPolicy, uses: PolicyUses): XmlElement {
  // AWS does not publish the ids: one that follows from the name is at least the same in every run.
  const id = `ANPA${randomText({ generator: hashText(policy.name) }, UPPER_ALPHANUMERIC, 17)}`;
  return listedPolicy({ ...policy, id }, uses);
}
