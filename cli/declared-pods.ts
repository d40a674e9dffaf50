import type { Refusal } from "../lib/access/choose-pod";
import { type Pod, podsOf } from "../lib/access/pod";
import { type Loaded, read } from "../lib/declaration/load";
import { findingText } from "../lib/report/findings-text";
import { paintFor } from "./paint";
import { tell } from "./tell";

/** The pods that the declarations of folders bind; undefined, and said why, where they cannot be read as they are. */
export function declaredPods(folders: readonly string[]): { pods: Pod[]; placeOf: Loaded["placeOf"] } | undefined {
  const { stacks, findings, failures, placeOf } = read(folders, process.cwd());
  const problems = [...failures, ...findings.filter(({ severity }) => severity === "error")];
  for (const problem of problems) console.error(`${findingText(problem, paintFor(process.stderr))}\n`);
  if (problems.length === 0) return { pods: podsOf(stacks), placeOf };
  process.exitCode = 2;
  return undefined;
}

/** Says what cannot be done, and ends with 2. */
export function refuse({ message, allowed, fix }: Refusal): void {
  tell(
    [message, ...(allowed === undefined ? [] : [`allowed: ${allowed}`]), ...(fix ? [`fix: ${fix}`] : [])].join("\n"),
  );
  process.exitCode = 2;
}
