import { existsSync } from "node:fs";
import { dirname, relative, resolve } from "node:path";
import type { Finding } from "../model/finding";
import { findTerraform, type TerraformFound } from "../terraform/find-terraform";
import { MissingTool } from "../terraform/missing-tool";
import { type ShowFailure, showPlan } from "../terraform/show-plan";
import type { PlanFileContents } from "./configuration-text";
import { fileLabel } from "./plan-inputs";
import { problem, TOO_LARGE } from "./read-plan";

/** The JSON of a plan file, or why it is not to be had. */
export type ShowPlanFile = (
  file: string,
  label: string,
  madeBy: PlanFileContents["madeBy"],
) => Promise<Uint8Array | Finding>;

/**
 * Shows plan files with the program that made them, which is looked for once.
 *
 * @param known the program of the environment, where it was found before
 */
export function planShower(cwd: string, env: NodeJS.ProcessEnv, known?: TerraformFound): ShowPlanFile {
  const programs = new Map<string, Promise<TerraformFound | MissingTool>>();
  if (known !== undefined) programs.set(env.TERRAFORM_BINARY_NAME || "terraform", Promise.resolve(known));
  return async (file, label, madeBy) => {
    // Whoever names a program knows best, also with OpenTofu.
    const name = env.TERRAFORM_BINARY_NAME || madeBy;
    const looked = programs.get(name) ?? found({ ...env, TERRAFORM_BINARY_NAME: name });
    programs.set(name, looked);
    const program = await looked;
    if (program instanceof MissingTool) return missing(label, program);
    const folder = initialisedFolder(file, cwd, env);
    const shown = await showPlan({ program: program.path, file, folder, env });
    return shown instanceof Uint8Array ? shown : failed(label, shown, fileLabel(folder, cwd));
  };
}

function found(env: NodeJS.ProcessEnv): Promise<TerraformFound | MissingTool> {
  return findTerraform(env).catch((error: unknown) => {
    if (error instanceof MissingTool) return error;
    throw error;
  });
}

/** Where the plan was made, as far as can be told: the nearest folder above it that Terraform was initialised in. */
function initialisedFolder(file: string, cwd: string, env: NodeJS.ProcessEnv): string {
  const own = dirname(file);
  const folders = [own];
  for (let folder = own; isBelow(folder, cwd); folder = dirname(folder)) folders.push(dirname(folder));
  const data = env.TF_DATA_DIR || ".terraform";
  return [...folders, cwd].find((folder) => existsSync(resolve(folder, data))) ?? own;
}

function isBelow(folder: string, above: string): boolean {
  const path = relative(above, folder);
  return path !== "" && !path.startsWith("..") && resolve(above, path) === folder;
}

const OR_JSON = "or hand in the output of `terraform show -json PLANFILE`";

function missing(label: string, { details }: MissingTool): Finding {
  return problem(label, {
    message: `is a plan file, and cannot be shown: ${details.what}: ${details.found}`,
    allowed: details.needed,
    fix: `${details.fix}; ${OR_JSON}`,
  });
}

function failed(label: string, { why, said }: ShowFailure, folder: string): Finding {
  const found = {
    "other version": {
      message: `was made by another program or version than the one that is to show it: ${said}`,
      fix: `use the version that made it (TERRAFORM_BINARY_NAME names the program), ${OR_JSON}`,
    },
    "not initialised": {
      message: `cannot be shown: its providers or modules are not installed where it lies: ${said}`,
      fix: `run \`terraform init\` in ${folder}, ${OR_JSON}`,
    },
    "too large": TOO_LARGE,
    failed: { message: `cannot be shown: ${said}`, fix: `see what Terraform says of it, ${OR_JSON}` },
  }[why];
  return problem(label, found);
}
