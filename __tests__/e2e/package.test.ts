import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { REPOSITORY, temporaryFolder } from "./project";
import { run } from "./run";

jest.setTimeout(120_000);

const env = process.env;
const INSTALLED = "node_modules/pod-identity-stacks";

/** A service repository with the packed package installed, and with its peers and dependencies alone. */
async function serviceRepository(): Promise<string> {
  const folder = temporaryFolder();
  const { stdout } = await run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", folder],
    REPOSITORY,
    env,
  );
  const packed: unknown = JSON.parse(stdout);
  const name = readdirSync(folder).find((file) => file.endsWith(".tgz")) ?? "";
  expect(packed).toBeDefined();
  mkdirSync(join(folder, INSTALLED), { recursive: true });
  await run("tar", ["xzf", name, "-C", INSTALLED, "--strip-components", "1"], folder, env);
  for (const peer of ["cdktf", "constructs", "zod"]) {
    symlinkSync(join(REPOSITORY, "node_modules", peer), join(folder, "node_modules", peer));
  }
  return folder;
}

describe("the package, as a service repository installs it", () => {
  let folder: string;
  beforeAll(async () => {
    folder = await serviceRepository();
  });

  test("holds what runs, the schema files and the types, and stays small", () => {
    const installed = join(folder, INSTALLED);
    expect(readdirSync(installed).sort()).toEqual(
      ["LICENSE", "README.md", "THIRD-PARTY-NOTICES.md", "dist", "package.json", "schema"].sort(),
    );
    expect(readdirSync(join(installed, "dist")).sort()).toEqual([
      "aws-managed-policies.br",
      "cli.js",
      "iam-catalog.br",
      "index.js",
      "main.js",
      "plan-run.js",
      "review-run.js",
      "sandbox-run.js",
      "types",
    ]);
    const { dependencies, peerDependencies } = JSON.parse(readFileSync(join(installed, "package.json"), "utf8"));
    expect(Object.keys(dependencies)).toEqual(["zod"]);
    expect(Object.keys(peerDependencies).sort()).toEqual(["cdktf", "constructs"]);
  });

  test("makes the same stacks as this repository does", async () => {
    cpSync(join(REPOSITORY, "examples/platform/platform.yaml"), join(folder, "platform.yaml"));
    const declaration = readFileSync(join(REPOSITORY, "examples/backend-api/pod-identity.yaml"), "utf8");
    writeFileSync(join(folder, "pod-identity.yaml"), declaration.replace("../platform/", "./"));
    await run(process.execPath, ["-e", "require('pod-identity-stacks/app')"], folder, env);
    const made = readFileSync(join(folder, "cdktf.out/stacks/backend-api/cdk.tf.json"), "utf8");
    expect(JSON.parse(made).resource.aws_iam_role).toBeDefined();
    expect(existsSync(join(folder, "cdktf.out/stacks/cluster-atlas/cdk.tf.json"))).toBe(true);
    expect(made).not.toContain(folder);
  });

  test("has types that a program compiles against, without the AWS bindings", async () => {
    const program = `import { App } from "cdktf";
import { ClusterStack, PodIdentity, ServiceStack } from "pod-identity-stacks";

const app = new App();
const stack = new ServiceStack(app, {
  service: "orders",
  clusters: { atlas: { name: "atlas-eks", account: "492000000148", region: "us-east-1" } },
});
const identity: PodIdentity = new PodIdentity(stack, "api", { serviceAccounts: ["shop/api"] });
identity.allow(["s3:GetObject"], ["arn:aws:s3:::orders/*"], { StringEquals: { "aws:PrincipalTag/kubernetes-namespace": "shop" } });
new ClusterStack(app, { key: "atlas", name: "atlas-eks", account: "492000000148", region: "us-east-1", agent: {} });
// @ts-expect-error a service account is text
new PodIdentity(stack, "worker", { serviceAccounts: [42] });
app.synth();
`;
    writeFileSync(join(folder, "program.ts"), program);
    const options = {
      strict: true,
      noEmit: true,
      module: "node16",
      moduleResolution: "node16",
      target: "es2022",
      types: [],
      preserveSymlinks: true,
    };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions: options, files: ["program.ts"] }));
    const tsc = join(REPOSITORY, "node_modules/typescript/bin/tsc");
    const { stdout } = await run(process.execPath, [tsc, "-p", "."], folder, env, [0, 1, 2]);
    expect(stdout).toBe("");
  });
});
