import { isRecord } from "../is-record";
import type { ConfigurationText } from "./document";
import type { ModuleCall, Plan } from "./format";
import { isSameBlock } from "./same-block";
import { hasDuplicateKeys } from "./source/duplicate-keys";
import { isSameValue } from "./value";

/** The file that CDKTF synthesizes of a stack. */
export const CDKTF_FILE = "cdk.tf.json";

/** What CDKTF says of its own making in a `cdk.tf.json`. */
export interface CdktfStack {
  name?: string;
  /** By a resource's address in the root module, without the key of an instance: the path of its construct. */
  constructs: ReadonlyMap<string, string>;
}

/** What was read of a configuration: several ask for the same. */
const read = new WeakMap<ConfigurationText, { stack: Block | undefined; made?: CdktfStack }>();

/** Undefined where the configuration is not CDKTF's. */
export function cdktfStackOf(configuration: ConfigurationText | undefined): CdktfStack | undefined {
  if (configuration === undefined) return undefined;
  const standing = readOf(configuration);
  if (standing.made === undefined && standing.stack !== undefined) standing.made = madeOf(standing.stack);
  return standing.made;
}

function readOf(configuration: ConfigurationText): { stack: Block | undefined; made?: CdktfStack } {
  const standing = read.get(configuration);
  if (standing !== undefined) return standing;
  const found = { stack: parsed(configuration.modules.get("")?.get(CDKTF_FILE)) };
  read.set(configuration, found);
  return found;
}

function madeOf(stack: Block): CdktfStack {
  const name = metadataOf(stack).stackName;
  const constructs = new Map<string, string>();
  for (const [address, block] of blocksOf(stack)) {
    const { path } = metadataOf(block);
    if (typeof path === "string" && path !== "") constructs.set(address, path);
  }
  return { ...(typeof name === "string" && name !== "" ? { name } : {}), constructs };
}

/**
 * Whether the `cdk.tf.json` of a configuration is what was planned: the same resources and calls of modules, with the same
 * texts in them. The plan repeats the texts of JSON configurations as they stand, references too; of `locals` and
 * `dynamic` blocks it has nothing, and of variables it has the values.
 */
export function isPlanOf(plan: Plan, configuration: ConfigurationText): boolean {
  const { stack } = readOf(configuration);
  const planned = plan.configuration?.root_module;
  // Without a configuration there is nothing to tell by: some cut it out of what they hand on.
  if (stack === undefined || planned === undefined) return true;
  const blocks = blocksOf(stack);
  const resources = planned.resources ?? [];
  if (resources.length !== blocks.size) return false;
  const areSame = resources.every(({ address, expressions = {}, ...repeated }) => {
    const block = blocks.get(address);
    return block !== undefined && isSameBlock(expressions, block) && isRepeatedAlike(repeated, block);
  });
  if (!areSame) return false;
  const calls = new Map(entriesOf(stack.module));
  return Object.entries(planned.module_calls ?? {}).every(([name, { expressions = {}, ...repeated }]) => {
    const call = calls.get(name);
    return isRecord(call) && isSameBlock(expressions, call) && isRepeatedAlike(repeated, call);
  });
}

/** A text of a configuration without what a plan cannot vouch for: its `locals`, and what `dynamic` blocks are made of. */
export function vouchedFor(text: string): string {
  const stack = parsed(text);
  if (stack === undefined) return text;
  const { locals, ...rest } = stack;
  const sections: [string, unknown][] = ["resource", "data"]
    .filter((section) => Object.hasOwn(rest, section))
    .map((section) => [section, withoutDynamic(rest[section], 2)]);
  const isSure = locals === undefined && sections.every(([section, made]) => made === rest[section]);
  return isSure ? text : JSON.stringify({ ...rest, ...Object.fromEntries(sections) });
}

/**
 * What nobody can evaluate stands in the place of what `dynamic` blocks go through; the same value where there are none.
 * `labels`: how many names of types and resources stand above a block.
 */
function withoutDynamic(value: unknown, labels: number, levels = MOST_LEVELS): unknown {
  // Nothing is evaluated so deep.
  if (levels === 0) return value;
  if (Array.isArray(value)) {
    const made: unknown[] = value.map((item) => withoutDynamic(item, labels, levels - 1));
    return made.every((item, index) => item === value[index]) ? value : made;
  }
  if (!isRecord(value)) return value;
  const made = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (labels > 0 || key !== "dynamic") return [key, withoutDynamic(item, Math.max(labels - 1, 0), levels - 1)];
    const all: readonly unknown[] = Array.isArray(item) ? item : [item];
    const types = all.flatMap((each) => (isRecord(each) ? Object.keys(each) : []));
    return [key, types.length === 0 ? item : types.map(unknownBlock)];
  });
  return made.every(([key, item]) => item === value[key]) ? value : Object.fromEntries(made);
}

function unknownBlock(type: string): unknown {
  return { [type]: { for_each: "${path.dynamic}" } };
}

function isRepeatedAlike(
  {
    count_expression: count,
    for_each_expression: forEach,
  }: Pick<ModuleCall, "count_expression" | "for_each_expression">,
  block: Block,
): boolean {
  return isSameConstant(count, block.count) && isSameConstant(forEach, block.for_each);
}

function isSameConstant(expression: unknown, written: unknown): boolean {
  if (expression === undefined) return written === undefined || written === null;
  return !isRecord(expression) || !Object.hasOwn(expression, "constant_value")
    ? written !== undefined
    : isSameValue(expression.constant_value, written);
}

/** However a configuration is nested: a walk ends long before the stack does. */
const MOST_LEVELS = 1000;

type Block = Readonly<Record<string, unknown>>;

/** The resources and data sources of a JSON configuration, by address. */
function blocksOf(stack: Block): Map<string, Block> {
  const found = new Map<string, Block>();
  for (const [section, prefix] of [
    ["resource", ""],
    ["data", "data."],
  ] as const) {
    for (const [type, ofType] of entriesOf(stack[section])) {
      for (const [name, block] of entriesOf(ofType)) {
        if (isRecord(block)) found.set(`${prefix}${type}.${name}`, block);
      }
    }
  }
  return found;
}

function metadataOf(block: Block): Block {
  const comment = Object.hasOwn(block, "//") ? block["//"] : undefined;
  return isRecord(comment) && isRecord(comment.metadata) ? comment.metadata : {};
}

function entriesOf(value: unknown): [string, unknown][] {
  return isRecord(value) ? Object.entries(value) : [];
}

function parsed(text: string | undefined): Block | undefined {
  if (text === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(text);
    // Where a key is there twice, the file says more than what was parsed.
    return isRecord(value) && !hasDuplicateKeys(text) ? value : undefined;
  } catch {
    return undefined;
  }
}
