import * as z from "zod";
import type { Finding } from "../model/finding";
import { didYouMean } from "../suggest";
import { requiredKeys } from "./schema-at";

type Words = Pick<Finding, "message" | "found" | "allowed" | "fix">;

/** What stands in a declaration where another type is needed. */
export interface Misfit {
  value: unknown;
  /** The value as it was written, if it is a scalar. */
  written: string | undefined;
  /** The last key of its path. */
  key: string | number | undefined;
  /** What the schema expects there: `string`, `object`, `array`, … */
  expected: string;
  /** What the field says it must be: "a service account". */
  must: string | undefined;
  field: z.ZodType | undefined;
  /** The words that would be taken. */
  known?: readonly string[];
}

const NAMES: Readonly<Record<string, string>> = {
  string: "text",
  object: "a map",
  record: "a map",
  array: "a list",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
};

/** A type in the words of someone who writes YAML. */
export function typeName(expected: string): string {
  return NAMES[expected] ?? expected;
}

/** What to say of a value of the wrong type. */
export function wrongType(misfit: Misfit): Words {
  const { value, written, expected } = misfit;
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean")) {
    return unquoted(value, misfit);
  }
  const needed = misfit.must ?? typeName(expected);
  const fix = remedy(misfit);
  const more = allowed(misfit);
  return {
    message: `is ${kindOf(value)}, and ${needed} is needed`,
    ...(typeof value === "object" ? {} : { found: written ?? String(value) }),
    ...(more === undefined ? {} : { allowed: more }),
    ...(fix === undefined ? {} : { fix }),
  };
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "number") return "a number";
  return typeof value === "boolean" ? "a boolean" : "text";
}

/** What is allowed, where that is more than the type: the rule of a text, the keys of a map. */
function allowed({ expected, field }: Misfit): string | undefined {
  if (expected === "string") return textRule(field, "")?.allowed;
  const keys = requiredKeys(field);
  if (expected !== "object" || keys.length === 0) return undefined;
  return `a map with ${keys.map((key) => `\`${key}\``).join(" and ")}`;
}

/** What a text's own rule would say of a text. */
function textRule(field: z.ZodType | undefined, text: string): { allowed?: string; fix?: string } | undefined {
  const [issue] = field?.safeParse(text).error?.issues ?? [];
  if (issue?.code !== "custom") return undefined;
  const { allowed: rule, fix } = issue.params ?? {};
  return { ...(typeof rule === "string" ? { allowed: rule } : {}), ...(typeof fix === "string" ? { fix } : {}) };
}

/** The type of a field in words. */
export function kindOfField(field: unknown): string {
  if (field instanceof z.ZodArray) return "a list";
  if (field instanceof z.ZodObject || field instanceof z.ZodRecord) return "a map";
  if (field instanceof z.ZodBoolean) return "true or false";
  if (field instanceof z.ZodNumber) return "a number";
  if (field instanceof z.ZodEnum) return field.options.map(String).join(", ");
  if (field instanceof z.ZodLiteral) return [...field.values].map(String).join(", ");
  return (field instanceof z.ZodType ? textRule(field, "")?.allowed : undefined) ?? "text";
}

/** What to write after a key that is missing, with a space before it. */
export function exampleOf(field: z.ZodType | undefined): string {
  if (field instanceof z.ZodArray) {
    const element: unknown = field.element;
    const one = element instanceof z.ZodType ? exampleOf(element).trim() : "";
    return one === "" ? " []" : ` [${one}]`;
  }
  if (field instanceof z.ZodRecord && field.keyType instanceof z.ZodType && field.valueType instanceof z.ZodType) {
    const [key, value] = [exampleOf(field.keyType), exampleOf(field.valueType)];
    return key === "" || value === "" ? "" : ` {${key}:${value} }`;
  }
  if (field instanceof z.ZodObject) return exampleOfMap(field);
  if (field instanceof z.ZodUnion && field.options[0] instanceof z.ZodType) return exampleOf(field.options[0]);
  const examples = field?.meta()?.examples;
  const example: unknown = Array.isArray(examples) ? examples[0] : undefined;
  if (typeof example !== "string") return "";
  return ` ${/^[A-Za-z][\w./-]*$/.test(example) ? example : `"${example}"`}`;
}

/** A map with what it must have; nothing where it may be empty, or no example is known of a part. */
function exampleOfMap(field: z.ZodObject): string {
  const examples = requiredKeys(field).map((key) => ({ key, example: exampleOf(field.shape[key]) }));
  if (examples.length === 0 || examples.some(({ example }) => example === "")) return "";
  return ` { ${examples.map(({ key, example }) => `${key}:${example}`).join(", ")} }`;
}

function remedy({ value, written, key, expected, known = [] }: Misfit): string | undefined {
  // A map may have a key `toString` of its own, and then no text can be made of it.
  const text = written ?? (typeof value === "object" ? "" : String(value));
  const meant = typeof value === "string" ? didYouMean(value, known) : "";
  if (meant !== "") return meant;
  if (expected === "array") {
    if (typeof value !== "object") return `write \`[${/[:#,[\]{}&*!|>'"%@`]/.test(text) ? `"${text}"` : text}]\``;
    return "begin each entry with `- `";
  }
  if (expected === "boolean") {
    if (/^(true|yes|on)$/i.test(text)) return "write `true`, without quotes";
    return /^(false|no|off)$/i.test(text) ? "write `false`, without quotes" : undefined;
  }
  if (/^(number|int)$/.test(expected) && typeof value === "string" && /^\d+$/.test(value)) {
    return `write \`${value}\`, without quotes`;
  }
  if (expected === "string" && value !== null && typeof value === "object") return oneText(value);
  if ((expected === "object" || expected === "record") && Array.isArray(value) && key !== undefined) {
    return `write \`${key}: { KEY: … }\`, with a name for each entry`;
  }
  return undefined;
}

/** `s3: GetObject` is a map to YAML, and was meant as one text. */
function oneText(value: object): string {
  const [pair, ...others] = Object.entries(value);
  const meant = pair !== undefined && others.length === 0 && !Array.isArray(value) && typeof pair[1] === "string";
  return meant
    ? `write it as one text, without a space after the colon: \`${pair[0]}:${pair[1]}\``
    : "write it as one text";
}

/** YAML made a number or a boolean of what was meant as text; for account ids and versions it says what that costs. */
function unquoted(value: number | boolean, { written, key, field }: Misfit): Words {
  const found = written ?? String(value);
  if (key === "account") return accountNumber(found);
  if (key === "kubernetesVersion") {
    const fix = /^1\.\d+$/.test(found) ? found : "1.33";
    return {
      message: "is a version without quotes, which YAML reads as a number, and 1.30 as 1.3",
      found,
      allowed: '`"MAJOR.MINOR"` in quotes',
      fix: `write \`"${fix}"\`${fix === found ? "" : ", with your own"}`,
    };
  }
  const message = `is ${typeof value === "number" ? "a number" : "a boolean"} to YAML, and text is needed`;
  const rule = textRule(field, found);
  return rule === undefined ? { message, found, fix: `put it in quotes: \`"${found}"\`` } : { message, found, ...rule };
}

function accountNumber(found: string): Words {
  const allowed = "12 digits, in quotes";
  const base = "is an account id without quotes, which YAML reads as a number";
  if (/^\d{12}$/.test(found)) {
    const zeros = found.startsWith("0") ? " and without its leading zeros" : "";
    return { message: `${base}${zeros}`, found, allowed, fix: `write \`"${found}"\`` };
  }
  if (/^\d{1,11}$/.test(found)) {
    return {
      message: `is an account id of ${found.length} digits without quotes: its leading zeros are lost`,
      found,
      allowed,
      fix: `write \`"${found.padStart(12, "0")}"\`, if zeros are what is missing`,
    };
  }
  return { message: base, found, allowed, fix: "write the account's 12 digits in quotes" };
}
