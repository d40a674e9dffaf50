import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { ListBucketsCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * What runs in the pod: an ordinary program with the ordinary AWS SDK. It has no keys; the SDK finds in its environment
 * what EKS puts into every pod of an associated service account, and asks the agent. Its role may read S3, and store reports
 * once the pull request is deployed; it is always refused what it asks of EKS. Prints JSON.
 */
async function main(): Promise<void> {
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  const { Buckets } = await new S3Client({}).send(new ListBucketsCommand({}));
  const report = { Bucket: "acme-reports", Key: "q3.csv", Body: "orders,42\n" };
  const stored = await attempt(
    new S3Client({}).send(new PutObjectCommand(report)).then(() => [`s3://${report.Bucket}/${report.Key}`]),
  );
  const clusters = await attempt(
    new EKSClient({}).send(new ListClustersCommand({})).then((answer) => answer.clusters ?? []),
  );
  console.log(JSON.stringify({ arn: Arn, buckets: (Buckets ?? []).map((bucket) => bucket.Name), stored, clusters }));
}

function attempt(asked: Promise<string[]>): Promise<{ granted: string[] } | { refused: string }> {
  return asked.then(
    (granted) => ({ granted }),
    (error: unknown) => ({ refused: text(error) }),
  );
}

function text(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

main().catch((error: unknown) => {
  console.error(text(error));
  process.exitCode = 1;
});
