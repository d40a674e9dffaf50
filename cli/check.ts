import { Command } from "commander";
import { counted } from "../lib/counted";
import { type Located, load } from "../lib/declaration/load";
import { few } from "../lib/few";
import type { StackModel } from "../lib/model/stack";
import { holdsToken } from "../lib/model/token";
import { countText, findingText } from "../lib/report/findings-text";
import { paintFor } from "./paint";

/** `pod-identity check [DIR…]`: everything that can be known of declarations without Terraform and without AWS. */
export function checkCommand(): Command {
  return new Command("check")
    .description("Check declarations without Terraform: what AWS would refuse, and what cannot work.")
    .argument(
      "[dir...]",
      "folders with a pod-identity.yaml or a platform.yaml; a folder without one stands for those in it",
      ["."],
    )
    .option("--json", "write the findings as JSON to stdout")
    .option("--notes", "also what is only worth knowing: what AWS's own managed policies come to")
    .action((folders: string[], options: { json?: true; notes?: true }) => {
      const today = new Date().toISOString().slice(0, 10);
      const { stacks, findings, failures, files } = load(folders, process.cwd(), { today, ...options });
      const problems = [...failures, ...findings];
      if (options.json === true) console.log(JSON.stringify(report(stacks, problems, files), null, 2));
      else show(stacks, problems, files);
      if (failures.length > 0) process.exitCode = 2;
      else if (findings.some((finding) => finding.severity === "error")) process.exitCode = 1;
    });
}

function show(stacks: readonly StackModel[], problems: readonly Located[], files: readonly string[]): void {
  const paint = paintFor(process.stderr);
  for (const problem of problems) console.error(`${findingText(problem, paint)}\n`);
  if (problems.length > 0) {
    console.error(
      `${countText(problems)} in ${new Set(problems.map((problem) => problem.file)).size} of ${Math.max(files.length, 1)} files`,
    );
  }
  if (problems.some((problem) => problem.severity === "error")) return;
  for (const stack of stacks) console.log(summary(stack));
}

function summary(stack: StackModel): string {
  if (stack.kind === "cluster") {
    const parts = [...(stack.agent === undefined ? [] : ["the agent"]), ...stack.addons.map((addon) => addon.name)];
    return `ok  ${stack.name}: ${parts.length === 0 ? "nothing to deploy" : parts.join(", ")}`;
  }
  const accounts = new Set(
    stack.identities.flatMap((identity) => identity.serviceAccounts.map((one) => `${one.namespace}/${one.name}`)),
  );
  const clusters = stack.clusters.map((cluster) => cluster.key);
  const whom = accounts.size === 0 ? "" : ` for ${few([...accounts], MOST_NAMES)}`;
  return `ok  ${stack.name}: ${counted(stack.identities.length, "identity", "identities")}${whom} on ${few(clusters, MOST_NAMES)}`;
}

/** A line has to stay a line. */
const MOST_NAMES = 5;

/** The shape of `--json`, version 1. A stack whose name or place is broken is told by its findings alone. */
function report(stacks: readonly StackModel[], problems: readonly Located[], files: readonly string[]): object {
  return {
    version: 1,
    ok: !problems.some((problem) => problem.severity === "error"),
    files,
    stacks: stacks
      .map(({ name, kind, account, regions }) => ({ name, kind, account, regions }))
      .filter((stack) => !holdsToken(stack)),
    findings: problems.map(({ rule, about, severity, file, line, column, at, message, found, allowed, fix, see }) => ({
      rule,
      about,
      severity,
      file,
      line,
      column,
      path: at.path,
      message,
      found,
      allowed,
      fix,
      see,
    })),
  };
}
