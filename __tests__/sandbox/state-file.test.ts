import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand, GetRoleCommand } from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { startSandbox } from "../../sandbox/server";
import { ACCOUNT_TRUST, startIamWorld } from "./iam-world";

let folder: string;
let stateFile: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sandbox-"));
  stateFile = join(folder, "state.json");
});
afterEach(() => rmSync(folder, { recursive: true }));

test("the next run goes on where the last one ended: roles, sessions and the ids to come", async () => {
  const first = await startIamWorld({ stateFile });
  const made = { RoleName: "__proto__", AssumeRolePolicyDocument: ACCOUNT_TRUST };
  const { Role } = await first.iam.send(new CreateRoleCommand(made));
  const session = await first.sts.send(new AssumeRoleCommand({ RoleArn: Role?.Arn, RoleSessionName: "try" }));
  await first.close();
  expect(readdirSync(folder)).toEqual(["state.json"]);

  const second = await startIamWorld({ stateFile });
  expect((await second.iam.send(new GetRoleCommand({ RoleName: "__proto__" }))).Role).toMatchObject(Role ?? {});
  const { sts } = second.as({
    accessKeyId: session.Credentials?.AccessKeyId ?? "",
    secretAccessKey: "x",
    sessionToken: session.Credentials?.SessionToken ?? "",
  });
  expect((await sts.send(new GetCallerIdentityCommand({}))).Arn).toContain("assumed-role/__proto__/try");
  const { Role: later } = await second.iam.send(new CreateRoleCommand({ ...made, RoleName: "later" }));
  expect(later?.RoleId).not.toBe(Role?.RoleId);
  await second.close();
});

test("a change is on disk soon, without a close", async () => {
  const world = await startIamWorld({ stateFile });
  await world.iam.send(new CreateRoleCommand({ RoleName: "api", AssumeRolePolicyDocument: ACCOUNT_TRUST }));
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(JSON.parse(readFileSync(stateFile, "utf8")).data.iam["123456789012"].roles.api.name).toBe("api");
  await world.close();
});

test.each([
  ["a truncated file", '{"format":"pod-identity-sandbox","version":1,"da', "it is no JSON ("],
  [
    "another program's file",
    '{"version":4,"serial":1}',
    'it is not a state of the sandbox (no "format": "pod-identity-sandbox")',
  ],
  ["a list", "[]", "it is not a state of the sandbox"],
  [
    "a later version",
    '{"format":"pod-identity-sandbox","version":2}',
    "it has version 2, and this sandbox reads version 1",
  ],
  [
    "a file without its data",
    '{"format":"pod-identity-sandbox","version":1,"data":{"generator":1}}',
    "it is damaged (data.iam: ",
  ],
])("%s is refused and left as it is", async (_name, content, found) => {
  writeFileSync(stateFile, content);
  await expect(startSandbox({ stateFile })).rejects.toThrow(
    `The sandbox's state file ${stateFile} cannot be used: ${found}`,
  );
  expect(readFileSync(stateFile, "utf8")).toBe(content);
});

test.each<[string, (folder: string) => string, string]>([
  [
    "a folder that is missing",
    (here) => join(here, "none", "state.json"),
    "cannot be written: there is no folder FOLDER/none.\nfix: make it (mkdir -p FOLDER/none), or name a file elsewhere",
  ],
  [
    "a file for a folder",
    (here) => join(here, "file", "state.json"),
    "cannot be written: there is no folder FOLDER/file.",
  ],
  [
    "a name that no file can have",
    (here) => join(here, "x".repeat(300)),
    "cannot be written: its name is too long.\nfix: mend that, or name a file elsewhere",
  ],
  ["a folder in its place", (here) => here, "cannot be used: it is a folder."],
])("%s is told before the sandbox starts, and nothing is left", async (_name, path, said) => {
  writeFileSync(join(folder, "file"), "");
  const named = path(folder);
  const starting = startSandbox({ stateFile: named });
  await expect(starting).rejects.toThrow(`The sandbox's state file ${named} ${said.replaceAll("FOLDER", folder)}`);
  expect(readdirSync(folder)).toEqual(["file"]);
});

test("a file that can be written no more is told, the sandbox goes on, and the end says it again", async () => {
  const bugs: unknown[] = [];
  const below = join(folder, "below");
  mkdirSync(below);
  const world = await startIamWorld({ stateFile: join(below, "state.json"), onBug: (error) => bugs.push(error) });
  rmSync(below, { recursive: true });
  await world.iam.send(new CreateRoleCommand({ RoleName: "api", AssumeRolePolicyDocument: ACCOUNT_TRUST }));
  await new Promise((resolve) => setTimeout(resolve, 250));
  const said = `The sandbox's state file ${join(below, "state.json")} cannot be written: there is no folder ${below}.`;
  expect(bugs.map(String)).toEqual([expect.stringContaining(said)]);
  await expect(world.close()).rejects.toThrow(said);
});
