import { join } from "node:path";
import { type Printed, run } from "./run";

export const ROOT = join(__dirname, "..");
const CDKTF = join(ROOT, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
const CLI = join(ROOT, "dist", "cli.js");

/** `cdktf …` in a repository; gives its stdout. */
export async function cdktf(args: readonly string[], folder: string, env: NodeJS.ProcessEnv): Promise<string> {
  return (await run(process.execPath, [CDKTF, ...args], folder, env)).stdout;
}

/** `pod-identity …` in a repository. @param code the exit code that it has to end with */
export function podIdentity(
  args: readonly string[],
  folder: string,
  env: NodeJS.ProcessEnv,
  code = 0,
): Promise<Printed> {
  return run(process.execPath, [CLI, ...args], folder, env, code);
}
