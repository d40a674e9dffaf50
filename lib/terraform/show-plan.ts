import { constants } from "node:buffer";
import { spawn } from "node:child_process";

export interface ShowRequest {
  /** Terraform or OpenTofu: the path of the program. */
  readonly program: string;
  /** The plan file, absolute. */
  readonly file: string;
  /** An initialised folder: the program loads the schemas of the plan's providers from there. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Why a plan file cannot be shown. */
export interface ShowFailure {
  why: "other version" | "not initialised" | "too large" | "failed";
  /** In the program's words, on one line. */
  said: string;
}

/** `terraform show -json`: what it writes, as it stands. Reads the plan file, starts the providers, changes nothing. */
export function showPlan({ program, file, folder, env }: ShowRequest): Promise<Uint8Array | ShowFailure> {
  return new Promise((resolve) => {
    const child = spawn(program, ["show", "-json", "-no-color", file], {
      cwd: folder,
      // The check for a newer release is a request to the internet that nobody asked for here.
      env: { ...env, CHECKPOINT_DISABLE: "1" },
      stdio: ["ignore", "pipe", "pipe"],
      windowsHide: true,
    });
    const shown: Buffer[] = [];
    let size = 0;
    let errors = "";
    child.stdout.on("data", (part: Buffer) => {
      size += part.length;
      if (size > constants.MAX_STRING_LENGTH) child.kill();
      else shown.push(part);
    });
    child.stderr.setEncoding("utf8").on("data", (part: string) => {
      // Errors come last, after warnings and what TF_LOG asks for.
      errors = (errors + part).slice(-MAX_ERRORS);
    });
    child.once("error", (error) => resolve({ why: "failed", said: error.message }));
    child.once("close", (code, signal) => {
      if (size > constants.MAX_STRING_LENGTH) resolve({ why: "too large", said: `more than ${size} bytes` });
      else if (code === 0) resolve(Buffer.concat(shown, size));
      else resolve(failure(errors, code === null ? `ended by ${signal}` : `ended with exit code ${code}`));
    });
  });
}

/** What is read of the messages, in characters; shown is less. */
const MAX_ERRORS = 100_000;
const MAX_SAID = 300;

function failure(errors: string, ending: string): ShowFailure {
  const said = saidIn(errors) || ending;
  return { why: reasonOf(said), said: said.length > MAX_SAID ? `${said.slice(0, MAX_SAID - 1)}…` : said };
}

/** The errors of Terraform's messages, without their frame; warnings come before them. */
function saidIn(errors: string): string {
  const [panic] = /^panic: .*$/m.exec(errors) ?? [];
  if (panic !== undefined) return `Terraform crashed${errors.includes(CLOUD_PLAN) ? CLOUD_CRASH : ""}: ${panic}`;
  const text = errors
    .split("\n")
    .map((line) => line.replace(/^[╷│╵]/, "").trim())
    .filter((line) => line !== "")
    .join(" ");
  const start = text.indexOf("Error: ");
  return start < 0 ? text : text.slice(start + "Error: ".length);
}

/** Terraform has no codes for its errors. Their words have been the same since 1.0, and in OpenTofu. */
function reasonOf(said: string): ShowFailure["why"] {
  if (/was created by|different (Terraform|OpenTofu) versions/.test(said)) return "other version";
  return NOT_INITIALISED.some((words) => said.includes(words)) ? "not initialised" : "failed";
}

/** Where Terraform up to 1.11 at least crashes when a plan in HCP Terraform is shown in another folder than its own. */
const CLOUD_PLAN = "getDataFromCloudPlan";
const CLOUD_CRASH = ", as it does with a plan in HCP Terraform where `terraform init` was not run";

const NOT_INITIALISED = [
  "plugin schemas",
  "provider schema",
  "provider plugins",
  "plugins are not installed",
  "there is no package for",
  "dependency lock file",
  "Module not installed",
  "terraform init",
  "tofu init",
];
