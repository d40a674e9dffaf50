import { isRecord } from "../../is-record";
import type { PlanDocument } from "../document";
import type { ConfigurationModule, ResourceChange } from "../format";
import { moduleSteps } from "../model/address";
import { removedProvisioners } from "../source/removed-provisioners";

const RUNS = ["local-exec", "remote-exec"];

/** Resources, and data where it is read only during the apply, that run what they are given. */
const RUNNING: ReadonlySet<string> = new Set([
  "aws_lambda_invocation",
  "aws_ssm_association",
  "shell_script",
  "data.aws_lambda_invocation",
  "data.external",
  "data.shell_script",
]);

/** What a resource runs. */
interface Command {
  /** `local-exec`, or the type of the resource that runs it. */
  by: string;
  /** What the configuration says of it, to tell it from others: values that it refers to are not in it. */
  text: string;
}

/** Which resources of a plan run commands when they are made, read or deleted: nobody can tell what those change. */
export function commandsOf({
  plan,
  configuration: text,
}: PlanDocument): (resource: ResourceChange) => Command | undefined {
  const removed = [...(text?.modules.values() ?? [])].flatMap(removedProvisioners);
  const removing = RUNS.find((type) => removed.some((one) => one.type === type));
  const byBlock = new Map<string, Command>();
  const written = new Set<string>();
  const waiting: [path: string, module: ConfigurationModule][] = [["", plan.configuration?.root_module ?? {}]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, { resources = [], module_calls = {} }] = next;
    for (const resource of resources) {
      if (removing !== undefined) written.add(`${path} ${resource.address}`);
      const provisioners: unknown = "provisioners" in resource ? resource.provisioners : undefined;
      if (!Array.isArray(provisioners)) continue;
      const types = provisioners.map((one: unknown) => (isRecord(one) ? one.type : undefined));
      const by = RUNS.find((type) => types.includes(type));
      if (by !== undefined) byBlock.set(`${path} ${resource.address}`, { by, text: JSON.stringify(provisioners) });
    }
    for (const [name, { module }] of Object.entries(module_calls)) {
      if (module !== undefined) waiting.push([`${path}.${name}`, module]);
    }
  }
  return ({ module_address = "", mode, type, name, change: { actions } }) => {
    const full = mode === "data" ? `data.${type}` : type;
    if (RUNNING.has(full) && actions.some((action) => action !== "delete")) return { by: full, text: "" };
    if (!actions.some((action) => action === "create" || action === "delete")) return undefined;
    if (byBlock.size === 0 && removing === undefined) return undefined;
    const path = moduleSteps(module_address).map((step) => `.${step.name}`);
    const block = `${path.join("")} ${type}.${name}`;
    // A `removed` block may be of any resource that the configuration has no more.
    const isGone = removing !== undefined && mode === "managed" && actions.includes("delete") && !written.has(block);
    return isGone ? { by: removing, text: JSON.stringify(removed) } : byBlock.get(block);
  };
}
