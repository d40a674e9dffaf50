import type { ConfigurationText } from "./document";
import type { Plan } from "./format";
import { isRecord } from "./shape";
import { isSameValue } from "./value";

/** The file that CDKTF synthesizes of a stack. */
export const CDKTF_FILE = "cdk.tf.json";

/** What CDKTF says of its own making in a `cdk.tf.json`. */
export interface CdktfStack {
  name?: string;
  /** By a resource's address in the root module, without the key of an instance: the path of its construct. */
  constructs: ReadonlyMap<string, string>;
}

/** Undefined where the configuration is not CDKTF's. */
export function cdktfStackOf(configuration: ConfigurationText | undefined): CdktfStack | undefined {
  const stack = parsed(configuration?.modules.get("")?.get(CDKTF_FILE));
  if (stack === undefined) return undefined;
  const name = metadataOf(stack).stackName;
  const constructs = new Map<string, string>();
  for (const [address, block] of blocksOf(stack)) {
    const { path } = metadataOf(block);
    if (typeof path === "string" && path !== "") constructs.set(address, path);
  }
  return { ...(typeof name === "string" && name !== "" ? { name } : {}), constructs };
}

/**
 * Whether a `cdk.tf.json` is what was planned: the same resources, with the same texts in them. The plan repeats the
 * texts of JSON configurations as they stand, references too.
 */
export function isPlanOf(plan: Plan, text: string): boolean {
  const stack = parsed(text);
  const planned = plan.configuration?.root_module;
  // Without a configuration there is nothing to tell by: some cut it out of what they hand on.
  if (stack === undefined || planned === undefined) return true;
  const blocks = blocksOf(stack);
  const resources = planned.resources ?? [];
  if (resources.length !== blocks.size) return false;
  return resources.every(({ address, expressions = {} }) => {
    const block = blocks.get(address);
    if (block === undefined) return false;
    return Object.entries(expressions).every(([key, expression]) => {
      if (!isRecord(expression) || !Object.hasOwn(expression, "constant_value")) return true;
      return !Object.hasOwn(block, key) || isSameValue(expression.constant_value, block[key]);
    });
  });
}

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
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
