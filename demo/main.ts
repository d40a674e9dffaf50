import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EKSClient, ListAddonsCommand, ListPodIdentityAssociationsCommand } from "@aws-sdk/client-eks";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { createColors } from "picocolors";
import { type CliConfig, prepareCliConfig } from "../lib/terraform/cli-config";
import { findTerraform } from "../lib/terraform/find-terraform";
import { MissingTool } from "../lib/terraform/missing-tool";
import { podToken } from "../sandbox/eks-auth/token";
import { MISLEADING, sandboxEnvironment } from "../sandbox/environment";
import { type Sandbox, startSandbox } from "../sandbox/server";
import { checkOut, REPOSITORIES } from "./repositories";
import { run } from "./run";
import { StepFailed, Steps } from "./steps";

const ROOT = join(__dirname, "..");
const CLUSTER = { name: "atlas-eks", account: "492000000148", region: "us-east-1", version: "1.33" };
const CDKTF = join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
const CLI = join(ROOT, "dist", "cli.js");
const POD = join(ROOT, "dist", "demo-pod.js");

/** The SDK is not to look for an EC2 instance, nor to speak of Node versions to come. */
const QUIET = { AWS_EC2_METADATA_DISABLED: "true", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };
Object.assign(process.env, QUIET);

const steps = new Steps(
  process.stdout,
  createColors(process.stdout.isTTY === true && process.env.NO_COLOR === undefined),
);

/**
 * The main job, for real: the cluster's stack and those of two service repositories, deployed by the CDKTF CLI, Terraform
 * and the AWS provider to the sandbox; a pod that gets credentials; and all of it destroyed again.
 */
async function demo(): Promise<void> {
  steps.act("A cluster, on a local AWS");
  const config = await steps.step("find Terraform and the AWS provider", async () => {
    const terraform = await findTerraform(process.env);
    const found = await prepareCliConfig({ env: process.env, platform: terraform.platform });
    return { lines: [`Terraform ${terraform.version}`, found.description], value: found };
  });
  closing.push(() => config.dispose());
  const sandbox = await steps.step("start the sandbox, with one EKS cluster", async () => {
    const made = await startSandbox({ account: CLUSTER.account, clusters: [CLUSTER] });
    return { lines: [`${made.url}: ${CLUSTER.name} in ${CLUSTER.region}, account ${CLUSTER.account}`], value: made };
  });
  closing.push(() => sandbox.close());
  const env = environment(sandbox, config);
  const repositories = checkOut(ROOT);
  closing.push(async () => repositories.dispose());
  await makeBucket(sandbox, "acme-reports");

  steps.act("Three repositories: the platform's and two services'");
  await steps.step("pod-identity check", async () => {
    const said = await run(process.execPath, [CLI, "check", ...REPOSITORIES.map(repositories.folder)], ROOT, env);
    return { lines: said.trim().split("\n"), value: undefined };
  });
  await podIsRefused(sandbox);
  for (const repository of REPOSITORIES) {
    await steps.step(`cdktf deploy, in ${repository}`, async () => {
      const said = await cdktf(["deploy", "--auto-approve"], repositories.folder(repository), env);
      return {
        lines: [theLine(said, /Apply complete! Resources: [1-9]\d* added, 0 changed, 0 destroyed\./)],
        value: undefined,
      };
    });
  }
  await steps.step("what stands in the cluster now", async () => {
    const addons = await addonsOf(sandbox);
    const associations = await associationsOf(sandbox);
    expectTexts("add-ons", addons, ["aws-ebs-csi-driver", "eks-pod-identity-agent"]);
    expectTexts("associations", associations, [
      "backend/api",
      "kube-system/ebs-csi-controller-sa",
      "ops-iam-test-ns/ops-iam-test-sa",
    ]);
    return { lines: [`add-ons: ${addons.join(", ")}`, `associations: ${associations.join(", ")}`], value: undefined };
  });
  for (const repository of REPOSITORIES) {
    await steps.step(`cdktf diff, in ${repository}: nothing is left to change`, async () => {
      const said = await cdktf(["diff"], repositories.folder(repository), env);
      return {
        lines: [theLine(said, /No changes\. Your infrastructure matches the configuration\./)],
        value: undefined,
      };
    });
  }

  steps.act("A pod of backend/api");
  await steps.step("gets credentials from the agent, and calls STS and S3 with them", async () => {
    const { arn, buckets } = await asPod(sandbox, "backend", "api");
    if (!arn.startsWith(`arn:aws:sts::${CLUSTER.account}:assumed-role/backend-api-api/`)) {
      throw new StepFailed(`the pod is ${arn}, and not a session of the role backend-api-api`);
    }
    expectTexts("buckets", buckets, ["acme-reports"]);
    return {
      lines: [`sts:GetCallerIdentity  ${arn}`, `s3:ListBuckets         ${buckets.join(", ")}`],
      value: undefined,
    };
  });

  steps.act("The end");
  for (const repository of [...REPOSITORIES].reverse()) {
    await steps.step(`cdktf destroy, in ${repository}`, async () => {
      const said = await cdktf(["destroy", "--auto-approve"], repositories.folder(repository), env);
      return { lines: [theLine(said, /Destroy complete! Resources: [1-9]\d* destroyed\./)], value: undefined };
    });
  }
  await steps.step("nothing is left behind", async () => {
    const { Roles: roles = [] } = await new IAMClient(client(sandbox)).send(new ListRolesCommand({}));
    const left = [
      ...(await addonsOf(sandbox)),
      ...(await associationsOf(sandbox)),
      ...roles.map((role) => role.RoleName ?? ""),
    ];
    expectTexts("leftovers", left, []);
    return { lines: ["no add-on, no association, no role"], value: undefined };
  });
}

/** Before the deploy the pod gets nothing, or the demo would prove nothing. */
async function podIsRefused(sandbox: Sandbox): Promise<void> {
  await steps.step("a pod of backend/api asks the agent, and is refused", async () => {
    const answer = await fetch(`${sandbox.url}/v1/credentials`, {
      headers: { authorization: tokenOf("backend", "api") },
    });
    const said = (await answer.text()).trim();
    if (answer.ok) throw new StepFailed("the pod got credentials before anything was deployed");
    return { lines: [`${answer.status} ${said}`], value: undefined };
  });
}

function tokenOf(namespace: string, serviceAccount: string): string {
  const { name: cluster, region, account } = CLUSTER;
  const pod = `${serviceAccount}-7d9c5b6f4-x2x8k`;
  return podToken({ namespace, serviceAccount, pod, cluster: { cluster, region, account } });
}

/** Runs the pod's program as a process of its own that has nothing but what EKS puts into a pod. */
async function asPod(
  sandbox: Sandbox,
  namespace: string,
  serviceAccount: string,
): Promise<{ arn: string; buckets: string[] }> {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-pod-"));
  try {
    const tokenFile = join(folder, "eks-pod-identity-token");
    writeFileSync(tokenFile, tokenOf(namespace, serviceAccount), { mode: 0o600 });
    const said = await run(process.execPath, [POD], folder, {
      PATH: process.env.PATH,
      AWS_REGION: CLUSTER.region,
      AWS_ENDPOINT_URL: sandbox.url,
      ...QUIET,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sandbox.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    });
    const answer: unknown = JSON.parse(said);
    if (!isAnswer(answer)) throw new StepFailed("the pod answered something else than an ARN and buckets", said);
    return answer;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function isAnswer(value: unknown): value is { arn: string; buckets: string[] } {
  return (
    value !== null &&
    typeof value === "object" &&
    "arn" in value &&
    typeof value.arn === "string" &&
    "buckets" in value &&
    Array.isArray(value.buckets)
  );
}

function cdktf(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  return run(process.execPath, [CDKTF, ...args], folder, env);
}

function environment(sandbox: Sandbox, config: CliConfig): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...sandboxEnvironment(sandbox.url, CLUSTER.account, CLUSTER.region),
    ...config.env,
    // Neither Terraform nor the CDKTF CLI needs to ask the world for news of itself.
    CHECKPOINT_DISABLE: "1",
    CI: "1",
  };
  for (const name of MISLEADING) delete env[name];
  return env;
}

function client(sandbox: Sandbox): {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
} {
  return {
    endpoint: sandbox.url,
    region: CLUSTER.region,
    credentials: { accessKeyId: CLUSTER.account, secretAccessKey: "sandbox" },
  };
}

async function makeBucket(sandbox: Sandbox, name: string): Promise<void> {
  await new S3Client({ ...client(sandbox), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: name }));
}

async function addonsOf(sandbox: Sandbox): Promise<string[]> {
  const { addons = [] } = await new EKSClient(client(sandbox)).send(
    new ListAddonsCommand({ clusterName: CLUSTER.name }),
  );
  return addons.sort();
}

async function associationsOf(sandbox: Sandbox): Promise<string[]> {
  const { associations = [] } = await new EKSClient(client(sandbox)).send(
    new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER.name }),
  );
  return associations.map((one) => `${one.namespace}/${one.serviceAccount}`).sort();
}

/** The line of an output that proves the step. */
function theLine(said: string, pattern: RegExp): string {
  const found = pattern.exec(said)?.[0];
  if (found === undefined) throw new StepFailed(`it ended well, but did not say ${pattern.source}`, said);
  return found;
}

function expectTexts(what: string, found: readonly string[], wanted: readonly string[]): void {
  if (found.join(", ") === wanted.join(", ")) return;
  throw new StepFailed(`${what}: expected ${wanted.join(", ") || "none"}, found ${found.join(", ") || "none"}`);
}

/** Undone at the end, whatever happens, the last first. */
const closing: (() => Promise<void>)[] = [];

async function close(): Promise<void> {
  for (const undo of closing.splice(0).reverse()) await undo().catch(() => {});
}

process.once("SIGINT", () => {
  close().finally(() => process.exit(130));
});

demo()
  .then(() => {
    console.log("\nAll of it was real: cdktf, Terraform, the AWS provider and the AWS SDK. Only AWS was the sandbox.");
  })
  .catch((error: unknown) => {
    process.exitCode = 1;
    if (error instanceof MissingTool) {
      process.exitCode = 2;
      console.error(`\n${error.message}`);
    } else if (error instanceof StepFailed) {
      const end = error.output.trim().split("\n").slice(-40).join("\n");
      console.error(`\n${error.message}${end === "" ? "" : `\n\n${end}`}`);
    } else {
      console.error(error instanceof Error ? error.stack : error);
    }
  })
  .finally(close);
