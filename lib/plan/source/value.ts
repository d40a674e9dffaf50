import { hasPlaceholder, placeholder, placeholderArn, placeholdersIn } from "../../model/placeholder";
import { cannot } from "./cannot";

/** What an expression comes to. What is known only after apply is a placeholder in a text. */
export type Value = null | boolean | number | string | Value[] | Map<string, Value> | Bag | Lazy;

/** A set. Not `isCertain`: some of its elements may turn out to be the same, neither its length nor its order is known. */
export class Bag {
  constructor(
    readonly items: readonly Value[],
    readonly isCertain: boolean,
  ) {}
}

/** An object whose attributes are looked up when they are asked for: a resource, a module, `var`. */
export class Lazy {
  constructor(readonly get: (name: string) => Value) {}
}

/** Policies have at most some ten thousand characters, and as many parts. */
const MAX_TEXT = 1_000_000;
const MAX_SIZE = 100_000;
/** Names of policy variables know no letter case and may stand between spaces. */
const MARK = /\$\{\s*later\s*:/gi;
export const FORGED = "a text in it holds `${later:`, which stands here for what is known only after apply";

/** Deeper than anything people write; locals are read once, and may nest in one another. */
const MAX_LEVELS = 300;

const measures = new WeakMap<object, { size: number; levels: number }>();

/** A text that is known, and that Terraform does not write otherwise: it takes letters beyond ASCII apart and together. */
export function isPlainText(value: Value): boolean {
  return typeof value === "string" && !isUnknown(value) && /^\p{ASCII}*$/u.test(value);
}

export function isList(value: Value): value is Value[] {
  return Array.isArray(value);
}

/** How much a value is when it is written out: parts may be shared, so that few lines can say very much. @throws Cannot */
export function sizeOf(value: Value): number {
  return measureOf(value).size;
}

function measureOf(value: Value): { size: number; levels: number } {
  if (typeof value === "string") return { size: 1 + value.length / 64, levels: 0 };
  if (typeof value !== "object" || value === null || value instanceof Lazy) return { size: 1, levels: 0 };
  const before = measures.get(value);
  if (before !== undefined) return before;
  const measure = { size: 1, levels: 1 };
  for (const part of value instanceof Bag ? value.items : value.values()) {
    const { size, levels } = measureOf(part);
    measure.size += size;
    measure.levels = Math.max(measure.levels, levels + 1);
  }
  if (measure.size > MAX_SIZE) cannot("it is too large");
  if (measure.levels > MAX_LEVELS) cannot("it is nested too deep");
  measures.set(value, measure);
  return measure;
}

/** Puts texts together. What is known must not come to look like a placeholder. */
export function joined(parts: readonly string[]): string {
  if (parts.reduce((sum, part) => sum + part.length, 0) > MAX_TEXT) cannot("a text in it is too long");
  const text = parts.join("");
  if (parts.length > 1 && marks(text) !== parts.reduce((sum, part) => sum + marks(part), 0)) cannot(FORGED);
  return text;
}

/** How many placeholders a text holds, or what IAM would take for one. */
export function marks(text: string): number {
  return text.includes("{") ? (text.match(MARK)?.length ?? 0) : 0;
}

/** A text that the plan or the configuration gives, as it stands. */
export function knownText(text: string): string {
  return marks(text) > 0 ? cannot(FORGED) : text;
}

/** As a template writes it. */
export function textOf(value: Value): string {
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") return String(exactNumber(value));
  return cannot("a part of its text is no text");
}

/** Terraform's numbers are exact: beyond what is exact here nothing can be said. @throws Cannot */
export function exactNumber(value: number): number {
  const text = String(value);
  const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : text.length < 16 && !text.includes("e");
  return isExact ? value : cannot("a number in it is too large or too fine");
}

/** Whether anything in a value is known only after apply. */
export function isUnknown(value: Value): boolean {
  if (typeof value === "string") return hasPlaceholder(value);
  if (isList(value)) return value.some(isUnknown);
  if (value instanceof Map) return [...value.values()].some(isUnknown);
  if (value instanceof Bag) return !value.isCertain || value.items.some(isUnknown);
  return value instanceof Lazy;
}

/** For what decides the outcome, and so has to be known. */
export function surelyKnown(value: Value): Value {
  return isUnknown(value) ? cannot("it depends on what is known only after apply") : value;
}

/** Whether a text with a placeholder is neither null nor empty, whatever the placeholder stands for. */
export function isSurelyText(text: string): boolean {
  const rest = text.replace(/\$\{later:[^{}]*\}/g, "");
  // An ARN that AWS gives is never empty; one that was asked for may be left out.
  return rest === "arn:" && text.startsWith("arn:${later:") ? text.startsWith("arn:${later:arn of ") : rest !== "";
}

/** The placeholder of a resource's attribute, or of what is below it. */
export function unknownPart(path: string, address: string): string {
  const name = /[A-Za-z0-9_]+$/.exec(path)?.[0] ?? "";
  const isArn = (name === "arn" || name.endsWith("_arn")) && /(?:^|\.)aws_/.test(address);
  return (isArn ? placeholderArn : placeholder)(`${path} of ${address}`);
}

/** `identity[0]` of what is known only after apply; undefined for a text that is not all placeholder. */
export function unknownBelow(text: string, step: string | number): string | undefined {
  const [what, ...others] = placeholdersIn(text);
  if (what === undefined || others.length > 0 || placeholder(what) !== text) return undefined;
  const at = what.indexOf(" of ");
  if (at < 0 || (typeof step === "string" && !/^[A-Za-z0-9_]{1,100}$/.test(step))) return undefined;
  const path = typeof step === "number" ? `${what.slice(0, at)}[${step}]` : `${what.slice(0, at)}.${step}`;
  return unknownPart(path, what.slice(at + " of ".length));
}
