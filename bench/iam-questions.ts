import { isAllowed, preparePolicies } from "../lib/iam/evaluate";
import { managedPolicyDocument } from "../lib/iam/managed-policies";
import { parsePolicy } from "../lib/iam/parse";
import type { SourcedPolicy } from "../lib/iam/policy";

const POLICIES = [
  "AmazonS3ReadOnlyAccess",
  "AmazonSQSFullAccess",
  "AmazonDynamoDBFullAccess",
  "AmazonEC2ReadOnlyAccess",
  "AmazonEKSClusterPolicy",
  "CloudWatchAgentServerPolicy",
  "AmazonSNSFullAccess",
  "AWSLambda_FullAccess",
  "SecretsManagerReadWrite",
  "ReadOnlyAccess",
];

/** What is asked, of a role with ten of AWS's managed policies. */
export const QUESTIONS = [
  ["s3:GetObject", "arn:aws:s3:::reports/q3.csv"],
  ["s3:DeleteObject", "arn:aws:s3:::reports/q3.csv"],
  ["dynamodb:PutItem", "arn:aws:dynamodb:eu-west-1:123456789012:table/users"],
  ["eks:ListClusters", "arn:aws:eks:eu-west-1:123456789012:cluster/atlas"],
  ["iam:PassRole", "arn:aws:iam::123456789012:role/api"],
  ["sqs:SendMessage", "arn:aws:sqs:eu-west-1:123456789012:orders"],
] as const;
export const ARN = "arn:aws:sts::123456789012:assumed-role/api/session";
export const CONTEXT = {
  "aws:PrincipalTag/kubernetes-namespace": "backend",
  "aws:PrincipalTag/kubernetes-service-account": "api",
  "aws:SourceIp": "203.0.113.7",
  "aws:SecureTransport": "true",
};

export const documents = POLICIES.map((name) => ({ name, policy: document(name) }));

function document(name: string): Readonly<Record<string, unknown>> {
  const found = managedPolicyDocument(name);
  if (found === undefined) throw new Error(`AWS has no policy of the name ${name}`);
  return found;
}

export const identity = documents.map(({ name, policy: written }): SourcedPolicy => {
  const { policy } = parsePolicy(written, "identity");
  if (policy === undefined) throw new Error(`${name} cannot be read`);
  return { policy, name };
});

/** Makes the policies ready; what it returns asks all questions once. */
export function askOurs(): () => void {
  const prepared = preparePolicies({ identity });
  return () => {
    for (const [action, resource] of QUESTIONS) {
      isAllowed({ action, resource, principal: { type: "AWS", arn: ARN }, context: CONTEXT }, prepared);
    }
  };
}
