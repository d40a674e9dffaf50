import { availableParallelism } from "node:os";
import { join } from "node:path";
import type { SynthesizedStack } from "../lib/project/manifest";
import { ProjectProblem } from "../lib/project/project-problem";
import { synthesize } from "../lib/project/synthesize";
import { didYouMean } from "../lib/suggest";
import { prepareCliConfig } from "../lib/terraform/cli-config";
import { findTerraform } from "../lib/terraform/find-terraform";
import { MissingTool } from "../lib/terraform/missing-tool";
import { type PlanFile, type Progress, planStacks, type StackPlan } from "../lib/terraform/plan-stacks";
import { refuse } from "./declared-pods";
import { paintFor } from "./paint";
import type { PlanOptions } from "./plan";
// A bundle of its own, which lies beside this one.
import { runReview } from "./review-run.js";
import { targetProblem } from "./review-target";
import { tell } from "./tell";

/** Plans stacks and reviews the plans. Ends with 2, and reviews nothing, where a stack has no plan. */
export async function runPlan(named: readonly string[], options: PlanOptions): Promise<void> {
  // Known now, and not only when all is planned.
  const target = targetProblem([], options, process.cwd());
  if (target !== undefined) {
    refuse(target);
    return;
  }
  const interrupted = new AbortController();
  const interrupt = () => {
    // Each time: whoever ends this process before Terraform may leave a lock behind.
    tell("interrupted: waiting for what is running, which gives its locks back");
    interrupted.abort();
  };
  for (const name of SIGNALS) process.on(name, interrupt);
  // Nobody reads the progress any more: no reason to leave Terraform alone.
  process.stderr.on("error", () => {});
  try {
    await planAndReview(named, options, interrupted.signal);
  } catch (error) {
    if (!isProblem(error)) throw error;
    if (interrupted.signal.aborted) refuse(INTERRUPTED);
    else tell(error.message);
    process.exitCode = 2;
  } finally {
    for (const name of SIGNALS) process.off(name, interrupt);
  }
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
/**
 * How far the memory of Terraform and its providers may grow before they collect their garbage, in per cent; Go's own is
 * 100. A fifth of the time of a plan for a tenth more memory (bench/README.md).
 */
const COLLECT_GARBAGE_AT = "400";
const INTERRUPTED = { message: "interrupted: nothing was reviewed", fix: "start it again" };

async function planAndReview(named: readonly string[], options: PlanOptions, signal: AbortSignal): Promise<void> {
  const folder = process.cwd();
  const app = join(__dirname, "main.js");
  const onOutput = (text: string) => process.stderr.write(text);
  // Side by side; what is wrong with either is said.
  const [{ output, stacks }, terraform] = await both(
    synthesize({ folder, env: process.env, app, onOutput, signal }),
    findTerraform(process.env),
  );
  const chosen = choose(stacks, named);
  if (chosen === undefined) return;
  // In the synth's folder one stack's download serves the next stack and the next run; CDKTF leaves what is not in its
  // `stacks` alone, and git is told to pass by all of it already.
  const pluginCacheDir = join(output, "providers");
  const config = await prepareCliConfig({ env: process.env, platform: terraform.platform, pluginCacheDir });
  try {
    // What shows the plans afterwards needs the same.
    Object.assign(process.env, { GOGC: process.env.GOGC ?? COLLECT_GARBAGE_AT }, config.env);
    const plans: readonly StackPlan[] = await planStacks(chosen, {
      terraform: terraform.path,
      env: { ...process.env, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" },
      parallelism: options.parallelism ?? availableParallelism(),
      lock: options.lock,
      onProgress: show,
      signal,
    });
    if (signal.aborted) refuse(INTERRUPTED);
    else if (areAllThere(plans))
      await runReview(
        plans.map(({ file }) => file),
        options,
        { notChosen: stacks.filter((stack) => !chosen.includes(stack)).map(({ name }) => name), terraform },
      );
  } finally {
    await config.dispose();
  }
}

/** Waits for two things to end; where both fail, both problems are thrown as one. */
async function both<A, B>(one: Promise<A>, other: Promise<B>): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([one, other]);
  if (
    first.status === "rejected" &&
    second.status === "rejected" &&
    isProblem(first.reason) &&
    isProblem(second.reason)
  )
    throw new SeveralProblems(`${first.reason.message}\n\n${second.reason.message}`);
  if (first.status === "rejected") throw first.reason;
  if (second.status === "rejected") throw second.reason;
  return [first.value, second.value];
}

class SeveralProblems extends Error {}

function isProblem(error: unknown): error is ProjectProblem | MissingTool | SeveralProblems {
  return error instanceof ProjectProblem || error instanceof MissingTool || error instanceof SeveralProblems;
}

/** Whether each stack has a plan; what Terraform said where it has none, or one that is not whole. */
function areAllThere(plans: readonly StackPlan[]): plans is readonly PlanFile[] {
  for (const plan of plans) {
    if (plan.said !== "") tell(`\n${plan.said}\n`);
    if (!("file" in plan))
      refuse({ message: `${plan.stack} has no plan`, fix: "mend what Terraform says above; nothing was reviewed" });
  }
  return plans.every((plan) => "file" in plan);
}

function choose(
  stacks: readonly SynthesizedStack[],
  named: readonly string[],
): readonly SynthesizedStack[] | undefined {
  const names = stacks.map(({ name }) => name);
  const unknown = named.filter((name) => !names.includes(name));
  for (const name of unknown) {
    refuse({
      message: `\`${name}\` is not a stack of this project`,
      allowed: names.join(", ") || "none: the project has no stacks",
      fix: didYouMean(name, names) || "name one of them, or none to plan all",
    });
  }
  if (unknown.length > 0) return undefined;
  if (stacks.length === 0) {
    refuse({ message: "the project has no stacks: there is nothing to plan" });
    return undefined;
  }
  return named.length === 0 ? stacks : stacks.filter(({ name }) => named.includes(name));
}

function show({ stack, step, elapsed }: Progress): void {
  const paint = paintFor(process.stderr);
  const word = step === "failed" ? paint.red(step) : step === "planned" ? paint.green(step) : step;
  const time = step === "init" ? "" : paint.dim(` ${(elapsed / 1000).toFixed(1)} s`);
  tell(`${stack}: ${word}${time}`);
}
