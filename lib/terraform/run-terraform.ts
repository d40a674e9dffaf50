import { spawn } from "node:child_process";

/** How a run of Terraform ended, and all that it said. */
export interface TerraformRun {
  /** Null where a signal ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/**
 * Runs Terraform in a folder. Where `signal` is aborted Terraform is interrupted, and ends by itself: it gives its locks
 * back first. Where it cannot be started the reason is in `stderr`.
 */
export function runTerraform(
  terraform: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<TerraformRun> {
  if (signal?.aborted === true) return Promise.resolve({ code: null, stdout: "", stderr: "interrupted" });
  // A group of its own: Ctrl-C in a terminal would reach it twice, which Terraform takes for an order to drop everything.
  const child = spawn(terraform, args, {
    cwd,
    env,
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
  });
  const interrupt = () => child.kill("SIGINT");
  signal?.addEventListener("abort", interrupt);
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk));
  return new Promise<TerraformRun>((resolve) => {
    child.once("error", (error) => resolve({ code: null, stdout: "", stderr: error.message }));
    child.once("close", (code) => {
      resolve({ code, stdout: Buffer.concat(stdout).toString(), stderr: Buffer.concat(stderr).toString() });
    });
  }).finally(() => signal?.removeEventListener("abort", interrupt));
}
