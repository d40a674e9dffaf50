import { isRecord } from "../is-record";
import { didYouMean } from "../suggest";
import { CONDITION_OPERATORS, isConditionKey } from "./condition-operators";
import { type ConditionOperator, operatorNamed } from "./conditions/operators";
import { type DocumentProblem, entriesOf, shown } from "./document-problem";
import type { Condition, Policy } from "./policy";
import { variableProblem } from "./variables";

const SHAPE = "operator → key → values";
const LIKE = 'write it like `{ "StringEquals": { "aws:SourceVpc": "vpc-1" } }`';

/** A condition block, one entry an operator and key, in the order written. */
export function parseConditions(
  value: unknown,
  path: (string | number)[],
  version: Policy["version"],
): { conditions: Condition[]; problems: DocumentProblem[] } {
  const problems: DocumentProblem[] = [];
  const conditions: Condition[] = [];
  if (!isRecord(value)) {
    problems.push({ path, message: "is not a condition", found: shown(value), allowed: SHAPE, fix: LIKE });
    return { conditions, problems };
  }
  for (const [name, keys] of Object.entries(value)) {
    const at = [...path, name];
    const operator = parseOperator(name);
    if (operator === undefined) {
      const allowed = "an operator of the IAM reference, like StringEquals, StringLike or Bool";
      const fix = didYouMean(name.slice(0, 64), CONDITION_OPERATORS) || LIKE;
      problems.push({ path: at, message: "is not a condition operator", found: shown(name), allowed, fix });
      continue;
    }
    if (!isRecord(keys)) {
      const message = "is not a map of condition keys";
      problems.push({ path: at, message, found: shown(keys), allowed: SHAPE, fix: LIKE });
      continue;
    }
    for (const [key, written] of Object.entries(keys)) {
      const { values, problems: found } = parseValues(operator.known, key, written, [...at, key], version);
      problems.push(...found);
      const { set, ifExists, known } = operator;
      conditions.push({
        operator: known.name,
        ...(set === undefined ? {} : { set }),
        ifExists,
        key,
        values,
        path: [...at, key],
      });
    }
  }
  return { conditions, problems };
}

interface Operator {
  known: ConditionOperator;
  set?: "ForAllValues" | "ForAnyValue";
  ifExists: boolean;
}

/** An operator with its set prefix and its IfExists; letter case does not matter to IAM. Null takes neither. */
function parseOperator(text: string): Operator | undefined {
  const [, prefix, name = "", ending] = /^(?:(ForAllValues|ForAnyValue):)?([A-Za-z]+?)(IfExists)?$/i.exec(text) ?? [];
  const known = operatorNamed(name);
  if (known === undefined) return undefined;
  const ifExists = ending !== undefined;
  if (known.name === "Null" && (prefix !== undefined || ifExists)) return undefined;
  if (prefix === undefined) return { known, ifExists };
  return { known, set: prefix.toLowerCase() === "forallvalues" ? "ForAllValues" : "ForAnyValue", ifExists };
}

function parseValues(
  operator: ConditionOperator,
  key: string,
  written: unknown,
  path: (string | number)[],
  version: Policy["version"],
): { values: string[]; problems: DocumentProblem[] } {
  if (!isConditionKey(key)) {
    const allowed = "`prefix:Key`, like aws:SourceVpc or s3:prefix";
    const fix = `put its prefix before it, as in \`aws:${shown(key)}\``;
    const problem = { path, message: "is not a condition key", found: shown(key), allowed, fix };
    return { values: [], problems: [problem] };
  }
  const list = entriesOf(written, path);
  if (list.length === 0) {
    const problem = { path, message: "is empty", allowed: "at least one value", fix: "add a value" };
    return { values: [], problems: [problem] };
  }
  const values: string[] = [];
  const problems: DocumentProblem[] = [];
  for (const { value } of list) {
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") {
      const allowed = "text, a number, true or false, or a list of them";
      const message = "is not a condition's value";
      problems.push({ path, message, found: shown(written), allowed, fix: "write it as text" });
      break;
    }
    const text = String(value);
    const problem = valueProblem(operator, text, version);
    if (problem !== undefined) problems.push({ path, found: shown(value), ...problem });
    values.push(text);
  }
  return { values, problems };
}

function valueProblem(
  operator: ConditionOperator,
  text: string,
  version: Policy["version"],
): Omit<DocumentProblem, "path" | "found"> | undefined {
  if (operator.variables) return version === "2012-10-17" ? variableProblem(text) : undefined;
  if (operator.reads(text)) return undefined;
  const fix = text.includes("${")
    ? "write the value itself: variables are for texts and ARNs"
    : `write ${operator.like}`;
  return { message: `is not a value that ${operator.name} compares`, allowed: operator.allowed, fix };
}
