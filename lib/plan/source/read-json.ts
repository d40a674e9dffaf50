import { isRecord } from "../../is-record";
import type { Block, Body } from "./body";
import { Cursor, SyntaxProblem } from "./cursor";
import { hasDuplicateKeys } from "./duplicate-keys";
import type { Expression } from "./expression";
import { readWholeTemplate } from "./read-template";

/** As in the native syntax: deeper than anything people write. */
const MAX_DEPTH = 200;

/**
 * Reads a file of HCL's JSON syntax (hashicorp/hcl, json/spec.md; "JSON Configuration Syntax" of Terraform): strings are
 * templates, and in a block `//` is a comment. What is not asked for stays as it is.
 *
 * @throws SyntaxProblem where the text is not JSON, not an object, or has a key twice.
 */
export function readJson(text: string): Body {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new SyntaxProblem(1, "JSON");
  }
  if (!isRecord(value)) throw new SyntaxProblem(1, "an object");
  if (hasDuplicateKeys(text)) throw new SyntaxProblem(1, "each key once");
  return bodyOf(value, templateOf);
}

/** Values as the plan knows them, read as a body: its texts are what they are. */
export function knownBody(value: Readonly<Record<string, unknown>>): Body {
  return bodyOf(value, (text) => ({ kind: "literal", value: text }));
}

function bodyOf(value: Readonly<Record<string, unknown>>, text: (text: string) => Expression): Body {
  return {
    attribute: (name) => (name !== "//" && Object.hasOwn(value, name) ? expressionOf(value[name], text, 0) : undefined),
    blocks: (type, labels) =>
      type !== "//" && Object.hasOwn(value, type) ? [...labelled(value[type], [], labels, text)] : [],
    attributeNames: () => Object.keys(value).filter((name) => name !== "//"),
    blockTypes: () => [],
  };
}

/** A level for each label, then the body; each of them an object or a list of objects. */
function* labelled(
  value: unknown,
  labels: readonly string[],
  missing: number,
  text: (text: string) => Expression,
): Generator<Block> {
  for (const each of Array.isArray(value) ? value : [value]) {
    if (!isRecord(each)) continue;
    if (missing === 0) yield { labels, body: bodyOf(each, text) };
    else {
      for (const [label, inner] of Object.entries(each)) {
        if (label !== "//") yield* labelled(inner, [...labels, label], missing - 1, text);
      }
    }
  }
}

function expressionOf(value: unknown, text: (text: string) => Expression, depth: number): Expression {
  if (depth > MAX_DEPTH) return { kind: "beyond", what: `more than ${MAX_DEPTH} levels of nesting` };
  if (typeof value === "string") return text(value);
  if (Array.isArray(value)) return { kind: "tuple", items: value.map((item) => expressionOf(item, text, depth + 1)) };
  if (isRecord(value)) {
    const items = Object.entries(value).map(([key, item]) => ({
      key: text(key),
      value: expressionOf(item, text, depth + 1),
    }));
    return { kind: "object", items };
  }
  if (typeof value === "number" || typeof value === "boolean") return { kind: "literal", value };
  return { kind: "literal", value: null };
}

function templateOf(text: string): Expression {
  if (!text.includes("${") && !text.includes("%{")) return { kind: "literal", value: text };
  try {
    return readWholeTemplate(new Cursor(text));
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return { kind: "beyond", what: "a template that cannot be read" };
    throw problem;
  }
}
