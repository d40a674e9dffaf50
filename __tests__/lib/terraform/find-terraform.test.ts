import { chmodSync } from "node:fs";
import path from "node:path";
import { findTerraform } from "../../../lib/terraform/find-terraform";
import { MissingTool } from "../../../lib/terraform/missing-tool";
import { tempFolder } from "./temp-folder";

/** A shell script in place of Terraform. */
function fake(body: string): string {
  return `#!/bin/sh\n${body}\n`;
}

function report(version: string): string {
  return `echo '{ "terraform_version": "${version}", "platform": "linux_arm64", "terraform_outdated": false }'`;
}

const warning = "There are some problems with the CLI configuration:";

interface Case {
  readonly name: string;
  /** Files of the folder; those under `bin/` are executable. */
  readonly files: Record<string, string>;
  /** `$` stands for the folder. */
  readonly env: Record<string, string>;
}

function prepare({ files, env }: Case): { folder: ReturnType<typeof tempFolder>; env: NodeJS.ProcessEnv } {
  const folder = tempFolder(files);
  for (const name of Object.keys(files)) {
    if (name.includes("bin/")) chmodSync(path.join(folder.path, name), 0o755);
  }
  const resolved = Object.entries(env).map(([key, value]) => [key, value.replaceAll("$", folder.path)]);
  return { folder, env: Object.fromEntries(resolved) };
}

const found: (Case & { at: string; version: string })[] = [
  {
    name: "on PATH",
    files: { "bin/terraform": fake(report("1.11.4")) },
    env: { PATH: "$/none:$/bin" },
    at: "bin/terraform",
    version: "1.11.4",
  },
  {
    name: "the oldest that will do",
    files: { "bin/terraform": fake(report("1.5.0")) },
    env: { PATH: "$/bin" },
    at: "bin/terraform",
    version: "1.5.0",
  },
  {
    name: "the first of two on PATH",
    files: { "bin/terraform": fake(report("1.9.0")), "other/bin/terraform": fake(report("1.10.0")) },
    env: { PATH: "$/other/bin:$/bin" },
    at: "other/bin/terraform",
    version: "1.10.0",
  },
  {
    name: "past a file that is not executable",
    files: { "data/terraform": "notes", "bin/terraform": fake(report("1.9.0")) },
    env: { PATH: "$/data:$/bin" },
    at: "bin/terraform",
    version: "1.9.0",
  },
  {
    name: "past a folder of the same name",
    files: { "src/terraform/main.tf": "", "bin/terraform": fake(report("1.9.0")) },
    env: { PATH: "$/src:$/bin" },
    at: "bin/terraform",
    version: "1.9.0",
  },
  {
    name: "by another name of the variable",
    files: { "bin/terraform": fake(report("1.2.0")), "bin/terraform-1.12": fake(report("1.12.0")) },
    env: { PATH: "$/bin", TERRAFORM_BINARY_NAME: "terraform-1.12" },
    at: "bin/terraform-1.12",
    version: "1.12.0",
  },
  {
    name: "by a path in the variable",
    files: { "tools/bin/tf": fake(report("1.12.0-beta1")) },
    env: { PATH: "", TERRAFORM_BINARY_NAME: "$/tools/bin/tf" },
    at: "tools/bin/tf",
    version: "1.12.0-beta1",
  },
  {
    name: "with warnings around its answer",
    files: {
      "bin/terraform": fake(`echo '${warning}'; ${report("1.11.4")}; echo '${warning}'; echo '${warning}' >&2`),
    },
    env: { PATH: "$/bin" },
    at: "bin/terraform",
    version: "1.11.4",
  },
  {
    name: "with an answer and an exit code",
    files: { "bin/terraform": fake(`${report("1.11.4")}; exit 1`) },
    env: { PATH: "$/bin" },
    at: "bin/terraform",
    version: "1.11.4",
  },
];

const needed = "  needed: Terraform 1.5.0 or newer";
const fix =
  "  fix:    install it (https://developer.hashicorp.com/terraform/install), or name the binary in TERRAFORM_BINARY_NAME";

const missing: (Case & { what: string; found: string })[] = [
  {
    name: "nowhere on PATH",
    files: { "bin/node": fake("exit 0") },
    env: { PATH: "$/bin:$/sbin" },
    what: "Terraform is not installed.",
    found: "no `terraform` in any of the 2 folders of PATH",
  },
  {
    name: "no PATH at all",
    files: {},
    env: {},
    what: "Terraform is not installed.",
    found: "a PATH without folders",
  },
  {
    name: "not in the one folder of PATH",
    files: { "bin/node": fake("exit 0") },
    env: { PATH: "$/bin" },
    what: "Terraform is not installed.",
    found: "no `terraform` in the one folder of PATH",
  },
  {
    name: "the variable names a missing file",
    files: { "bin/terraform": fake(report("1.11.4")) },
    env: { PATH: "$/bin", TERRAFORM_BINARY_NAME: "$/gone/terraform" },
    what: "Terraform is not installed.",
    found: "no file $/gone/terraform, which TERRAFORM_BINARY_NAME names",
  },
  {
    name: "not executable",
    files: { "data/terraform": fake(report("1.11.4")) },
    env: { PATH: "$/data" },
    what: "Terraform does not run.",
    found: "$/data/terraform, which is not executable",
  },
  {
    name: "too old",
    files: { "bin/terraform": fake(report("1.4.7")) },
    env: { PATH: "$/bin" },
    what: "Terraform is too old.",
    found: "1.4.7 at $/bin/terraform",
  },
  {
    name: "a candidate of the oldest that will do",
    files: { "bin/terraform": fake(report("1.5.0-rc1")) },
    env: { PATH: "$/bin" },
    what: "Terraform is too old.",
    found: "1.5.0-rc1 at $/bin/terraform",
  },
  {
    name: "so old that it knows no JSON",
    files: { "bin/terraform": fake("echo Terraform v0.12.31") },
    env: { PATH: "$/bin" },
    what: "Terraform is too old.",
    found: "0.12.31 at $/bin/terraform",
  },
  {
    name: "fails",
    files: { "bin/terraform": fake("echo 'no version is set for this folder' >&2; exit 126") },
    env: { PATH: "$/bin" },
    what: "Terraform does not run.",
    found: "$/bin/terraform, whose `version -json` fails: no version is set for this folder",
  },
  {
    name: "answers with something else",
    files: { "bin/terraform": fake("echo '{\"version\": 3}'") },
    env: { PATH: "$/bin" },
    what: "Terraform does not run.",
    found: '$/bin/terraform, whose `version -json` prints "{\\"version\\": 3}"',
  },
  {
    name: "answers with broken JSON",
    files: { "bin/terraform": fake("echo '{ terraform }'") },
    env: { PATH: "$/bin" },
    what: "Terraform does not run.",
    found: '$/bin/terraform, whose `version -json` prints "{ terraform }"',
  },
  {
    name: "says nothing",
    files: { "bin/terraform": fake("exit 0") },
    env: { PATH: "$/bin" },
    what: "Terraform does not run.",
    found: "$/bin/terraform, whose `version -json` prints nothing",
  },
];

const posix = process.platform === "win32" ? describe.skip : describe;

posix("findTerraform", () => {
  test.each(found)("finds it $name", async (each) => {
    const { folder, env } = prepare(each);
    try {
      expect(await findTerraform(env)).toEqual({
        path: path.join(folder.path, each.at),
        version: each.version,
        platform: "linux_arm64",
      });
    } finally {
      folder.remove();
    }
  });

  test.each(missing)("explains: $name", async (each) => {
    const { folder, env } = prepare(each);
    try {
      const error = await findTerraform(env).then(
        () => undefined,
        (thrown: unknown) => thrown,
      );
      expect(error).toBeInstanceOf(MissingTool);
      const message = error instanceof Error ? error.message.replaceAll(folder.path, "$") : "";
      expect(message.split("\n")).toEqual([each.what, `  found:  ${each.found}`, needed, fix]);
    } finally {
      folder.remove();
    }
  });
});
