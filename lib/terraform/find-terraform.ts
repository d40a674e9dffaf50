import { execFile } from "node:child_process";
import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { MissingTool } from "./missing-tool";
import { compareVersions, parseVersion, type Version } from "./version";

export interface TerraformFound {
  /** Absolute path of the binary. */
  readonly path: string;
  /** As it says itself: `1.11.4`. */
  readonly version: string;
  /** The operating system and processor that it was built for, in Terraform's words: `linux_amd64`. */
  readonly platform: string;
}

const minimum: Version = { numbers: [1, 5, 0], prerelease: "" };
const needed = `Terraform ${minimum.numbers.join(".")} or newer`;
const howToInstall =
  "install it (https://developer.hashicorp.com/terraform/install), or name the binary in TERRAFORM_BINARY_NAME";
const versionTimeoutMs = 30_000;

const versionReport = z.object({ terraform_version: z.string(), platform: z.string() });

/**
 * Finds the Terraform that the CDKTF CLI would run: the one that `TERRAFORM_BINARY_NAME` names, or `terraform`
 * on PATH, 1.5.0 or newer.
 *
 * @throws MissingTool when there is none, when it does not run, or when it is too old.
 */
export async function findTerraform(env: NodeJS.ProcessEnv): Promise<TerraformFound> {
  const name = env.TERRAFORM_BINARY_NAME || "terraform";
  const binary = await locate(name, env);
  const output = await askVersion(binary, env);
  const report = readReport(output.stdout);
  if (report === undefined) {
    // Terraform before 0.13 knows no -json and answers in prose.
    const old = /Terraform (v\d+\.\d+\.\d+)/.exec(output.stdout)?.[1];
    if (old !== undefined) throw tooOld(binary, old.slice(1));
    throw new MissingTool(
      {
        what: "Terraform does not run",
        found: `${binary}, whose \`version -json\` ${describeFailure(output)}`,
        needed,
        fix: howToInstall,
      },
      { cause: output.error },
    );
  }
  const version = parseVersion(report.terraform_version);
  if (version === undefined || compareVersions(version, minimum) < 0) throw tooOld(binary, report.terraform_version);
  return { path: binary, version: report.terraform_version, platform: report.platform };
}

function tooOld(binary: string, version: string): MissingTool {
  return new MissingTool({ what: "Terraform is too old", found: `${version} at ${binary}`, needed, fix: howToInstall });
}

async function locate(name: string, env: NodeJS.ProcessEnv): Promise<string> {
  const isPath = name.includes("/") || (process.platform === "win32" && name.includes("\\"));
  const folders = isPath ? [""] : searchPath(env);
  const fileNames = process.platform === "win32" && path.extname(name) === "" ? [`${name}.exe`] : [name];
  const notExecutable: string[] = [];
  for (const folder of folders) {
    for (const fileName of fileNames) {
      const candidate = path.resolve(folder, fileName);
      if (!(await isFile(candidate))) continue;
      if (await isExecutable(candidate)) return candidate;
      notExecutable.push(candidate);
    }
  }
  const [unusable] = notExecutable;
  throw new MissingTool({
    what: unusable === undefined ? "Terraform is not installed" : "Terraform does not run",
    found:
      unusable !== undefined
        ? `${unusable}, which is not executable`
        : isPath
          ? `no file ${path.resolve(name)}, which TERRAFORM_BINARY_NAME names`
          : notOnPath(name, folders.length),
    needed,
    fix: howToInstall,
  });
}

function notOnPath(name: string, folders: number): string {
  if (folders === 0) return "a PATH without folders";
  return `no \`${name}\` in ${folders === 1 ? "the one folder" : `any of the ${folders} folders`} of PATH`;
}

function searchPath(env: NodeJS.ProcessEnv): string[] {
  // Windows spells it `Path`, and a copy of process.env has lost its indifference to case.
  const key = Object.keys(env).find((each) =>
    process.platform === "win32" ? each.toUpperCase() === "PATH" : each === "PATH",
  );
  const value = key === undefined ? undefined : env[key];
  return (value ?? "").split(path.delimiter).filter((folder) => folder !== "");
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function isExecutable(file: string): Promise<boolean> {
  return access(file, constants.X_OK).then(
    () => true,
    () => false,
  );
}

interface VersionOutput {
  readonly stdout: string;
  readonly stderr: string;
  readonly error: Error | null;
}

function askVersion(binary: string, env: NodeJS.ProcessEnv): Promise<VersionOutput> {
  // The check for a newer release is a request to the internet that nobody asked for here.
  const quiet = { ...env, CHECKPOINT_DISABLE: "1" };
  return new Promise((resolve) => {
    execFile(
      binary,
      ["version", "-json"],
      { env: quiet, timeout: versionTimeoutMs, windowsHide: true },
      (error, stdout, stderr) => resolve({ stdout, stderr, error }),
    );
  });
}

function readReport(stdout: string): z.infer<typeof versionReport> | undefined {
  // Warnings about the CLI configuration, or a version manager's notes, may stand around the JSON.
  const start = stdout.indexOf("{");
  const end = stdout.lastIndexOf("}");
  if (start < 0 || end < start) return undefined;
  try {
    return versionReport.safeParse(JSON.parse(stdout.slice(start, end + 1))).data;
  } catch {
    return undefined;
  }
}

function describeFailure(output: VersionOutput): string {
  const said = firstLine(output.stderr) ?? firstLine(output.stdout);
  if (output.error === null) return said === undefined ? "prints nothing" : `prints ${JSON.stringify(said)}`;
  return `fails: ${said ?? firstLine(output.error.message) ?? "no reason given"}`;
}

function firstLine(text: string): string | undefined {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .find((line) => line !== "");
}
