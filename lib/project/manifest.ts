import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { ProjectProblem } from "./project-problem";

/** One stack that a synth made. */
export interface SynthesizedStack {
  name: string;
  /** Where Terraform works on it, absolute. */
  folder: string;
}

/** The name under which `cdktf diff` leaves a plan file in a stack's folder. */
export const PLAN_FILE = "plan";

const shape = z.object({
  stacks: z.record(z.string(), z.object({ name: z.string(), workingDirectory: z.string() })),
});

/** CDKTF's list of the stacks that it wrote to a folder. */
export function manifestIn(output: string): string {
  return join(output, "manifest.json");
}

/**
 * The stacks of a synth, by name, as CDKTF's manifest.json lists them.
 * @param output the folder that the synth wrote, absolute
 * @throws ProjectProblem where there is no such list
 */
export function synthesizedStacks(output: string): SynthesizedStack[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(manifestIn(output), "utf8"));
  } catch (error) {
    throw notThere(error instanceof Error ? error.message : String(error));
  }
  const read = shape.safeParse(value);
  if (!read.success) throw notThere("a manifest.json of another shape");
  return Object.values(read.data.stacks)
    .map(({ name, workingDirectory }) => ({ name, folder: join(output, workingDirectory) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function notThere(found: string): ProjectProblem {
  return new ProjectProblem({
    what: "the synth left no list of stacks",
    found,
    fix: "let the `app` of cdktf.json end with `app.synth()`, or use `node -e \"require('pod-identity-stacks/app')\"`",
  });
}
