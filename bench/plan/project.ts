import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { writeManyServices } from "../declarations";
import { run } from "./run";

/** A CDKTF project of some services, deployed to the sandbox, and widened since: one policy in each stack. */
export interface Project {
  readonly folder: string;
  /** Names of its stacks, one for each service. */
  readonly stacks: readonly string[];
  readonly terraform: string;
  readonly env: NodeJS.ProcessEnv;
}

/** The command of the package. */
export const CLI = path.resolve("dist", "cli.js");

export function stackFolder({ folder }: Project, stack: string): string {
  return path.join(folder, "cdktf.out", "stacks", stack);
}

interface ProjectRequest extends Pick<Project, "terraform" | "env"> {
  readonly size: number;
}

/** @throws Error with what a program said, where it does not end well */
export async function deployed({ size, terraform, env }: ProjectRequest): Promise<Project> {
  const folder = path.resolve("dist", "bench", "plan", `stacks-${size}`);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const services = path.join(folder, "services");
  const stacks = writeManyServices(services, size);
  const app = [
    "node",
    path.relative(folder, path.resolve("dist", "main.js")),
    ...stacks.map((name) => `services/${name}`),
  ];
  writeFileSync(
    path.join(folder, "cdktf.json"),
    JSON.stringify({ language: "typescript", app: app.join(" ").replaceAll("\\", "/"), sendCrashReports: "false" }),
  );
  const project = { folder, stacks, terraform, env };
  await run(process.execPath, [CLI, "plan", "--fail-on", "never", "--out", "review.md"], folder, env);
  for (const stack of stacks) await run(terraform, ["apply", "-input=false", "plan"], stackFolder(project, stack), env);
  writeManyServices(services, size, ["sqs:DeleteMessage", "sqs:SendMessage"]);
  return project;
}

/** What a fresh clone does not have: the synthesized stacks, and what `terraform init` made in them. */
export function removeWorkingFolders({ folder }: Project): void {
  rmSync(path.join(folder, "cdktf.out"), { recursive: true, force: true });
}
