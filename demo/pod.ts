import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * What runs in the pod: an ordinary program with the ordinary AWS SDK. It has no keys; the SDK finds in its environment
 * what EKS puts into every pod of an associated service account, and asks the agent. Prints JSON.
 */
async function main(): Promise<void> {
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  const { Buckets } = await new S3Client({}).send(new ListBucketsCommand({}));
  console.log(JSON.stringify({ arn: Arn, buckets: (Buckets ?? []).map((bucket) => bucket.Name) }));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
  process.exitCode = 1;
});
