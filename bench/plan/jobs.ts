import { readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { CLI, type Project, stackFolder } from "./project";
import { run } from "./run";

/** What a CI job runs between the checkout and the comment. */
export interface Job {
  readonly name: string;
  run(): Promise<void>;
  /** @throws Error where it did not plan all stacks */
  check(): void;
}

/** What the others are measured against. */
export const REFERENCE = "cdktf diff, terraform show";

const CDKTF = path.resolve("node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
const PLAN = "plan";
const SHOWN = "plan.json";

export function jobsOf(project: Project): Job[] {
  const jobs = [ours(project), diffAndShow(project)];
  return project.stacks.length === 1
    ? jobs
    : [...jobs, synthOnce(project, 1, "one at a time"), synthOnce(project, 2, "two at a time")];
}

/** It ends in a review, which the other jobs do not have. */
function ours(project: Project): Job {
  const { folder, env, stacks } = project;
  const review = path.join(folder, "review.md");
  return {
    name: "pod-identity plan",
    run: async () => {
      rmSync(review, { force: true });
      await run(process.execPath, [CLI, "plan", "--fail-on", "never", "--out", "review.md"], folder, env);
    },
    check: () => {
      takePlans(project);
      const wanted =
        stacks.length === 1 ? "1 service account gains access" : `${stacks.length} service accounts gain access`;
      if (!readFileSync(review, "utf8").includes(wanted)) throw new Error(`review.md does not say: ${wanted}`);
    },
  };
}

/** As the CDKTF CLI offers it: one stack a call, and a synth in each. */
function diffAndShow(project: Project): Job {
  return {
    name: REFERENCE,
    run: async () => {
      for (const stack of project.stacks) await diff(project, stack, []);
    },
    check: () => takeShown(project),
  };
}

/** The best that can be had of it: synthesized once, then stacks side by side. */
function synthOnce(project: Project, atOnce: number, how: string): Job {
  return {
    name: `cdktf synth, diff --skip-synth, terraform show: ${how}`,
    run: async () => {
      await run(process.execPath, [CDKTF, "synth"], project.folder, project.env);
      const waiting = project.stacks.values();
      const work = async () => {
        for (const stack of waiting) await diff(project, stack, ["--skip-synth"]);
      };
      await Promise.all(Array.from({ length: atOnce }, work));
    },
    check: () => takeShown(project),
  };
}

async function diff(project: Project, stack: string, more: readonly string[]): Promise<void> {
  await run(process.execPath, [CDKTF, "diff", stack, ...more], project.folder, project.env);
  const folder = stackFolder(project, stack);
  await run(project.terraform, ["show", "-json", PLAN], folder, project.env, path.join(folder, SHOWN));
}

/** The plans are removed, so that the next job has to make them. */
function takePlans(project: Project): void {
  for (const stack of project.stacks) {
    const file = path.join(stackFolder(project, stack), PLAN);
    if (statSync(file).size === 0) throw new Error(`${file} is empty`);
    rmSync(file);
  }
}

function takeShown(project: Project): void {
  takePlans(project);
  for (const stack of project.stacks) {
    const file = path.join(stackFolder(project, stack), SHOWN);
    if (!readFileSync(file, "utf8").includes('"actions":["update"]')) throw new Error(`${file} updates nothing`);
    rmSync(file);
  }
}
