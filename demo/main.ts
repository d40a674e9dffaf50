import { createColors } from "picocolors";
import { type CliConfig, prepareCliConfig } from "../lib/terraform/cli-config";
import { findTerraform } from "../lib/terraform/find-terraform";
import { MissingTool } from "../lib/terraform/missing-tool";
import { MISLEADING, sandboxEnvironment } from "../sandbox/environment";
import { type Sandbox, startSandbox } from "../sandbox/server";
import { CLUSTER } from "./cluster";
import { cdktf, podIdentity, ROOT } from "./commands";
import { askAgent, asPod, QUIET, ROLE_SESSION, theRefusal } from "./emulated-pod";
import { expectTexts, theLine } from "./proof";
import { pullRequest } from "./pull-request";
import { checkOut, REPOSITORIES } from "./repositories";
import { StepFailed, Steps } from "./steps";
import { addonsOf, associationsOf, makeBucket, rolesOf } from "./what-stands";

Object.assign(process.env, QUIET);

const steps = new Steps(
  process.stdout,
  createColors(process.stdout.isTTY === true && process.env.NO_COLOR === undefined),
);

/**
 * The main job, for real: the cluster's stack and those of two service repositories, deployed by the CDKTF CLI, Terraform
 * and the AWS provider to the sandbox; a pod that gets credentials; a pull request that is reviewed and deployed; and all of
 * it destroyed again.
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
    const { stdout } = await podIdentity(["check", ...REPOSITORIES.map(repositories.folder)], ROOT, env);
    return { lines: stdout.trim().split("\n"), value: undefined };
  });
  await steps.step("a pod of backend/api asks the agent, and is refused", async () => {
    const { granted, said } = await askAgent(sandbox, "backend", "api");
    if (granted) throw new StepFailed("the pod got credentials before anything was deployed");
    return { lines: [said], value: undefined };
  });
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
  const attempted = await steps.step("gets credentials from the agent, and lists buckets with them", async () => {
    const { arn, buckets, ...attempted } = await asPod(sandbox, "backend", "api");
    if (!arn.startsWith(ROLE_SESSION)) {
      throw new StepFailed(`the pod is ${arn}, and not a session of the role backend-api-api`);
    }
    expectTexts("buckets", buckets, ["acme-reports"]);
    return {
      lines: [`sts:GetCallerIdentity  ${arn}`, `s3:ListBuckets         ${buckets.join(", ")}`],
      value: attempted,
    };
  });
  await steps.step("is refused what its role does not allow", async () => {
    return {
      lines: [
        `s3:PutObject           ${theRefusal("s3:PutObject", attempted.stored)}`,
        `eks:ListClusters       ${theRefusal("eks:ListClusters", attempted.clusters)}`,
      ],
      value: undefined,
    };
  });

  await pullRequest(steps, sandbox, repositories.folder("backend-api"), env);

  steps.act("The end");
  for (const repository of [...REPOSITORIES].reverse()) {
    await steps.step(`cdktf destroy, in ${repository}`, async () => {
      const said = await cdktf(["destroy", "--auto-approve"], repositories.folder(repository), env);
      return { lines: [theLine(said, /Destroy complete! Resources: [1-9]\d* destroyed\./)], value: undefined };
    });
  }
  await steps.step("nothing is left behind", async () => {
    const left = [...(await addonsOf(sandbox)), ...(await associationsOf(sandbox)), ...(await rolesOf(sandbox))];
    expectTexts("leftovers", left, []);
    return { lines: ["no add-on, no association, no role"], value: undefined };
  });
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
