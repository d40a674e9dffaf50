import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { makeScenario } from "./make-scenario";
import { planText, samePlan } from "./plan-text";
import { readScenario, scenarioNames } from "./scenario";
import { openWorkshop } from "./workshop";

/**
 * Makes the plans of the scenarios anew, with Terraform and the AWS provider on the sandbox: those that are named, or all.
 * Run in the repository's folder, after `npm run build`.
 */
const FOLDER = join("__tests__", "plans");
const AT_ONCE = 2;

async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const waiting = named.length > 0 ? named : scenarioNames(FOLDER);
  const workshop = await openWorkshop(process.env);
  const started = Date.now();
  try {
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) {
        const from = Date.now();
        const said = await made(name).catch((error: unknown) => {
          process.exitCode = 1;
          return error instanceof Error ? error.message : String(error);
        });
        console.log(`${name}: ${said} (${((Date.now() - from) / 1000).toFixed(1)} s)`);
      }
    });
    await Promise.all(workers);
    console.log(`${((Date.now() - started) / 1000).toFixed(0)} s in all`);
  } finally {
    await workshop.close();
  }

  async function made(name: string): Promise<string> {
    const scenario = readScenario(FOLDER, name);
    const plans = await makeScenario(workshop, resolve("dist", "main.js"), scenario);
    let written = 0;
    for (const { stack, plan, synthesized } of plans) {
      const folder = plans.length === 1 ? scenario.folder : join(scenario.folder, "stacks", stack);
      const file = join(folder, "plan.json");
      mkdirSync(dirname(file), { recursive: true });
      if (synthesized !== undefined) writeFileSync(join(folder, "cdk.tf.json"), synthesized);
      if (existsSync(file) && samePlan(JSON.parse(readFileSync(file, "utf8")), plan)) continue;
      writeFileSync(file, planText(plan));
      written += 1;
    }
    return written === 0 ? "as it was" : "written";
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
});
