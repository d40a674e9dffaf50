import { existsSync, lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";
import { makeBucket } from "./clients";
import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { environment, Project, REPOSITORY } from "./project";
import { type Running, start } from "./run";
import { theTools } from "./tools";
import { ACCOUNT, startWorld, type World, writes } from "./world";

jest.setTimeout(120_000);

const CLI = join(REPOSITORY, "dist/cli.js");
const BUCKET = "acme-terraform-state";

/** A service with one identity: what it may do does not matter here. */
function service(name: string, account = ACCOUNT, more: object = {}): string {
  const identity = {
    name: "api",
    serviceAccounts: [`${name}/api`],
    allow: [{ actions: ["sqs:SendMessage"], resources: [`arn:aws:sqs:us-east-1:${account}:orders`] }],
  };
  return serviceFile({
    service: name,
    clusters: { atlas: { ...INLINE.atlas, account } },
    identities: [identity],
    ...more,
  });
}

/** A project whose app makes a stack for each folder: as a repository with several services has it. */
function severalStacks(world: World, declarations: Record<string, string>, output?: string): Project {
  const app = [process.execPath, join(REPOSITORY, "dist/main.js"), ...Object.keys(declarations)];
  const files = Object.entries(declarations).map(([name, text]) => [`${name}/pod-identity.yaml`, text]);
  return new Project(world, {
    "cdktf.json": JSON.stringify({
      app: app.map((part) => JSON.stringify(part)).join(" "),
      ...(output === undefined ? {} : { output }),
    }),
    ...Object.fromEntries(files),
  });
}

function startPlan({ world, folder }: Project, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const own = { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "", GITHUB_REPOSITORY: "", FORCE_COLOR: undefined };
  return start(process.execPath, [CLI, "plan", ...args], folder, { ...environment(world), ...own, ...env });
}

/** The folders of providers that a stack was initialised with. */
function providersOf(stack: string): string[] {
  const root = join(stack, ".terraform/providers");
  const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).map((name) => join(root, name));
  return paths.filter((path) => lstatSync(path).isSymbolicLink());
}

describeE2e("pod-identity plan", () => {
  test("plans all stacks, reviews them as one, and does so again to the same fingerprint", async () => {
    const world = await startWorld();
    const folders = { orders: service("orders"), "kunden daten": service("kunden"), prüfung: service("pruefung") };
    const project = severalStacks(world, folders, "made for us");

    const first = await startPlan(project, ["--parallelism", "2", "--format", "json"]).ended;
    expect(first).toMatchObject({ code: 0, stderr: expect.not.stringContaining("\u001b") });
    const review = JSON.parse(first.stdout);
    expect(review.plans.map(({ stack, file }: { stack: string; file: string }) => `${stack}: ${file}`)).toEqual([
      "kunden: made for us/stacks/kunden/plan",
      "orders: made for us/stacks/orders/plan",
      "pruefung: made for us/stacks/pruefung/plan",
    ]);
    expect(review.counts).toMatchObject({ gain: 3, create: 9 });
    const steps = first.stderr
      .replaceAll(/ \d+\.\d s$/gm, "")
      .trim()
      .split("\n");
    expect(steps.filter((line) => line.startsWith("orders: "))).toEqual([
      "orders: init",
      "orders: plan",
      "orders: planned",
    ]);
    expect(steps).toHaveLength(9);

    // One provider for all, where the synth is, and nowhere else.
    const made = join(project.folder, "made for us");
    for (const stack of ["kunden", "orders", "pruefung"]) {
      const links = providersOf(join(made, "stacks", stack));
      expect(links).toHaveLength(1);
      for (const link of links) expect(readlinkSync(link).startsWith(join(made, "providers"))).toBe(true);
    }
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);

    // One of them again, as the environment has it: what is less than all of it is another change.
    const env = { PATH: "", TERRAFORM_BINARY_NAME: theTools().terraform, TF_DATA_DIR: ".data" };
    const args = ["pruefung", "--no-lock", "--expect"];
    const one = await startPlan(project, [...args, review.fingerprint, "--format", "json"], env).ended;
    expect(one).toMatchObject({ code: 1, stderr: expect.stringContaining("not those that were reviewed") });
    const { plans, notPlanned, fingerprint } = JSON.parse(one.stdout);
    expect(plans).toMatchObject([{ stack: "pruefung" }]);
    expect(notPlanned).toEqual(["kunden", "orders"]);
    expect(existsSync(join(made, "stacks/pruefung/.data/providers"))).toBe(true);
    const again = await startPlan(project, [...args, fingerprint, "--out", "review.md"], env).ended;
    expect(again).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(join(project.folder, "review.md"), "utf8")).toContain("1 service account gains access");
    expect(writes(world.calls)).toEqual([]);
  });

  test("what Terraform cannot plan is never called fine", async () => {
    const world = await startWorld();
    const state = { state: { s3: { bucket: "nowhere", region: "us-east-1" } } };
    const project = severalStacks(world, {
      orders: service("orders"),
      other: service("other", "111122223333"),
      stateless: service("stateless", ACCOUNT, state),
    });
    // Half a plan is reviewed as that, beside what was planned.
    const errored = await startPlan(project, ["orders", "other", "--format", "json"]).ended;
    expect(errored.code).toBe(1);
    expect(errored.stderr).toMatch(/^orders: planned /m);
    expect(errored.stderr).toMatch(/^other: failed /m);
    expect(errored.stderr).toContain(`AWS account ID not allowed: ${ACCOUNT}`);
    expect(JSON.parse(errored.stdout)).toMatchObject({
      verdict: { level: "cannot tell" },
      plans: [
        { stack: "orders", errored: false },
        { stack: "other", errored: true },
      ],
      findings: [{ rule: "plan-errored", stack: "other" }],
      notPlanned: ["stateless"],
    });
    // Without any plan there is no review.
    const none = await startPlan(project, ["stateless", "--format", "json"]).ended;
    expect(none).toMatchObject({ code: 2, stdout: "" });
    expect(none.stderr).toContain('S3 bucket "nowhere" does not exist');
    expect(none.stderr).toContain("stateless has no plan\nfix: mend what Terraform says above; nothing was reviewed\n");
  });

  test("interrupted, it waits for Terraform, which gives its lock back, and reviews nothing", async () => {
    let running: Running | undefined;
    let isLocked = false;
    const world = await startWorld({
      onCall: ({ action }) => {
        if (isLocked) running?.child.kill("SIGINT");
        isLocked ||= action === "s3:PutObject";
      },
    });
    await makeBucket(world, BUCKET);
    const state = { state: { s3: { bucket: BUCKET, region: "us-east-1" } } };
    const project = new Project(world, { "pod-identity.yaml": service("orders", ACCOUNT, state) });
    const planning = startPlan(project, []);
    running = planning;
    const { code, stdout, stderr } = await planning.ended;
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("interrupted: nothing was reviewed\nfix: start it again\n");
    expect(isLocked).toBe(true);
    const objects = Object.keys(world.sandbox.world.s3.buckets[BUCKET]?.objects ?? {});
    expect(objects.filter((name) => name.endsWith(".tflock"))).toEqual([]);
  });

  test("what stands in the way is said before anything is planned", async () => {
    const world = await startWorld();
    const project = new Project(world, { "pod-identity.yaml": service("orders") });
    const nowhere = await startPlan(project, ["--out", "no/review.md"]).ended;
    expect(nowhere).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("there is no folder no\n") });
    expect(existsSync(join(project.folder, "cdktf.out"))).toBe(false);
    const unknown = await startPlan(project, ["order"]).ended;
    expect(unknown).toMatchObject({
      code: 2,
      stdout: "",
      stderr: "`order` is not a stack of this project\nallowed: orders\nfix: did you mean `orders`?\n",
    });
    const none = await startPlan(project, [], { PATH: join(project.folder, "bin"), TERRAFORM_BINARY_NAME: "" }).ended;
    expect(none).toMatchObject({ code: 2, stdout: "", stderr: expect.stringContaining("Terraform is not installed.") });
    project.write({ "pod-identity.yaml": "service: orders\n" });
    const broken = await startPlan(project, []).ended;
    expect(broken).toMatchObject({ code: 2, stdout: "" });
    expect(broken.stderr).toContain("pod-identity.yaml:1:1");
    expect(broken.stderr).toContain("the synth failed: nothing was planned");
    expect(existsSync(join(project.folder, "cdktf.out/providers"))).toBe(false);
  });
});
