import { existsSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import { missingText, statementText } from "../lib/access/answer-text";
import { askAll } from "../lib/access/ask-all";
import { choosePod, type Refusal } from "../lib/access/choose-pod";
import { effectiveRoleArn, type Pod } from "../lib/access/pod";
import { type PodPolicies, podPolicies } from "../lib/access/pod-policies";
import type { Answer } from "../lib/access/question";
import type { Loaded } from "../lib/declaration/load";
import { didYouMean } from "../lib/iam/catalog";
import { isConditionKey } from "../lib/iam/condition-operators";
import { parseArn } from "../lib/model/arn";
import { serviceAccountText } from "../lib/model/identity";
import { declaredPods, refuse } from "./declared-pods";

interface CanIOptions {
  as: string;
  cluster?: string;
  context: Record<string, string[]>;
  explain?: true;
  json?: true;
}

/** `pod-identity can-i ACTION [RESOURCE] --as NAMESPACE/NAME`: yes or no, and 0 or 1, as `kubectl auth can-i` has it. */
export function canICommand(): Command {
  return new Command("can-i")
    .description("Say whether a service account's pods may do something, by the policies of their role.")
    .argument("<action>", "an IAM action, s3:GetObject; with * or ? every one that it stands for")
    .argument("[resource]", "the ARN of what it is done to; any resource at all where left out")
    .argument("[dir...]", "folders with declarations; the working directory where left out")
    .requiredOption("--as <namespace/name>", "the service account")
    .option("--cluster <key>", "the cluster, where the service account is bound in several")
    .addOption(
      new Option("--context <key=value>", "what is known of the request; may be repeated")
        .argParser(context)
        .default({}, "nothing"),
    )
    .option("--explain", "show the statements that decided, and where they are written")
    .option("--json", "write the answer as JSON to stdout")
    .action((action: string, on: string | undefined, folders: string[], options: CanIOptions) => {
      const named = target(on, folders);
      if ("message" in named) return refuse(named);
      const declared = declaredPods(named.folders);
      if (declared === undefined) return;
      const chosen = choosePod(declared.pods, options.as, options.cluster);
      if (!("pod" in chosen)) return refuse(chosen);
      const policies = podPolicies(chosen.pod.identity);
      const answers = askAll(chosen.pod, policies, { action, resource: named.resource, context: options.context });
      const answer = weakest(answers);
      if (answer === undefined) return refuse(unknownAction(action));
      process.exitCode = answer.verdict === "yes" ? 0 : 1;
      const written = places(policies, declared.placeOf);
      if (options.json === true) console.log(JSON.stringify(report(chosen.pod, answer, answers, written), null, 2));
      else say(chosen.pod, answer, written, options.explain === true);
    });
}

interface Target {
  resource: string | undefined;
  folders: readonly string[];
}

/** The resource and the folders: a folder that stands in the resource's place is taken for what it is. */
function target(on: string | undefined, folders: readonly string[]): Target | Refusal {
  const all = folders.length === 0 ? ["."] : folders;
  if (on === undefined) return { resource: undefined, folders: all };
  if (on === "*" || parseArn(on) !== undefined) return { resource: on, folders: all };
  if (existsSync(on)) return { resource: undefined, folders: [on, ...folders] };
  return {
    message: `\`${on}\` is neither a resource's ARN nor a folder`,
    allowed: "`*`, or an ARN `arn:partition:service:region:account:resource`",
    fix: on.startsWith("s3://")
      ? `write \`arn:aws:s3:::${on.slice(5)}\``
      : "write it like `arn:aws:s3:::reports/q3.csv`",
  };
}

function context(value: string, all: Record<string, string[]>): Record<string, string[]> {
  const equals = value.indexOf("=");
  const key = value.slice(0, Math.max(0, equals));
  if (!isConditionKey(key)) throw new InvalidArgumentError("It must be `KEY=VALUE`, as in aws:SourceVpc=vpc-1.");
  return { ...all, [key]: [...(all[key] ?? []), value.slice(equals + 1)] };
}

function unknownAction(action: string) {
  return {
    message: `\`${action}\` is no action of AWS`,
    allowed: "`service:Action`, with * and ? as wildcards",
    fix: didYouMean(action) || "correct its name, as in `s3:GetObject`",
  };
}

/** Of the answers for every action that was asked about the one that decides: a "no", else what cannot be told. */
function weakest(answers: readonly Answer[]): Answer | undefined {
  return (["no", "cannot tell", "yes"] as const)
    .map((verdict) => answers.find((answer) => answer.verdict === verdict))
    .find((answer) => answer !== undefined);
}

type Written = (answer: Answer) => { text: string; effect: string; policy: string; file?: string; line?: number }[];

function places(policies: PodPolicies, placeOf: Loaded["placeOf"]): Written {
  return ({ by }) =>
    by.map((deciding) => {
      const at = policies.writtenAt(deciding);
      const { effect } = deciding.statement;
      const said = { text: statementText(deciding), effect: effect.toLowerCase(), policy: deciding.policy };
      if (at === undefined) return said;
      const { file, line } = placeOf(at);
      return { ...said, file, line };
    });
}

function say(pod: Pod, answer: Answer, written: Written, explain: boolean): void {
  const { verdict, action, resource, why, keys, unless } = answer;
  if (verdict === "cannot tell") {
    console.error(`cannot tell: ${why.join("; ")}`);
    if (keys.length > 0) console.error(`fix: say what holds: ${keys.map((key) => `--context ${key}=VALUE`).join(" ")}`);
  } else console.log(verdict);
  if (verdict === "yes") for (const one of unless) console.error(`note: ${one}; a statement in it could still deny`);
  if (!explain) return;
  console.log(`  ${action} on ${resource}`);
  console.log(`  by ${serviceAccountText(pod.serviceAccount)} on ${pod.cluster.key}, role ${effectiveRoleArn(pod)}`);
  for (const { text, file, line } of written(answer)) {
    console.log(`  ${text}`);
    if (file !== undefined) console.log(`    ${file}:${line}`);
  }
  if (verdict === "no" && answer.by.length === 0) console.log(`  ${missingText(answer)}`);
}

/** The shape of `--json`, version 1. */
function report(pod: Pod, answer: Answer, answers: readonly Answer[], written: Written): object {
  return {
    version: 1,
    answer: answer.verdict,
    serviceAccount: serviceAccountText(pod.serviceAccount),
    cluster: pod.cluster.key,
    clusterArn: pod.cluster.arn,
    role: effectiveRoleArn(pod),
    stack: pod.stack,
    actions: answers.map((one) => ({
      action: one.action,
      resource: one.resource,
      answer: one.verdict,
      statements: written(one),
      missing: one.missing,
      why: one.why,
      unknownKeys: one.keys,
      unless: one.unless,
    })),
  };
}
