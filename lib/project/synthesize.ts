import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdirSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { type CdktfJson, DEFAULT_OUTPUT, readCdktfJson } from "./cdktf-json";
import { manifestIn, type SynthesizedStack, synthesizedStacks } from "./manifest";
import { ProjectProblem } from "./project-problem";

export interface SynthRequest {
  /** The project: with a cdktf.json, or with declarations alone. */
  folder: string;
  env: NodeJS.ProcessEnv;
  /** The CDKTF app of this package, for a project without a cdktf.json. */
  app: string;
  /** Told all that the app writes. */
  onOutput: (text: string) => void;
  /** Interrupts the app. */
  signal?: AbortSignal;
}

export interface Synth {
  /** The folder that was written, absolute. */
  output: string;
  stacks: SynthesizedStack[];
}

/**
 * Synthesizes a project as the CDKTF CLI does: runs the `app` of its cdktf.json, or the app of this package where there
 * are only declarations.
 * @throws ProjectProblem where that fails; what the app said of it has been passed on
 */
export async function synthesize(request: SynthRequest): Promise<Synth> {
  const { folder, env, app } = request;
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
  makeReady(output);
  const command = project === undefined ? { file: process.execPath, args: [app] } : { file: project.app, args: [] };
  const child = spawn(command.file, command.args, {
    cwd: folder,
    env: { ...env, CDKTF_OUTDIR: output, ...(project === undefined ? {} : contextOf(project, env)) },
    shell: project !== undefined,
    stdio: ["ignore", "pipe", "pipe"],
    windowsHide: true,
    // A group of its own, so that what a shell started is interrupted with it.
    detached: process.platform !== "win32",
  });
  const ended = await outcome(child, request);
  if (ended !== 0) {
    throw new ProjectProblem({
      what: "the synth failed: nothing was planned",
      found: `${project === undefined ? "the app" : `\`${project.app}\``} ended with ${ended}`,
      fix: "mend what it says above",
    });
  }
  return { output, stacks: synthesizedStacks(output) };
}

async function outcome(child: ChildProcess, { onOutput, signal }: SynthRequest): Promise<number | string> {
  const interrupt = () => {
    try {
      if (child.pid === undefined || process.platform === "win32") child.kill("SIGINT");
      else process.kill(-child.pid, "SIGINT");
    } catch {
      // It has just ended.
    }
  };
  signal?.addEventListener("abort", interrupt);
  child.stdout?.setEncoding("utf8").on("data", onOutput);
  child.stderr?.setEncoding("utf8").on("data", onOutput);
  return new Promise<number | string>((done) => {
    child.once("error", (error) => done(error.message));
    child.once("close", (code, name) => done(code ?? name ?? "?"));
  }).finally(() => signal?.removeEventListener("abort", interrupt));
}

/** The list of stacks that is left over from another synth must not be taken for this one's. */
function makeReady(output: string): void {
  try {
    mkdirSync(output, { recursive: true });
    rmSync(manifestIn(output), { force: true });
  } catch (error) {
    throw new ProjectProblem({
      what: "the folder that the synth writes cannot be written",
      found: error instanceof Error ? error.message : String(error),
      fix: `check the permissions of ${output}`,
    });
  }
}

/** As the CDKTF CLI hands it on. */
function contextOf({ context, localModules }: CdktfJson, env: NodeJS.ProcessEnv): Record<string, string> {
  if (context === undefined && localModules.length === 0) return {};
  const modules = localModules.length === 0 ? {} : { cdktfRelativeModules: localModules };
  return { CDKTF_CONTEXT_JSON: JSON.stringify({ ...(context ?? inherited(env)), ...modules }) };
}

function inherited({ CDKTF_CONTEXT_JSON }: NodeJS.ProcessEnv): object {
  if (!CDKTF_CONTEXT_JSON) return {};
  try {
    const value: unknown = JSON.parse(CDKTF_CONTEXT_JSON);
    return typeof value === "object" && value !== null ? value : {};
  } catch (error) {
    throw new ProjectProblem({
      what: "CDKTF_CONTEXT_JSON in the environment cannot be read",
      found: error instanceof Error ? error.message : String(error),
      fix: "correct the variable, or leave it out",
    });
  }
}
