import { isRecord } from "../is-record";
import { isSameValue } from "./value";

type Block = Readonly<Record<string, unknown>>;

/** What a block may hold that is none of its expressions: the plan tells these elsewhere, or not at all. */
const META = new Set([
  "//",
  "connection",
  "count",
  "depends_on",
  "dynamic",
  "for_each",
  "lifecycle",
  "provider",
  "providers",
  "provisioner",
  "source",
  "version",
]);

/** However a configuration is nested: a walk ends long before the stack does. */
const MOST_LEVELS = 100;

/** Whether a block of a JSON configuration has the texts that a plan has of it, and no others. */
export function isSameBlock(expressions: Block, block: Block, levels = MOST_LEVELS): boolean {
  if (levels === 0) return false;
  for (const key in expressions) {
    if (!isSamePart(expressions[key], Object.hasOwn(block, key) ? block[key] : undefined, levels)) return false;
  }
  return Object.keys(block).every((key) => META.has(key) || Object.hasOwn(expressions, key) || isNothing(block[key]));
}

function isSamePart(expression: unknown, written: unknown, levels: number): boolean {
  if (Array.isArray(expression)) return areSameBlocks(expression, written, levels);
  if (!isRecord(expression)) return false;
  if (Object.hasOwn(expression, "constant_value")) return isSameValue(expression.constant_value, written);
  const keys = Object.keys(expression);
  // Of an expression that is no constant the plan tells what it refers to.
  if (keys.length === 0 || Array.isArray(expression.references)) return true;
  return areSameBlocks([expression], written, levels);
}

function areSameBlocks(expressions: readonly unknown[], written: unknown, levels: number): boolean {
  const blocks: readonly unknown[] = Array.isArray(written) ? written : [written];
  if (blocks.length !== expressions.length) return false;
  return expressions.every((one, index) => {
    const block = blocks[index];
    return isRecord(one) && isRecord(block) && isSameBlock(one, block, levels - 1);
  });
}

/** Neither a value nor a block. */
function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}
