import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { MISLEADING, sandboxEnvironment } from "../../sandbox/environment";
import { type Ran, type Running, run, start } from "./run";
import { theTools } from "./tools";
import { readMessages, type Said } from "./ui-messages";
import { ACCOUNT, type World } from "./world";

export const REPOSITORY = join(__dirname, "../..");

const opened = new Set<string>();

afterAll(() => {
  for (const folder of opened) rmSync(folder, { recursive: true, force: true });
  opened.clear();
});

/** A temporary folder, removed after the tests of the file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-e2e-"));
  opened.add(folder);
  return folder;
}

export function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
  }
}

/** The environment of everything that talks to a sandbox: nothing of the caller's own AWS settings is left. */
export function environment(world: World, region = "us-east-1", account = ACCOUNT): NodeJS.ProcessEnv {
  const { AWS_CA_BUNDLE: _, ...own } = process.env;
  for (const name of MISLEADING) delete own[name];
  return {
    ...own,
    ...theTools().env,
    ...sandboxEnvironment(world.sandbox.url, account, region),
    AWS_EC2_METADATA_DISABLED: "true",
    CHECKPOINT_DISABLE: "1",
  };
}

/** A service repository, or a platform repository, on disk. */
export class Project {
  readonly folder = temporaryFolder();

  constructor(
    readonly world: World,
    files: Record<string, string>,
  ) {
    this.write(files);
  }

  write(files: Record<string, string>): void {
    writeFiles(this.folder, files);
  }

  /** As `cdktf synth` does it: the app runs in the project's folder and writes `cdktf.out`. */
  async synth(): Promise<void> {
    await run(process.execPath, [join(REPOSITORY, "dist/main.js")], this.folder, environment(this.world));
  }

  stack(name: string, env: NodeJS.ProcessEnv = environment(this.world)): DeployedStack {
    return new DeployedStack(join(this.folder, "cdktf.out/stacks", name), env);
  }

  /** Writes, synthesizes and initialises, and gives the stack. */
  async prepared(name: string, files: Record<string, string> = {}): Promise<DeployedStack> {
    this.write(files);
    await this.synth();
    const stack = this.stack(name);
    await stack.init();
    return stack;
  }
}

/** A stack's folder, and Terraform in it. */
export class DeployedStack {
  constructor(
    readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** The same stack with more in Terraform's environment. */
  with(more: NodeJS.ProcessEnv): DeployedStack {
    return new DeployedStack(this.folder, { ...this.env, ...more });
  }

  init(allowed: readonly number[] = [0]): Promise<Ran> {
    return this.terraform(["init", "-input=false", "-no-color"], allowed);
  }

  validate(): Promise<Ran> {
    return this.terraform(["validate", "-no-color"], [0]);
  }

  /** What Terraform would change. Throws where it cannot tell. */
  async plan(): Promise<string[]> {
    const args = ["plan", "-input=false", "-json", "-detailed-exitcode"];
    const { code, stdout } = await this.terraform(args, [0, 2]);
    const { changes } = readMessages(stdout);
    if ((code === 0) !== (changes.length === 0)) throw new Error(`exit code ${code} with ${changes.length} changes`);
    return changes;
  }

  /** The plan file as JSON: `terraform show -json`. */
  async planFile(): Promise<unknown> {
    await this.terraform(["plan", "-input=false", "-no-color", "-out=e2e.tfplan"], [0]);
    const { stdout } = await this.terraform(["show", "-json", "e2e.tfplan"], [0]);
    return JSON.parse(stdout);
  }

  async apply(): Promise<Said> {
    return readMessages((await this.terraform(APPLY, [0])).stdout);
  }

  /** An apply that may fail. */
  async tryApply(): Promise<Said & { code: number | null }> {
    const { code, stdout } = await this.startApply().ended;
    return { ...readMessages(stdout), code };
  }

  startApply(): Running {
    return start(theTools().terraform, APPLY, this.folder, this.env);
  }

  async destroy(): Promise<void> {
    await this.terraform(["destroy", "-auto-approve", "-input=false", "-no-color"], [0]);
  }

  terraform(args: readonly string[], allowed: readonly number[]): Promise<Ran> {
    return run(theTools().terraform, args, this.folder, this.env, allowed);
  }
}

const APPLY = ["apply", "-auto-approve", "-input=false", "-json"];

/** An example of this repository, as files of a project. */
export function exampleFiles(name: string): Record<string, string> {
  const folder = join(REPOSITORY, "examples", name);
  return Object.fromEntries(
    readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(yaml|json|ts)$/.test(entry.name))
      .map((entry) => [entry.name, readFileSync(join(folder, entry.name), "utf8")]),
  );
}
