// What the container of a pod does: no key, no profile, only what EKS puts into its environment. It asks who it is and
// which buckets there are, through the SDK's own chain of credential providers, and prints that as JSON.
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";

try {
  const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
  const { Buckets = [] } = await new S3Client({}).send(new ListBucketsCommand({}));
  console.log(JSON.stringify({ arn: Arn, buckets: Buckets.map((bucket) => bucket.Name) }));
} catch (error) {
  console.log(JSON.stringify({ refused: error instanceof Error ? error.message : String(error) }));
}
