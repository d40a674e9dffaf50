import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
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

// The stack's own providers have aliases: what is neither a role nor an association takes this one.
new AwsProvider(stack, "aws", { region: "us-east-1", allowedAccountIds: ["492000000148"] });

const bucket = new S3Bucket(stack, "bucket", { bucket: "acme-reports" });

const identity = new PodIdentity(stack, "reader", { serviceAccounts: ["reports/reader"] });
identity.allow(["s3:ListBucket"], [bucket.arn]);
identity.allow(["s3:GetObject"], [`${bucket.arn}/*`]);

app.synth();
