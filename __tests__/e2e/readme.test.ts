import { once } from "node:events";
import { cpSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describeE2e } from "./describe-e2e";
import { environment, REPOSITORY, temporaryFolder } from "./project";
import { run, start } from "./run";
import { contents, NOTHING, startWorld, type World } from "./world";

jest.setTimeout(300_000);

const README = readFileSync(join(REPOSITORY, "README.md"), "utf8");

/** Every block of shell commands in the README, in order. */
const BLOCKS = [...README.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text.trim());

/** The block of output below `<!-- output: NAME -->`. */
function output(name: string): string[] {
  const text = new RegExp(`<!-- output: ${name} -->\n\`\`\`text\n([\\s\\S]*?)\`\`\``).exec(README)?.[1];
  if (text === undefined) throw new Error(`the README has no output named ${name}`);
  return normal(text);
}

/** Lines without what differs from run to run, or with the data on AWS: seconds, ports, ids, fingerprints, where the provider comes from. */
function normal(text: string): string[] {
  return text
    .split("\n")
    .filter((line) => !line.startsWith("…") && !line.startsWith(">"))
    .map((line) =>
      line
        .replace(/\(\d+\.\d s\)/, "(… s)")
        .replace(/127\.0\.0\.1:\d+/, "127.0.0.1:…")
        .replace(/x2x8k-[0-9a-f-]+/, "x2x8k-…")
        .replace(/pi1-[0-9a-f]{40}/, "pi1-…")
        .replace(/404 \[[0-9a-f-]+\]/, "404 […]")
        .replace(/^ +Terraform .*/, "      Terraform …")
        .replace(/^ +AWS provider .*/, "      AWS provider …")
        .trimEnd(),
    )
    .filter((line) => line !== "");
}

/** A clone of the repository as a new user has it, after `npm ci && npm run build`. */
function clone(): string {
  const folder = temporaryFolder();
  cpSync(join(REPOSITORY, "package.json"), join(folder, "package.json"));
  cpSync(join(REPOSITORY, "examples"), join(folder, "examples"), {
    recursive: true,
    filter: (path) => !/cdktf\.out|tfstate/.test(path),
  });
  for (const name of ["node_modules", "dist"]) symlinkSync(join(REPOSITORY, name), join(folder, name));
  return folder;
}

describeE2e("every command of the README", () => {
  let world: World;
  let home: string;
  let folder: string;

  beforeAll(async () => {
    world = await startWorld();
    home = clone();
    folder = home;
  });
  afterAll(() => world.close());

  /** Runs the lines of a block in a shell, each block in the folder where the one before it ended. */
  async function shell(block: string): Promise<string> {
    const script = `set -e\n${block}\necho "FOLDER $PWD"`;
    const { stdout } = await run("bash", ["-c", script], folder, { ...environment(world), CI: "1" });
    folder = /FOLDER (.*)/.exec(stdout)?.[1] ?? folder;
    return stdout;
  }

  test("is one of these", () => {
    expect(BLOCKS).toEqual([
      "npm ci && npm run demo",
      "npm ci && npm test",
      "npm run build\nnpx pod-identity sandbox examples/platform",
      expect.stringMatching(/^(export \w+=\S+\n?){4}$/),
      expect.stringContaining("cdktf deploy"),
      expect.stringContaining("cdktf destroy"),
      "npx pod-identity check",
      expect.stringMatching(/^npx pod-identity can-i .*\nnpx pod-identity access backend\/api$/),
      "npx pod-identity plan --out comment.md",
    ]);
    const { scripts } = JSON.parse(readFileSync(join(REPOSITORY, "package.json"), "utf8"));
    expect(scripts).toMatchObject({
      build: "node scripts/build.mjs",
      demo: "node scripts/build.mjs && node dist/demo.js",
    });
    expect(scripts.test).toContain("jest");
  });

  test("npm run demo prints what the README shows", async () => {
    const { stdout } = await run(process.execPath, ["dist/demo.js"], REPOSITORY, { ...process.env, NO_COLOR: "1" });
    expect(normal(stdout)).toEqual(output("demo"));
  });

  test("npx pod-identity sandbox prints the variables of the README", async () => {
    const command = BLOCKS[2]?.split("\n")[1] ?? "";
    const sandbox = start("bash", ["-c", `${command} --port 0`], folder, environment(world));
    let said = "";
    sandbox.child.stdout?.on("data", (text: string) => {
      said += text;
    });
    while (!said.includes("Ctrl-C stops it")) await once(sandbox.child.stdout ?? sandbox.child, "data");
    sandbox.killAll();
    await sandbox.ended;
    const exported = normal(said).map((line) => line.trim());
    for (const line of BLOCKS[3]?.split("\n") ?? []) expect(exported).toContain(line.replace(/:4566$/, ":…"));
  });

  test("cdktf deploy, diff and destroy by hand", async () => {
    const deployed = await shell(BLOCKS[4] ?? "");
    expect(deployed.match(/Apply complete!/g)).toHaveLength(2);
    expect(deployed).toContain("Your infrastructure matches the configuration.");
    expect(Object.keys(contents(world).associations)).toEqual(["atlas-eks/ops-iam-test-ns/ops-iam-test-sa"]);
    const destroyed = await shell(BLOCKS[5] ?? "");
    expect(destroyed.match(/Destroy complete!/g)).toHaveLength(2);
    expect(contents(world)).toEqual(NOTHING);
  });

  test("npx pod-identity check, with the mistakes of the README", async () => {
    const service = join(home, "examples", "mistakes");
    const declaration = /```yaml\n(service: backend-api[\s\S]*?)```/.exec(README)?.[1] ?? "";
    const wrong = declaration
      .replace('"@acme/eks-platform/platform.yaml"', "../platform/platform.yaml")
      .replace("[atlas]", "[altas]")
      .replace("backend/api]", "payments/api]")
      .replace("AmazonS3ReadOnlyAccess", "AmazonS3ReadonlyAccess")
      .replace("- actions:", "- action:");
    const script = `mkdir -p ${service} && cd ${service} && cat > pod-identity.yaml && ${BLOCKS[6]}`;
    const { code, stderr } = await run(
      "bash",
      ["-c", `printf '%s' "$TEXT" | { ${script}; }`],
      home,
      { ...environment(world), TEXT: wrong },
      [1],
    );
    expect(code).toBe(1);
    expect(normal(stderr).filter((line) => !line.startsWith("npm warn"))).toEqual(output("check"));
  });

  test("npx pod-identity can-i and access say of the example what the README shows", async () => {
    const { stdout } = await run(
      "bash",
      ["-ec", BLOCKS[7] ?? ""],
      join(home, "examples", "backend-api"),
      environment(world),
    );
    expect(normal(stdout)).toEqual(output("can-i"));
  });

  test("npx pod-identity plan writes the comment", async () => {
    const example = join(home, "examples", "backend-api");
    await run("bash", ["-ec", BLOCKS[8] ?? ""], example, environment(world));
    const comment = readFileSync(join(example, "comment.md"), "utf8");
    expect(comment).toMatch(/^<!-- pod-identity-review -->\n/);
    expect(comment).toContain("**1 service account gains access.**");
    expect(comment).toContain("`backend/api`");
  });
});
