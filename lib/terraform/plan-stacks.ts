import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { PLAN_FILE } from "../project/manifest";
import { runTerraform } from "./run-terraform";

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
 * Plans stacks: `terraform init` and `terraform plan` for each, some at a time. Terraform does not lock a shared folder
 * of providers, so the first stack's init, which fills it, is finished before others begin.
 */
export async function planStacks(stacks: readonly StackFolder[], request: PlanRequest): Promise<StackPlan[]> {
  const plans: StackPlan[] = [];
  let next = 0;
  let filled: Promise<unknown> = Promise.resolve();
  const work = async (): Promise<void> => {
    for (let index = next++; index < stacks.length; index = next++) {
      const stack = stacks[index];
      if (stack === undefined || request.signal?.aborted === true) return;
      const init = (index === 0 ? Promise.resolve() : filled).then(() => initialise(stack, request));
      if (index === 0) filled = init.catch(() => {});
      plans[index] = await finish(stack, await init, request);
    }
  };
  await Promise.all(Array.from({ length: Math.min(request.parallelism, stacks.length) }, work));
  return plans.filter((plan) => plan !== undefined);
}

interface Initialised {
  start: number;
  /** What Terraform said where it could not. */
  failure?: string;
}

async function initialise({ name, folder }: StackFolder, request: PlanRequest): Promise<Initialised> {
  const start = performance.now();
  request.onProgress({ stack: name, step: "init", elapsed: 0 });
  const args = ["init", "-input=false", "-no-color"];
  const { code, stdout, stderr } = await runTerraform(request.terraform, args, folder, request.env, request.signal);
  return code === 0 ? { start } : { start, failure: said(stderr, stdout) };
}

async function finish(
  { name, folder }: StackFolder,
  { start, failure }: Initialised,
  request: PlanRequest,
): Promise<StackPlan> {
  const tell = (step: Progress["step"]) =>
    request.onProgress({ stack: name, step, elapsed: performance.now() - start });
  if (failure !== undefined) {
    tell("failed");
    return { stack: name, said: failure };
  }
  tell("plan");
  const file = join(folder, PLAN_FILE);
  // One that is left over must not be taken for this one.
  rmSync(file, { force: true });
  const lock = request.lock ? [] : ["-lock=false"];
  const args = ["plan", "-input=false", "-no-color", ...lock, `-out=${PLAN_FILE}`];
  const { code, stdout, stderr } = await runTerraform(request.terraform, args, folder, request.env, request.signal);
  const errored = code !== 0;
  tell(errored ? "failed" : "planned");
  // A plan that failed half way is written all the same, and says so.
  const why = errored ? said(stderr, stdout) : "";
  return existsSync(file) ? { stack: name, file, said: why } : { stack: name, said: why };
}

function said(stderr: string, stdout: string): string {
  return (stderr.trim() === "" ? stdout : stderr).trim();
}
