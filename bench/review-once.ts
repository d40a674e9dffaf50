/** Run by review.ts as a process of its own: `FILE`; says as JSON what the review of it took. */
import { plannedOf } from "../lib/plan/planned-of";
import { readPlanFiles } from "../lib/plan/read-plan-files";
import { reviewMarkdown } from "../lib/report/review-markdown";
import { reviewPlans } from "../lib/review/review-plans";
import { reportHeld, type Steps } from "./report-held";

function stopwatch(steps: Steps): (step: string) => void {
  let start = performance.now();
  return (step) => {
    const now = performance.now();
    steps[step] = now - start;
    start = now;
  };
}

/** What is left of a step is returned, so that it counts as long as it is held. */
async function review(file: string, steps: Steps): Promise<unknown> {
  const lap = stopwatch(steps);
  const { documents, problems } = await readPlanFiles([file], process.cwd());
  if (problems.length > 0) throw new Error(problems.map(({ message }) => message).join("\n"));
  lap("readPlanFiles");
  const planned = plannedOf(documents);
  lap("plannedOf");
  const found = reviewPlans(planned, {});
  lap("reviewPlans");
  const { text } = reviewMarkdown(found);
  lap("reviewMarkdown");
  return { documents, planned, found, text };
}

async function main([file]: readonly (string | undefined)[]): Promise<void> {
  if (file === undefined) throw new Error("usage: node --expose-gc FILE.js PLAN");
  const steps: Steps = {};
  await reportHeld(steps, await review(file, steps));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
