import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { prepareCliConfig } from "../../lib/terraform/cli-config";
import { findTerraform } from "../../lib/terraform/find-terraform";
import { MISLEADING, sandboxEnvironment } from "../../sandbox/environment";

/** What all scenarios share: Terraform, the provider, and temporary folders that go at the end. */
export interface Workshop {
  /** A new, empty folder. */
  folder(): string;
  /** Lays the provider into a working directory, as `terraform init` does, and fetches its modules. */
  prepare(folder: string, env: NodeJS.ProcessEnv): Promise<void>;
  /** Runs Terraform to its end. Throws with all that it said where its exit code is none of the allowed. */
  terraform(
    folder: string,
    args: readonly string[],
    env: NodeJS.ProcessEnv,
    allowed?: readonly number[],
  ): Promise<string>;
  /** The environment of what talks to a sandbox. */
  environment(url: string, account: string): NodeJS.ProcessEnv;
  close(): Promise<void>;
}

/**
 * @throws MissingTool where Terraform cannot be had.
 */
export async function openWorkshop(env: NodeJS.ProcessEnv): Promise<Workshop> {
  const terraform = await findTerraform(env);
  const cliConfig = await prepareCliConfig({ env, platform: terraform.platform });
  const home = mkdtempSync(join(tmpdir(), "pod-identity-scenarios-"));
  const template = join(home, "template");
  const own: NodeJS.ProcessEnv = {
    ...env,
    ...cliConfig.env,
    CHECKPOINT_DISABLE: "1",
    AWS_EC2_METADATA_DISABLED: "true",
  };
  for (const name of [...MISLEADING, "AWS_CA_BUNDLE"]) delete own[name];
  let folders = 0;

  const workshop: Workshop = {
    folder: () => {
      folders += 1;
      const folder = join(home, String(folders));
      mkdirSync(folder);
      return folder;
    },
    prepare: async (folder, environment) => {
      const data = join(folder, ".terraform");
      if (!existsSync(data)) {
        mkdirSync(data);
        symlinkSync(join(template, ".terraform", "providers"), join(data, "providers"), "dir");
        cpSync(join(template, ".terraform.lock.hcl"), join(folder, ".terraform.lock.hcl"));
      }
      if (existsSync(join(folder, "modules"))) await workshop.terraform(folder, ["get", "-no-color"], environment);
    },
    terraform: (folder, args, environment, allowed = [0]) =>
      runToEnd(terraform.path, args, folder, environment, allowed),
    environment: (url, account) => ({ ...own, ...sandboxEnvironment(url, account, "us-east-1") }),
    close: async () => {
      rmSync(home, { recursive: true, force: true });
      await cliConfig.dispose();
    },
  };

  try {
    mkdirSync(template);
    const required = { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } };
    writeFileSync(join(template, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    await workshop.terraform(template, ["init", "-input=false", "-no-color"], own);
  } catch (error) {
    await workshop.close();
    throw error;
  }
  return workshop;
}

/** Runs a program to its end and gives what it writes to stdout. */
export function runToEnd(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  allowed: readonly number[] = [0],
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, args, { cwd, env, maxBuffer: 2 ** 28 }, (_, stdout, stderr) => {
      if (child.exitCode !== null && allowed.includes(child.exitCode)) resolve(stdout);
      else reject(new Error(`${[command, ...args].join(" ")} ended with ${child.exitCode}\n${stdout}\n${stderr}`));
    });
  });
}
