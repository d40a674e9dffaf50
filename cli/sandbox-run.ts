import { load } from "../lib/declaration/load";
import type { StackModel } from "../lib/model/stack";
import { findingText } from "../lib/report/findings-text";
import { type CliConfig, prepareCliConfig } from "../lib/terraform/cli-config";
import { findTerraform } from "../lib/terraform/find-terraform";
import { MissingTool } from "../lib/terraform/missing-tool";
import type { CallRecord } from "../sandbox/dispatch";
import { MISLEADING, sandboxEnvironment } from "../sandbox/environment";
import { FaultOptionError, parseFaults } from "../sandbox/fault-options";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/server";
import { StateFileError } from "../sandbox/state-file";
import { paintFor } from "./paint";
import { DEFAULT_ACCOUNT, type SandboxCommandOptions } from "./sandbox";

/** Runs the sandbox until it is interrupted. Loaded only when it is asked for: it is larger than the rest of the command. */
export async function runSandbox(folders: string[], options: SandboxCommandOptions): Promise<void> {
  const stacks = declared(folders);
  if (stacks === undefined) return;
  const accounts = [...new Set(stacks.map((stack) => stack.account))];
  const home = options.account ?? (accounts.length === 1 ? accounts[0] : undefined) ?? DEFAULT_ACCOUNT;
  const clusters = [...clustersOf(stacks), ...options.cluster.map((one) => ({ ...one, account: home }))];
  let sandbox: Sandbox;
  try {
    sandbox = await startSandbox({
      port: options.port,
      account: home,
      clusters,
      ...(options.fault.length === 0 ? {} : { faults: parseFaults(options.fault) }),
      ...(options.state === undefined ? {} : { stateFile: options.state }),
      ...(options.log === true ? { onCall: log } : {}),
    });
  } catch (error) {
    return refuse(error, options.port);
  }
  const config = await cliConfig();
  show(sandbox.url, home, clusters, options, config);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await config?.dispose();
  try {
    await sandbox.close();
  } catch (error) {
    refuse(error, options.port);
  }
}

/** The stacks of the folders; undefined, and said why, where they cannot be read. */
function declared(folders: string[]): StackModel[] | undefined {
  if (folders.length === 0) return [];
  const { stacks, findings, failures } = load(folders, process.cwd());
  const problems = [...failures, ...findings.filter((finding) => finding.severity === "error")];
  for (const problem of problems) console.error(`${findingText(problem, paintFor(process.stderr))}\n`);
  if (problems.length === 0) return stacks;
  process.exitCode = failures.length > 0 ? 2 : 1;
  return undefined;
}

function clustersOf(stacks: readonly StackModel[]): NonNullable<SandboxOptions["clusters"]>[number][] {
  const clusters = stacks.flatMap((stack) => (stack.kind === "service" ? stack.clusters : [stack.cluster]));
  return [...new Map(clusters.map((one) => [one.arn, one])).values()].map(
    ({ name, account, region, kubernetesVersion }) => ({
      name,
      account,
      region,
      ...(kubernetesVersion === undefined ? {} : { version: kubernetesVersion }),
    }),
  );
}

/** Where Terraform has to be told of a provider mirror; undefined without a Terraform, which the sandbox can do without. */
async function cliConfig(): Promise<CliConfig | undefined> {
  try {
    const { platform } = await findTerraform(process.env);
    return await prepareCliConfig({ env: process.env, platform });
  } catch (error) {
    if (error instanceof MissingTool) return undefined;
    throw error;
  }
}

function show(
  url: string,
  home: string,
  clusters: readonly { name: string; region: string; account: string }[],
  options: SandboxCommandOptions,
  config: CliConfig | undefined,
): void {
  const region = clusters[0]?.region ?? "us-east-1";
  const variables = { ...sandboxEnvironment(url, home, region), ...config?.env };
  const unset = MISLEADING.filter((name) => process.env[name] !== undefined);
  const lines = [
    `The sandbox listens on ${url}.`,
    ...clusters.map((one) => `  cluster ${one.name}, ${one.region}, account ${one.account}`),
    "",
    "Point Terraform, the AWS CLI or an AWS SDK at it from another terminal:",
    "",
    ...Object.entries(variables).map(([name, value]) => `  export ${name}=${shellWord(value)}`),
    ...(unset.length === 0 ? [] : [`  unset ${unset.join(" ")}`]),
    "",
    options.state === undefined
      ? "Ctrl-C stops it; what it holds is gone then."
      : `Ctrl-C stops it; what it holds is kept in ${options.state}.`,
  ];
  console.log(lines.join("\n"));
}

function shellWord(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : `'${value.replace(/'/g, `'\\''`)}'`;
}

/** `TIME CALLER ACTION RESOURCE DECISION WHY → ANSWER`: one line a call. */
function log(record: CallRecord): void {
  const { time, caller, action, service, resources, decision, why, fault, error, status } = record;
  const asked = [time, caller, action ?? service, resources.join(",")].filter((part) => part !== "");
  const judged = decision === undefined ? [] : [decision, why];
  console.log([...asked, ...judged, "→", fault ?? error ?? status].join(" "));
}

function refuse(error: unknown, wanted: number): void {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    console.error(
      `The port ${wanted} is taken.\nfix: stop what listens there, or choose another: --port 0 takes any free one`,
    );
  } else if (code === "EACCES") {
    console.error(`The port ${wanted} may not be used.\nallowed: 1024 to 65535\nfix: choose another with --port`);
  } else if (error instanceof StateFileError || error instanceof FaultOptionError) {
    console.error(error.message);
  } else throw error;
  process.exitCode = 2;
}
