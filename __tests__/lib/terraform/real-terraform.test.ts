import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import path from "node:path";
import { prepareCliConfig } from "../../../lib/terraform/cli-config";
import { findTerraform } from "../../../lib/terraform/find-terraform";
import { MODE_VARIABLE } from "../../e2e/tools";
import { tempFolder } from "./temp-folder";

const requirement = `terraform {
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = ">= 5.100.0, < 7.0.0"
    }
  }
}
`;

/** Known before the tests are collected, so that one that cannot run is counted as skipped; where it must run, it fails. */
const isWanted = process.env[MODE_VARIABLE] === "required";
const isThere = spawnSync(process.env.TERRAFORM_BINARY_NAME || "terraform", ["version"]).error === undefined;

/** `terraform init` never reads the binary, so a mirror with a stand-in proves that the configuration is followed. */
function mirror(platform: string): string {
  return `opt/mirror/registry.terraform.io/hashicorp/aws/6.1.2/${platform}/terraform-provider-aws_v6.1.2_x5`;
}

describe("the real terraform init", () => {
  (isThere || isWanted ? test : test.skip)(
    "installs the provider through the configuration that is made",
    async () => {
      const terraform = await findTerraform(process.env);
      const folder = tempFolder({ "work/main.tf": requirement, [mirror(terraform.platform)]: "stand-in" });
      const env = { PATH: process.env.PATH, HOME: path.join(folder.path, "home"), CHECKPOINT_DISABLE: "1" };
      const config = await prepareCliConfig({
        env: { ...env, TF_CLI_CONFIG_FILE: path.join(folder.path, "gone.tfrc"), XDG_DATA_DIRS: folder.path },
        platform: terraform.platform,
        cwd: folder.path,
        addOnFolder: path.join(folder.path, "opt"),
        pluginCacheDir: path.join(folder.path, "cache"),
      });
      try {
        const output = execFileSync(terraform.path, ["init", "-no-color", "-input=false"], {
          cwd: path.join(folder.path, "work"),
          env: { ...env, ...config.env },
          encoding: "utf8",
        });
        expect(output).toContain("Installed hashicorp/aws v6.1.2");
        expect(output).not.toContain("problems with the CLI configuration");
        const cached = path.join(folder.path, "cache", "registry.terraform.io", "hashicorp", "aws");
        expect(readdirSync(cached)).toEqual(["6.1.2"]);
      } finally {
        await config.dispose();
        folder.remove();
      }
    },
    60_000,
  );
});
