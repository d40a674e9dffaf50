import { isRecord } from "../../is-record";
import type { ConfigurationModule, Plan, ResourceChange } from "../format";
import { moduleSteps } from "../model/address";

const RUNS = ["local-exec", "remote-exec"];

/** Which resources of a plan run commands when they are made or deleted: nobody can tell what those change. */
export function commandsOf({ configuration }: Plan): (resource: ResourceChange) => string | undefined {
  const byBlock = new Map<string, string>();
  const waiting: [path: string, module: ConfigurationModule][] = [["", configuration?.root_module ?? {}]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [path, { resources = [], module_calls = {} }] = next;
    for (const resource of resources) {
      const provisioners: unknown = "provisioners" in resource ? resource.provisioners : undefined;
      if (!Array.isArray(provisioners)) continue;
      const types = provisioners.map((one: unknown) => (isRecord(one) ? one.type : undefined));
      const command = RUNS.find((type) => types.includes(type));
      if (command !== undefined) byBlock.set(`${path} ${resource.address}`, command);
    }
    for (const [name, { module }] of Object.entries(module_calls)) {
      if (module !== undefined) waiting.push([`${path}.${name}`, module]);
    }
  }
  return ({ module_address = "", type, name, change }) => {
    if (byBlock.size === 0 || !change.actions.some((action) => action === "create" || action === "delete")) return;
    const path = moduleSteps(module_address).map((step) => `.${step.name}`);
    return byBlock.get(`${path.join("")} ${type}.${name}`);
  };
}
