import * as z from "zod";
import type { Pointer } from "../model/finding";

/** What stands at a path of plain data; own properties alone. */
export function valueAt(data: unknown, path: Pointer["path"]): unknown {
  let value: unknown = data;
  for (const step of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = Object.getOwnPropertyDescriptor(value, String(step))?.value;
  }
  return value;
}

/** The schema of a place, through optional, lists, maps and unions; of a union the branch that the value's shape chooses. */
export function schemaAt(schema: z.ZodType, path: Pointer["path"], data: unknown): z.ZodType | undefined {
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

/** The keys that a map may have at a place; none where it may have any. */
export function keysAt(schema: z.ZodType, path: Pointer["path"], data: unknown): string[] {
  const found = schemaAt(schema, path, data);
  return found instanceof z.ZodObject ? Object.keys(found.shape) : [];
}

/** The keys that a map of this schema must have. */
export function requiredKeys(schema: z.ZodType | undefined): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([key, field]) => (field instanceof z.ZodOptional ? [] : [key]));
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
