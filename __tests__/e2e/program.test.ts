import { mkdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describeE2e } from "./describe-e2e";
import { DeployedStack, environment, exampleFiles, REPOSITORY, temporaryFolder, writeFiles } from "./project";
import { run, start } from "./run";
import { ACCOUNT, contents, NOTHING, startWorld, type World } from "./world";

jest.setTimeout(120_000);

/** The example in a folder as `npm install` leaves it, the platform's repository beside it. */
function installed(): string {
  const home = temporaryFolder();
  writeFiles(join(home, "platform"), exampleFiles("platform"));
  const folder = join(home, "reports");
  writeFiles(folder, exampleFiles("reports"));
  mkdirSync(join(folder, "node_modules"));
  symlinkSync(REPOSITORY, join(folder, "node_modules/pod-identity-stacks"));
  for (const name of ["@cdktf", "cdktf", "constructs", ".bin"])
    symlinkSync(join(REPOSITORY, "node_modules", name), join(folder, "node_modules", name));
  return folder;
}

describeE2e("a program in TypeScript, the example reports", () => {
  let world: World;
  let folder: string;
  /** The app as the CDKTF CLI starts it. */
  let app: { command: string; env: NodeJS.ProcessEnv };

  beforeAll(async () => {
    world = await startWorld();
    folder = installed();
    const { PATH, ...env } = environment(world);
    const { app: command } = JSON.parse(readFileSync(join(folder, "cdktf.json"), "utf8"));
    app = { command: String(command), env: { ...env, PATH: `${folder}/node_modules/.bin:${PATH}` } };
  });
  afterAll(() => world.close());

  test("allows its pods what is in a bucket that it makes itself", async () => {
    await run("sh", ["-c", app.command], folder, app.env);
    const stack = new DeployedStack(join(folder, "cdktf.out/stacks/reports"), app.env);
    expect(JSON.parse(readFileSync(join(stack.folder, "cdk.tf.json"), "utf8"))).toMatchSnapshot();
    await stack.init();
    await stack.apply();
    expect(await stack.plan()).toEqual([]);
    const [policy] = world.sandbox.world.iam[ACCOUNT]?.roles["reports-reader"]?.inline ?? [];
    expect(JSON.parse(policy?.document ?? "")).toEqual({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["s3:GetObject"], Resource: ["arn:aws:s3:::acme-reports/*"] },
        { Effect: "Allow", Action: ["s3:ListBucket"], Resource: ["arn:aws:s3:::acme-reports"] },
      ],
    });
    await stack.destroy();
    expect(contents(world)).toEqual(NOTHING);
    expect(world.sandbox.world.s3.buckets).toEqual({});
  });

  test("is told what is wrong, and where in the program, without a stack of the package's insides", async () => {
    const text = readFileSync(join(folder, "main.ts"), "utf8").replace('"reports/reader"', '"reader"');
    writeFiles(folder, { "wrong.js": text.replaceAll(/import (.*) from (.*);/g, "const $1 = require($2);") });
    const { code, stderr } = await start(process.execPath, ["wrong.js"], folder, app.env).ended;
    expect(code).toBe(1);
    expect(stderr).toContain("[reports/reader serviceAccounts[0]] `reader` is not a service account; allowed:");
    const frames = stderr.split("\n").filter((line) => /^\s+at /.test(line));
    expect(frames).toEqual([expect.stringMatching(/wrong\.js:\d+:\d+\)?$/)]);
  });
});
