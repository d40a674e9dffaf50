import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { synthesize } from "../../../lib/project/synthesize";

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

function project(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-project-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** An app that writes what CDKTF's would: a manifest with the stacks `b` and `a`, and what it was handed. */
const APP = `
const { mkdirSync, writeFileSync } = require("node:fs");
const out = process.env.CDKTF_OUTDIR;
mkdirSync(out, { recursive: true });
const stack = (name) => ({ name, workingDirectory: "stacks/" + name });
writeFileSync(out + "/manifest.json", JSON.stringify({ version: "0.21.0", stacks: { b: stack("b"), a: stack("a") } }));
console.log("context " + process.env.CDKTF_CONTEXT_JSON);
`;

async function run(files: Record<string, string>): Promise<{ stacks: string[]; said: string; folder: string }> {
  const folder = project({ "app.js": APP, ...files });
  let said = "";
  const request = { folder, env: process.env, app: join(folder, "app.js"), onOutput: (text: string) => (said += text) };
  const { stacks } = await synthesize(request);
  return { stacks: stacks.map((stack) => `${stack.name} ${stack.folder.replace(folder, "")}`), said, folder };
}

const node = JSON.stringify(process.execPath);

describe("a synth", () => {
  test.each([
    [
      "runs the app of cdktf.json, with its context",
      { "cdktf.json": JSON.stringify({ app: `${node} app.js`, context: { a: 1 } }) },
      ["a /cdktf.out/stacks/a", "b /cdktf.out/stacks/b"],
      'context {"a":1}\n',
    ],
    [
      "writes where cdktf.json says",
      { "cdktf.json": JSON.stringify({ app: `${node} app.js`, output: "made" }) },
      ["a /made/stacks/a", "b /made/stacks/b"],
      "context undefined\n",
    ],
    [
      "tells it the modules that lie in the project, as CDKTF's own command does",
      {
        "cdktf.json": JSON.stringify({
          app: `${node} app.js`,
          context: { a: 1 },
          terraformModules: ["./network", { name: "dns", source: "../dns" }, "terraform-aws-modules/vpc/aws@5.0.0"],
        }),
      },
      ["a /cdktf.out/stacks/a", "b /cdktf.out/stacks/b"],
      'context {"a":1,"cdktfRelativeModules":["./network","../dns"]}\n',
    ],
    [
      "runs this package's app where there are declarations alone",
      { "pod-identity.yaml": "service: orders\n" },
      ["a /cdktf.out/stacks/a", "b /cdktf.out/stacks/b"],
      "context undefined\n",
    ],
  ])("%s", async (_name, files, stacks, said) => {
    expect(await run(files)).toMatchObject({ stacks, said });
  });

  test.each([
    [
      "a folder with nothing in it",
      {},
      [
        "there is nothing to plan here",
        "found: a folder without cdktf.json, pod-identity.yaml and platform.yaml",
        "fix: go to the folder of the service's repository that has one of them",
      ],
    ],
    [
      "a cdktf.json that is no JSON",
      { "cdktf.json": '{\n  "app": "true",\n}' },
      ["cdktf.json:2:16 is not JSON: a comma before a closing bracket\nfix: remove the comma"],
    ],
    [
      "a cdktf.json that is empty",
      { "cdktf.json": "" },
      ['cdktf.json:1:1 is empty\nfix: write `{ "language": "typescript", "app": COMMAND }` into it'],
    ],
    [
      "a cdktf.json that is a folder",
      { "cdktf.json/a": "" },
      ["cdktf.json cannot be read\nfix: see that it is a file"],
    ],
    [
      "a cdktf.json whose output is no text",
      { "cdktf.json": '{\n  "app": "true",\n  "output": 5\n}' },
      ['cdktf.json:3:13 is not as CDKTF knows it\nfound: "output": 5\n'],
    ],
    ["a cdktf.json that is a list", { "cdktf.json": "[]" }, ["cdktf.json:1:1 is not as CDKTF knows it\nfound: []\n"]],
    [
      "a cdktf.json without an app",
      { "cdktf.json": "{}" },
      ['cdktf.json:1:1 is not as CDKTF knows it\nfound: no "app"\n'],
    ],
    [
      "an app that fails",
      { "cdktf.json": JSON.stringify({ app: `${node} -e "process.exit(3)"` }) },
      ["the synth failed: nothing was planned", "ended with 3", "fix: mend what it says above"],
    ],
    [
      "an app that writes no stacks",
      { "cdktf.json": JSON.stringify({ app: `${node} -e 0` }) },
      ["the synth left no list of stacks", "fix: let the `app` of cdktf.json end with `app.synth()`"],
    ],
    [
      "an app that writes no stacks where another did",
      { "cdktf.json": JSON.stringify({ app: `${node} -e 0` }), "cdktf.out/manifest.json": '{"stacks":{}}' },
      ["the synth left no list of stacks"],
    ],
    [
      "a folder for the synth that is a file",
      { "cdktf.json": JSON.stringify({ app: `${node} -e 0` }), "cdktf.out": "" },
      ["the folder that the synth writes cannot be written", "fix: check the permissions of "],
    ],
  ])("refuses %s", async (_name, files, texts) => {
    const error: unknown = await run(files).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(Error);
    for (const text of texts) expect(String(error)).toContain(text);
  });
});
