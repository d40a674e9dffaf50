import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { synthFolders } from "./synth";

const REPOSITORY = join(__dirname, "../..");
const EXAMPLES = readdirSync(join(REPOSITORY, "examples")).filter((name) =>
  ["pod-identity.yaml", "platform.yaml"].some((file) => existsSync(join(REPOSITORY, "examples", name, file))),
);

/** What the declared examples deploy is a contract: a change here replaces resources in somebody's account. */
test.each(EXAMPLES)("the example %s makes the same stacks as ever", (name) => {
  const stacks = synthFolders([join("examples", name)], REPOSITORY);
  expect(Object.fromEntries(Object.entries(stacks).map(([stack, { json }]) => [stack, json]))).toMatchSnapshot();
});

test("all examples together make the same stacks as each by itself", () => {
  const together = synthFolders(["examples"], REPOSITORY);
  const alone = EXAMPLES.flatMap((name) => Object.entries(synthFolders(["."], join(REPOSITORY, "examples", name))));
  expect(Object.fromEntries(Object.entries(together).map(([name, { text }]) => [name, text]))).toEqual(
    Object.fromEntries(alone.map(([name, { text }]) => [name, text])),
  );
});
