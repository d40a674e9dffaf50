import { type ConditionBlock, conditionInOrder, type PolicyDocument, type Statement } from "../iam/document";
import type { Cluster } from "./cluster";
import { externalId } from "./names";

/** The service that assumes roles for pods. The same in every partition. */
export const POD_IDENTITY_PRINCIPAL = "pods.eks.amazonaws.com";

const REQUEST_TAG = {
  cluster: "aws:RequestTag/eks-cluster-arn",
  namespace: "aws:RequestTag/kubernetes-namespace",
  serviceAccount: "aws:RequestTag/kubernetes-service-account",
} as const;

interface Pin {
  clusters: readonly Pick<Cluster, "arn" | "region" | "account" | "name">[];
  serviceAccounts: readonly { namespace: string; name: string }[];
}

/**
 * The trust policy of an identity's role: one statement, each action once. `pin` ties it to clusters, namespaces and
 * service accounts by the request tags that EKS sends; without it any association of the account may use the role.
 * Source: Amazon EKS user guide, "Create IAM role with trust policy required by EKS Pod Identity".
 */
export function trustPolicy(pin: Pin | undefined, more: ConditionBlock = {}): PolicyDocument {
  return one({
    Effect: "Allow",
    Principal: { Service: POD_IDENTITY_PRINCIPAL },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    ...conditionElement(pin === undefined ? more : merged(pinned(pin), more)),
  });
}

/**
 * The trust policy that the owner of a target role has to give it, so that exactly this identity gets in: by the
 * session tags, or by the external ids of its associations where session tags are disabled.
 * Source: Amazon EKS user guide, "Access AWS resources using EKS Pod Identity target IAM roles".
 */
export function targetTrustPolicy(
  sourceRoleArn: string,
  account: string,
  pin: Pin,
  sessionTags: boolean,
): PolicyDocument {
  const partition = sourceRoleArn.split(":")[1] ?? "aws";
  const proof: ConditionBlock = sessionTags ? pinned(pin) : { StringEquals: { "sts:ExternalId": externalIds(pin) } };
  return one({
    Effect: "Allow",
    Principal: { AWS: `arn:${partition}:iam::${account}:root` },
    Action: sessionTags ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"],
    ...conditionElement(merged(proof, { ArnEquals: { "aws:PrincipalArn": [sourceRoleArn] } })),
  });
}

function externalIds(pin: Pin): string[] {
  return pin.clusters.flatMap((cluster) => pin.serviceAccounts.map((account) => externalId(cluster, account)));
}

function pinned(pin: Pin): ConditionBlock {
  return {
    StringEquals: {
      [REQUEST_TAG.cluster]: pin.clusters.map((cluster) => cluster.arn),
      [REQUEST_TAG.namespace]: pin.serviceAccounts.map((account) => account.namespace),
      [REQUEST_TAG.serviceAccount]: pin.serviceAccounts.map((account) => account.name),
    },
  };
}

/** All conditions of both: every key must hold. A key that both name keeps only the values that the two share. */
function merged(a: ConditionBlock, b: ConditionBlock): ConditionBlock {
  const made: ConditionBlock = Object.fromEntries(Object.entries(a).map(([operator, keys]) => [operator, { ...keys }]));
  for (const [operator, keys] of Object.entries(b)) {
    const into = made[operator] ?? {};
    for (const [key, values] of Object.entries(keys)) {
      const standing = into[key];
      into[key] = standing === undefined ? values : standing.filter((value) => values.includes(value));
    }
    made[operator] = into;
  }
  return made;
}

function conditionElement(block: ConditionBlock): { Condition?: ConditionBlock } {
  return Object.keys(block).length === 0 ? {} : { Condition: conditionInOrder(block) };
}

function one(statement: Statement): PolicyDocument {
  return { Version: "2012-10-17", Statement: [statement] };
}
