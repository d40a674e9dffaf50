/**
 * Makes dist/: one file for each thing that runs. main.js, the CDKTF app of declarations, and cli.js, the command, hold
 * all they need; index.js, for TypeScript programs, shares cdktf, constructs and zod with the program.
 * `--types` also writes the declared types of index.js to dist/types.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "esbuild";

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  outdir: "dist",
  minify: true,
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
};

await Promise.all([
  build({ ...shared, entryPoints: { main: "main.ts" } }),
  build({ ...shared, entryPoints: { index: "index.ts" }, minify: false, external: ["cdktf", "constructs", "zod"] }),
  build({ ...shared, entryPoints: { cli: "cli/main.ts" }, banner: { js: "#!/usr/bin/env node" } }),
]);

if (process.argv.includes("--types")) {
  rmSync("dist/types", { recursive: true, force: true });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json"], { stdio: "inherit" });
}
