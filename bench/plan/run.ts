import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";

/**
 * Runs a program to its end.
 *
 * @param output the file that its stdout goes to; nowhere where it is left out
 * @throws Error with the end of what it said where it does not end with 0
 */
export async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv,
  output?: string,
): Promise<void> {
  const target = output === undefined ? undefined : openSync(output, "w");
  try {
    const child = spawn(command, args, { cwd, env, stdio: ["ignore", target ?? "pipe", "pipe"] });
    let said = "";
    const keep = (chunk: string) => {
      said = (said + chunk).slice(-4000);
    };
    child.stdout?.setEncoding("utf8").on("data", keep);
    child.stderr?.setEncoding("utf8").on("data", keep);
    const code = await new Promise<number | string>((done, fail) => {
      child.once("error", fail);
      child.once("close", (number, signal) => done(number ?? signal ?? "?"));
    });
    if (code !== 0) throw new Error(`${command} ${args.join(" ")} ended with ${code}\n${said}`);
  } finally {
    if (target !== undefined) closeSync(target);
  }
}
