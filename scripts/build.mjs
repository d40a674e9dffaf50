/**
 * Makes dist/: one file for each thing that runs. main.js, the CDKTF app of declarations, and cli.js, the command, hold
 * all they need; sandbox.js is loaded by the command when it is asked for; index.js, for TypeScript programs, shares
 * cdktf, constructs and zod with the program. `--types` also writes the declared types of index.js to dist/types.
 */
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { build } from "esbuild";
import { slimCdktf } from "./slim-cdktf.mjs";

const shared = {
  bundle: true,
  platform: "node",
  target: "node20",
  outdir: "dist",
  minify: true,
  legalComments: "none",
  logLevel: "warning",
};

await Promise.all([
  build({ ...shared, entryPoints: { main: "main.ts" }, plugins: [slimCdktf] }),
  build({
    ...shared,
    entryPoints: { index: "index.ts" },
    minifyWhitespace: false,
    external: ["cdktf", "constructs", "zod"],
  }),
  build({
    ...shared,
    entryPoints: { cli: "cli/main.ts" },
    external: ["./sandbox-run.js"],
    banner: { js: "#!/usr/bin/env node" },
  }),
  build({ ...shared, entryPoints: { "sandbox-run": "cli/sandbox-run.ts" } }),
  // Of this checkout alone, where everything is installed: not in the package.
  build({ ...shared, entryPoints: { demo: "demo/main.ts", "demo-pod": "demo/pod.ts" }, packages: "external" }),
  build({ ...shared, entryPoints: { bench: "bench/run.ts" }, packages: "external" }),
]);

if (process.argv.includes("--types")) {
  rmSync("dist/types", { recursive: true, force: true });
  execFileSync(process.execPath, ["node_modules/typescript/bin/tsc", "-p", "tsconfig.types.json"], {
    stdio: "inherit",
  });
}
