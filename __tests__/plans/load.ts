import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import type { ConfigurationText, PlanDocument } from "../../lib/plan/document";
import type { ConfigurationModule } from "../../lib/plan/format";
import { readPlan } from "../../lib/plan/read-plan";
import { readScenario, type Scenario, scenarioNames } from "../../scripts/scenarios/scenario";
import { type Expected, expected } from "./expected";

/** The scenarios that stand in this folder. */
export const SCENARIOS: readonly string[] = scenarioNames(__dirname);

export function expectedOf(name: string): Expected {
  return expected.parse(parse(readFileSync(join(__dirname, name, "expected.yaml"), "utf8")));
}

/** The plans of a scenario, as they are kept, with the configuration that they are of. */
export function plansOf(name: string): PlanDocument[] {
  const scenario = readScenario(__dirname, name);
  const stacks = join(scenario.folder, "stacks");
  if (!existsSync(stacks)) return [documentOf(scenario, scenario.folder, name)];
  return readdirSync(stacks)
    .sort()
    .map((stack) => documentOf(scenario, join(stacks, stack), stack));
}

function documentOf({ name, folder: home, options }: Scenario, folder: string, stack: string): PlanDocument {
  const value: unknown = JSON.parse(readFileSync(join(folder, "plan.json"), "utf8"));
  const plan = readPlan(value, `${name}/plan.json`);
  if (Array.isArray(plan)) throw new Error(`${name}: ${JSON.stringify(plan)}`);
  const after = join(home, existsSync(join(home, "after")) ? "after" : "before");
  const modules = new Map<string, ReadonlyMap<string, string>>();
  if (options.kind === "declaration") modules.set("", new Map([textOf(folder, "cdk.tf.json")]));
  else addModule(modules, "", after, plan.configuration?.root_module);
  const configuration: ConfigurationText = { modules };
  return { file: `${name}/plan.json`, stack, plan, configuration };
}

/** A module's files, and those of the modules that it calls, as a plan file holds them. */
function addModule(
  modules: Map<string, ReadonlyMap<string, string>>,
  key: string,
  folder: string,
  module: ConfigurationModule | undefined,
): void {
  const files = readdirSync(folder).filter((file) => /\.tf(\.json)?$/.test(file));
  modules.set(key, new Map(files.sort().map((file) => textOf(folder, file))));
  for (const [call, { source, module: called }] of Object.entries(module?.module_calls ?? {})) {
    const below = key === "" ? call : `${key}.${call}`;
    if (source?.startsWith(".")) addModule(modules, below, join(folder, source), called);
  }
}

function textOf(folder: string, file: string): [string, string] {
  return [file, readFileSync(join(folder, file), "utf8")];
}
