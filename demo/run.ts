import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { StepFailed } from "./steps";

/** What a program printed, without colours and the spinner's rewritten lines. */
export interface Printed {
  stdout: string;
  stderr: string;
}

/**
 * Runs a program to its end.
 * @param code the exit code that it has to end with
 * @throws StepFailed, with all that it printed, where it ends otherwise
 */
export function run(
  command: string,
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  code = 0,
): Promise<Printed> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const out: Buffer[] = [];
    const err: Buffer[] = [];
    const all: Buffer[] = [];
    const keep = (parts: Buffer[]) => (part: Buffer) => {
      parts.push(part);
      all.push(part);
    };
    child.stdout.on("data", keep(out));
    child.stderr.on("data", keep(err));
    child.once("error", (error) => reject(new StepFailed(`${command} could not be started: ${error.message}`)));
    child.once("close", (found, signal) => {
      if (found === code) resolve({ stdout: text(out), stderr: text(err) });
      else {
        const end = found === null ? `the signal ${signal}` : `exit code ${found}`;
        reject(new StepFailed(`it ended with ${end}${code === 0 ? "" : `, and not ${code}`}`, text(all)));
      }
    });
  });
}

function text(parts: readonly Buffer[]): string {
  return stripVTControlCharacters(Buffer.concat(parts).toString("utf8")).replace(/\r/g, "");
}
