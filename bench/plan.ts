/**
 * `npm run bench:plan`: what a pull request waits for: `pod-identity plan`, beside `cdktf diff` and `terraform show` of the
 * same stacks. See README.md.
 */
import { parseArgs } from "node:util";
import { prepareCliConfig } from "../lib/terraform/cli-config";
import { findTerraform } from "../lib/terraform/find-terraform";
import { MISLEADING, sandboxEnvironment } from "../sandbox/environment";
import { startSandbox } from "../sandbox/server";
import { count, describeMachine } from "./machine";
import { median } from "./measure";
import { type Job, jobsOf, REFERENCE } from "./plan/jobs";
import { deployed, type Project, removeWorkingFolders } from "./plan/project";
import { table } from "./table";

const ACCOUNT = "492000000148";
const REGION = "us-east-1";

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { runs: { type: "string", default: "5" }, stacks: { type: "string", default: "1,8" } },
  });
  const runs = count(values.runs, "--runs");
  const sizes = values.stacks.split(",").map((size) => count(size, "--stacks"));
  const terraform = await findTerraform(process.env);
  const config = await prepareCliConfig({ env: process.env, platform: terraform.platform });
  console.log(`${describeMachine()}\nTerraform ${terraform.version}, ${config.description}\n`);
  try {
    for (const size of sizes) await benchOf(size, runs, terraform.path, config.env);
  } finally {
    await config.dispose();
  }
}

/** In a sandbox of its own: the services of one size are called as those of another. */
async function benchOf(
  size: number,
  runs: number,
  terraform: string,
  providers: Readonly<Record<string, string>>,
): Promise<void> {
  const sandbox = await startSandbox({
    account: ACCOUNT,
    clusters: [{ name: "atlas-eks", account: ACCOUNT, region: REGION, version: "1.33" }],
  });
  try {
    const { AWS_CA_BUNDLE: _, ...own } = process.env;
    for (const name of MISLEADING) delete own[name];
    const env = {
      ...own,
      ...providers,
      ...sandboxEnvironment(sandbox.url, ACCOUNT, REGION),
      AWS_EC2_METADATA_DISABLED: "true",
      CHECKPOINT_DISABLE: "1",
      CI: "1",
      TF_IN_AUTOMATION: "1",
    };
    await show(await deployed({ size, terraform, env }), runs);
  } finally {
    await sandbox.close();
  }
}

async function show(project: Project, runs: number): Promise<void> {
  const { length } = project.stacks;
  const stacks = length === 1 ? "one stack" : `${length} stacks`;
  const jobs = jobsOf(project);
  console.log(`#### ${stacks}, as left by a run before\n\n${await measured(jobs, runs, () => {})}\n`);
  console.log(
    `#### ${stacks}, in a fresh clone\n\n${await measured(jobs, runs, () => removeWorkingFolders(project))}\n`,
  );
}

/** The jobs in turn, each after what makes them start alike, and after one run of each that does not count. */
async function measured(jobs: readonly Job[], runs: number, prepare: () => void): Promise<string> {
  const times = new Map<Job, number[]>(jobs.map((job) => [job, []]));
  for (let run = 0; run <= runs; run++) {
    for (const [job, taken] of times) {
      prepare();
      const start = performance.now();
      await job.run();
      const time = performance.now() - start;
      process.stderr.write(`${job.name}: ${seconds(time)} s\n`);
      job.check();
      if (run > 0) taken.push(time);
    }
  }
  const reference = median([...times].find(([{ name }]) => name === REFERENCE)?.[1] ?? []);
  const rows = [...times].map(([{ name }, taken]) => [
    name,
    String(taken.length),
    seconds(median(taken)),
    seconds(Math.min(...taken)),
    seconds(Math.max(...taken)),
    (median(taken) / reference).toFixed(2),
  ]);
  return table(["job", "runs", "median s", "min s", "max s", "× time"], rows);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(2);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
