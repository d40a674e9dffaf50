import { existsSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { PLAN_FILE } from "../project/manifest";
import { runTerraform, type TerraformRun } from "./run-terraform";

/** A folder that Terraform plans. */
interface StackFolder {
  name: string;
  folder: string;
}

/** How far a stack has come. */
export interface Progress {
  stack: string;
  step: "init" | "plan" | "planned" | "failed";
  /** Since the stack's start, in milliseconds. */
  elapsed: number;
}

interface PlanRequest {
  terraform: string;
  env: NodeJS.ProcessEnv;
  /** How many stacks are planned at a time. */
  parallelism: number;
  /** Whether Terraform locks the state while it plans: that takes the right to write. */
  lock: boolean;
  onProgress: (progress: Progress) => void;
  signal?: AbortSignal;
}

/** A plan file, perhaps of a plan that Terraform could not finish: then it said why. */
export interface PlanFile {
  stack: string;
  file: string;
  said: string;
}

/** A stack's plan file; or what Terraform said where there is none. */
export type StackPlan = PlanFile | { stack: string; said: string };

/**
 * Plans stacks, some at a time: `terraform plan`, and before it `terraform init` where an earlier run has not left what is
 * needed; whether it has Terraform itself checks. One init follows the other: they share a folder of providers that
 * Terraform does not lock, and which of them has to add to it is known to Terraform alone, by the state too. An init
 * beside it could take half a provider for a whole one.
 */
export async function planStacks(stacks: readonly StackFolder[], request: PlanRequest): Promise<StackPlan[]> {
  const plans: StackPlan[] = [];
  const waiting = stacks.entries();
  let last: Promise<unknown> = Promise.resolve();
  const inTurn: InTurn = (init) => {
    const turn = last.then(init);
    last = turn;
    return turn;
  };
  const work = async (): Promise<void> => {
    for (const [index, stack] of waiting) {
      if (request.signal?.aborted === true) return;
      plans[index] = await planStack(stack, request, inTurn);
    }
  };
  await Promise.all(Array.from({ length: Math.min(request.parallelism, stacks.length) }, work));
  return plans.filter((plan) => plan !== undefined);
}

type InTurn = (init: () => Promise<TerraformRun>) => Promise<TerraformRun>;

async function planStack({ name, folder }: StackFolder, request: PlanRequest, inTurn: InTurn): Promise<StackPlan> {
  const start = performance.now();
  const tell = (step: Progress["step"]) =>
    request.onProgress({ stack: name, step, elapsed: performance.now() - start });
  const terraform = (...args: string[]) =>
    runTerraform(request.terraform, [...args, "-input=false", "-no-color"], folder, request.env, request.signal);
  const file = join(folder, PLAN_FILE);
  const plan = () => {
    tell("plan");
    return terraform("plan", ...(request.lock ? [] : ["-lock=false"]), `-out=${PLAN_FILE}`);
  };
  // One that is left over must not be taken for the one to come, whether or not it comes.
  rmSync(file, { force: true });
  const isInitialised = existsSync(resolve(folder, request.env.TF_DATA_DIR || ".terraform"));
  let run = isInitialised ? await plan() : undefined;
  if (run === undefined || (!existsSync(file) && asksForInit(run))) {
    tell("init");
    run = await inTurn(() => terraform("init"));
    if (run.code === 0) run = await plan();
  }
  tell(run.code === 0 ? "planned" : "failed");
  const why = run.code === 0 ? "" : said(run);
  // A plan that failed half way is written all the same, and says so.
  return existsSync(file) ? { stack: name, file, said: why } : { stack: name, said: why };
}

/** Each of Terraform's messages on what is missing, or fits no more, names the command that mends it. */
function asksForInit({ code, stdout, stderr }: TerraformRun): boolean {
  return code === 1 && /\b(terraform|tofu) init\b/.test(stderr + stdout);
}

function said({ stdout, stderr }: TerraformRun): string {
  return (stderr.trim() === "" ? stdout : stderr).trim();
}
