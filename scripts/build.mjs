/**
 * Makes dist/: one file for each thing that runs. main.js, the CDKTF app of declarations, and cli.js, the command, hold
 * all they need; plan-run.js, review-run.js and sandbox-run.js are loaded by the command when they are asked for; index.js, for
 * TypeScript programs, shares cdktf, constructs and zod with the program. Beside them lies the data of lib/iam that they
 * read. `--types` also writes the declared types of index.js to dist/types.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { DATA, OWN, SHIPPED } from "./bundles.mjs";

await Promise.all([...SHIPPED, ...OWN].map((options) => build(options)));
for (const file of DATA) copyFileSync(file, path.join("dist", path.basename(file)));

if (process.argv.includes("--types")) {
  rmSync("dist/types", { recursive: true, force: true });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json"], {
    stdio: "inherit",
  });
}
