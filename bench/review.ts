/** `npm run bench:review`: what the review of a plan of 100 MB takes, beside `JSON.parse` of it. See README.md. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { z } from "zod";
import { BIG_PLANS, writeBigPlan } from "./big-plan";
import { count, describeMachine } from "./machine";
import { measureSideBySide, median, type Program } from "./measure";
import { measurementTable, table } from "./table";

const took = z.object({
  steps: z.record(z.string(), z.number()),
  heapBytes: z.number(),
  outsideBytes: z.number(),
});
const usage = z.object({ peakBytes: z.number() });

/** One run in a process of its own. */
interface Once extends z.infer<typeof took> {
  readonly peakBytes: number;
}

const HOOK = path.resolve("bench", "record-usage.cjs");
const CLI = path.resolve("dist", "cli.js");

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "5" }, only: { type: "string", default: "" } },
  });
  const runs = count(values.runs, "--runs");
  const only = new RegExp(values.only, "i");
  console.log(`${describeMachine()}\n`);
  for (const [name, plan] of Object.entries(BIG_PLANS)) {
    if (!only.test(name)) continue;
    const file = path.resolve("dist", "bench", "plans", `${name}.json`);
    process.stderr.write(`${plan.title} …\n`);
    const bytes = writeBigPlan(file, plan);
    console.log(`#### ${plan.title}, ${(bytes / 1e6).toFixed(1)} MB\n`);
    console.log(`${inProcess(file, runs)}\n`);
    console.log(`${await asAUserWaits(file, runs)}\n`);
  }
}

/** The steps within a process, in turn with those of nothing but JSON.parse. */
function inProcess(file: string, runs: number): string {
  const parsing: Once[] = [];
  const reviewing: Once[] = [];
  for (let run = 0; run < runs; run++) {
    parsing.push(once("parse", file));
    reviewing.push(once("review", file));
  }
  const parse = median(parsing.map(({ steps }) => steps["JSON.parse"] ?? Number.NaN));
  const fromFile = median(parsing.map(wholeOf));
  const row = (what: string, time: number) => [what, ms(time), (time / parse).toFixed(2), (time / fromFile).toFixed(2)];
  const rows = [
    row("JSON.parse", parse),
    row("reading the file and JSON.parse", fromFile),
    ...Object.keys(reviewing[0]?.steps ?? {}).map((name) =>
      row(name, median(reviewing.map(({ steps }) => steps[name] ?? Number.NaN))),
    ),
    row("the whole review, from the file's name to the Markdown", median(reviewing.map(wholeOf))),
  ];
  return `${table(["step", "median ms", "× JSON.parse", "× with reading"], rows)}\n\n${memory(parsing, reviewing)}`;
}

function wholeOf({ steps }: Once): number {
  return Object.values(steps).reduce((sum, time) => sum + time, 0);
}

function memory(parsing: readonly Once[], reviewing: readonly Once[]): string {
  const row = (what: string, of: (one: Once) => number) => {
    const [parse, review] = [median(parsing.map(of)), median(reviewing.map(of))];
    return [what, megabytes(parse), megabytes(review), (review / parse).toFixed(2)];
  };
  return table(
    ["memory", "JSON.parse MB", "review MB", "× JSON.parse"],
    [
      row("peak of the process", ({ peakBytes }) => peakBytes),
      row("heap at the end: the plan, and all that was made of it", ({ heapBytes }) => heapBytes),
      row("outside of the heap at the end: bytes that were read", ({ outsideBytes }) => outsideBytes),
    ],
  );
}

function once(mode: "parse" | "review", file: string): Once {
  const folder = mkdtempSync(path.join(tmpdir(), "bench-usage-"));
  try {
    // Code that is loaded beside it slows JSON.parse down: it has a program of its own.
    const program = path.join(__dirname, `bench-${mode}-once.js`);
    const said = execFileSync(process.execPath, ["--expose-gc", "--require", HOOK, program, file], {
      encoding: "utf8",
      env: { ...process.env, BENCH_USAGE_DIR: folder },
    });
    const [peak] = readdirSync(folder).map((name) => JSON.parse(readFileSync(path.join(folder, name), "utf8")));
    return { ...took.parse(JSON.parse(said)), ...usage.parse(peak) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The whole of the command, beside the least that any program of Node takes to parse the file. */
async function asAUserWaits(file: string, runs: number): Promise<string> {
  const cwd = path.dirname(file);
  const name = path.basename(file);
  const script = `JSON.parse(require("node:fs").readFileSync(${JSON.stringify(name)}, "utf8"))`;
  const review = (format: string): Program => ({
    name: `review --format ${format}`,
    command: [process.execPath, CLI, "review", name, "--format", format, "--out", "review.out", "--fail-on", "never"],
    cwd,
  });
  const parse: Program = { name: "node -e JSON.parse", command: [process.execPath, "-e", script], cwd };
  const measured = await measureSideBySide([parse, review("markdown"), review("json")], runs, HOOK);
  return measurementTable(measured, parse.name);
}

function ms(time: number): string {
  return time.toFixed(0);
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(0);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
