import { z } from "zod";
import type { Finding, Pointer } from "../model/finding";
import { didYouMean } from "../suggest";

/** The rule under which everything is reported that does not fit the schema. */
export const SCHEMA_RULE = "schema";

type Issue = z.core.$ZodIssue;

/** What the schema found, in the words of someone who mends a declaration. */
export function problems(
  issues: readonly Issue[],
  schema: z.ZodType,
  data: unknown,
  source: string,
  written: (path: Pointer["path"]) => string | undefined,
): Finding[] {
  return issues.flatMap((issue) => problem(issue, [], schema, data, source, written));
}

function problem(
  issue: Issue,
  above: readonly (string | number)[],
  schema: z.ZodType,
  data: unknown,
  source: string,
  written: (path: Pointer["path"]) => string | undefined,
): Finding[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const at: Pointer = { source, path };
  const value = valueAt(data, path);
  const base = { rule: SCHEMA_RULE, severity: "error" as const };

  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(schema, path, data);
      return issue.keys.map((key) => {
        const fix = didYouMean(key, known) || (key.startsWith("x-") ? "" : "remove it");
        return {
          ...base,
          at: { source, path: [...path, key], key: true },
          message: "is not a key here",
          found: key,
          ...(known.length === 0 ? {} : { allowed: known.join(", ") }),
          ...(fix === "" ? {} : { fix }),
        };
      });
    }
    case "invalid_union": {
      const branch = nearestBranch(issue.errors);
      if (branch !== undefined) return branch.flatMap((one) => problem(one, path, schema, data, source, written));
      const wanted = issue.errors
        .flatMap((errors) => errors.map((error) => wantedBy(error)))
        .filter((text) => text !== "");
      return [
        {
          ...base,
          at,
          message: "has the wrong shape",
          ...shown(value, written(path)),
          allowed: [...new Set(wanted)].join(", or "),
        },
      ];
    }
    case "invalid_key":
      return issue.issues
        .flatMap((one) => problem(one, path, schema, data, source, written))
        .map((finding) => ({
          ...finding,
          at: { source, path, key: true },
          found: String(path.at(-1)),
        }));
    case "invalid_type": {
      const missing = value === undefined;
      if (missing) {
        const key = String(path.at(-1) ?? "");
        return [
          {
            ...base,
            at: { source, path },
            message: path.length === 0 ? "is empty" : `needs \`${key}\`, which is not there`,
            ...fixFor(schema, path, data),
          },
        ];
      }
      if (value === null)
        return [
          {
            ...base,
            at,
            message: "has no value",
            allowed: article(issue.expected),
            fix: "give it a value, or remove the key",
          },
        ];
      if (issue.expected === "string" && (typeof value === "number" || typeof value === "boolean")) {
        return [{ ...base, at, ...unquoted(value, written(path), path) }];
      }
      const expected = issue.message.startsWith("must be") ? issue.message.slice(8) : article(issue.expected);
      return [{ ...base, at, message: "has the wrong type", ...shown(value, written(path)), allowed: expected }];
    }
    case "invalid_value": {
      const values = issue.values.map(String);
      const fix = typeof value === "string" ? didYouMean(value, values) : "";
      return [
        {
          ...base,
          at,
          message: "is not one of the values allowed",
          ...shown(value, written(path)),
          allowed: values.join(", "),
          ...(fix === "" ? {} : { fix }),
        },
      ];
    }
    case "too_small": {
      const message = issue.message.startsWith("must")
        ? issue.message
        : issue.origin === "array"
          ? "must not be empty"
          : `must be at least ${issue.minimum}`;
      return [
        {
          ...base,
          at,
          message,
          ...(issue.origin === "array"
            ? { fix: "add an entry, or remove the key" }
            : { ...shown(value, written(path)), allowed: `${issue.minimum} or more` }),
        },
      ];
    }
    case "too_big":
      return [
        {
          ...base,
          at,
          message: `must be at most ${issue.maximum}`,
          ...shown(value, written(path)),
          allowed: `${issue.maximum} or less`,
        },
      ];
    case "custom": {
      const params = issue.params ?? {};
      const text = (key: string) =>
        typeof params[key] === "string" && params[key] !== "" ? { [key]: String(params[key]) } : {};
      const key = params.key === true;
      return [
        {
          ...base,
          at: key ? { ...at, key: true } : at,
          message: issue.message,
          ...(key ? { found: String(path.at(-1)) } : shown(value, written(path))),
          ...text("allowed"),
          ...text("fix"),
        },
      ];
    }
    default:
      return [{ ...base, at, message: issue.message, ...shown(value, written(path)) }];
  }
}

/** YAML made a number or a boolean of what was meant as text; for account ids and versions it says what that costs. */
function unquoted(
  value: number | boolean,
  written: string | undefined,
  path: Pointer["path"],
): Pick<Finding, "message" | "found" | "allowed" | "fix"> {
  const source = written ?? String(value);
  const key = path.at(-1);
  const kind = typeof value === "number" ? "a number" : "a boolean";
  if (key === "account") {
    const digits = /^\d{1,12}$/.test(source) ? source.padStart(12, "0") : source;
    const lost =
      source.length < 12 && /^\d+$/.test(source) ? ` of ${source.length} digits: its leading zeros are lost` : "";
    return {
      message: `is an account id without quotes, which YAML reads as a number${lost}`,
      found: source,
      allowed: "12 digits, in quotes",
      fix: `write \`"${digits}"\`${lost === "" ? "" : ", if zeros are what is missing"}`,
    };
  }
  if (key === "kubernetesVersion") {
    return {
      message: "is a version without quotes, which YAML reads as a number, and 1.30 as 1.3",
      found: source,
      allowed: '`"MAJOR.MINOR"` in quotes',
      fix: `write \`"${source}"\``,
    };
  }
  return {
    message: `is ${kind} to YAML, and text is needed`,
    found: source,
    allowed: "text",
    fix: `put it in quotes: \`"${source}"\``,
  };
}

function wantedBy(issue: Issue): string {
  if (issue.code === "invalid_type") return article(issue.expected);
  if (issue.code === "invalid_value") return issue.values.map((value) => `\`${String(value)}\``).join(", ");
  return "";
}

/** The branch of a union that was meant: the one whose complaints lie inside of the value, or are of its content. */
function nearestBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const meant = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || !["invalid_type", "invalid_value"].includes(issue.code)),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

function article(expected: string): string {
  const names: Record<string, string> = {
    string: "text",
    object: "a map",
    record: "a map",
    array: "a list",
    number: "a number",
    int: "a whole number",
    boolean: "true or false",
  };
  return names[expected] ?? expected;
}

/** The value as it was found, when it is short enough to be shown. */
function shown(value: unknown, written: string | undefined): { found?: string } {
  if (value === undefined || value === null) return {};
  if (typeof value === "object") return { found: Array.isArray(value) ? "a list" : "a map" };
  return { found: written ?? String(value) };
}

function valueAt(data: unknown, path: Pointer["path"]): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = Object.getOwnPropertyDescriptor(value, String(step))?.value;
  }
  return value;
}

/** What a missing key wants, taken from its description. */
function fixFor(schema: z.ZodType, path: Pointer["path"], data: unknown): { fix?: string } {
  const field = schemaAt(schema, path, data);
  const examples = field?.meta()?.examples;
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  const key = path.at(-1);
  if (typeof key !== "string") return {};
  if (typeof example === "string")
    return { fix: `add \`${key}: ${/^\d/.test(example) ? `"${example}"` : example}\`, with your own` };
  return { fix: `add \`${key}:\`` };
}

function keysAt(schema: z.ZodType, path: Pointer["path"], data: unknown): string[] {
  const found = schemaAt(schema, path, data);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** The schema of a place, through optional, lists, maps and unions; of a union the branch that the value's shape chooses. */
function schemaAt(schema: z.ZodType, path: Pointer["path"], data: unknown): z.ZodType | undefined {
  let current: unknown = schema;
  let value: unknown = data;
  for (const step of [...path, undefined]) {
    current = unwrapped(current, value);
    if (step === undefined) break;
    if (current instanceof z.ZodObject) current = current.shape[String(step)];
    else if (current instanceof z.ZodArray) current = current.element;
    else if (current instanceof z.ZodRecord) current = current.valueType;
    else return undefined;
    value = valueAt(value, [step]);
  }
  return current instanceof z.ZodType ? current : undefined;
}

function unwrapped(schema: unknown, value: unknown): unknown {
  if (schema instanceof z.ZodOptional) return unwrapped(schema.unwrap(), value);
  if (!(schema instanceof z.ZodUnion)) return schema;
  const options: readonly unknown[] = schema.options;
  const fits = options.find((option) =>
    Array.isArray(value)
      ? option instanceof z.ZodArray
      : value !== null && typeof value === "object"
        ? option instanceof z.ZodObject || option instanceof z.ZodRecord
        : option instanceof z.ZodString || option instanceof z.ZodLiteral,
  );
  return fits ?? options[0];
}
