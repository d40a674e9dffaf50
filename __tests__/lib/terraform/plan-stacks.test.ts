import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Progress, planStacks } from "../../../lib/terraform/plan-stacks";
import { tempFolder } from "./temp-folder";

/**
 * A Terraform that writes down what it is asked, and when it ends. A stack's folder says how it goes: `init-fails`,
 * `plan-fails` with no plan file, `errored` with one, `hangs` until it is interrupted, `changed` since the init that left
 * `.terraform`.
 */
const TERRAFORM = `#!/bin/sh
echo "start $1 $(basename "$PWD") $*" >> ../log
sleep 0.05
end() { echo "end $1 $(basename "$PWD")" >> ../log; exit "$2"; }
if [ "$1" = init ]; then
  rm -f changed
  if [ -e init-fails ]; then echo "Error: no provider" >&2; end init 1; fi
  end init 0
fi
if [ -e changed ]; then echo 'Error: Backend initialization required, please run "terraform init"' >&2; end plan 1; fi
if [ -e hangs ]; then
  trap 'echo "Interrupt received." >&2; end plan 1' INT
  touch ../hanging
  while :; do sleep 0.02; done
fi
if [ -e plan-fails ]; then echo "Error: invalid" >&2; end plan 1; fi
echo plan > plan
if [ -e errored ]; then echo "Error: half of it" >&2; end plan 1; fi
end plan 0
`;

interface Case {
  /** What lies in the folder of each stack. */
  stacks: Record<string, readonly string[]>;
  parallelism?: number;
  lock?: boolean;
  terraform?: string;
  signal?: AbortSignal;
}

const made: (() => void)[] = [];
afterAll(() => {
  for (const remove of made) remove();
});

async function planned({ stacks, parallelism = 2, lock = true, terraform, signal }: Case) {
  const { path: folder, remove } = tempFolder();
  made.push(remove);
  const program = join(folder, "terraform");
  writeFileSync(program, TERRAFORM);
  chmodSync(program, 0o755);
  writeFileSync(join(folder, "log"), "");
  for (const [name, files] of Object.entries(stacks)) {
    mkdirSync(join(folder, name));
    for (const file of files) writeFileSync(join(folder, name, file), "");
  }
  const progress: Progress[] = [];
  const running = planStacks(
    Object.keys(stacks).map((name) => ({ name, folder: join(folder, name) })),
    {
      terraform: terraform ?? program,
      env: process.env,
      parallelism,
      lock,
      onProgress: (one) => progress.push(one),
      ...(signal === undefined ? {} : { signal }),
    },
  );
  return { folder, progress, running, log: () => readFileSync(join(folder, "log"), "utf8").trim().split("\n") };
}

describe("planning stacks", () => {
  test("initialises one after the other, plans some at a time, and answers in order", async () => {
    const stacks = { a: [], b: [], c: [], d: [], e: [] };
    const { running, log, folder } = await planned({ stacks, parallelism: 3 });
    expect(await running).toEqual(
      Object.keys(stacks).map((stack) => ({ stack, file: join(folder, stack, "plan"), said: "" })),
    );
    let inits = 0;
    let all = 0;
    let most = 0;
    for (const [what, step] of log().map((line) => line.split(" "))) {
      all += what === "start" ? 1 : -1;
      if (step === "init") inits += what === "start" ? 1 : -1;
      expect(inits).toBeLessThanOrEqual(1);
      most = Math.max(most, all);
    }
    expect(most).toBeLessThanOrEqual(3);
    expect(most).toBeGreaterThan(1);
  });

  test("what fails is told, keeps nothing else back, and leaves no plan of another run", async () => {
    const stacks = { a: ["init-fails", "plan"], b: ["plan-fails", "plan"], c: ["errored"], d: [] };
    const { running, progress, folder } = await planned({ stacks });
    expect(await running).toEqual([
      { stack: "a", said: "Error: no provider" },
      { stack: "b", said: "Error: invalid" },
      { stack: "c", file: join(folder, "c", "plan"), said: "Error: half of it" },
      { stack: "d", file: join(folder, "d", "plan"), said: "" },
    ]);
    expect(["a", "b"].filter((name) => existsSync(join(folder, name, "plan")))).toEqual([]);
    const last = (name: string) => progress.findLast(({ stack }) => stack === name)?.step;
    expect(["a", "b", "c", "d"].map(last)).toEqual(["failed", "failed", "failed", "planned"]);
  });

  test.each([
    [true, "plan -out=plan -input=false -no-color"],
    [false, "plan -lock=false -out=plan -input=false -no-color"],
  ])("with lock %s plans with `%s`", async (lock, args) => {
    const { running, log } = await planned({ stacks: { a: [] }, lock });
    await running;
    expect(log()).toContain(`start plan a ${args}`);
  });

  test.each([
    ["has been initialised is planned at once", [".terraform"], ["plan"]],
    ["has to be initialised anew is planned again then", [".terraform", "changed"], ["plan", "init", "plan"]],
    ["is initialised, and cannot be planned, is not initialised again", [".terraform", "plan-fails"], ["plan"]],
  ])("a stack that %s", async (_name, files, steps) => {
    const { running, log } = await planned({ stacks: { a: files } });
    await running;
    expect(log().flatMap((line) => (line.startsWith("start") ? [line.split(" ")[1]] : []))).toEqual(steps);
  });

  test("a Terraform that cannot be started is a failure of each stack", async () => {
    const { running } = await planned({ stacks: { a: [], b: [] }, terraform: "/nowhere/terraform" });
    const said = expect.stringContaining("ENOENT");
    expect(await running).toEqual([
      { stack: "a", said },
      { stack: "b", said },
    ]);
  });

  test("interrupted, it waits for what runs and starts nothing more", async () => {
    const interrupted = new AbortController();
    const { running, log, folder } = await planned({
      stacks: { a: ["hangs"], b: [] },
      parallelism: 1,
      signal: interrupted.signal,
    });
    while (!existsSync(join(folder, "hanging"))) await new Promise((done) => setTimeout(done, 10));
    interrupted.abort();
    expect(await running).toEqual([{ stack: "a", said: "Interrupt received." }]);
    expect(log().map((line) => line.split(" ").slice(0, 3).join(" "))).toEqual([
      "start init a",
      "end init a",
      "start plan a",
      "end plan a",
    ]);
  });
});
