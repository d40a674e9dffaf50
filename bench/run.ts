/** `npm run bench`: see README.md beside this file. */
import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { count, describeMachine } from "./machine";
import { type Measurement, measureSideBySide } from "./measure";
import { copyDefaultStyle, type Places, places } from "./programs";
import { type Scenario, scenarios } from "./scenarios";
import { countOutput, differences } from "./synth-output";
import { growthTable, measurementTable } from "./table";

interface Result {
  readonly scenario: Scenario;
  readonly measurements: readonly Measurement[];
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      baselines: { type: "boolean", default: false },
      only: { type: "string", default: "" },
      sizes: { type: "string", default: "10,100,1000,5000" },
      runs: { type: "string" },
      json: { type: "string" },
    },
  });
  const root = process.cwd();
  if (!existsSync(path.join(root, "bench", "bare", "main.ts"))) {
    throw new Error(`start the bench from the root of the repository: ${root} has no bench/bare/main.ts`);
  }
  const at = places(root);
  compileBare(root, at);
  copyDefaultStyle(at);

  const sizes = values.sizes.split(",").map((size) => count(size, "--sizes"));
  const runs = values.runs === undefined ? undefined : count(values.runs, "--runs");
  const only = new RegExp(values.only, "i");
  const hook = path.join(root, "bench", "record-usage.cjs");
  const chosen = scenarios(at, sizes, !values.baselines).filter((scenario) => only.test(scenario.title));

  const machine = describeMachine();
  print(`${machine}\n`);
  const results: Result[] = [];
  for (const scenario of chosen) {
    progress(`${scenario.title} …`);
    const measurements = await measureSideBySide(scenario.programs, runs ?? scenario.runs, hook);
    if (scenario.sameResources) assertSameResources(scenario);
    results.push({ scenario, measurements });
    print(`### ${scenario.title}\n\n${measurementTable(measurements, scenario.reference)}\n`);
  }
  printGrowth(results);
  if (values.json !== undefined) {
    const plain = results.map(({ scenario, measurements }) => ({ title: scenario.title, measurements }));
    writeFileSync(values.json, `${JSON.stringify({ machine, results: plain }, null, 2)}\n`);
  }
}

function compileBare(root: string, at: Places): void {
  const outDir = path.dirname(at.bareMain);
  const tsc = require.resolve("typescript/bin/tsc", { paths: [root] });
  const project = path.join(root, "bench", "bare", "tsconfig.json");
  execFileSync(process.execPath, [tsc, "-p", project, "--outDir", outDir], { stdio: ["ignore", "inherit", "inherit"] });
  buildSync({ entryPoints: [at.bareMain], bundle: true, platform: "node", minify: true, outfile: at.bareBundle });
}

/** A comparison of programs that do not do the same work would be worth nothing. */
function assertSameResources({ title, programs }: Scenario): void {
  const [first, ...others] = programs.flatMap(({ name, output }) =>
    output === undefined ? [] : [{ name, counts: countOutput(output) }],
  );
  for (const other of others) {
    const found = first === undefined ? [] : differences(first.counts, other.counts);
    if (first !== undefined && found.length > 0) {
      throw new Error(`${title}: ${first.name} and ${other.name} did not make the same.\n  ${found.join("\n  ")}`);
    }
  }
}

function printGrowth(results: readonly Result[]): void {
  const names = new Set(results.flatMap(({ scenario }) => (scenario.series ? [scenario.series.name] : [])));
  for (const name of names) {
    const sizes = results.flatMap(({ scenario, measurements }) =>
      scenario.series?.name === name ? [{ size: scenario.series.size, measurements }] : [],
    );
    if (sizes.length > 1) print(`### Growth: ${name}\n\n${growthTable(sizes)}\n`);
  }
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function progress(text: string): void {
  process.stderr.write(`${text}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
