import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

export const CLI = join(__dirname, "../../dist/cli.js");

/** How the command ended, and what it wrote where. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts the built command, as a user does. */
export function start(
  args: readonly string[],
  cwd: string,
  env: NodeJS.ProcessEnv = {},
): ChildProcessWithoutNullStreams {
  const { FORCE_COLOR: _, ...own } = process.env;
  return spawn(process.execPath, [CLI, ...args], { cwd, env: { ...own, ...env } });
}

/** Runs the built command to its end. */
export function run(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  return end(start(args, cwd, env));
}

/** Waits for the end of a command that was started. */
export function end(child: ChildProcessWithoutNullStreams): Promise<Ended> {
  const said = { stdout: "", stderr: "" };
  child.stdout.on("data", (data: Buffer) => {
    said.stdout += data.toString();
  });
  child.stderr.on("data", (data: Buffer) => {
    said.stderr += data.toString();
  });
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, ...said })));
}

const opened: string[] = [];

afterAll(() => {
  for (const folder of opened) rmSync(folder, { recursive: true, force: true });
});

/** A temporary folder with files in it, removed after the tests of the file. */
export function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-cli-"));
  opened.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}
