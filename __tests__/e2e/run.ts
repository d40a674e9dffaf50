import { type ChildProcess, spawn } from "node:child_process";

/** How a program ended, and all that it said. */
export interface Ran {
  /** Null where a signal ended it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

/** A program that runs, in a process group of its own, so that it can be ended with all that it started. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ran>;
  /** Ends the program, the programs that it started and those that they started. */
  killAll(): void;
}

export function start(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): Running {
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const ended = new Promise<Ran>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => resolve({ code, signal, stdout, stderr }));
  });
  const killAll = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  return { child, ended, killAll };
}

/** Runs a program to its end. Throws with all that it said where its exit code is none of the allowed. */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  allowed: readonly number[] = [0],
): Promise<Ran> {
  const ran = await start(command, args, cwd, env).ended;
  if (ran.code !== null && allowed.includes(ran.code)) return ran;
  throw new Error(`${command} ${args.join(" ")} ended with ${ran.code ?? ran.signal}\n${ran.stdout}\n${ran.stderr}`);
}
