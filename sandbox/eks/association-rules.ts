import { type EksContext, trustPolicyOf } from "./context";
import { accessDenied, invalidParameter } from "./errors";
import { trustsPods } from "./pods-trust";
import { isObject } from "./rest-json";
import type { AssociationTarget, ClusterRecord } from "./state";

/** An association before it has an id. */
export interface AssociationInput extends AssociationTarget {
  namespace: string;
  serviceAccount: string;
}

const LONGEST_POLICY = 2048;
const ROLE_ARN = /^arn:aws(?:-cn|-us-gov)?:iam::(\d{12}):role\/[\x21-\x7e]+$/;

/** What Kubernetes allows: an RFC 1123 label of 63 for a namespace, a subdomain of 253 for a service account. */
const NAMES = {
  namespace: { pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/, longest: 63, what: "lower-case letters, digits and -" },
  serviceAccount: {
    pattern: /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/,
    longest: 253,
    what: "lower-case letters, digits, - and .",
  },
} as const;

/** Throws InvalidParameterException for a name that Kubernetes does not allow. */
export function checkName(parameter: keyof typeof NAMES, name: string, clusterName: string): void {
  const { pattern, longest, what } = NAMES[parameter];
  if (name.length <= longest && pattern.test(name)) return;
  throw invalidParameter(
    `The parameter ${parameter} is not valid: found "${name}", allowed are at most ${longest} characters of ${what}, beginning and ending with a letter or a digit.`,
    { clusterName },
  );
}

/**
 * What EKS asks of the roles and the policy of an association. Source: "Learn how EKS Pod Identity grants pods access
 * to AWS services" and the API's CreatePodIdentityAssociation.
 */
export function checkAssociation(context: EksContext, cluster: ClusterRecord, input: AssociationInput): void {
  const subject = { clusterName: cluster.name };
  const account = ROLE_ARN.exec(input.roleArn)?.[1];
  if (account === undefined)
    throw invalidParameter(`The parameter roleArn is not a valid ARN of a role: ${input.roleArn}`, subject);
  if (account !== context.account) throw accessDenied("Cross-account pass role is not allowed.");
  if (input.targetRoleArn !== undefined && !ROLE_ARN.test(input.targetRoleArn))
    throw invalidParameter(`The parameter targetRoleArn is not a valid ARN of a role: ${input.targetRoleArn}`, subject);
  if (input.policy !== undefined) checkPolicy(input.policy, input.disableSessionTags, subject);
  const trust = trustPolicyOf(context, input.roleArn);
  if (trust === undefined) throw invalidParameter("Role provided in the request does not exist.", subject);
  if (!trustsPods(trust)) throw invalidParameter("Trust policy of the role provided is invalid.", subject);
}

function checkPolicy(policy: string, disableSessionTags: boolean, subject: { clusterName: string }): void {
  if (policy.length > LONGEST_POLICY)
    throw invalidParameter(
      `The parameter policy must have at most ${LONGEST_POLICY} characters, found ${policy.length}.`,
      subject,
    );
  if (!disableSessionTags)
    throw invalidParameter("The parameter policy requires disableSessionTags to be true.", subject);
  let document: unknown;
  try {
    document = JSON.parse(policy);
  } catch {
    document = undefined;
  }
  if (!isObject(document) || document.Statement === undefined)
    throw invalidParameter("The parameter policy is not a valid IAM policy in JSON.", subject);
}
