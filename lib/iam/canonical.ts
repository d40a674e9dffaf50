import type { Condition, Policy, PolicyStatement } from "./policy";

/**
 * A policy in one text, in which nothing counts that IAM does not count: the order of statements, elements and values, Sid
 * and Id, list or scalar, repetition, the letter case of actions, of operators and of condition keys, and of values where
 * the operator ignores it. Two policies of one text mean the same; two of one meaning may have two texts.
 */
export function canonicalText(policy: Policy): string {
  const statements = new Set(policy.statements.map((statement) => JSON.stringify(canonicalStatement(statement))));
  // Where no text of a policy could be a variable both versions mean the same.
  const version = [...statements].some((text) => text.includes("${")) ? policy.version : "any";
  return JSON.stringify([version, [...statements].sort()]);
}

function canonicalStatement({ effect, action, resource, principal, conditions }: PolicyStatement): unknown[] {
  return [
    effect,
    [action.not, canonicalActions(action.patterns)],
    resource === undefined ? null : [resource.not, canonicalTexts(resource.patterns)],
    principal === undefined
      ? null
      : [principal.not, sortedSet(principal.entries.map(({ type, value }) => `${type} ${accountOrArn(value)}`))],
    sortedSet(conditions.map((condition) => JSON.stringify(canonicalCondition(condition)))),
  ];
}

function canonicalActions(patterns: readonly string[]): string[] {
  return canonicalTexts(patterns.map((pattern) => (/^[*]+:[*]+$/.test(pattern) ? "*" : pattern.toLowerCase())));
}

/** Beside `*` no other pattern counts. */
function canonicalTexts(patterns: readonly string[]): string[] {
  return patterns.includes("*") ? ["*"] : sortedSet(patterns);
}

/** An account's id and its root ARN are the same principal. */
function accountOrArn(value: string): string {
  return /^arn:aws:iam::(\d{12}):root$/.exec(value)?.[1] ?? value;
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
    sortedSet(values.map((one) => (ignoresCase ? one.toLowerCase() : one))),
  ];
}

/** Sorted by code unit, so that no machine's locale has a say. */
function sortedSet(texts: readonly string[]): string[] {
  if (texts.length < 2) return [...texts];
  return [...new Set(texts)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}
