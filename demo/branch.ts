import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { StepFailed } from "./steps";

const REPORTS = '        resources: ["arn:aws:s3:::acme-reports/*"]';

const STORE = ["      - actions: [s3:PutObject]", REPORTS];

const WORKER = [
  "  - name: worker",
  "    serviceAccounts: [backend/worker]",
  "    allow:",
  "      - actions: [sqs:ReceiveMessage, sqs:DeleteMessage]",
  '        resources: ["arn:aws:sqs:us-east-1:492000000148:orders"]',
];

/** Writes what the branch changes into the declaration: backend/api stores reports, backend/worker takes orders. */
export function changeTheBranch(folder: string): string[] {
  edit(folder, (text) => {
    const before = "    expect:\n";
    if (!text.includes(before)) throw new StepFailed("the example's declaration has no `expect:`", text);
    return `${text.replace(before, `${STORE.join("\n")}\n${before}`).trimEnd()}\n${WORKER.join("\n")}\n`;
  });
  return [...STORE, ...WORKER].map((line) => `+${line}`);
}

/** What somebody else pushes to the branch after the review: every bucket in place of one. Gives what undoes it. */
export function widenTheBranch(folder: string): { lines: string[]; undo: () => void } {
  const every = '        resources: ["*"]';
  edit(folder, (text) => text.replace(REPORTS, every));
  return {
    lines: [`-${REPORTS}`, `+${every}`],
    undo: () => edit(folder, (text) => text.replace(every, REPORTS)),
  };
}

function edit(folder: string, change: (text: string) => string): void {
  const file = join(folder, "pod-identity.yaml");
  const text = readFileSync(file, "utf8");
  const changed = change(text);
  if (changed === text) throw new StepFailed("the declaration is not as the demo knows it", text);
  writeFileSync(file, changed);
}
