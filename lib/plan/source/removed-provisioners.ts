import type { Body } from "./body";
import { Cannot } from "./cannot";
import { readableFiles } from "./module-text";

/** A provisioner of a `removed` block. */
export interface RemovedProvisioner {
  /** `local-exec`. */
  type: string;
  /** Its arguments, as they are read. */
  body: unknown;
}

/**
 * The provisioners in the `removed` blocks of a module's files: Terraform runs them when it deletes what was removed, and the
 * plan's JSON says nothing of them. Never throws.
 */
export function removedProvisioners(files: ReadonlyMap<string, string>): RemovedProvisioner[] {
  // Most files have none: these are not read.
  const some = new Map([...files].filter(([, text]) => text.includes("removed") && text.includes("provisioner")));
  return readableFiles(some).flatMap(provisioners);
}

function provisioners(file: Body): RemovedProvisioner[] {
  try {
    const blocks = file.blocks("removed", 0).flatMap(({ body }) => body.blocks("provisioner", 1));
    return blocks.map(({ labels, body }) => ({ type: labels[0] ?? "", body: argumentsOf(body) }));
  } catch (error) {
    if (error instanceof Cannot) return [];
    throw error;
  }
}

function argumentsOf(body: Body): unknown {
  return body.attributeNames().map((name) => [name, body.attribute(name)]);
}
