import { folderOf, run } from "./command";

test("what is wrong with the declaration and with Terraform is said in one run", async () => {
  const folder = folderOf({ "pod-identity.yaml": "service: a b\n" });
  const { code, stdout, stderr } = await run(["plan"], folder, { TERRAFORM_BINARY_NAME: "/nowhere/terraform" });
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  const said = ["`a b` is not a service name", "the synth failed: nothing was planned", "Terraform is not installed."];
  expect(said.map((text) => stderr.indexOf(text)).every((place, index, all) => place > (all[index - 1] ?? -1))).toBe(
    true,
  );
});

test("--out may not be a file that the project lives by", async () => {
  const folder = folderOf({ "pod-identity.yaml": "service: a b\n" });
  const ended = await run(["plan", "--out", "pod-identity.yaml"], folder);
  expect(ended).toEqual({
    code: 2,
    stdout: "",
    stderr: "pod-identity.yaml cannot be written: it is a declaration\nfix: name another file, like review.md\n",
  });
});
