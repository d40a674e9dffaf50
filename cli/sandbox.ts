import { Command, InvalidArgumentError } from "commander";
import { load } from "../lib/declaration/load";
import type { StackModel } from "../lib/model/stack";
import { findingText } from "../lib/report/findings-text";
import { type CliConfig, prepareCliConfig } from "../lib/terraform/cli-config";
import { findTerraform } from "../lib/terraform/find-terraform";
import { MissingTool } from "../lib/terraform/missing-tool";
import type { CallRecord } from "../sandbox/dispatch";
import { FaultOptionError, parseFaults } from "../sandbox/fault-options";
import { type Sandbox, type SandboxOptions, startSandbox } from "../sandbox/server";
import { StateFileError } from "../sandbox/state-file";
import { paintFor } from "./paint";
import { MISLEADING, sandboxEnvironment } from "./sandbox-environment";

const DEFAULT_ACCOUNT = "123456789012";
const DEFAULT_PORT = 4566;

interface Options {
  port: number;
  account?: string;
  cluster: ClusterOption[];
  state?: string;
  fault: string[];
  log?: true;
}

interface ClusterOption {
  name: string;
  region: string;
}

/** `pod-identity sandbox [DIR…]`: a local AWS with the clusters that the declarations speak of. */
export function sandboxCommand(): Command {
  return new Command("sandbox")
    .description("A local AWS (EKS, EKS Auth, IAM, STS, S3) on 127.0.0.1, for Terraform, the AWS CLI and AWS SDKs.")
    .argument("[dir...]", "folders with declarations, whose clusters are to stand in the sandbox")
    .option("--port <number>", "where to listen; 0 for any free port", port, DEFAULT_PORT)
    .option(
      "--account <id>",
      `the account of callers, 12 digits (default: the clusters', or ${DEFAULT_ACCOUNT})`,
      account,
    )
    .option("--cluster <name[@region]>", "a cluster that stands from the beginning; may be repeated", cluster, [])
    .option("--state <file>", "keep what the sandbox holds in this file")
    .option(
      "--fault <switch>",
      "throttle=0..1, 5xx=0..1, drop=0..1, drop-after=0..1, consistency=SECONDSs, seed=N; may be repeated",
      (value: string, all: string[]) => [...all, value],
      [],
    )
    .option("--log", "show each call: caller, action, resource, answer")
    .action(run);
}

async function run(folders: string[], options: Options): Promise<void> {
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
  await sandbox.close();
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
  options: Options,
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

function log(record: CallRecord): void {
  const outcome = record.fault ?? record.error ?? String(record.status);
  console.log(
    `${record.time} ${record.caller} ${record.action ?? record.service} ${record.resources.join(",")} ${outcome}`,
  );
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

function port(value: string): number {
  const number = Number(value);
  if (!/^\d+$/.test(value) || number > 65535) throw new InvalidArgumentError("It must be a number from 0 to 65535.");
  return number;
}

function account(value: string): string {
  if (!/^\d{12}$/.test(value)) throw new InvalidArgumentError("It must be an account id of 12 digits.");
  return value;
}

function cluster(value: string, all: ClusterOption[]): ClusterOption[] {
  const match = /^([0-9A-Za-z][A-Za-z0-9_-]{0,99})(?:@([a-z]{2}(?:-gov)?-[a-z]+-\d))?$/.exec(value);
  if (match?.[1] === undefined) throw new InvalidArgumentError("It must be a cluster's name, or `name@region`.");
  return [...all, { name: match[1], region: match[2] ?? "us-east-1" }];
}
