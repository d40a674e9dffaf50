import { App } from "cdktf";
import { load } from "./lib/declaration/load";
import { countText, findingText, PLAIN } from "./lib/report/findings-text";
import { ClusterStack } from "./stacks/cluster-stack";
import { ServiceStack } from "./stacks/service-stack";

/**
 * The CDKTF app: the declarations of the folders given as arguments (the working directory where there are none), a
 * stack for each service or environment of one, and for each cluster. What cannot work is refused before Terraform runs.
 */
const folders = process.argv.slice(2);
const { stacks, findings, failures } = load(folders.length === 0 ? ["."] : folders, process.cwd());
const problems = [...failures, ...findings];
for (const problem of problems) console.error(`${findingText(problem, PLAIN)}\n`);

if (problems.some((problem) => problem.severity === "error")) {
  console.error(`${countText(problems)}: nothing was synthesized`);
  process.exit(failures.length > 0 ? 2 : 1);
}

const app = new App();
for (const stack of stacks) {
  if (stack.kind === "service") new ServiceStack(app, stack);
  else new ClusterStack(app, stack);
}
app.synth();
