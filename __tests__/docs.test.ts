import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { transformSync } from "@swc/core";
import { parse } from "yaml";
import { planCommand } from "../cli/plan";
import { reviewCommand } from "../cli/review";
import * as product from "../index";
import { load } from "../lib/declaration/load";
import { anchors, type Block, blocks, links } from "./docs/markdown";
import { tempFolder } from "./lib/terraform/temp-folder";

const ROOT = resolve(__dirname, "..");
const README = "README.md";
const PLATFORM_GUIDE = "docs/guide/platform-team.md";

const documents = [README, ...markdownIn("docs")];
const guides = documents.filter((path) => path === README || path.startsWith("docs/guide/"));

/**
 * What stands in the guides works. Hidden comments above a block say what it is:
 *
 * - `<!-- part of: pod-identity.yaml -->` (or `platform.yaml`): the keys that are missing come from the usual file
 * - `<!-- file: PATH -->`: the file that the blocks below it name by this path
 * - `<!-- complete -->`: a whole TypeScript program
 *
 * A service's `platform` is the last platform file above it in the same document, or the guide's.
 */
describe("the declarations in", () => {
  const cases = guides.flatMap((path) =>
    declarationsOf(path).map(({ block, files }): [string, Record<string, string>] => [`${path}:${block.line}`, files]),
  );

  test("the guides are found", () => {
    expect(cases.length).toBeGreaterThan(20);
  });

  test.each(cases)("%s have no findings", (_, files) => {
    const folder = tempFolder(files);
    try {
      const { stacks, findings, failures } = load(["."], folder.path);
      expect([...failures, ...findings]).toEqual([]);
      expect(stacks.length).toBeGreaterThan(0);
    } finally {
      folder.remove();
    }
  });

  test.each(guides)("%s are all whole, or said to be a part", (path) => {
    const keys = [
      "service",
      "platform",
      "identities",
      "environments",
      "clusters",
      "defaults",
      "repositories",
      "quotas",
      "state",
    ];
    const unknown = blocksOf(path).filter(
      (block) =>
        block.language === "yaml" &&
        wholeName(block) === undefined &&
        partName(block) === undefined &&
        keys.some((key) => key === firstKey(block)),
    );
    expect(unknown.map((block) => `${path}:${block.line}`)).toEqual([]);
  });

  test.each(guides)("%s: its YAML is YAML", (path) => {
    for (const block of blocksOf(path).filter((one) => one.language === "yaml"))
      expect(() => parse(block.text)).not.toThrow();
  });

  test.each(guides)("%s: its JSON is JSON", (path) => {
    for (const block of blocksOf(path).filter((one) => one.language === "json"))
      expect(() => JSON.parse(block.text)).not.toThrow();
  });
});

describe("the workflows of CI in", () => {
  const scripts = guides.flatMap((path) =>
    blocksOf(path)
      .filter((block) => block.language === "yaml")
      .flatMap((block) =>
        scriptsIn(parse(block.text)).map((text): [string, string] => [`${path}:${block.line}`, text]),
      ),
  );

  test("the guides are found", () => {
    expect(scripts.length).toBeGreaterThan(10);
  });

  test.each(scripts)("%s run what a shell can read", (_, text) => {
    const { status, stderr } = spawnSync("bash", ["-n"], { input: text, encoding: "utf8" });
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });
});

describe("the calls of review and plan in", () => {
  const commands = [reviewCommand(), planCommand()];
  const calls = guides.flatMap((path) =>
    [...readFileSync(join(ROOT, path), "utf8").matchAll(/pod-identity (review|plan)\b([^\n`"|]*)/g)].map(
      ([call, name = "", rest = ""]): [string, string, string] => [`${path}: ${call}`, name, rest],
    ),
  );

  test("the guides are found", () => {
    expect(calls.length).toBeGreaterThan(10);
  });

  test.each(calls)("%s: has options that are there", (_, name, rest) => {
    const options = commands.find((command) => command.name() === name)?.options.map(({ long }) => long);
    expect(options).toEqual(expect.arrayContaining(rest.match(/--[a-z-]+/g) ?? []));
  });
});

describe("the TypeScript programs in", () => {
  const cases = guides.flatMap((path) =>
    blocksOf(path)
      .filter((block) => block.language === "ts" && block.directive === "complete")
      .map((block): [string, string] => [`${path}:${block.line}`, block.text]),
  );

  test("the guides are found", () => {
    expect(cases.length).toBeGreaterThan(3);
  });

  test.each(cases)("%s synthesize", (_, program) => {
    const folder = tempFolder({ "node_modules/@acme/eks-platform/platform.yaml": guidesPlatform() });
    const cwd = jest.spyOn(process, "cwd").mockReturnValue(folder.path);
    const outdir = process.env.CDKTF_OUTDIR;
    process.env.CDKTF_OUTDIR = join(folder.path, "cdktf.out");
    try {
      run(program);
      const stacks = readdirSync(join(folder.path, "cdktf.out", "stacks"));
      expect(stacks.length).toBeGreaterThan(0);
      for (const stack of stacks) {
        const made: unknown = JSON.parse(
          readFileSync(join(folder.path, "cdktf.out", "stacks", stack, "cdk.tf.json"), "utf8"),
        );
        expect(made).toMatchObject({ terraform: { required_providers: { aws: { source: "hashicorp/aws" } } } });
      }
    } finally {
      if (outdir === undefined) delete process.env.CDKTF_OUTDIR;
      else process.env.CDKTF_OUTDIR = outdir;
      cwd.mockRestore();
      folder.remove();
    }
  });
});

describe("the links of", () => {
  test.each(documents)("%s lead somewhere", (path) => {
    const broken = links(readFileSync(join(ROOT, path), "utf8")).filter((link) => !leadsSomewhere(path, link));
    expect(broken).toEqual([]);
  });
});

/** The shell scripts of a workflow of GitHub Actions or a job of GitLab, each of its own. */
function scriptsIn(value: unknown, key = ""): string[] {
  if (typeof value === "string") return /^(run|script|after_script)$/.test(key) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap((one) => scriptsIn(one, key));
  return Object.entries(record(value)).flatMap(([name, one]) => scriptsIn(one, name));
}

function leadsSomewhere(from: string, link: string): boolean {
  if (/^[a-z][a-z0-9+.-]*:/i.test(link)) return true;
  const [file = "", anchor] = link.split("#");
  const target = file === "" ? join(ROOT, from) : resolve(ROOT, dirname(from), file);
  if (relative(ROOT, target).startsWith("..") || !existsSync(target)) return false;
  return anchor === undefined || (target.endsWith(".md") && anchors(readFileSync(target, "utf8")).has(anchor));
}

function markdownIn(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".md"))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).replace(/\\/g, "/"))
    .sort();
}

function blocksOf(path: string): Block[] {
  return blocks(readFileSync(join(ROOT, path), "utf8"));
}

type DeclarationName = "pod-identity.yaml" | "platform.yaml";

/** The declarations of a document, each with all the files that it needs beside it. */
function declarationsOf(path: string): { block: Block; files: Record<string, string> }[] {
  const found: { block: Block; files: Record<string, string> }[] = [];
  const beside: Record<string, string> = {};
  let platform: string | undefined;
  for (const block of blocksOf(path)) {
    const file = /^file: (\S+)$/.exec(block.directive ?? "")?.[1];
    if (file !== undefined) beside[file] = block.text;
    if (block.language !== "yaml") continue;
    const whole = wholeName(block);
    if (whole === "platform.yaml") platform = block.text;
    const name = whole ?? partName(block);
    if (name === undefined) continue;
    const text = whole === undefined ? completed(block.text, name) : block.text;
    const named: unknown = record(parse(text)).platform;
    const companion =
      name === "pod-identity.yaml" && typeof named === "string"
        ? { [placeOf(named)]: platform ?? guidesPlatform() }
        : {};
    found.push({ block, files: { ...beside, ...companion, [name]: text } });
  }
  return found;
}

/** Where a platform file is put so that a service finds it; one outside the service's folder is put inside. */
function placeOf(named: string): string {
  if (named.startsWith("../")) throw new Error(`${named}: a sample names a package's file, or a path below itself`);
  return named.startsWith(".") ? named : join("node_modules", named);
}

function wholeName(block: Block): DeclarationName | undefined {
  const key = firstKey(block);
  return key === "service" ? "pod-identity.yaml" : key === "platform" ? "platform.yaml" : undefined;
}

function firstKey(block: Block): string | undefined {
  return block.text
    .split("\n")
    .find((line) => line !== "" && !line.startsWith("#"))
    ?.split(":")[0];
}

function partName(block: Block): DeclarationName | undefined {
  const name = /^part of: (\S+)$/.exec(block.directive ?? "")?.[1];
  return name === "pod-identity.yaml" || name === "platform.yaml" ? name : undefined;
}

/** The usual keys of a declaration before those of a part of one. */
function completed(part: string, name: DeclarationName): string {
  const declared = record(parse(part));
  const usual: [string, string][] =
    name === "platform.yaml"
      ? [
          ["platform", "acme"],
          ["clusters", '{ atlas: { name: atlas-eks, account: "492000000148", region: us-east-1, agent: {} } }'],
        ]
      : [
          ["service", "orders"],
          ["repository", "acme/orders"],
          ["platform", '"@acme/eks-platform/platform.yaml"'],
          ["clusters", "[atlas]"],
          ["identities", "[]"],
        ];
  const missing = usual.filter(([key]) => !(key in declared));
  return `${missing.map(([key, value]) => `${key}: ${value}\n`).join("")}${part}`;
}

function guidesPlatform(): string {
  const platform = blocksOf(PLATFORM_GUIDE).find((block) => wholeName(block) === "platform.yaml");
  if (platform === undefined) throw new Error(`${PLATFORM_GUIDE} shows no platform file`);
  return platform.text;
}

function record(value: unknown): Record<string, unknown> {
  return value !== null && typeof value === "object" ? Object.fromEntries(Object.entries(value)) : {};
}

/** Runs a program with this checkout in place of the installed package. */
function run(program: string): void {
  const { code } = transformSync(program, {
    jsc: { target: "es2022", parser: { syntax: "typescript" } },
    module: { type: "commonjs" },
  });
  const needed = createRequire(__filename);
  const modules = (name: string): unknown => (name === "pod-identity-stacks" ? product : needed(name));
  new Function("require", "exports", code)(modules, {});
}
