import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { showPlan } from "../../../lib/terraform/show-plan";
import { tempFolder } from "./temp-folder";

const { path: folder, remove } = tempFolder();
afterAll(remove);

/** What a Terraform that says this, and fails, is understood to say. */
function shown(said: string, code = 1) {
  writeFileSync(join(folder, "said"), said);
  const program = join(folder, "terraform");
  writeFileSync(program, `#!/bin/sh\ncat said >&2\nexit ${code}\n`);
  chmodSync(program, 0o755);
  return showPlan({ program, file: join(folder, "plan"), folder, env: process.env });
}

const WARNING = `There are some problems with the CLI configuration:
╷
│ Warning: Unable to open CLI configuration file
│
│ The CLI configuration file at "/home/ada/.terraformrc" does not exist.
╵

`;

test.each([
  [
    "an error after a warning",
    `${WARNING}╷\n│ Error: Failed to load plugin schemas\n│\n│ Error while loading schemas\n╵\n`,
    { why: "not initialised", said: "Failed to load plugin schemas Error while loading schemas" },
  ],
  [
    "an error on one line",
    "Error: plan file was created by Terraform 1.9.0, but this is 1.11.4\n",
    { why: "other version", said: "plan file was created by Terraform 1.9.0, but this is 1.11.4" },
  ],
  [
    "a crash",
    `${WARNING}!!! TERRAFORM CRASH !!!\n\npanic: runtime error: nil\ngoroutine 1 [running]:\nmain.main()\n`,
    { why: "failed", said: "Terraform crashed: panic: runtime error: nil" },
  ],
  [
    "the crash over a plan in HCP Terraform outside of its folder",
    "panic: nil\ngithub.com/hashicorp/terraform/internal/command.(*ShowCommand).getDataFromCloudPlan(0x7)\n",
    {
      why: "not initialised",
      said: "Terraform crashed, as it does with a plan in HCP Terraform where `terraform init` was not run: panic: nil",
    },
  ],
  ["nothing", "", { why: "failed", said: "ended with exit code 1" }],
])("%s", async (_name, said, failure) => {
  expect(await shown(said)).toEqual(failure);
});

test("a program that is not there", async () => {
  const request = { program: join(folder, "no"), file: join(folder, "plan"), folder, env: process.env };
  expect(await showPlan(request)).toMatchObject({ why: "failed", said: expect.stringContaining("ENOENT") });
});
