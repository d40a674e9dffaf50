import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Sandbox } from "../sandbox/server";
import { changeTheBranch, widenTheBranch } from "./branch";
import { cdktf, podIdentity } from "./commands";
import { asPod, theRefusal } from "./emulated-pod";
import { theLine } from "./proof";
import { StepFailed, type Steps } from "./steps";

const FINGERPRINT = /pi1-[0-9a-f]{40}/;
const COMMENT = "comment.md";

/** A branch of backend-api that widens what its pods may do: reviewed, checked against its review, and deployed. */
export async function pullRequest(
  steps: Steps,
  sandbox: Sandbox,
  folder: string,
  env: NodeJS.ProcessEnv,
): Promise<void> {
  steps.act("A pull request of backend-api");
  await steps.step("a branch: backend/api is to store reports, backend/worker to take orders", async () => {
    return { lines: changeTheBranch(folder), value: undefined };
  });
  await steps.step(`pod-identity plan --out ${COMMENT}: the comment`, async () => {
    const { stderr } = await podIdentity(["plan", "--no-lock", "--out", COMMENT], folder, env);
    return { lines: [theLine(stderr, /^fine: .*\.(?= pi1-)/m), ...theGains(folder)], value: undefined };
  });
  const fingerprint = await steps.step("pod-identity review: the same, for a terminal", async () => {
    const { stdout } = await podIdentity(["review", "--format", "terminal"], folder, env);
    const fingerprint = theLine(stdout, FINGERPRINT);
    return { lines: [...theAccess(stdout), `fingerprint ${fingerprint}`], value: fingerprint };
  });
  const expected = ["plan", "--expect", fingerprint];
  await steps.step("plan --expect FINGERPRINT: what would be deployed is what was reviewed", async () => {
    const { stdout } = await podIdentity(expected, folder, env);
    theLine(stdout, new RegExp(fingerprint));
    return { lines: ["exit code 0"], value: undefined };
  });
  await steps.step("plan --expect FINGERPRINT, after somebody has pushed to the branch: fails", async () => {
    const pushed = widenTheBranch(folder);
    const { stderr } = await podIdentity(expected, folder, env, 1);
    pushed.undo();
    const said = theLine(stderr, /^fails: the plans are not those that were reviewed\n.*\n.*/m);
    return { lines: [...pushed.lines, ...said.split("\n"), "exit code 1"], value: undefined };
  });
  await steps.step("cdktf deploy of what was reviewed", async () => {
    const said = await cdktf(["deploy", "--auto-approve"], folder, env);
    const line = theLine(said, /Apply complete! Resources: 3 added, 1 changed, 0 destroyed\./);
    return { lines: [line], value: undefined };
  });
  await steps.step("a pod of backend/api stores a report, and still may not list clusters", async () => {
    const { stored, clusters } = await asPod(sandbox, "backend", "api");
    if ("refused" in stored) throw new StepFailed(`the pod could not store the report: ${stored.refused}`);
    theRefusal("eks:ListClusters", clusters);
    return {
      lines: [`s3:PutObject           ${stored.granted.join(", ")}`, "eks:ListClusters       AccessDeniedException"],
      value: undefined,
    };
  });
}

/** The rows of the comment's table, as they stand there. */
function theGains(folder: string): string[] {
  const rows = readFileSync(join(folder, COMMENT), "utf8").match(/^\| .*$/gm) ?? [];
  for (const serviceAccount of ["backend/api", "backend/worker"])
    if (!rows.some((row) => row.includes(serviceAccount)))
      throw new StepFailed(`the comment does not speak of ${serviceAccount}`, rows.join("\n"));
  return rows;
}

/** What the review says of access, up to the resources. */
function theAccess(said: string): string[] {
  return theLine(said, /^Access\n[\s\S]*?(?=\n+Resources)/m)
    .split("\n")
    .slice(1)
    .filter((line) => line.trim() !== "");
}
