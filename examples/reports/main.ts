import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { App } from "cdktf";
import { PodIdentity, ServiceStack } from "pod-identity-stacks";

const app = new App();

const stack = new ServiceStack(app, {
  service: "reports",
  repository: "acme/reports",
  platform: "../platform/platform.yaml",
  clusters: ["atlas"],
});

const bucket = new S3Bucket(stack, "bucket", { bucket: "acme-reports", provider: stack.provider() });

const identity = new PodIdentity(stack, "reader", { serviceAccounts: ["reports/reader"] });
identity.allow(["s3:ListBucket"], [bucket.arn]);
identity.allow(["s3:GetObject"], [`${bucket.arn}/*`]);

app.synth();
