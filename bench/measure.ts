import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { z } from "zod";

/** A program to be measured, started anew for every run. */
export interface Program {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly cwd: string;
  /** Laid over the environment of the bench. */
  readonly env?: Readonly<Record<string, string>>;
  /** Folder that the program writes; removed before every run, so that each makes all of it. */
  readonly output?: string;
}

export interface Sample {
  /** From start to end, as a user waits. */
  readonly wallMs: number;
  /** Of all Node processes of the program together. */
  readonly cpuMs: number;
  /** Of the largest Node process of the program. */
  readonly peakBytes: number;
}

export interface Measurement {
  readonly name: string;
  readonly samples: readonly Sample[];
}

const usage = z.object({ peakBytes: z.number(), cpuMicroseconds: z.number() });

/**
 * Runs the programs in turn (A B C A B C …), after one run of each that does not count, so that what else happens
 * on the machine hits all alike.
 *
 * @param hook Path of `record-usage.cjs`.
 * @throws Error when a program ends with another code than 0, with the end of what it wrote to stderr.
 */
export async function measureSideBySide(
  programs: readonly Program[],
  runs: number,
  hook: string,
): Promise<Measurement[]> {
  const measured = programs.map((program) => ({ program, samples: [] as Sample[] }));
  for (const { program } of measured) await runOnce(program, hook);
  for (let run = 0; run < runs; run++) {
    for (const { program, samples } of measured) samples.push(await runOnce(program, hook));
  }
  return measured.map(({ program, samples }) => ({ name: program.name, samples }));
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.ceil(sorted.length / 2) - 1];
  if (upper === undefined || lower === undefined) throw new Error("the median of no values is not defined");
  return (upper + lower) / 2;
}

async function runOnce(program: Program, hook: string): Promise<Sample> {
  if (program.output !== undefined) {
    rmSync(program.output, { recursive: true, force: true });
    // cdktf makes its output folder, but not the folder around it.
    mkdirSync(path.dirname(program.output), { recursive: true });
  }
  const usageDir = mkdtempSync(path.join(tmpdir(), "bench-usage-"));
  try {
    const wallMs = await time(program, {
      ...process.env,
      ...program.env,
      NODE_OPTIONS: `--require ${JSON.stringify(hook)}`,
      BENCH_USAGE_DIR: usageDir,
    });
    const usages = readdirSync(usageDir).map((name) =>
      usage.parse(JSON.parse(readFileSync(path.join(usageDir, name), "utf8"))),
    );
    return {
      wallMs,
      cpuMs: usages.reduce((sum, each) => sum + each.cpuMicroseconds, 0) / 1000,
      peakBytes: Math.max(0, ...usages.map((each) => each.peakBytes)),
    };
  } finally {
    rmSync(usageDir, { recursive: true, force: true });
  }
}

function time(program: Program, env: NodeJS.ProcessEnv): Promise<number> {
  const [file, ...args] = program.command;
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(file, args, { cwd: program.cwd, env, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.setEncoding("utf8").on("data", (chunk: string) => {
      stderr = (stderr + chunk).slice(-4000);
    });
    child.on("error", reject);
    child.on("close", (code, signal) => {
      const wallMs = Number(process.hrtime.bigint() - start) / 1e6;
      if (code === 0) resolve(wallMs);
      else reject(new Error(`${program.name}: ${program.command.join(" ")} ended with ${code ?? signal}\n${stderr}`));
    });
  });
}
