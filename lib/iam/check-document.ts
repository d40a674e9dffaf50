import { didYouMean, nearest } from "../suggest";
import { CONDITION_OPERATORS, isConditionKey, isConditionOperator } from "./condition-operators";
import type { AnyDocument } from "./document";

/** What is wrong with a policy document, and where in it. */
export interface DocumentProblem {
  path: (string | number)[];
  message: string;
  found?: string;
  allowed?: string;
  fix?: string;
}

const DOCUMENT_KEYS = ["Version", "Id", "Statement"];
const STATEMENT_KEYS = ["Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/**
 * The grammar of an identity policy (inline policies, session policies), as far as IAM refuses what breaks it.
 * Source: IAM user guide, "Grammar of the IAM JSON policy language".
 */
export function checkIdentityPolicy(value: unknown): {
  document: AnyDocument | undefined;
  problems: DocumentProblem[];
} {
  const problems: DocumentProblem[] = [];
  if (!isRecord(value)) {
    const fix = 'begin with `{ "Version": "2012-10-17", "Statement": [`';
    return {
      document: undefined,
      problems: [{ path: [], message: "is not a policy document", allowed: "a JSON object", fix }],
    };
  }
  const unknown = Object.keys(value).filter((key) => !DOCUMENT_KEYS.includes(key));
  for (const key of unknown) {
    problems.push({
      path: [key],
      message: "is not an element of a policy",
      found: key,
      allowed: DOCUMENT_KEYS.join(", "),
      fix: didYouMean(key, DOCUMENT_KEYS) || "remove it",
    });
  }
  if (value.Version !== undefined && value.Version !== "2012-10-17" && value.Version !== "2008-10-17") {
    problems.push({
      path: ["Version"],
      message: "is not a version of the policy language",
      found: show(value.Version),
      allowed: "2012-10-17",
      fix: "write `2012-10-17`: it is the language's version, not the policy's",
    });
  }
  const statements: unknown[] = Array.isArray(value.Statement)
    ? value.Statement
    : value.Statement === undefined
      ? []
      : [value.Statement];
  if (statements.length === 0 && !meansOneOf(unknown, ["Statement"], DOCUMENT_KEYS))
    problems.push({
      path: value.Statement === undefined ? [] : ["Statement"],
      message: "has no Statement",
      allowed: "at least one statement",
      fix: "add `Statement`, a list of statements with `Effect`, `Action` and `Resource`",
    });
  for (const [index, statement] of statements.entries()) {
    const path = Array.isArray(value.Statement) ? ["Statement", index] : ["Statement"];
    problems.push(...checkStatement(statement, path));
  }
  return { document: value, problems };
}

function checkStatement(value: unknown, path: (string | number)[]): DocumentProblem[] {
  if (!isRecord(value)) return [{ path, message: "is not a statement", found: show(value), allowed: "a JSON object" }];
  const problems: DocumentProblem[] = [];
  const unknown = Object.keys(value).filter((key) => !STATEMENT_KEYS.includes(key));
  for (const key of unknown) {
    const principal = key === "Principal" || key === "NotPrincipal";
    problems.push({
      path: [...path, key],
      message: principal
        ? "cannot stand in a role's own policy: only trust and resource policies name principals"
        : "is not an element of a statement",
      found: key,
      allowed: STATEMENT_KEYS.join(", "),
      fix: principal
        ? "remove it: who may use the role is its trust policy's business"
        : didYouMean(key, STATEMENT_KEYS) || "remove it",
    });
  }
  const misspelt = value.Effect === undefined && meansOneOf(unknown, ["Effect"], STATEMENT_KEYS);
  if (value.Effect !== "Allow" && value.Effect !== "Deny" && !misspelt) {
    problems.push({
      path: value.Effect === undefined ? path : [...path, "Effect"],
      message: value.Effect === undefined ? "has no Effect" : "is not an effect",
      ...(value.Effect === undefined ? {} : { found: show(value.Effect) }),
      allowed: "Allow, Deny",
      fix:
        (typeof value.Effect === "string" && didYouMean(value.Effect, ["Allow", "Deny"])) || 'add `"Effect": "Allow"`',
    });
  }
  for (const [one, other] of [
    ["Action", "NotAction"],
    ["Resource", "NotResource"],
  ] as const) {
    const both = [one, other].filter((key) => value[key] !== undefined);
    if (both.length !== 1 && !meansOneOf(unknown, [one, other], STATEMENT_KEYS))
      problems.push({
        path,
        message: both.length === 0 ? `has no ${one}` : `has both ${one} and ${other}`,
        allowed: `${one} or ${other}`,
        fix: both.length === 0 ? `add \`${one}\`` : "keep one of them",
      });
    for (const key of both) problems.push(...checkTexts(value[key], [...path, key]));
  }
  if (value.Condition !== undefined) problems.push(...checkCondition(value.Condition, [...path, "Condition"]));
  if (value.Sid !== undefined && !(typeof value.Sid === "string" && /^[A-Za-z0-9]*$/.test(value.Sid))) {
    problems.push({
      path: [...path, "Sid"],
      message: "is not a statement id",
      found: show(value.Sid),
      allowed: "letters and digits",
      fix: "leave other characters out",
    });
  }
  return problems;
}

function checkTexts(value: unknown, path: (string | number)[]): DocumentProblem[] {
  const kind = path.at(-1);
  const list: unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) return [{ path, message: "is empty", allowed: "at least one entry", fix: "add an entry" }];
  const action = kind === "Action" || kind === "NotAction";
  const fits = (text: string) =>
    action ? text === "*" || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(text) : text === "*" || text.startsWith("arn:");
  return list.flatMap((text, index) =>
    typeof text === "string" && fits(text)
      ? []
      : [
          {
            path: Array.isArray(value) ? [...path, index] : path,
            message: action ? "is not an IAM action" : "is not a resource's ARN",
            found: show(text),
            allowed: action ? "`service:Action`, or `*`" : "an ARN, or `*`",
            fix: action ? "write it like `s3:GetObject`" : "write it like `arn:aws:s3:::reports/*`",
          },
        ],
  );
}

function checkCondition(value: unknown, path: (string | number)[]): DocumentProblem[] {
  const allowed = "operator → key → values";
  const fix = 'write it like `{ "StringEquals": { "aws:SourceVpc": "vpc-1" } }`';
  if (!isRecord(value)) return [{ path, message: "is not a condition", found: show(value), allowed, fix }];
  return Object.entries(value).flatMap(([operator, keys]): DocumentProblem[] => {
    const at = [...path, operator];
    if (!isConditionOperator(operator)) {
      const meant = didYouMean(operator, CONDITION_OPERATORS) || fix;
      const known = "an operator of the IAM reference, like StringEquals, StringLike or Bool";
      return [{ path: at, message: "is not a condition operator", found: operator, allowed: known, fix: meant }];
    }
    if (!isRecord(keys))
      return [{ path: at, message: "is not a map of condition keys", found: show(keys), allowed, fix }];
    return Object.entries(keys).flatMap(([key, values]) => checkConditionKey(key, values, [...at, key]));
  });
}

function checkConditionKey(key: string, values: unknown, path: (string | number)[]): DocumentProblem[] {
  const list: unknown[] = Array.isArray(values) ? values : [values];
  if (!isConditionKey(key)) {
    const allowed = "`prefix:Key`, like aws:SourceVpc or s3:prefix";
    const fix = `put its prefix before it, as in \`aws:${key}\``;
    return [{ path, message: "is not a condition key", found: key, allowed, fix }];
  }
  if (list.every((one) => ["string", "number", "boolean"].includes(typeof one))) return [];
  const allowed = "text, a number, true or false, or a list of them";
  return [{ path, message: "is not a condition's value", found: show(values), allowed, fix: "write it as text" }];
}

/** Whether one of the unknown elements is a misspelling of one of these: then that is not missed as well. */
function meansOneOf(unknown: readonly string[], elements: readonly string[], known: readonly string[]): boolean {
  return unknown.some((key) => elements.includes(nearest(key, known) ?? ""));
}

function show(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? "undefined");
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
