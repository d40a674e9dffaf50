import { spawnSync } from "node:child_process";
import { join } from "node:path";

test("the demo without Terraform: one clear message, exit 2", () => {
  const demo = join(__dirname, "../dist/demo.js");
  const env = { ...process.env, TERRAFORM_BINARY_NAME: "terraform-that-is-not-there", NO_COLOR: "1" };
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo], { env, encoding: "utf8" });
  expect(status).toBe(2);
  expect(stdout).toContain("✗  1  find Terraform and the AWS provider");
  expect(stderr).toContain("terraform-that-is-not-there");
  expect(stderr).toContain("https://developer.hashicorp.com/terraform/install");
  expect(stderr).not.toMatch(/\n\s+at /);
});
