import { spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { CLI, end, folderOf, run, start } from "./command";

// Each run is a process; on a busy machine several of them take their time.
jest.setTimeout(30_000);

const QUEUE = "arn:aws:sqs:us-east-1:492000000148:orders";
const ROLE = "arn:aws:iam::492000000148:role/pod-identity/backend-api/backend-api-api";
const MARKER = "<!-- pod-identity-review -->";

const SERVICE = `service: backend-api
repository: acme/backend-api
clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }
identities:
  - name: api
    serviceAccounts: [backend/api]
    allow: [{ actions: [sqs:SendMessage], resources: ["${QUEUE}"] }]
`;

function document(actions: readonly string[], resource: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: actions, Resource: resource }],
  });
}

const TRUST = JSON.stringify({
  Version: "2012-10-17",
  Statement: [
    {
      Effect: "Allow",
      Principal: { Service: "pods.eks.amazonaws.com" },
      Action: ["sts:AssumeRole", "sts:TagSession"],
      Condition: {
        StringEquals: {
          "aws:RequestTag/eks-cluster-arn": "arn:aws:eks:us-east-1:492000000148:cluster/atlas-eks",
          "aws:RequestTag/kubernetes-namespace": "backend",
          "aws:RequestTag/kubernetes-service-account": "api",
        },
      },
    },
  ],
});

/** A resource of a plan, as `terraform show -json` has it. */
function resource(type: string, name: string, before: object, after: object) {
  const actions = JSON.stringify(before) === JSON.stringify(after) ? ["no-op"] : ["update"];
  const change = { actions, before, after, after_unknown: {}, before_sensitive: {}, after_sensitive: {} };
  const provider_name = "registry.terraform.io/hashicorp/aws";
  return { address: `${type}.${name}`, mode: "managed", type, name, provider_name, change };
}

/** The plan of a stack with one service account, the policy of whose role changes. */
function plan(before: string, after: string): string {
  const role = { arn: ROLE, id: "backend-api-api", name: "backend-api-api", assume_role_policy: TRUST, tags: {} };
  const association = {
    cluster_name: "atlas-eks",
    namespace: "backend",
    service_account: "api",
    role_arn: ROLE,
    association_arn: "arn:aws:eks:us-east-1:492000000148:podidentityassociation/atlas-eks/a-1",
    tags: {},
  };
  const policy = { id: "backend-api-api:inline", name: "inline", role: "backend-api-api" };
  return JSON.stringify({
    format_version: "1.2",
    terraform_version: "1.13.3",
    resource_changes: [
      resource("aws_iam_role", "api", role, role),
      resource("aws_iam_role_policy", "api", { ...policy, policy: before }, { ...policy, policy: after }),
      resource("aws_eks_pod_identity_association", "api", association, association),
    ],
    configuration: { root_module: {} },
    applyable: true,
    complete: true,
    errored: false,
  });
}

const SEND = document(["sqs:SendMessage"], QUEUE);
const EVERYTHING = document(["*"], "*");
const SAFE = plan(SEND, document(["sqs:SendMessage", "sqs:DeleteMessage"], QUEUE));
const DANGEROUS = plan(SEND, EVERYTHING);

/** Where CDKTF has the plan of the stack that SERVICE becomes. */
const PLAN = "cdktf.out/stacks/backend-api/plan.json";

/** Without what the machine that runs the tests may set. */
const ENV = { GITHUB_ACTIONS: "", GITHUB_STEP_SUMMARY: "", GITHUB_WORKSPACE: "", GITHUB_REPOSITORY: "" };

function review(args: readonly string[], folder: string, env: NodeJS.ProcessEnv = {}) {
  return run(["review", ...args], folder, { ...ENV, ...env });
}

async function fingerprintOf(folder: string): Promise<string> {
  const { stdout } = await review(["plan.json", "--format", "json", "--fail-on", "never"], folder);
  return JSON.parse(stdout).fingerprint;
}

describe("pod-identity review", () => {
  test("writes Markdown to stdout where that is no terminal, and nothing to stderr", async () => {
    const { code, stdout, stderr } = await review(["plan.json"], folderOf({ "plan.json": SAFE }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.startsWith(MARKER)).toBe(true);
    expect(stdout).toContain("backend/api");
    expect(stdout).toContain("sqs:DeleteMessage");
  });

  test("takes a plan from stdin", async () => {
    const child = start(["review", "-", "--format", "json"], folderOf({}), ENV);
    child.stdin.end(SAFE);
    const { code, stdout } = await end(child);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ plans: [{ file: "-" }], counts: { gain: 1, update: 1 } });
  });

  test("ends as it would where nobody reads to the end", async () => {
    const child = start(["review", "plan.json"], folderOf({ "plan.json": DANGEROUS }), ENV);
    child.stdout.destroy();
    expect(await end(child)).toMatchObject({ code: 1, stderr: "fails: 1 new error (--fail-on error)\n" });
  });

  test("several plans are one review", async () => {
    const folder = folderOf({ "a.json": SAFE, "b.json": plan(SEND, SEND) });
    const { stdout } = await review(["a.json", "b.json", "--format", "json"], folder);
    expect(JSON.parse(stdout).plans.map(({ stack }: { stack: string }) => stack)).toEqual(["a", "b"]);
  });

  test.each<[string, string, string[], number, string]>([
    ["a new error", DANGEROUS, [], 1, "(--fail-on error)"],
    ["a new error, by --fail-on warning", DANGEROUS, ["--fail-on", "warning"], 1, "new error"],
    ["a new error, and --fail-on never", DANGEROUS, ["--fail-on", "never"], 0, ""],
    ["an error that was there before", plan(EVERYTHING, EVERYTHING), [], 0, ""],
    ["nothing dangerous, by --fail-on warning", SAFE, ["--fail-on", "warning"], 0, ""],
    ["what cannot be read as a policy", plan(SEND, "{"), [], 1, "fails: "],
  ])("%s: ends as it should", async (_, text, args, code, said) => {
    const ended = await review(["plan.json", ...args], folderOf({ "plan.json": text }));
    expect(ended.code).toBe(code);
    if (said === "") expect(ended.stderr).toBe("");
    else expect(ended.stderr).toContain(said);
  });

  test("--format json fits its schema", async () => {
    const schema = JSON.parse(readFileSync(join(__dirname, "../../schema/review.schema.json"), "utf8"));
    const validates = new Ajv({ allowUnionTypes: true }).compile(schema);
    const { stdout } = await review(["plan.json", "--format", "json"], folderOf({ "plan.json": DANGEROUS }));
    const written = JSON.parse(stdout);
    validates(written);
    expect(validates.errors).toBeNull();
    expect(written).toMatchObject({
      version: 1,
      verdict: { level: "error", changes: true },
      access: [{ subject: { serviceAccount: "backend/api", cluster: "atlas-eks" }, verdict: "broadened" }],
      fingerprint: expect.stringMatching(/^pi1-[0-9a-f]{40}$/),
    });
  });

  test("--format terminal is coloured only where that is asked for", async () => {
    const folder = folderOf({ "plan.json": SAFE });
    const plain = await review(["plan.json", "--format", "terminal"], folder);
    const coloured = await review(["plan.json", "--format", "terminal"], folder, { FORCE_COLOR: "1" });
    expect(plain.stdout).toContain("backend/api");
    expect([plain.stdout.includes("\u001b["), coloured.stdout.includes("\u001b[")]).toEqual([false, true]);
  });

  test("SARIF points into the declaration at hand, from the repository's root", async () => {
    const folder = folderOf({ [`services/api/${PLAN}`]: DANGEROUS, "services/api/pod-identity.yaml": SERVICE });
    const cwd = join(folder, "services/api");
    const { stdout } = await review([PLAN, "--format", "sarif"], cwd, { GITHUB_WORKSPACE: folder });
    const [{ results, tool }] = JSON.parse(stdout).runs;
    expect(tool.driver.rules[results[0].ruleIndex]).toMatchObject({
      id: "privilege-escalation",
      shortDescription: { text: expect.stringMatching(/\.$/) },
    });
    expect(results[0]).toMatchObject({
      level: "error",
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: "services/api/pod-identity.yaml" },
            region: { startLine: 5 },
          },
        },
      ],
    });
  });

  describe("--out", () => {
    test.each<[string, string[], string]>([
      ["review.md", [], MARKER],
      ["review.json", [], '{\n  "version": 1,'],
      ["review.sarif", [], '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json"'],
      ["review", [], MARKER],
      ["review.json", ["--format", "markdown"], MARKER],
    ])("%s %j holds what its name or --format says", async (file, args, begin) => {
      const folder = folderOf({ "plan.json": SAFE });
      const { code, stdout, stderr } = await review(["plan.json", "--out", file, ...args], folder);
      expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
      expect(stderr).toMatch(new RegExp(`^(fine|warning): .* pi1-[0-9a-f]{40} → ${file}\n$`));
      expect(readFileSync(join(folder, file), "utf8").startsWith(begin)).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(["plan.json", file].sort());
    });

    test("what does not fit into a comment is written beside it, and into the job summary", async () => {
      const many = Array.from({ length: 3000 }, (_, n) => `arn:aws:s3:::a-bucket-with-a-rather-long-name-${n}/*`);
      const statement = { Effect: "Allow", Action: "s3:GetObject", Resource: many };
      const wide = plan(SEND, JSON.stringify({ Version: "2012-10-17", Statement: [statement] }));
      const folder = folderOf({ "plan.json": wide, "summary.md": "# Before\n" });
      const env = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
      const { stderr } = await review(["plan.json", "--out", "review.md", "--fail-on", "never"], folder, env);
      const text = (name: string) => readFileSync(join(folder, name), "utf8");
      expect(stderr).toContain("all of it is in review.full.md");
      expect(text("review.md").length).toBeLessThanOrEqual(65_536);
      expect(text("review.full.md").length).toBeGreaterThan(text("review.md").length);
      expect(text("summary.md")).toMatch(/^# Before\n\n<!-- pod-identity-review -->/);
    });

    test("a link stays one, and what it points at is written", async () => {
      const folder = folderOf({ "plan.json": SAFE, "kept/review.md": "old" });
      symlinkSync("kept/review.md", join(folder, "review.md"));
      const { code } = await review(["plan.json", "--out", "review.md"], folder);
      expect(code).toBe(0);
      expect(lstatSync(join(folder, "review.md")).isSymbolicLink()).toBe(true);
      expect(readFileSync(join(folder, "kept/review.md"), "utf8").startsWith(MARKER)).toBe(true);
      expect(readdirSync(folder).sort()).toEqual(["kept", "plan.json", "review.md"]);
    });

    test.each<[string, string, string]>([
      ["no name", "", "--out names no file"],
      [
        "a folder that is missing",
        "no/review.md",
        "no/review.md cannot be written: there is no folder no\nfix: make it first",
      ],
      ["a folder in its place", "there", "there cannot be written: it is a folder"],
      ["a name that no file can have", "x".repeat(300), `${"x".repeat(300)} cannot be written: its name is too long\n`],
    ])("%s: says so, ends with 2, writes nothing", async (_, file, said) => {
      const folder = folderOf({ "plan.json": SAFE });
      mkdirSync(join(folder, "there"));
      const { code, stdout, stderr } = await review(["plan.json", "--out", file], folder);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      expect(stderr).toContain(said);
      expect(readdirSync(folder).sort()).toEqual(["plan.json", "there"]);
    });
  });

  describe("--out refuses to write over", () => {
    const FIX = "fix: name another file, like review.md\n";
    const NAMED = "plans/app.json";
    const PROJECT_PLAN = "cdktf.out/stacks/backend-api/plan";
    const REVIEWED = "a plan that is reviewed";

    test.each<[string, string[], string, string]>([
      ["a plan", [NAMED, "--out", NAMED], NAMED, REVIEWED],
      ["a plan by another path", [NAMED, "--out", "./kept/../plans/app.json"], "./kept/../plans/app.json", REVIEWED],
      ["a plan that is a link", ["link.json", "--out", NAMED], NAMED, REVIEWED],
      ["a plan through a link", [NAMED, "--out", "link.json"], "link.json", REVIEWED],
      ["a plan in a folder that is a link", [NAMED, "--out", "folder/app.json"], "folder/app.json", REVIEWED],
      ["a plan of the project", ["--out", PROJECT_PLAN], PROJECT_PLAN, REVIEWED],
      ["a plan, by what has no room", ["all.full.md", "--out", "all.md"], "all.full.md", REVIEWED],
      ["the declaration", [NAMED, "--out", "pod-identity.yaml"], "pod-identity.yaml", "a declaration"],
      ["a link to it", [NAMED, "--out", "service.md"], "service.md", "a declaration"],
      ["a declaration to be", [NAMED, "--out", "kept/platform.yaml"], "kept/platform.yaml", "a declaration"],
      ["the platform", [NAMED, "--platform", "acme.yaml", "--out", "acme.yaml"], "acme.yaml", "a declaration"],
      ["--declarations", [NAMED, "--declarations", "acme.yaml", "--out", "acme.yaml"], "acme.yaml", "a declaration"],
      ["package.json", [NAMED, "--out", "package.json"], "package.json", "the package's own file"],
      ["cdktf.json", [NAMED, "--out", "cdktf.json"], "cdktf.json", "the project's own file"],
    ])("%s", async (_, args, target, what) => {
      const files = { "pod-identity.yaml": SERVICE, "acme.yaml": "platform: acme\n", "package.json": "{}" };
      const plans = { [NAMED]: SAFE, "all.full.md": SAFE, [PROJECT_PLAN]: SAFE };
      const folder = folderOf({ ...files, ...plans, "kept/note": "" });
      symlinkSync(NAMED, join(folder, "link.json"));
      symlinkSync("plans", join(folder, "folder"));
      symlinkSync("pod-identity.yaml", join(folder, "service.md"));
      const before = readdirSync(folder, { recursive: true });
      const { code, stdout, stderr } = await review(args, folder);
      expect({ code, stdout, stderr }).toEqual({
        code: 2,
        stdout: "",
        stderr: `${target} cannot be written: it is ${what}\n${FIX}`,
      });
      expect(readdirSync(folder, { recursive: true })).toEqual(before);
      for (const [name, text] of Object.entries({ ...files, ...plans }))
        expect(readFileSync(join(folder, name), "utf8")).toBe(text);
    });

    test("the plan that comes in as stdin", async () => {
      const folder = folderOf({ "plan.json": SAFE });
      const stdin = openSync(join(folder, "plan.json"), "r");
      const child = spawnSync(process.execPath, [CLI, "review", "-", "--out", "plan.json"], {
        cwd: folder,
        stdio: [stdin, "pipe", "pipe"],
      });
      closeSync(stdin);
      expect({ code: child.status, said: String(child.stderr) }).toEqual({
        code: 2,
        said: `plan.json cannot be written: it is a plan that is reviewed\n${FIX}`,
      });
      expect(readFileSync(join(folder, "plan.json"), "utf8")).toBe(SAFE);
    });
  });

  describe("--expect", () => {
    test("the same plans pass", async () => {
      const folder = folderOf({ "plan.json": SAFE });
      const args = ["plan.json", "--expect", await fingerprintOf(folder)];
      expect(await review(args, folder)).toMatchObject({ code: 0, stderr: "" });
    });

    test("other plans fail, whatever --fail-on says, and the review is written all the same", async () => {
      const folder = folderOf({ "plan.json": SAFE });
      const expected = await fingerprintOf(folder);
      writeFileSync(join(folder, "other.json"), DANGEROUS);
      const args = ["other.json", "--fail-on", "never", "--expect", expected];
      const { code, stdout, stderr } = await review(args, folder);
      expect(code).toBe(1);
      expect(stdout.startsWith(MARKER)).toBe(true);
      const [first, second, third, fourth] = stderr.split("\n");
      expect(first).toBe("fails: the plans are not those that were reviewed");
      expect(second).toBe(`  expected: ${expected}`);
      expect(third).toMatch(/^ {2}found: {4}pi1-[0-9a-f]{40}$/);
      expect(third).not.toContain(expected);
      expect(fourth).toBe("fix: review these plans, and hand on the fingerprint of that review");
    });
  });

  test.each<[string, string[], string]>([
    ["an unknown format", ["--format", "xml"], "Allowed choices are markdown, json, sarif, terminal, github."],
    ["an unknown threshold", ["--fail-on", "info"], "Allowed choices are error, warning, never."],
    [
      "a fingerprint that is none",
      ["--expect", "pi1-00"],
      "It must be a review's fingerprint: `pi1-` and 40 of 0-9 and a-f.",
    ],
    ["no fingerprint", ["--expect", ""], "It must be a review's fingerprint"],
    ["a repository that is none", ["--repository", "acme"], "It must be a repository, as in acme/backend-api."],
    ["an unknown option", ["--formt", "json"], "(Did you mean --format?)"],
  ])("%s: ends with 2", async (_, args, said) => {
    const { code, stdout, stderr } = await review(["plan.json", ...args], folderOf({ "plan.json": SAFE }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
  });

  test("all that cannot be read is said at once, and nothing is written", async () => {
    const folder = folderOf({ "plan.json": SAFE, "broken.json": "{", "old.json": '{"format_version": "2.0"}' });
    const files = ["plan.json", "broken.json", "old.json", "gone.json"];
    const beside = ["--declarations", "nowhere", "--platform", "gone.yaml", "--out", "review.md"];
    const { code, stdout, stderr } = await review([...files, ...beside], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    for (const said of [
      "broken.json",
      "old.json",
      "gone.json",
      "nowhere",
      "--platform gone.yaml names a platform file",
    ])
      expect(stderr).toContain(said);
    // A place in a plan is no place for a reader.
    expect(stderr).not.toContain(".json:1");
    expect(existsSync(join(folder, "review.md"))).toBe(false);
  });

  test.each([
    ["gone.yaml", "names a platform file that is not there", "correct the path"],
    ["there", "names a folder, and not a platform file", "name the file in it, as in `there/platform.yaml`"],
  ])("--platform %s: says what is wrong with it, and where it is looked for", async (named, message, remedy) => {
    const folder = folderOf({ "plan.json": SAFE, "there/x": "" });
    expect(await review(["plan.json", "--platform", named], folder)).toEqual({
      code: 2,
      stdout: "",
      stderr: `--platform ${named} ${message}\nallowed: a path relative to the working directory, or a file of an installed package\nfix: ${remedy}\n\n`,
    });
  });

  test("a stack of the project that has no plan is told in the review", async () => {
    const stack = (name: string) => ({ name, workingDirectory: `stacks/${name}`, synthesizedStackPath: "cdk.tf.json" });
    const folder = folderOf({
      "cdktf.json": '{"language":"typescript","app":"true"}',
      "cdktf.out/manifest.json": JSON.stringify({
        version: "0.21.0",
        stacks: { api: stack("api"), jobs: stack("jobs") },
      }),
      "cdktf.out/stacks/api/plan": SAFE,
    });
    const { code, stdout, stderr } = await review([], folder);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "warning: not planned, and so not reviewed: jobs\n" });
    expect(stdout).toContain("**Not planned, and so not reviewed: the stack jobs.**");
  });

  test("without plans it says where it looked", async () => {
    const { code, stdout, stderr } = await review([], folderOf({}));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("cdktf.out");
  });

  describe("the declaration at hand", () => {
    const ACKNOWLEDGED = `${SERVICE}    acknowledge: [{ rule: "privilege-escalation[*]", reason: it runs the account }]\n`;

    test.each<[string, string, string[]]>([
      ["of the working directory", "pod-identity.yaml", []],
      ["of a folder that is named", "there/pod-identity.yaml", ["--declarations", "there"]],
    ])("acknowledgements %s count", async (_, file, args) => {
      const folder = folderOf({ [PLAN]: DANGEROUS, [file]: ACKNOWLEDGED });
      const { code, stdout, stderr } = await review([PLAN, "--format", "json", ...args], folder);
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      const rules = JSON.parse(stdout).findings.map(({ rule }: { rule: string }) => rule);
      expect(rules).toContain("wildcard-action");
      expect(rules).not.toContain("privilege-escalation");
    });

    test("one with mistakes stops nothing, and makes nothing milder", async () => {
      const folder = folderOf({ [PLAN]: DANGEROUS, "pod-identity.yaml": `${ACKNOWLEDGED}unknown: 1\n` });
      const { code, stderr } = await review([PLAN], folder);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: [
          "warning: the declaration has mistakes (pod-identity.yaml:9:1): its places, acknowledgements and levels of rules are not used, and who owns which namespace is not known",
          "fix: run `pod-identity check`, and mend what it shows",
          "fails: 1 new error (--fail-on error)\n",
        ].join("\n"),
      });
    });

    test("a platform says who owns which namespace", async () => {
      const owner = "repositories: [{ repository: acme/other, namespaces: [backend] }]";
      const clusters = 'clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }';
      const folder = folderOf({
        "plan.json": plan("{}", SEND),
        "acme.yaml": `platform: acme\n${clusters}\n${owner}\n`,
      });
      const args = ["plan.json", "--format", "json", "--platform", "acme.yaml", "--repository"];
      const rules = async (repository: string) =>
        JSON.parse((await review([...args, repository], folder)).stdout).findings.map(
          ({ rule }: { rule: string }) => rule,
        );
      expect(await rules("acme/backend-api")).toContain("namespace-owner");
      expect(await rules("acme/other")).not.toContain("namespace-owner");
    });

    describe("that names a repository", () => {
      const owners = "repositories: [{ repository: acme/backend-api, namespaces: [backend] }]";
      const clusters = 'clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }';
      const files = {
        "plan.json": SAFE,
        "pod-identity.yaml": SERVICE,
        "acme.yaml": `platform: acme\n${clusters}\n${owners}\n`,
      };
      const OTHER = "new error: names another repository than the one that this review runs for, `acme/other`";
      const FOREIGN = "old error: is in the namespace `backend`, which belongs to acme/backend-api";
      test.each([
        { name: "GitHub's", onGitHub: "acme/backend-api", says: [] },
        { name: "GitHub's, in other letter case", onGitHub: "Acme/Backend-API", says: [] },
        { name: "another than GitHub's, which counts", onGitHub: "acme/other", says: [OTHER, FOREIGN] },
        { name: "another than --repository's, which is meant", args: ["--repository", "acme/other"], says: [FOREIGN] },
        {
          name: "another than GitHub's, while --repository says which is meant",
          onGitHub: "acme/other",
          args: ["--repository", "acme/backend-api"],
          says: [],
        },
      ])("$name", async ({ onGitHub, args = [], says }) => {
        const env = onGitHub === undefined ? {} : { GITHUB_REPOSITORY: onGitHub };
        const options = ["plan.json", "--format", "json", "--platform", "acme.yaml", ...args];
        const { code, stdout } = await review(options, folderOf(files), env);
        const found: { rule: string; severity: string; status: string; message: string }[] =
          JSON.parse(stdout).findings;
        const own = found.filter(({ rule }) => rule === "namespace-owner");
        expect(own.map(({ status, severity, message }) => `${status} ${severity}: ${message}`)).toEqual(says);
        expect(code).toBe(own.some(({ status }) => status === "new") ? 1 : 0);
      });
    });
  });

  describe("--format github", () => {
    test("annotations to stdout, the whole review into the job summary", async () => {
      const folder = folderOf({ "plan.json": DANGEROUS, "summary.md": "" });
      const env = { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
      const { code, stdout } = await review(["plan.json", "--format", "github", "--out", "comment.md"], folder, env);
      expect(code).toBe(1);
      for (const line of stdout.trim().split("\n")) expect(line).toMatch(/^::(error|warning|notice) /);
      for (const file of ["summary.md", "comment.md"])
        expect(readFileSync(join(folder, file), "utf8").trim().startsWith(MARKER)).toBe(true);
    });

    test("a summary that has no room is left alone, and that is said", async () => {
      const full = "x".repeat(1024 * 1024 - 100);
      const folder = folderOf({ "plan.json": SAFE, "summary.md": full });
      const env = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
      const { code, stderr } = await review(["plan.json", "--format", "github"], folder, env);
      expect(code).toBe(0);
      expect(stderr).toContain("the job summary has no room for the review");
      expect(readFileSync(join(folder, "summary.md"), "utf8")).toBe(full);
    });

    test("without a summary there are the annotations alone", async () => {
      const { code, stdout, stderr } = await review(
        ["plan.json", "--format", "github"],
        folderOf({ "plan.json": SAFE }),
      );
      expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
      expect(stdout).not.toContain(MARKER);
    });
  });

  test.each(["markdown", "json", "sarif", "terminal", "github"])(
    "no name in a plan becomes a command on GitHub Actions: %s",
    async (format) => {
      const name = "x\n::add-mask::y ##[add-mask]z";
      const hostile = plan(SEND, document(["s3:GetObject"], `arn:aws:s3:::${name}`)).replaceAll(
        '"backend"',
        JSON.stringify(name),
      );
      const folder = folderOf({ "plan.json": hostile });
      const env = { GITHUB_ACTIONS: "true" };
      const { code, stdout, stderr } = await review(["plan.json", "--format", format], folder, env);
      expect(code).not.toBe(2);
      expect(stdout + stderr).not.toBe("");
      expect(stdout + stderr).not.toMatch(/##\[/);
      expect(stdout + stderr).not.toMatch(/^\s*::(?!error |warning |notice )/m);
    },
  );
});
