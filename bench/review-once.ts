/** Run by review.ts as a process of its own: `parse FILE` or `review FILE`; says as JSON what it took. */
import { readFileSync } from "node:fs";
import { plannedOf } from "../lib/plan/planned-of";
import { readPlanFiles } from "../lib/plan/read-plan-files";
import { reviewMarkdown } from "../lib/report/review-markdown";
import { reviewPlans } from "../lib/review/review-plans";

/** Milliseconds of each step, by its name. */
type Steps = Record<string, number>;

function stopwatch(steps: Steps): (step: string) => void {
  let start = performance.now();
  return (step) => {
    const now = performance.now();
    steps[step] = now - start;
    start = now;
  };
}

/** What is left of a step is returned, so that it counts as long as it is held. */
function parse(file: string, steps: Steps): unknown {
  const lap = stopwatch(steps);
  const text = readFileSync(file, "utf8");
  lap("read the file");
  const plan: unknown = JSON.parse(text);
  lap("JSON.parse");
  return plan;
}

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

async function main([mode, file]: readonly (string | undefined)[]): Promise<void> {
  if (file === undefined || global.gc === undefined)
    throw new Error("usage: node --expose-gc FILE.js parse|review PLAN");
  const steps: Steps = {};
  const held = mode === "parse" ? parse(file, steps) : await review(file, steps);
  // What was read stays out of the heap until its turn has ended.
  await new Promise(setImmediate);
  global.gc();
  // Bytes outside of the heap are given back by a thread of its own, after the heap has let go of them.
  await new Promise((done) => setTimeout(done, 100));
  global.gc();
  const { heapUsed, external } = process.memoryUsage();
  console.log(JSON.stringify({ steps, heapBytes: heapUsed, outsideBytes: external, isHeld: held !== undefined }));
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  process.exitCode = 2;
});
