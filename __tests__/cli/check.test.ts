import { folderOf, run } from "./command";

const SERVICE = `service: backend-api
clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }
identities:
  - name: api
    serviceAccounts: [backend/api]
    policies: [AmazonS3ReadOnlyAccess]
`;

describe("pod-identity check", () => {
  const cases: {
    name: string;
    files: Record<string, string>;
    args?: string[];
    code: number;
    stdout: string;
    stderr: string;
  }[] = [
    {
      name: "says what is fine, to stdout",
      files: { "pod-identity.yaml": SERVICE },
      code: 0,
      stdout: "ok  backend-api: 1 identity for backend/api on atlas\n",
      stderr: "",
    },
    {
      name: "says what is wrong, to stderr, and ends with 1",
      files: { "pod-identity.yaml": SERVICE.replace("AmazonS3ReadOnlyAccess", "AmazonS3ReadOnly") },
      code: 1,
      stdout: "",
      stderr: expect.stringMatching(
        /^error pod-identity\.yaml:6:16 identities\[0\]\.policies\[0\]\n {2}`AmazonS3ReadOnly` is not the name of an AWS managed policy\n[\s\S]*1 error in 1 of 1 files\n$/,
      ),
    },
    {
      name: "ends with 2 where a file is not YAML",
      files: { "pod-identity.yaml": "service: [" },
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("error pod-identity.yaml:1:"),
    },
    {
      name: "ends with 2 where there is nothing to check",
      files: {},
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("holds no declaration"),
    },
    {
      name: "ends with 2 where the folder is missing",
      files: {},
      args: ["nowhere"],
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("nowhere:1:1"),
    },
    {
      name: "takes a folder of repositories",
      files: { "a/pod-identity.yaml": SERVICE, "b/pod-identity.yaml": SERVICE.replace(/backend/g, "frontend") },
      code: 0,
      stdout:
        "ok  backend-api: 1 identity for backend/api on atlas\nok  frontend-api: 1 identity for frontend/api on atlas\n",
      stderr: "",
    },
    {
      name: "shows a stack without identities",
      files: { "pod-identity.yaml": `${SERVICE.split("identities:")[0]}identities: []\n` },
      code: 0,
      stdout: "ok  backend-api: 0 identities on atlas\n",
      stderr: "",
    },
    {
      name: "ends with 2 for an option that is not there",
      files: { "pod-identity.yaml": SERVICE },
      args: ["--jsn"],
      code: 2,
      stdout: "",
      stderr: "error: unknown option '--jsn'\n(Did you mean --json?)\n",
    },
  ];

  test.each(cases)("$name", async ({ files, args = [], code, stdout, stderr }) => {
    expect(await run(["check", ...args], folderOf(files))).toEqual({ code, stdout, stderr });
  });

  test("--json writes the findings to stdout, and nothing else", async () => {
    const folder = folderOf({ "pod-identity.yaml": SERVICE.replace("backend/api", "backend/API") });
    const { code, stdout, stderr } = await run(["check", "--json"], folder);
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      ok: false,
      files: ["pod-identity.yaml"],
      stacks: [{ name: "backend-api", kind: "service", account: "492000000148", regions: ["us-east-1"] }],
      findings: [
        {
          rule: "schema",
          severity: "error",
          file: "pod-identity.yaml",
          line: 5,
          column: 23,
          path: ["identities", 0, "serviceAccounts", 0],
          message: expect.any(String),
          found: "backend/API",
          allowed: expect.stringContaining("namespace/name"),
          fix: "write `backend/api`",
        },
      ],
    });
  });

  test.each<[string, string, string[][]]>([
    ["pod-identity.yaml", SERVICE.replace("service:", "servic:"), [["servic"]]],
    ["pod-identity.yaml", SERVICE.replace('"492000000148"', "492"), [["clusters", "atlas", "account"]]],
    [
      "platform.yaml",
      'platform: acme\nclusters: { At las: { name: a, account: "492000000148", region: us-east-1 } }\n',
      [
        ["clusters", "At las"],
        ["clusters", "At las"],
      ],
    ],
  ])("--json holds nothing that only stands in for what is broken: %s %j", async (file, text, paths) => {
    const { stdout } = await run(["check", "--json"], folderOf({ [file]: text }));
    expect(stdout).not.toContain("TfToken");
    const { stacks, findings } = JSON.parse(stdout);
    expect(stacks).toEqual([]);
    expect(findings.map(({ path }: { path: string[] }) => path)).toEqual(paths);
  });

  test.each([
    ["no colours into a pipe", {}, false],
    ["colours where they are asked for", { FORCE_COLOR: "1" }, true],
    ["NO_COLOR wins", { FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("%s", async (_, env, coloured) => {
    const { stderr } = await run(["check"], folderOf({}), env);
    expect(stderr.includes("\u001b[")).toBe(coloured);
  });
});

describe("pod-identity", () => {
  test.each<[string, string[], number, RegExp]>([
    ["--help", ["--help"], 0, /Usage: pod-identity/],
    ["--version", ["--version"], 0, /^\d+\.\d+\.\d+\n$/],
    ["no command", [], 2, /Usage: pod-identity/],
    ["help", ["help"], 0, /Usage: pod-identity/],
    ["help of a command", ["help", "check"], 0, /Usage: pod-identity check/],
    ["help of what is no command", ["help", "nope"], 2, /^error: unknown command 'nope'\n$/],
    [
      "help of an unknown command",
      ["help", "chekc"],
      2,
      /^error: unknown command 'chekc'\n\(Did you mean check\?\)\n$/,
    ],
    ["can-i --help", ["can-i", "--help"], 0, /--context <key=value>[^(]*\(default:\s+nothing\)/],
    ["sandbox --help: clusters", ["sandbox", "--help"], 0, /--cluster <[^(]*\(default:\s+none\)/],
    ["sandbox --help: faults", ["sandbox", "--help"], 0, /--fault <[^(]*\(default:\s+none\)/],
    ["an unknown command", ["chekc"], 2, /unknown command 'chekc'\n\(Did you mean check\?\)/],
  ])("%s", async (_, args, code, said) => {
    const ended = await run(args, folderOf({}));
    expect(ended.code).toBe(code);
    expect(ended.stdout + ended.stderr).toMatch(said);
  });
});
