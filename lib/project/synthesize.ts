import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { DEFAULT_OUTPUT, readCdktfJson } from "./cdktf-json";
import { type SynthesizedStack, synthesizedStacks } from "./manifest";
import { ProjectProblem } from "./project-problem";

export interface SynthRequest {
  /** The project: with a cdktf.json, or with declarations alone. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** The CDKTF app of this package, for a project without a cdktf.json. */
  app: string;
  /** Told all that the app writes. */
  onOutput: (text: string) => void;
}

/**
 * Synthesizes a project as the CDKTF CLI does: runs the `app` of its cdktf.json, or the app of this package where there
 * are only declarations.
 * @throws ProjectProblem where that fails; what the app said of it has been passed on
 */
export async function synthesize({ folder, env, app, onOutput }: SynthRequest): Promise<SynthesizedStack[]> {
  const project = readCdktfJson(folder);
  if (
    project === undefined &&
    !["pod-identity.yaml", "platform.yaml"].some((name) => existsSync(resolve(folder, name)))
  ) {
    throw new ProjectProblem({
      what: "there is nothing to plan here",
      found: "a folder without cdktf.json, pod-identity.yaml and platform.yaml",
      fix: "go to the folder of the service's repository that has one of them",
    });
  }
  const output = resolve(folder, project?.output ?? DEFAULT_OUTPUT);
  const context = project === undefined ? {} : { CDKTF_CONTEXT_JSON: JSON.stringify(project.context) };
  const environment = { ...env, CDKTF_OUTDIR: output, ...context };
  const command = project === undefined ? { file: process.execPath, args: [app] } : { file: project.app, args: [] };
  const child = spawn(command.file, command.args, {
    cwd: folder,
    env: environment,
    shell: project !== undefined,
    stdio: ["ignore", "pipe", "pipe"],
  });
  child.stdout.setEncoding("utf8").on("data", onOutput);
  child.stderr.setEncoding("utf8").on("data", onOutput);
  const ended = await new Promise<number | string>((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => done(code ?? signal ?? "?"));
  });
  if (ended !== 0) {
    throw new ProjectProblem({
      what: "the synth failed: nothing was planned",
      found: `${project === undefined ? "the app" : `\`${project.app}\``} ended with ${ended}`,
      fix: "mend what it says above",
    });
  }
  return synthesizedStacks(output);
}
