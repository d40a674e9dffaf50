import { Command, InvalidArgumentError, Option } from "commander";

export const DEFAULT_ACCOUNT = "123456789012";
const DEFAULT_PORT = 4566;

/** The options of `pod-identity sandbox`, as commander gives them. */
export interface SandboxCommandOptions {
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
    .addOption(
      new Option("--cluster <name[@region]>", "a cluster that stands from the beginning; may be repeated")
        .argParser(cluster)
        .default([], "none"),
    )
    .option("--state <file>", "keep what the sandbox holds in this file")
    .addOption(
      new Option(
        "--fault <switch>",
        "throttle=0..1, 5xx=0..1, drop=0..1, drop-after=0..1, consistency=SECONDSs, seed=N; may be repeated",
      )
        .argParser((value: string, all: string[]) => [...all, value])
        .default([], "none"),
    )
    .option("--log", "show each call: caller, action, resource, answer")
    .action(async (folders: string[], options: SandboxCommandOptions) => {
      const { runSandbox } = await import("./sandbox-run.js");
      await runSandbox(folders, options);
    });
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
