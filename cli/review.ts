import { Command } from "commander";
import { type ReviewOptions, withReviewOptions } from "./review-options";

/** `pod-identity review [PLAN…]`: what Terraform plans change for each service account. */
export function reviewCommand(): Command {
  const command = new Command("review")
    .description("Review Terraform plans: what each service account gains and loses, and what is dangerous.")
    .argument(
      "[plan...]",
      "plan files, or what `terraform show -json` made of them, - for stdin; those in cdktf.out/ where left out",
    );
  return withReviewOptions(command).action(async (files: string[], options: ReviewOptions) => {
    const { runReview } = await import("./review-run.js");
    await runReview(files, options);
  });
}
