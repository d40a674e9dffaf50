import { spawn } from "node:child_process";
import { stripVTControlCharacters } from "node:util";
import { StepFailed } from "./steps";

/** Runs a program to its end and gives its stdout. Throws StepFailed, with all that it printed, where it does not end well. */
export function run(command: string, args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: folder, env, stdio: ["ignore", "pipe", "pipe"] });
    const data: Buffer[] = [];
    const printed: Buffer[] = [];
    child.stdout.on("data", (part: Buffer) => {
      data.push(part);
      printed.push(part);
    });
    child.stderr.on("data", (part: Buffer) => printed.push(part));
    child.once("error", (error) => reject(new StepFailed(`${command} could not be started: ${error.message}`)));
    child.once("close", (code, signal) => {
      if (code === 0) resolve(text(data));
      else {
        const end = code === null ? `the signal ${signal}` : `exit code ${code}`;
        reject(new StepFailed(`it ended with ${end}`, text(printed)));
      }
    });
  });
}

/** What a program printed, without colours and the spinner's rewritten lines. */
function text(parts: readonly Buffer[]): string {
  return stripVTControlCharacters(Buffer.concat(parts).toString("utf8")).replace(/\r/g, "");
}
