import { readFile, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Finding } from "../model/finding";
import type { TerraformFound } from "../terraform/find-terraform";
import { CDKTF_FILE, cdktfStackOf, isPlanOf, vouchedFor } from "./cdktf-stack";
import { isPlanFile, type PlanFileContents, readPlanFile } from "./configuration-text";
import type { ConfigurationText, PlanDocument } from "./document";
import type { Plan } from "./format";
import { fileLabel, planInputs, STDIN, stackNameOf } from "./plan-inputs";
import { readBytes } from "./read-bytes";
import { COMPRESSED, problem } from "./read-plan";
import { readPlanBytes } from "./read-plan-bytes";
import { planShower, type ShowPlanFile } from "./show-plan-file";

/** The plans behind what a user named, and all that could not be read. */
export interface PlanFilesRead {
  documents: PlanDocument[];
  /** Each one keeps the review from being of all that was named. */
  problems: Finding[];
  /** Stacks of the project that were synthesized and not planned. */
  withoutPlan: string[];
}

export interface PlanFilesOptions {
  env?: NodeJS.ProcessEnv;
  /** The process's own by default. */
  stdin?: AsyncIterable<Uint8Array | string>;
  /** The program of the environment, where it has been looked for already. */
  terraform?: TerraformFound;
}

/** Each shown plan starts Terraform with its providers, and holds it in memory twice for a moment. */
const AT_ONCE = 4;

/**
 * Reads plans: plan files, which Terraform or OpenTofu shows, and JSON; folders stand for the plan files in them, `-` for
 * the standard input, nothing at all for what `cdktf diff` left in the project. Throws nothing for what a user can get wrong.
 *
 * @param cwd what the names are relative to, and the files that are reported
 */
export async function readPlanFiles(
  inputs: readonly string[],
  cwd: string,
  { env = process.env, stdin, terraform }: PlanFilesOptions = {},
): Promise<PlanFilesRead> {
  const { files, withoutPlan, problems } = planInputs(inputs, cwd);
  const show = planShower(cwd, env, terraform);
  const read = await inTurns(files, AT_ONCE, (file) => readInput(file, cwd, show, stdin));
  const documents = withOwnNames(read.flatMap((one) => one.documents));
  return { documents, problems: [...problems, ...read.flatMap((one) => one.problems)], withoutPlan };
}

type InputRead = Pick<PlanFilesRead, "documents" | "problems">;

async function readInput(
  file: string,
  cwd: string,
  show: ShowPlanFile,
  stdin: AsyncIterable<Uint8Array | string> | undefined,
): Promise<InputRead> {
  const label = fileLabel(file, cwd);
  const refused = (found: Parameters<typeof problem>[1]) => ({ documents: [], problems: [problem(label, found)] });
  const beside = file === STDIN ? undefined : await readText(join(dirname(file), CDKTF_FILE));
  const read = await planBytes(file, label, beside, show, stdin);
  if (!("json" in read)) return { documents: [], problems: [read] };
  const { plans, problems } = readPlanBytes(read.json, label);
  const configuration = read.configuration ?? besideOf(plans, beside);
  if (configuration === "stale") return refused(STALE);
  const stack = cdktfStackOf(configuration)?.name ?? stackNameOf(file);
  const more = configuration === undefined ? {} : { configuration };
  return { documents: plans.map((plan) => ({ file: label, stack, plan, ...more })), problems };
}

/** The JSON of a plan, and the configuration that a plan file brings with it. */
interface PlanBytes {
  json: Uint8Array;
  configuration: ConfigurationText | undefined;
}

async function planBytes(
  file: string,
  label: string,
  beside: string | undefined,
  show: ShowPlanFile,
  stdin: AsyncIterable<Uint8Array | string> | undefined,
): Promise<PlanBytes | Finding> {
  const refused = (found: Parameters<typeof problem>[1]) => problem(label, found);
  const bytes = await readBytes(file, label, stdin);
  if (!(bytes instanceof Uint8Array)) return bytes;
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return refused(COMPRESSED);
  const archive = isPlanFile(bytes) ? readPlanFile(bytes) : undefined;
  if (isPlanFile(bytes) && archive === undefined) return refused(BROKEN_FILE);
  const planned = archive?.configuration.modules.get("")?.get(CDKTF_FILE);
  // Times say little: files come out of caches and artifacts.
  if (beside !== undefined && planned !== undefined && planned !== beside) return refused(STALE);

  const madeBy = archive?.madeBy ?? sealedBy(bytes);
  if (madeBy !== undefined && file === STDIN) return refused(FILE_ON_STDIN);
  if (madeBy !== undefined && !(await isRegularFile(file))) return refused(NO_REGULAR_FILE);
  const shown = madeBy === undefined ? bytes : await show(file, label, madeBy);
  if (!(shown instanceof Uint8Array)) return shown;
  return { json: shown, configuration: archive?.configuration };
}

/** The `cdk.tf.json` beside JSON, as the configuration that was planned. */
function besideOf(plans: readonly Plan[], text: string | undefined): ConfigurationText | "stale" | undefined {
  const [plan] = plans;
  // One text cannot be that of several plans.
  if (text === undefined || plan === undefined || plans.length > 1) return undefined;
  const written = { modules: new Map([["", new Map([[CDKTF_FILE, text]])]]) };
  if (!isPlanOf(plan, written)) return "stale";
  const sure = vouchedFor(text);
  return sure === text ? written : { modules: new Map([["", new Map([[CDKTF_FILE, sure]])]]) };
}

const BROKEN_FILE = {
  message: "is not a whole plan file, or holds more than 64 MB of configuration",
  fix: "plan again, with `-out`",
};

const FILE_ON_STDIN = {
  message: "is a plan file, which Terraform shows from a file alone",
  allowed: "the JSON of `terraform show -json PLANFILE`",
  fix: "name the file instead of `-`",
};

/** The other end of a pipe is read once. */
const NO_REGULAR_FILE = {
  message: "is a plan file that comes out of a pipe, and Terraform shows one from a file alone",
  allowed: FILE_ON_STDIN.allowed,
  fix: "name the file itself",
};

/** Its access cannot be told from a configuration that it is not of, and a review of it would be of something else. */
const STALE = {
  message: "is not the plan of the `cdk.tf.json` beside it: the stack was synthesized anew since",
  fix: "plan again: `cdktf diff STACK` or `pod-identity plan`",
};

/** Who can open a plan file that is JSON: the note of a plan in HCP Terraform, or a plan that OpenTofu encrypted. */
function sealedBy(bytes: Uint8Array): PlanFileContents["madeBy"] | undefined {
  const start = Buffer.from(bytes.subarray(0, 4096)).toString("latin1");
  if (!start.startsWith("{") || start.includes('"format_version"')) return undefined;
  if (start.includes('"remote_plan_format"')) return "terraform";
  return start.includes('"encrypted_data"') ? "tofu" : undefined;
}

async function isRegularFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}

async function readText(file: string): Promise<string | undefined> {
  return readFile(file, "utf8").catch(() => undefined);
}

/** A name is how people and other stacks' plans tell stacks apart. */
function withOwnNames(documents: readonly PlanDocument[]): PlanDocument[] {
  const taken = new Set(documents.map(({ stack }) => stack));
  const met = new Set<string>();
  return documents.map((document) => {
    let { stack } = document;
    for (let number = 2; met.has(stack); number++) {
      const numbered = `${document.stack}-${number}`;
      if (!taken.has(numbered)) stack = numbered;
    }
    met.add(stack);
    taken.add(stack);
    return { ...document, stack };
  });
}

/** Some at a time; the answers are in the order of what was asked. */
async function inTurns<T, R>(all: readonly T[], atOnce: number, work: (one: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  const waiting = all.entries();
  const worker = async () => {
    for (const [index, one] of waiting) answers[index] = await work(one);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return answers;
}
