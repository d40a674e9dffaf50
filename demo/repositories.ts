import { cpSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The repositories of the demo, in the order in which they are deployed. */
export const REPOSITORIES = ["platform", "backend-api", "ops-iam-test"] as const;

/**
 * Copies of the examples, so that the demo leaves nothing in the checkout and touches no state that somebody made there
 * by hand. They share the checkout's installed packages, as if each had run `npm install`.
 */
export function checkOut(root: string): { folder: (repository: string) => string; dispose: () => void } {
  const home = mkdtempSync(join(tmpdir(), "pod-identity-demo-"));
  for (const repository of REPOSITORIES) {
    cpSync(join(root, "examples", repository), join(home, repository), {
      recursive: true,
      filter: (path) => !/cdktf\.out|\.tfstate/.test(path),
    });
  }
  symlinkSync(join(root, "node_modules"), join(home, "node_modules"), "junction");
  return {
    folder: (repository) => join(home, repository),
    dispose: () => rmSync(home, { recursive: true, force: true }),
  };
}
