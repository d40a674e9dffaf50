import { Command, InvalidArgumentError } from "commander";
import { type ReviewOptions, withReviewOptions } from "./review-options";

/** The options of `pod-identity plan`, as commander gives them. */
export interface PlanOptions extends ReviewOptions {
  parallelism?: number;
  lock: boolean;
}

/** `pod-identity plan [STACK…]`: synth, `terraform init` and `terraform plan` of all stacks, and their review. */
export function planCommand(): Command {
  const command = new Command("plan")
    .description("Synthesize, plan all stacks with Terraform, and review the plans. Changes nothing in AWS.")
    .argument("[stack...]", "the stacks to plan; all of the project where left out")
    .option(
      "--parallelism <number>",
      "how many stacks to plan at a time (default: the number of processors)",
      parallelism,
    )
    .option("--no-lock", "do not lock the states: for a role that may only read them");
  return withReviewOptions(command).action(async (stacks: string[], options: PlanOptions) => {
    const { runPlan } = await import("./plan-run.js");
    await runPlan(stacks, options);
  });
}

function parallelism(value: string): number {
  const number = Number(value);
  if (!/^\d{1,3}$/.test(value) || number < 1)
    throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
  return number;
}
