import type { Condition, Patterns, Policy, PolicyStatement, Principals } from "./policy";

/**
 * A policy in one text, in which nothing counts that IAM does not count: the order of statements, elements and values, Sid
 * and Id, list or scalar, repetition, the letter case of actions, of operators and of condition keys, and of values where
 * the operator ignores it. Two policies of one text mean the same; two of one meaning may have two texts.
 */
export function canonicalText({ version, statements }: Policy): string {
  const all = sortedSet(statements.map(canonicalStatement));
  // Where no text of a policy could be a variable both versions mean the same.
  return JSON.stringify([all.some((text) => text.includes("${")) ? version : "any", all]);
}

/** In JSON: a list of effect, actions, resources, principals and conditions. */
function canonicalStatement({ effect, action, resource, principal, conditions }: PolicyStatement): string {
  const about =
    resource === undefined ? "null" : `[${resource.not},${JSON.stringify(canonicalTexts(resource.patterns))}]`;
  const who = principal === undefined ? "null" : kept(principals, principal, canonicalPrincipal);
  const when = conditions.length === 0 ? "[]" : kept(asked, conditions, canonicalConditions);
  return `["${effect}",${kept(actions, action, canonicalActions)},${about},${who},${when}]`;
}

/** What many statements share is written once. */
function kept<T extends object>(texts: WeakMap<T, string>, part: T, write: (part: T) => string): string {
  const standing = texts.get(part);
  if (standing !== undefined) return standing;
  const made = write(part);
  texts.set(part, made);
  return made;
}

const actions = new WeakMap<Patterns, string>();
const principals = new WeakMap<Principals, string>();
const asked = new WeakMap<readonly Condition[], string>();

function canonicalActions({ not, patterns }: Patterns): string {
  const texts = patterns.map((pattern) => (/^[*]+:[*]+$/.test(pattern) ? "*" : pattern.toLowerCase()));
  return JSON.stringify([not, canonicalTexts(texts)]);
}

/** Beside `*` no other pattern counts. */
function canonicalTexts(patterns: readonly string[]): readonly string[] {
  return patterns.includes("*") ? ["*"] : sortedSet(patterns);
}

function canonicalPrincipal({ not, entries }: Principals): string {
  return JSON.stringify([not, sortedSet(entries.map(({ type, value }) => `${type} ${accountOrArn(value)}`))]);
}

/** An account's id and its root ARN are the same principal. */
function accountOrArn(value: string): string {
  return /^arn:aws:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;
}

function canonicalConditions(conditions: readonly Condition[]): string {
  return JSON.stringify(sortedSet(conditions.map((condition) => JSON.stringify(canonicalCondition(condition)))));
}

function canonicalCondition({ operator, set, ifExists, key, values }: Condition): unknown[] {
  // ArnEquals and ArnLike are two names of one operator.
  const name = operator.replace(/^Arn(Not)?Like$/, "Arn$1Equals");
  const ignoresCase = /IgnoreCase$|^Bool$|^Null$/.test(operator);
  return [
    set ?? "",
    name,
    ifExists,
    key.toLowerCase(),
    sortedSet(ignoresCase ? values.map((one) => one.toLowerCase()) : values),
  ];
}

/** Sorted by code unit, so that no machine's locale has a say. */
function sortedSet(texts: readonly string[]): readonly string[] {
  return isSortedSet(texts) ? texts : [...new Set(texts)].sort();
}

/** Most lists are written in order. */
function isSortedSet(texts: readonly string[]): boolean {
  for (let index = 1; index < texts.length; index++) {
    if ((texts[index - 1] ?? "") >= (texts[index] ?? "")) return false;
  }
  return true;
}
