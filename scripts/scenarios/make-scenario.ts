import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Sandbox, startSandbox } from "../../sandbox/server";
import { callOutside, withIds } from "./outside";
import type { Scenario } from "./scenario";
import { runToEnd, type Workshop } from "./workshop";

const ACCOUNT = "492000000148";
const CLUSTERS = [
  { name: "atlas-eks", account: ACCOUNT, region: "us-east-1", version: "1.33" },
  { name: "bora-eks", account: ACCOUNT, region: "eu-west-1", version: "1.33" },
];

/** The plan of one stack, and what was synthesized for it. */
interface MadePlan {
  /** The stack's name; "" for a configuration written by hand. */
  stack: string;
  plan: unknown;
  /** `cdk.tf.json`, where the stack was synthesized. */
  synthesized?: string;
}

/**
 * Deploys and plans one scenario on a sandbox of its own. The same scenario gives the same plan, but for the time that
 * Terraform writes into it and for names that the provider makes up.
 *
 * @param app the CDKTF app that makes stacks of declarations: `dist/main.js`.
 */
export async function makeScenario(workshop: Workshop, app: string, scenario: Scenario): Promise<MadePlan[]> {
  // Time goes on with the calls, so that dates are the same in every run.
  let now = Date.UTC(2026, 0, 15);
  const sandbox = await startSandbox({
    account: ACCOUNT,
    clusters: CLUSTERS,
    seed: 1,
    now: () => new Date(now),
    onCall: () => {
      now += 1000;
    },
  });
  try {
    return await new Making(workshop, app, scenario, sandbox).made();
  } finally {
    await sandbox.close();
  }
}

class Making {
  private readonly project: string;
  private readonly env: NodeJS.ProcessEnv;

  constructor(
    private readonly workshop: Workshop,
    private readonly app: string,
    private readonly scenario: Scenario,
    private readonly sandbox: Sandbox,
  ) {
    this.project = workshop.folder();
    this.env = workshop.environment(sandbox.url, ACCOUNT);
  }

  async made(): Promise<MadePlan[]> {
    const { between } = this.scenario.options;
    let stacks: Stack[] = [];
    if (this.has("before")) {
      stacks = await this.written("before");
      for (const { folder } of stacks) await this.apply(folder, [0]);
    }
    if (this.has("broken")) {
      stacks = await this.written("broken");
      for (const { folder } of stacks) await this.apply(folder, [1]);
    }
    for (const step of between) {
      if ("call" in step) await callOutside(this.sandbox, step);
      else for (const { folder } of stacks) await this.workshop.terraform(folder, step.terraform, this.env);
    }
    if (this.has("after")) stacks = await this.written("after");
    const made: MadePlan[] = [];
    for (const stack of stacks) made.push({ ...stack, plan: await this.planned(stack.folder) });
    return made;
  }

  private has(part: string): boolean {
    return existsSync(join(this.scenario.folder, part));
  }

  /** Puts a configuration into the project's folder, and gives its stacks in the order of their deployment. */
  private async written(part: string): Promise<Stack[]> {
    for (const name of readdirSync(this.project)) {
      if (!KEPT.test(name)) rmSync(join(this.project, name), { recursive: true });
    }
    cpSync(join(this.scenario.folder, part), this.project, { recursive: true });
    const stacks =
      this.scenario.options.kind === "hcl" ? [{ stack: "", folder: this.project }] : await this.synthesized();
    for (const { folder } of stacks) await this.workshop.prepare(folder, this.env);
    return stacks;
  }

  private async synthesized(): Promise<Stack[]> {
    await runToEnd(process.execPath, [this.app], this.project, this.env);
    const folder = join(this.project, "cdktf.out", "stacks");
    return readdirSync(folder)
      .sort()
      .map((stack) => {
        const file = join(folder, stack, "cdk.tf.json");
        const text = readFileSync(file, "utf8");
        // Without its backend the stack needs no `terraform init`, which is half of the time. The plan does not show it.
        const parsed: { terraform: { backend?: unknown } } = JSON.parse(text);
        const { backend: _, ...terraform } = parsed.terraform;
        writeFileSync(file, JSON.stringify({ ...parsed, terraform }));
        return { stack, folder: join(folder, stack), synthesized: text };
      });
  }

  private async apply(folder: string, allowed: readonly number[]): Promise<void> {
    // One thing after the other, so that the sandbox gives the same ids in every run.
    const args = ["apply", "-auto-approve", "-input=false", "-no-color", "-lock=false", "-parallelism=1"];
    await this.workshop.terraform(folder, args, this.env, allowed);
  }

  private async planned(folder: string): Promise<unknown> {
    const { plan, planFails } = this.scenario.options;
    const args = ["plan", "-input=false", "-no-color", "-lock=false", "-out=plan", ...plan];
    const resolved = args.map((arg) => withIds(this.sandbox, arg));
    await this.workshop.terraform(folder, resolved, this.env, [planFails ? 1 : 0]);
    return JSON.parse(await this.workshop.terraform(folder, ["show", "-json", "plan"], this.env));
  }
}

interface Stack {
  stack: string;
  folder: string;
  synthesized?: string;
}

/** What stays from one configuration to the next: Terraform's own files. */
const KEPT = /^(\.terraform.*|terraform\.tfstate.*|cdktf\.out)$/;
