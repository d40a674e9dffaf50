import type * as z from "zod";
import type { Finding, Pointer } from "../model/finding";
import { didYouMean, nearest } from "../suggest";
import { keysAt, requiredKeys, schemaAt, valueAt } from "./schema-at";
import { exampleOf, kindOfField, type Misfit, typeName, wrongType } from "./wrong-type";

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
  const found = issues.flatMap((issue) => problem(issue, [], schema, data, source, written));
  return withoutFollowing(found);
}

/** A misspelt key is one mistake: what is missed for its sake, or counted without it, is not said beside it. */
function withoutFollowing(findings: readonly SchemaFinding[]): Finding[] {
  const meant = new Set<string>();
  const misspelt = new Set<string>();
  for (const { at, unknownKey, meantKey } of findings) {
    if (unknownKey !== true) continue;
    const owner = at.path.slice(0, -1);
    misspelt.add(JSON.stringify(owner));
    if (meantKey !== undefined) meant.add(JSON.stringify([...owner, meantKey]));
  }
  return findings
    .filter(({ at, missing, unknownKey, ofWhole }) => {
      if (unknownKey === true) return true;
      if (missing === true) return !meant.has(JSON.stringify(at.path));
      return ofWhole !== true || !misspelt.has(JSON.stringify(at.path));
    })
    .map(({ missing, unknownKey, meantKey, ofWhole, ...finding }) => finding);
}

/** A finding, and what tells whether it only follows from another. */
interface SchemaFinding extends Finding {
  missing?: boolean;
  unknownKey?: boolean;
  meantKey?: string | undefined;
  /** About a map as a whole, as its keys add up. */
  ofWhole?: boolean;
}

/** What IAM and others call a key that has another name here. */
const SYNONYMS: Readonly<Record<string, string>> = { condition: "when", conditions: "when" };

function problem(
  issue: Issue,
  above: readonly (string | number)[],
  schema: z.ZodType,
  data: unknown,
  source: string,
  written: (path: Pointer["path"]) => string | undefined,
): SchemaFinding[] {
  const path = [...above, ...issue.path.map((step) => (typeof step === "number" ? step : String(step)))];
  const at: Pointer = { source, path };
  const value = valueAt(data, path);
  const base = { rule: SCHEMA_RULE, severity: "error" as const };

  switch (issue.code) {
    case "unrecognized_keys": {
      const known = keysAt(schema, path, data);
      return issue.keys.map((key) => {
        const synonym = SYNONYMS[key.toLowerCase()];
        const meantKey = synonym !== undefined && known.includes(synonym) ? synonym : nearest(key, known);
        return {
          unknownKey: true,
          meantKey,
          ...base,
          at: { source, path: [...path, key], key: true },
          message: "is not a key here",
          found: key,
          ...(known.length === 0 ? {} : { allowed: known.join(", ") }),
          fix: meantKey === undefined ? "remove it" : `did you mean \`${meantKey}\`?`,
        };
      });
    }
    case "invalid_union": {
      if (value === undefined || value === null) {
        const { must } = misfitOf(issue, value, path, written, undefined);
        const missing = absent(schema, path, data, value);
        return [{ ...base, at, ...missing, ...(value === null && must !== undefined ? { allowed: must } : {}) }];
      }
      const branch = nearestBranch(issue.errors);
      if (branch !== undefined) return branch.flatMap((one) => problem(one, path, schema, data, source, written));
      return [{ ...base, at, ...wrongType(misfitOf(issue, value, path, written, schemaAt(schema, path, data))) }];
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
      const key = path.at(-1);
      if (value === undefined || value === null) return [{ ...base, at, ...absent(schema, path, data, value) }];
      const must = issue.message.startsWith("must be ") ? issue.message.slice(8) : undefined;
      const misfit = { value, written: written(path), key, expected: issue.expected, must };
      return [{ ...base, at, ...wrongType({ ...misfit, field: schemaAt(schema, path, data) }) }];
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
            ? {
                allowed: "at least one entry",
                fix: issue.message.startsWith("must") ? "add one" : "add an entry, or remove the key",
              }
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
          ...(typeof params.rule === "string" ? { rule: params.rule } : {}),
          ofWhole: !key && value !== null && typeof value === "object",
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

/** A value that fits no branch of a union: what all of them would take. */
function misfitOf(
  issue: Issue & { code: "invalid_union" },
  value: unknown,
  path: Pointer["path"],
  written: (path: Pointer["path"]) => string | undefined,
  field: z.ZodType | undefined,
): Misfit {
  const wanted = issue.errors.flat().flatMap((error) => {
    if (error.code === "invalid_type") return [typeName(error.expected)];
    return error.code === "invalid_value" ? error.values.map((one) => `\`${String(one)}\``) : [];
  });
  const values = issue.errors
    .flat()
    .flatMap((error) => (error.code === "invalid_value" ? error.values.map(String) : []));
  const lists = issue.errors.flat().some((error) => error.code === "invalid_type" && error.expected === "array");
  return {
    value,
    written: written(path),
    key: path.at(-1),
    expected: lists && typeof value !== "object" ? "array" : "",
    must: [...new Set(wanted)].join(" or "),
    field,
    known: values,
  };
}

/** The branch of a union that was meant: the one whose complaints lie inside of the value, or are of its content. */
function nearestBranch(branches: readonly Issue[][]): Issue[] | undefined {
  const meant = branches.filter((issues) =>
    issues.every((issue) => issue.path.length > 0 || !["invalid_type", "invalid_value"].includes(issue.code)),
  );
  return meant.length === 1 ? meant[0] : undefined;
}

/** The value as it was found, when it is short enough to be shown. */
function shown(value: unknown, written: string | undefined): { found?: string } {
  if (value === undefined || value === null) return {};
  if (typeof value === "object") return {};
  return { found: written ?? String(value) };
}

/** What to say where nothing stands. */
function absent(
  schema: z.ZodType,
  path: Pointer["path"],
  data: unknown,
  value: null | undefined,
): Pick<SchemaFinding, "message" | "allowed" | "fix" | "missing"> {
  const field = schemaAt(schema, path, data);
  const key = path.at(-1);
  if (key === undefined) {
    const [first = ""] = requiredKeys(field);
    return { message: "is empty", allowed: "a map", fix: `begin with \`${first}: NAME\`` };
  }
  if (value === undefined) {
    return {
      missing: true,
      message: `needs \`${key}\`, which is not there`,
      fix: `add \`${key}:${exampleOf(field)}\``,
    };
  }
  const fix = typeof key === "number" ? "fill in the entry, or remove it" : valueFix(schema, path, data, key);
  return { message: "has no value", allowed: kindOfField(field), fix };
}

/** What to write after a key; that it may be left out where its map can do without it. */
function valueFix(schema: z.ZodType, path: Pointer["path"], data: unknown, key: string): string {
  const example = exampleOf(schemaAt(schema, path, data));
  const write = example === "" ? "give it a value" : `write \`${key}:${example}\``;
  const isNeeded = requiredKeys(schemaAt(schema, path.slice(0, -1), data)).includes(key);
  return isNeeded ? write : `${write}, or remove the key`;
}
