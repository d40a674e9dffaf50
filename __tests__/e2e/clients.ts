import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { ACCOUNT, type World } from "./world";

/** What a client of the AWS SDK needs to talk to a sandbox. */
export function clientConfig({ sandbox }: World) {
  return {
    endpoint: sandbox.url,
    region: "us-east-1",
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "sandbox" },
  };
}

export async function makeBucket(world: World, name: string): Promise<void> {
  const s3 = new S3Client(clientConfig(world));
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  s3.destroy();
}
