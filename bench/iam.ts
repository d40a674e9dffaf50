/** `npm run bench:iam`: what a question to the policy engine costs, and beside it the same question to iam-simulate. */
import { spawnSync } from "node:child_process";
import { cpus } from "node:os";
import path from "node:path";
import { runUnsafeSimulation } from "@cloud-copilot/iam-simulate";
import { compareAccess } from "../lib/iam/compare";
import { preparePolicies } from "../lib/iam/evaluate";
import { managedPolicyDocument } from "../lib/iam/managed-policies";
import { parsePolicy } from "../lib/iam/parse";
import type { PolicySet } from "../lib/iam/request";
import { ARN, askOurs, CONTEXT, documents, identity, QUESTIONS } from "./iam-questions";

function askTheirs(): void {
  for (const [action, resource] of QUESTIONS) {
    runUnsafeSimulation(
      {
        request: {
          principal: ARN,
          action,
          resource: { resource, accountId: "123456789012" },
          contextVariables: CONTEXT,
        },
        identityPolicies: documents,
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    );
  }
}

/** Microseconds a question, the median of 15 rounds. */
function measure(ask: () => void, rounds: number): number {
  for (let warm = 0; warm < rounds; warm++) ask();
  const times = Array.from({ length: 15 }, () => {
    const start = process.hrtime.bigint();
    for (let round = 0; round < rounds; round++) ask();
    return Number(process.hrtime.bigint() - start) / 1000 / rounds / QUESTIONS.length;
  });
  return median(times);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Milliseconds of a comparison of two AWS managed policies, the median of 15. */
function measureComparison(before: string, after: string): number {
  const [from, to] = [managed(before), managed(after)];
  compareAccess(from, to);
  const times = Array.from({ length: 15 }, () => {
    const begun = process.hrtime.bigint();
    compareAccess(from, to);
    return Number(process.hrtime.bigint() - begun) / 1e6;
  });
  return median(times);
}

function managed(name: string): PolicySet {
  const { policy } = parsePolicy(managedPolicyDocument(name), "identity");
  if (policy === undefined) throw new Error(`${name} is not to be had`);
  return { identity: [{ policy, name }] };
}

/** Milliseconds of a process that runs a program, the median of 11. */
function measureProcess(args: readonly string[]): number {
  const times = Array.from({ length: 11 }, () => {
    const start = process.hrtime.bigint();
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    return Number(process.hrtime.bigint() - start) / 1e6;
  });
  return median(times);
}

const ours = measure(askOurs(), 400);
const preparing = measure(() => void preparePolicies({ identity }), 5) * QUESTIONS.length;
const theirs = measure(askTheirs, 5);
const comparing = measureComparison("AdministratorAccess", "PowerUserAccess");
const start = measureProcess(["-e", "0"]);
const first = measureProcess([path.join(__dirname, "bench-iam-first.js")]);
const rows = [
  ["one question, warm, a role with 10 AWS managed policies", `${ours.toFixed(2)} µs`, "≤ 50 µs"],
  ["the same question to iam-simulate", `${theirs.toFixed(0)} µs`, ""],
  ["ratio", `${(theirs / ours).toFixed(0)} times`, "≥ 10 times"],
  ["making those policies ready, once", `${(preparing / 1000).toFixed(2)} ms`, ""],
  ["AdministratorAccess compared with PowerUserAccess, warm", `${(comparing / 1000).toFixed(3)} s`, "≤ 0.2 s"],
  ["first question of a process, beyond Node's own start", `${((first - start) / 1000).toFixed(3)} s`, "≤ 0.15 s"],
];
console.log(`${cpus()[0]?.model ?? "unknown processor"}, ${cpus().length} cores, Node ${process.version}\n`);
console.log("| what | measured | wanted |\n|---|---|---|");
for (const row of rows) console.log(`| ${row.join(" | ")} |`);
