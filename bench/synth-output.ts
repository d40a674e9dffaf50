import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { z } from "zod";

/** How many resources of each type, outputs and stacks: `{ aws_iam_role: 10, output: 40, stack: 1 }`. */
export type Counts = Readonly<Record<string, number>>;

const stackFile = z.object({
  resource: z.record(z.string(), z.record(z.string(), z.unknown())).default({}),
  output: z.record(z.string(), z.unknown()).default({}),
});

/** Counts what a CDKTF program wrote, over all stacks of its output folder. */
export function countOutput(outdir: string): Counts {
  const counts: Record<string, number> = {};
  const add = (key: string, more: number) => {
    counts[key] = (counts[key] ?? 0) + more;
  };
  const stacks = path.join(outdir, "stacks");
  for (const stack of readdirSync(stacks)) {
    const text = readFileSync(path.join(stacks, stack, "cdk.tf.json"), "utf8");
    const { resource, output } = stackFile.parse(JSON.parse(text));
    add("stack", 1);
    add("output", Object.keys(output).length);
    for (const [type, resources] of Object.entries(resource)) add(type, Object.keys(resources).length);
  }
  return counts;
}

/** The kinds of which two programs made different numbers, in words; empty when both made the same. */
export function differences(left: Counts, right: Counts): string[] {
  const kinds = [...new Set([...Object.keys(left), ...Object.keys(right)])].sort();
  return kinds
    .filter((kind) => (left[kind] ?? 0) !== (right[kind] ?? 0))
    .map((kind) => `${kind}: ${left[kind] ?? 0} and ${right[kind] ?? 0}`);
}
