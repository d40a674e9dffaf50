import { readDate } from "../conditions/date";
import { readRange } from "../conditions/ip-address";
import { readNumber } from "../conditions/number";
import type { Atom } from "./atoms";
import { templateOf } from "./atoms";
import type { Budget } from "./budget";
import { cellsWithin } from "./cells";
import { Pattern, type PatternKind } from "./pattern";

/** Values of a condition key that stand for all values: whatever a condition tells apart, two of them do. */
export interface RequestValues {
  values: readonly string[];
  /** Whether they do stand for all. */
  complete: boolean;
}

type Family = "text" | "number" | "date" | "address";

/** Values for the conditions on one key. */
export function requestValues(atoms: readonly Atom[], budget: Budget): RequestValues {
  const families = new Map<Family, Set<string>>();
  for (const { condition } of atoms) {
    const family = familyOf(condition.operator);
    if (family === undefined) continue;
    const values = families.get(family) ?? new Set();
    for (const value of condition.values) values.add(value);
    families.set(family, values);
  }
  const found: string[] = [];
  let complete = families.size <= 1;
  if (families.size === 0) found.push("x");
  for (const [family, written] of families) {
    if (family === "text") {
      const texts = textValues(atoms, budget);
      found.push(...(texts ?? written));
      complete &&= texts !== undefined;
    } else if (family === "address") found.push("x", ...addressValues([...written]));
    else {
      const date = family === "date";
      found.push("x", ...orderedValues([...written], date ? readDate : readNumber, date ? dateText : String));
    }
  }
  return { values: [...new Set(found)], complete };
}

function familyOf(operator: string): Family | undefined {
  if (operator === "Null") return undefined;
  if (operator.startsWith("Numeric")) return "number";
  if (operator.startsWith("Date")) return "date";
  return operator.endsWith("IpAddress") ? "address" : "text";
}

function textValues(atoms: readonly Atom[], budget: Budget): string[] | undefined {
  // Of a condition's values it only matters whether one is met.
  const groups = atoms
    .filter(({ condition }) => familyOf(condition.operator) === "text")
    .map(({ condition, version }) =>
      condition.values.flatMap((value) => patternOf(condition.operator, value, version) ?? []),
    );
  const any = new Pattern([{ text: "*", literal: false }], "text");
  return cellsWithin([any], groups, budget)?.map(({ sample }) => sample);
}

/** The values that one value of a text operator matches; undefined where it matches none. */
function patternOf(operator: string, value: string, version: Atom["version"]): Pattern | undefined {
  const reads = operator.startsWith("String") || operator.startsWith("Arn");
  const pieces = (reads ? templateOf(value, version) : [{ text: value, literal: true }]).map((part) =>
    "text" in part ? part : { text: "", literal: true },
  );
  const wild = operator.endsWith("Like") || operator.startsWith("Arn");
  const kind: PatternKind = operator.startsWith("Arn")
    ? "arn"
    : operator.endsWith("IgnoreCase") || operator === "Bool"
      ? "caseless"
      : "text";
  const text = pieces.map((piece) => piece.text).join("");
  if (kind === "arn" && text.split(":").length < 6) return undefined;
  return new Pattern(wild ? pieces : [{ text, literal: true }], kind);
}

/** Each value written, one between each two, one below and one above. */
function orderedValues(
  written: readonly string[],
  read: (text: string) => number | undefined,
  show: (value: number) => string,
): string[] {
  const numbers = written.flatMap((text) => read(text) ?? []).sort((a, b) => a - b);
  const found: number[] = [];
  for (const [index, value] of numbers.entries()) {
    const before = numbers[index - 1];
    if (before === undefined) found.push(value - 1000);
    else if (before < value) found.push(before + (value - before) / 2);
    found.push(value);
  }
  const last = numbers.at(-1);
  if (last !== undefined) found.push(last + 1000);
  return found.map((value) => show(value));
}

function dateText(milliseconds: number): string {
  const date = new Date(Math.floor(milliseconds));
  return Number.isNaN(date.getTime()) ? "x" : date.toISOString();
}

/** The first address of each range, the one after its last, and the lowest of all. */
function addressValues(written: readonly string[]): string[] {
  const found = new Set(["0.0.0.0", "0:0:0:0:0:0:0:0"]);
  for (const text of written) {
    const range = readRange(text);
    if (range === undefined) continue;
    const size = range.bytes.length;
    const host = BigInt(size * 8 - range.bits);
    const address = range.bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
    const first = (address >> host) << host;
    const next = first + (1n << host);
    found.add(addressText(first, size));
    if (next < 1n << BigInt(size * 8)) found.add(addressText(next, size));
  }
  return [...found];
}

function addressText(address: bigint, size: number): string {
  const width = size === 4 ? 8n : 16n;
  const mask = (1n << width) - 1n;
  const count = size === 4 ? 4 : 8;
  const groups: string[] = [];
  for (let i = 0; i < count; i++) {
    const group = (address >> (width * BigInt(count - 1 - i))) & mask;
    groups.push(group.toString(size === 4 ? 10 : 16));
  }
  return groups.join(size === 4 ? "." : ":");
}
