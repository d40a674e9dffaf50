import type { ConfigurationText } from "./document";
import { readZip } from "./zip";

/** What a plan file holds beside the plan itself. */
export interface PlanFileContents {
  configuration: ConfigurationText;
  /** Which program made it, as far as the providers' registry tells. */
  madeBy: "terraform" | "tofu";
}

const SNAPSHOT = "tfconfig/";
const MODULE = `${SNAPSHOT}m-`;
const LOCK_FILE = ".terraform.lock.hcl";

/** More than any configuration has, and far less than would hurt. */
const MAX_BYTES = 64 * 2 ** 20;

/** A plan file is a zip archive. */
export function isPlanFile(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

/**
 * Reads the snapshot of the configuration out of a plan file; undefined where the file is broken, or holds more than
 * 64 MB of it. Terraform keeps a module's files under `tfconfig/m-` and its key: calls joined with dots, nothing for
 * the root module. Source: hashicorp/terraform, internal/plans/planfile/config_snapshot.go; OpenTofu has the same.
 */
export function readPlanFile(bytes: Uint8Array): PlanFileContents | undefined {
  const files = readZip(bytes, (name) => name.startsWith(MODULE) || name === LOCK_FILE, MAX_BYTES);
  if (files === undefined) return undefined;
  const modules = new Map<string, Map<string, string>>();
  for (const [name, content] of files) {
    const slash = name.lastIndexOf("/");
    if (slash < MODULE.length) continue;
    const key = name.slice(MODULE.length, slash);
    const module = modules.get(key) ?? new Map<string, string>();
    module.set(name.slice(slash + 1), content.toString("utf8"));
    modules.set(key, module);
  }
  const lock = files.get(LOCK_FILE)?.toString("utf8") ?? "";
  return {
    configuration: { modules },
    madeBy: lock.includes('"registry.opentofu.org/') ? "tofu" : "terraform",
  };
}
