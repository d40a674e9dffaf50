import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { type PlanFilesRead, readPlanFiles } from "../../../lib/plan/read-plan-files";
import { findingLine } from "../../../lib/report/findings-text";
import { tempFolder } from "../terraform/temp-folder";
import { planOf } from "./plans";
import { zipArchive } from "./zip-archive";

const JSON_TEXT = JSON.stringify(planOf([]));
const CDKTF_TEXT = JSON.stringify({ "//": { metadata: { stackName: "orders-production" } } });
const PLAN = zipArchive({ tfplan: "x", "tfconfig/m-/main.tf": "# as planned" });
const CDKTF_PLAN = zipArchive({ tfplan: "x", "tfconfig/m-/cdk.tf.json": CDKTF_TEXT });
const PROJECT = '{"language":"typescript","app":"true","output":"out"}';

const VERSION = `[ "$1" = version ] && echo '{"terraform_version":"1.11.4","platform":"linux_amd64"}' && exit 0`;

/** A shell script in place of Terraform; it says on stderr where it runs. */
function terraform(body: string): string {
  return `#!/bin/sh\n${VERSION}\n${body}\n`;
}

const SHOWS = terraform(`echo "Warning: in $PWD" >&2; printf '%s' '${JSON_TEXT}'`);

let folder: ReturnType<typeof tempFolder>;

beforeEach(() => {
  folder = tempFolder();
});

afterEach(() => folder.remove());

function write(files: Record<string, string | Buffer>): void {
  for (const [name, content] of Object.entries(files)) {
    const path = join(folder.path, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
    if (name.startsWith("bin/")) chmodSync(path, 0o755);
  }
}

function read(inputs: string[], stdin = "", env: NodeJS.ProcessEnv = {}): Promise<PlanFilesRead> {
  return readPlanFiles(inputs, folder.path, {
    env: { PATH: `${join(folder.path, "bin")}:/bin:/usr/bin`, ...env },
    stdin: Readable.from([Buffer.from(stdin)]),
  });
}

function named({ documents, problems }: PlanFilesRead): string[] {
  return [...documents.map(({ file, stack }) => `${file}: ${stack}`), ...problems.map(findingLine)];
}

test("a plan of many megabytes is read to its last byte", async () => {
  const plan = planOf([], { variables: { long: { value: "ü".repeat(2 ** 23) } }, errored: false });
  write({ "large.json": `${JSON.stringify(plan)}\n` });
  const { documents, problems } = await read(["large.json"]);
  expect(problems).toEqual([]);
  expect(documents.map((document) => document.plan)).toEqual([plan]);
});

describe("JSON", () => {
  const cases: [string, Record<string, string>, string[], string[]][] = [
    ["a file, by its name", { "orders.json": JSON_TEXT }, ["orders.json"], ["orders.json: orders"]],
    [
      "a file of a general name, by its folder",
      { "orders/plan.json": JSON_TEXT },
      ["orders/plan.json"],
      ["orders/plan.json: orders"],
    ],
    [
      "in a stack's folder",
      { "out/stacks/orders/x.json": JSON_TEXT },
      ["out/stacks/orders/x.json"],
      ["out/stacks/orders/x.json: orders"],
    ],
    [
      "beside its cdk.tf.json",
      { "a/plan.json": JSON_TEXT, "a/cdk.tf.json": CDKTF_TEXT },
      ["a/plan.json"],
      ["a/plan.json: orders-production"],
    ],
    ["a file twice", { "a.json": JSON_TEXT }, ["a.json", "./a.json"], ["a.json: a"]],
    [
      "stacks of one name",
      { "x/plan.json": JSON_TEXT, "y/x.json": JSON_TEXT, "x-2.json": JSON_TEXT },
      ["x/plan.json", "y/x.json", "x-2.json"],
      ["x/plan.json: x", "y/x.json: x-3", "x-2.json: x-2"],
    ],
    [
      "several plans in one file",
      { "all.json": `${JSON_TEXT}\n${JSON_TEXT}` },
      ["all.json"],
      ["all.json: all", "all.json: all-2"],
    ],
    [
      "a file that is not there",
      {},
      ["none.json"],
      [
        "[none.json] is not there; allowed: a plan file, the JSON of `terraform show -json`, a folder with a plan file, or `-` for the standard input; fix: correct the name, or make the plan: `cdktf diff STACK`, `pod-identity plan`, or `terraform plan -out=plan` (unreadable)",
      ],
    ],
  ];
  test.each(cases)("%s", async (_, files, inputs, wanted) => {
    write(files);
    expect(named(await read(inputs))).toEqual(wanted);
  });

  test("from the standard input, several", async () => {
    expect(named(await read(["-"], `${JSON_TEXT}\n${JSON_TEXT}\n`))).toEqual(["-: stdin", "-: stdin-2"]);
  });

  test("the cdk.tf.json beside it is its configuration", async () => {
    write({ "a/plan.json": JSON_TEXT, "a/cdk.tf.json": CDKTF_TEXT });
    const { documents } = await read(["a/plan.json"]);
    expect(documents[0]?.configuration?.modules.get("")?.get("cdk.tf.json")).toBe(CDKTF_TEXT);
  });

  test("the locals of a cdk.tf.json, of which the plan has nothing, are no part of it", async () => {
    const text = JSON.stringify({ ...JSON.parse(CDKTF_TEXT), locals: { all: "*" } });
    write({ "a/plan.json": JSON_TEXT, "a/cdk.tf.json": text });
    const { documents } = await read(["a/plan.json"]);
    expect(documents[0]?.configuration?.modules.get("")?.get("cdk.tf.json")).toBe(CDKTF_TEXT);
  });

  test("a cdk.tf.json that was not planned makes it stale", async () => {
    const resource = { address: "aws_iam_role.a", mode: "managed" as const, type: "aws_iam_role", name: "a" };
    write({
      "a/plan.json": JSON.stringify(planOf([], { configuration: { root_module: { resources: [resource] } } })),
      "a/cdk.tf.json": CDKTF_TEXT,
    });
    expect(named(await read(["a/plan.json"]))).toEqual([
      "[a/plan.json] is not the plan of the `cdk.tf.json` beside it: the stack was synthesized anew since; fix: plan again: `cdktf diff STACK` or `pod-identity plan` (unreadable)",
    ]);
  });

  test("what is compressed is said to be so", async () => {
    write({ "a.gz": gzipSync(JSON_TEXT) });
    expect(named(await read(["a.gz"]))).toEqual([
      "[a.gz] is compressed; allowed: a plan file, or the output of `terraform show -json PLANFILE`; fix: unpack it first: `gunzip -c FILE | pod-identity review -` (unreadable)",
    ]);
  });

  test("good plans are read beside broken ones", async () => {
    write({ "a.json": JSON_TEXT, "b.json": "" });
    const { documents, problems } = await read(["b.json", "a.json"]);
    expect([documents.length, problems.length]).toEqual([1, 1]);
  });
});

describe("the plans of a project", () => {
  const stacks = {
    "cdktf.json": PROJECT,
    "out/stacks/orders/plan": CDKTF_PLAN,
    "out/stacks/orders/cdk.tf.json": CDKTF_TEXT,
    "out/stacks/other/plan": PLAN,
    "out/stacks/unplanned/cdk.tf.json": "{}",
    "bin/terraform": SHOWS,
  };
  const both = ["out/stacks/orders/plan: orders-production", "out/stacks/other/plan: other"];
  const cases: [string, Record<string, string | Buffer>, string[]][] = [
    ["without arguments, where cdktf.json says", stacks, []],
    ["the project's folder", stacks, ["."]],
    ["the output's folder", stacks, ["out"]],
  ];
  test.each(cases)("%s", async (_, files, inputs) => {
    write(files);
    const found = await read(inputs);
    expect(named(found)).toEqual(both);
    expect(found.withoutPlan).toEqual(["unplanned"]);
  });

  test("a stack that is gone from the app is not met again", async () => {
    const manifest = { stacks: { other: { name: "other", workingDirectory: "stacks/other" } } };
    write({ ...stacks, "out/manifest.json": JSON.stringify(manifest) });
    expect(named(await read([]))).toEqual([both[1]]);
  });

  test("a folder stands for its plan file, a link for what it leads to", async () => {
    write(stacks);
    symlinkSync(join(folder.path, "out/stacks/other"), join(folder.path, "link"));
    expect(named(await read(["out/stacks/orders", "link"]))).toEqual([both[0], "link/plan: link"]);
  });

  test("a plan of an earlier synth is stale", async () => {
    write({ ...stacks, "out/stacks/orders/cdk.tf.json": "{}" });
    expect(named(await read(["out/stacks/orders"]))).toEqual([
      "[out/stacks/orders/plan] is not the plan of the `cdk.tf.json` beside it: the stack was synthesized anew since; fix: plan again: `cdktf diff STACK` or `pod-identity plan` (unreadable)",
    ]);
  });

  const fix =
    "allowed: plan files as `cdktf diff` leaves them: `stacks/STACK/plan`; fix: run `cdktf diff STACK` for each stack, or `pod-identity plan`; or name the plan files (unreadable)";
  test.each<[string, Record<string, string>, string]>([
    ["the synth has no stacks", { "cdktf.out/x": "" }, `[cdktf.out] holds no plan: there are no stacks; ${fix}`],
    [
      "nothing is planned",
      { "cdktf.out/stacks/orders/cdk.tf.json": "{}" },
      `[cdktf.out] holds no plan: there is no file \`plan\` for orders; ${fix}`,
    ],
  ])("%s", async (_, files, wanted) => {
    write(files);
    expect(named(await read([]))).toEqual([wanted]);
  });

  const ALLOWED =
    "allowed: a plan file, the JSON of `terraform show -json`, a folder with a plan file, or `-` for the standard input";
  const PLAN_ALL = "run `cdktf diff STACK` for each stack, or `pod-identity plan`; or name the plan files";
  const IN_SUB = "[sub] holds no plan: there is no `plan` and no `cdktf.out/stacks/STACK/plan` in it";
  test.each<[string, Record<string, string>, string[], string, string]>([
    [
      "no synth in the working directory",
      {},
      [],
      "[.] holds no plan: there is no `cdktf.out/stacks/STACK/plan` in it",
      PLAN_ALL,
    ],
    ["a folder with nothing of a plan", { "sub/main.tf": "" }, ["sub"], IN_SUB, PLAN_ALL],
    ["a folder with a plan.json", { "sub/plan.json": "" }, ["sub"], IN_SUB, "name the plan file: `sub/plan.json`"],
    ["a folder with a tfplan", { "sub/tfplan": "" }, ["sub"], IN_SUB, "name the plan file: `sub/tfplan`"],
    ["a folder with a *.tfplan", { "sub/a.tfplan": "" }, ["sub"], IN_SUB, "name the plan file: `sub/a.tfplan`"],
    [
      "a synth elsewhere that is not there",
      { "sub/cdktf.json": '{"app":"true","output":"made"}' },
      ["sub"],
      "[sub] holds no plan: there is no `plan` and no `made/stacks/STACK/plan` in it",
      PLAN_ALL,
    ],
  ])("%s: says what was looked for where", async (_, files, inputs, wanted, remedy) => {
    write(files);
    expect(named(await read(inputs))).toEqual([`${wanted}; ${ALLOWED}; fix: ${remedy} (unreadable)`]);
  });

  test("a stack is not its plan file", async () => {
    const manifest = { stacks: { other: { name: "other", workingDirectory: "stacks/other" } } };
    write({ ...stacks, "out/manifest.json": JSON.stringify(manifest) });
    expect(named(await read(["other", "none"]))).toEqual([
      "[other] is a stack, and not a file; allowed: a plan file, the JSON of `terraform show -json`, a folder with a plan file, or `-` for the standard input; fix: `pod-identity plan other` plans and reviews it; or name its plan file, out/stacks/other/plan (unreadable)",
      expect.stringContaining("[none] is not there"),
    ]);
  });

  test("a broken cdktf.json is said to be so", async () => {
    write({ "cdktf.json": "{" });
    const [problem] = (await read([])).problems;
    expect(problem).toMatchObject({
      at: { source: "cdktf.json" },
      message: expect.stringMatching(/^does not tell where the plans are: ./),
    });
  });
});

describe("plan files", () => {
  test("are shown in the nearest folder that is initialised, and bring their configuration", async () => {
    write({
      "app/infra/made/orders.tfplan": PLAN,
      "app/.terraform/x": "",
      "bin/terraform": terraform(`[ "$PWD" = "$EXPECTED" ] && printf '%s' '${JSON_TEXT}'`),
    });
    const found = await read(["app/infra/made/orders.tfplan"], "", { EXPECTED: join(folder.path, "app") });
    expect(named(found)).toEqual(["app/infra/made/orders.tfplan: orders"]);
    expect(found.documents[0]?.configuration?.modules.get("")?.get("main.tf")).toBe("# as planned");
  });

  test("of OpenTofu are shown by OpenTofu, unless a program is named", async () => {
    const lock = { ".terraform.lock.hcl": 'provider "registry.opentofu.org/hashicorp/aws" {}' };
    write({ plan: zipArchive(lock), "bin/tofu": SHOWS, "bin/terraform": terraform("exit 1"), "bin/other": SHOWS });
    expect((await read(["plan"])).documents).toHaveLength(1);
    expect((await read(["plan"], "", { TERRAFORM_BINARY_NAME: "other" })).documents).toHaveLength(1);
    expect((await read(["plan"], "", { TERRAFORM_BINARY_NAME: "terraform" })).documents).toHaveLength(0);
  });

  test("in HCP Terraform, or encrypted by OpenTofu, are shown too", async () => {
    write({
      a: '{"remote_plan_format":1,"run_id":"run-1","hostname":"app.terraform.io"}',
      b: '{"meta":{},"encrypted_data":"x","encryption_version":"v0"}',
      "bin/terraform": SHOWS,
      "bin/tofu": SHOWS,
    });
    expect(named(await read(["a", "b"]))).toEqual(["a: a", "b: b"]);
  });

  test("on the standard input are refused", async () => {
    const found = await readPlanFiles(["-"], folder.path, { stdin: Readable.from([PLAN]), env: {} });
    expect(named(found)).toEqual([
      "[-] is a plan file, which Terraform shows from a file alone; allowed: the JSON of `terraform show -json PLANFILE`; fix: name the file instead of `-` (unreadable)",
    ]);
  });

  test("out of a pipe are refused, before Terraform looks for them", async () => {
    const pipe = join(folder.path, "pipe");
    execFileSync("mkfifo", [pipe]);
    const found = read(["pipe"]);
    await writeFile(pipe, PLAN);
    expect(named(await found)).toEqual([
      "[pipe] is a plan file that comes out of a pipe, and Terraform shows one from a file alone; allowed: the JSON of `terraform show -json PLANFILE`; fix: name the file itself (unreadable)",
    ]);
  });

  test("cut off", async () => {
    write({ plan: PLAN.subarray(0, 60) });
    expect(named(await read(["plan"]))).toEqual([
      "[plan] is not a whole plan file, or holds more than 64 MB of configuration; fix: plan again, with `-out` (unreadable)",
    ]);
  });

  const JSON_FIX = "or hand in the output of `terraform show -json PLANFILE` (unreadable)";
  const error = (text: string) =>
    terraform(`printf '╷\\n│ Warning: x\\n╵\\n╷\\n│ Error: %s\\n│ \\n│ more of it\\n╵\\n' '${text}' >&2; exit 1`);
  test.each<[string, string, string]>([
    [
      "made by another version",
      error("Plan read error: plan file was created by Terraform 1.9.0, but this is 1.11.4"),
      `[plan] was made by another program or version than the one that is to show it: Plan read error: plan file was created by Terraform 1.9.0, but this is 1.11.4 more of it; fix: use the version that made it (TERRAFORM_BINARY_NAME names the program), ${JSON_FIX}`,
    ],
    [
      "without its providers",
      error("Failed to load plugin schemas"),
      `[plan] cannot be shown: its providers or modules are not installed where it lies: Failed to load plugin schemas more of it; fix: run \`terraform init\` in ., ${JSON_FIX}`,
    ],
    [
      "for another reason",
      error("Something else"),
      `[plan] cannot be shown: Something else more of it; fix: see what Terraform says of it, ${JSON_FIX}`,
    ],
    [
      "without a word",
      terraform("exit 3"),
      `[plan] cannot be shown: ended with exit code 3; fix: see what Terraform says of it, ${JSON_FIX}`,
    ],
    [
      "by an old Terraform",
      `#!/bin/sh\necho '{"terraform_version":"1.2.0","platform":"linux_amd64"}'\n`,
      `[plan] is a plan file, and cannot be shown: Terraform is too old: 1.2.0 at FOLDER/bin/terraform; allowed: Terraform 1.5.0 or newer; fix: install it (https://developer.hashicorp.com/terraform/install), or name the binary in TERRAFORM_BINARY_NAME; ${JSON_FIX}`,
    ],
  ])("that cannot be shown: %s", async (_, script, wanted) => {
    write({ plan: PLAN, "bin/terraform": script });
    const said = named(await read(["plan"])).map((line) => line.replace(folder.path, "FOLDER"));
    expect(said).toEqual([wanted]);
  });
});
