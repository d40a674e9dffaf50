import { cpSync, mkdirSync } from "node:fs";
import path from "node:path";
import type { Program } from "./measure";

/** Everything is written below here; the folder is ignored by git. */
const work = path.join("dist", "bench");

/** Folders of one bench, absolute, made from the repository's root. */
export interface Places {
  readonly root: string;
  /** Made-up service repositories, one folder for each size. */
  readonly services: string;
  /** What the measured programs write. */
  readonly output: string;
  readonly bareMain: string;
  /** The same program, bundled by esbuild into one file. */
  readonly bareBundle: string;
  readonly defaultStyle: string;
}

export function places(root: string): Places {
  const base = path.join(root, work);
  return {
    root,
    services: path.join(base, "services"),
    output: path.join(base, "output"),
    bareMain: path.join(base, "bare", "main.js"),
    bareBundle: path.join(base, "bare", "bundle.js"),
    defaultStyle: path.join(base, "default-style"),
  };
}

/** What the product is started with: the bundled app, and the bundled command. */
const productApp = path.join("dist", "main.js");
const productCli = path.join("dist", "cli.js");

/** As `cdktf synth` starts an app, without the CLI around it. */
function synth(at: Places, name: string, command: string[], cwd: string, env: Record<string, string> = {}): Program {
  const output = path.join(at.output, name.replaceAll(" ", "-"));
  return { name, command: [process.execPath, ...command], cwd, env: { ...env, CDKTF_OUTDIR: output }, output };
}

/** @param folder A service repository, or a folder of service repositories. */
export function product(at: Places, folder: string): Program {
  return synth(at, "product", [path.join(at.root, productApp)], folder);
}

/** @param size `{ IDENTITIES: "10" }` in one stack, or `{ STACKS: "10" }` of one identity each. */
export function bare(at: Places, size: Record<string, string>): Program {
  return synth(at, "bare", [at.bareMain], at.root, size);
}

/** The bare program with the one thing that this program also does to start fast: bundling. */
export function bareBundled(at: Places, size: Record<string, string>): Program {
  return synth(at, "bare, bundled", [at.bareBundle], at.root, size);
}

export function defaultStyle(at: Places, size: Record<string, string>): Program {
  const tsNode = require.resolve("ts-node/dist/bin", { paths: [at.root] });
  return synth(at, "default style", [tsNode, "main.ts"], at.defaultStyle, size);
}

/** The whole of `cdktf synth` in a folder with a cdktf.json. */
export function cdktfSynth(at: Places, name: string, folder: string): Program {
  const cli = path.join(at.root, "node_modules", "cdktf-cli", "bundle", "bin", "cdktf");
  // No search for newer versions: it would measure the network.
  const env = { CI: "1", DISABLE_VERSION_CHECK: "1", CHECKPOINT_DISABLE: "1" };
  const output = path.join(folder, "cdktf.out");
  return { name, command: [process.execPath, cli, "synth"], cwd: folder, env, output };
}

export function productAppCommand(at: Places, folder: string): string {
  return `node ${path.relative(folder, path.join(at.root, productApp)).replaceAll("\\", "/")}`;
}

export function productCheck(at: Places, folder: string): Program {
  return { name: "check", command: [process.execPath, path.join(at.root, productCli), "check", folder], cwd: at.root };
}

/** The least that any Node program takes. */
export function emptyNode(at: Places): Program {
  return { name: "node -e 0", command: [process.execPath, "-e", "0"], cwd: at.root };
}

/** The default style is measured in a copy, so that its cdktf.out stays out of the sources. */
export function copyDefaultStyle(at: Places): void {
  mkdirSync(at.defaultStyle, { recursive: true });
  cpSync(path.join(at.root, "bench", "default-style"), at.defaultStyle, { recursive: true });
}
