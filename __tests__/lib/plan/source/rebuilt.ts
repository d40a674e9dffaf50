import type { Plan, ResourceChange } from "../../../../lib/plan/format";
import { parseAddress } from "../../../../lib/plan/source/address";
import { type Rebuilt, rebuilderOf } from "../../../../lib/plan/source/rebuild";

/** What a plan tells of one object: values that it knows, names that it does not, names that are sensitive. */
interface Told {
  known?: Record<string, unknown>;
  unknown?: readonly string[];
  sensitive?: readonly string[];
}

/** A plan that creates objects. */
export function planOf(objects: Record<string, Told>, more: Partial<Plan> = {}): Plan {
  return {
    format_version: "1.2",
    resource_changes: Object.entries(objects).map(([address, told]) => changeOf(address, told)),
    ...more,
  };
}

function changeOf(address: string, { known = {}, unknown = [], sensitive = [] }: Told): ResourceChange {
  const parsed = parseAddress(address);
  if (parsed === undefined) throw new Error(`no address: ${address}`);
  const { mode, type, name, key, module } = parsed;
  const moduleAddress = module
    .map((step) => `module.${step.call}${step.key === undefined ? "" : `[${JSON.stringify(step.key)}]`}`)
    .join(".");
  return {
    address,
    mode,
    type,
    name,
    ...(moduleAddress === "" ? {} : { module_address: moduleAddress }),
    ...(key === undefined ? {} : { index: key }),
    change: {
      actions: [mode === "data" ? "read" : "create"],
      before: null,
      after: known,
      after_unknown: marks(unknown),
      after_sensitive: marks(sensitive),
    },
  };
}

function marks(names: readonly string[]): Record<string, true> {
  return Object.fromEntries(names.map((name) => [name, true]));
}

/** Rebuilds one attribute from files of the root module, and of those that it calls (`role/main.tf`). */
export function rebuiltFrom(files: Record<string, string>, plan: Plan, address: string, attribute: string): Rebuilt {
  const modules = new Map<string, Map<string, string>>([["", new Map()]]);
  for (const [path, text] of Object.entries(files)) {
    const slash = path.lastIndexOf("/");
    const module = path.slice(0, Math.max(slash, 0)).replaceAll("/", ".");
    const own = modules.get(module) ?? new Map<string, string>();
    modules.set(module, own.set(path.slice(slash + 1), text));
  }
  return rebuilderOf({ modules }, plan).rebuild(address, attribute);
}

/** What an expression comes to beside declarations, in a plan with a bucket, two queues and a topic with a secret. */
export function comesTo(expression: string, declarations = ""): unknown {
  const plan = planOf({
    "aws_iam_policy.p": { unknown: ["policy"] },
    "aws_s3_bucket.b": { known: { bucket_prefix: "b-", tags: { team: "a" } }, unknown: ["arn", "id", "website"] },
    "aws_sqs_queue.q[0]": { known: { name: "q-0" }, unknown: ["arn"] },
    "aws_sqs_queue.q[1]": { known: { name: "q-1" }, unknown: ["arn"] },
    'aws_sqs_queue.by["a.b"]': { known: { name: "by" }, unknown: ["arn"] },
    "aws_sns_topic.t": { known: { name: "t", display_name: "hush" }, sensitive: ["display_name"] },
  });
  const resources = `
    resource "aws_s3_bucket" "b" { bucket_prefix = "b-" }
    resource "aws_sqs_queue" "q" { count = 2 }
    resource "aws_sqs_queue" "none" { count = 0 }
    resource "aws_sqs_queue" "by" { for_each = toset(["a.b"]) }
    resource "aws_sns_topic" "t" { name = "t" }`;
  const policy = `resource "aws_iam_policy" "p" {\n  policy = ${expression}\n}`;
  const files = { "main.tf": policy, "resources.tf": resources, "more.tf": declarations };
  const rebuilt = rebuiltFrom(files, plan, "aws_iam_policy.p", "policy");
  return rebuilt.kind === "value" ? rebuilt.value : { cannot: rebuilt.why };
}
