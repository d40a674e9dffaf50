import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type CliConfig, prepareCliConfig } from "../../lib/terraform/cli-config";
import { findTerraform } from "../../lib/terraform/find-terraform";
import { MissingTool } from "../../lib/terraform/missing-tool";
import { run } from "./run";
import { config } from "./setup-state";
import { MODE_VARIABLE, TOOLS_VARIABLE, type Tools } from "./tools";

/**
 * Looks once, before all test files, for what the end-to-end tests need. What is missing is said in one banner and the
 * tests are skipped; where `POD_IDENTITY_E2E=required` the run fails instead.
 */
export default async function setup(): Promise<void> {
  if (!existsSync(join(__dirname, "../../dist/main.js")))
    throw new Error("dist/main.js is missing: run `npm run build` before the end-to-end tests");
  try {
    process.env[TOOLS_VARIABLE] = JSON.stringify(await findTools());
  } catch (error) {
    delete process.env[TOOLS_VARIABLE];
    const reason = error instanceof Error ? error.message : String(error);
    if (process.env[MODE_VARIABLE] === "required")
      throw new Error(`${MODE_VARIABLE}=required, but the end-to-end tests cannot run.\n${reason}`);
    process.stderr.write(banner(reason));
  }
}

async function findTools(): Promise<Tools> {
  const terraform = await findTerraform(process.env);
  const cliConfig = await prepareCliConfig({ env: process.env, platform: terraform.platform });
  config.made = cliConfig;
  return {
    terraform: terraform.path,
    terraformVersion: terraform.version,
    providerVersion: await providerVersion(terraform.path, cliConfig),
    env: { ...cliConfig.env },
  };
}

/** The version of the AWS provider that a stack gets: asked of Terraform itself. */
async function providerVersion(terraform: string, { env, description }: CliConfig): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-e2e-"));
  try {
    const required = { aws: { source: "hashicorp/aws", version: ">= 5.100.0, < 7.0.0" } };
    writeFileSync(join(folder, "main.tf.json"), JSON.stringify({ terraform: { required_providers: required } }));
    const { stdout } = await run(terraform, ["init", "-input=false", "-no-color"], folder, { ...process.env, ...env });
    const version = /hashicorp\/aws v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
    if (version === undefined) throw new Error(`terraform init named no version of the provider:\n${stdout}`);
    return version;
  } catch (error) {
    throw new MissingTool(
      {
        what: "The AWS provider cannot be installed",
        found: `${description}, and ${error instanceof Error ? error.message : String(error)}`,
        needed: "hashicorp/aws >= 5.100.0, < 7.0.0",
        fix: "allow access to the Terraform registry, or make a mirror with `terraform providers mirror`",
      },
      { cause: error },
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function banner(reason: string): string {
  const line = "=".repeat(100);
  return [
    "",
    line,
    "THE END-TO-END TESTS ARE SKIPPED: nothing below proves that a deploy works.",
    "",
    reason,
    line,
    "",
  ].join("\n");
}
