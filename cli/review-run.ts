import type { Finding } from "../lib/model/finding";
import { plannedOf } from "../lib/plan/planned-of";
import { readPlanFiles } from "../lib/plan/read-plan-files";
import { findingText, printable } from "../lib/report/findings-text";
import { reviewPlans } from "../lib/review/review-plans";
import type { TerraformFound } from "../lib/terraform/find-terraform";
import { refuse } from "./declared-pods";
import { paintFor } from "./paint";
import { surroundings } from "./review-context";
import type { ReviewOptions } from "./review-options";
import { report } from "./review-report";
import { targetProblem } from "./review-target";
import { failures } from "./review-threshold";
import { tell } from "./tell";

/** What is known where the plans were just made. */
interface PlannedHere {
  /** Stacks of the project that nobody asked a plan of. */
  notChosen?: readonly string[];
  /** What made the plans. */
  terraform?: TerraformFound;
}

/**
 * Reviews plan files, writes the report and sets the exit code: 0, 1 where something fails it, 2 where it cannot be done;
 * nothing is written then, nothing is read where the report has no place to go to, and all that cannot be read is said at
 * once. Loaded only when it is asked for, so that other commands start quickly.
 */
export async function runReview(
  files: readonly string[],
  options: ReviewOptions,
  { notChosen = [], terraform }: PlannedHere = {},
): Promise<void> {
  const target = targetProblem(files, options, process.cwd());
  if (target !== undefined) {
    refuse(target);
    return;
  }
  const { documents, problems, withoutPlan } = await readPlanFiles(files, process.cwd(), terraform && { terraform });
  const around = surroundings(options, process.cwd(), process.env);
  if (problems.length > 0 || Array.isArray(around)) {
    process.exitCode = 2;
    for (const problem of problems) tell(`${problemText(problem)}\n`);
    if (Array.isArray(around)) for (const problem of around) tell(`${problem}\n`);
    return;
  }
  if (withoutPlan.length > 0)
    tell(`warning: not planned, and so not reviewed: ${withoutPlan.map(printable).join(", ")}`);
  for (const note of around.notes) tell(note);
  const notPlanned = [...withoutPlan, ...notChosen];
  const review = reviewPlans(plannedOf(documents), { ...around.context, notPlanned });
  if (!report(review, options, around.layout)) return;
  const reasons = failures(review, options);
  for (const reason of reasons) tell(reason);
  if (reasons.length > 0) process.exitCode = 1;
}

function problemText(problem: Finding): string {
  return findingText({ ...problem, file: problem.at.source }, paintFor(process.stderr));
}
