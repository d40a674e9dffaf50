import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

/**
 * What runs in the pod: an ordinary program with the ordinary AWS SDK. It has no keys; the SDK finds in its environment
 * what EKS puts into every pod of an associated service account, and asks the agent. Its role may read S3 and do nothing
 * else, so it is refused what it asks of EKS. Prints JSON.
 */
async function main(): Promise<void> {
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  const { Buckets } = await new S3Client({}).send(new ListBucketsCommand({}));
  const clusters = await new EKSClient({}).send(new ListClustersCommand({})).then(
    (answer) => ({ granted: answer.clusters ?? [] }),
    (error: unknown) => ({ refused: text(error) }),
  );
  console.log(JSON.stringify({ arn: Arn, buckets: (Buckets ?? []).map((bucket) => bucket.Name), clusters }));
}

function text(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

main().catch((error: unknown) => {
  console.error(text(error));
  process.exitCode = 1;
});
