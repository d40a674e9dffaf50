import * as z from "zod";
import { platform } from "../../lib/declaration/schema/platform";
import { service } from "../../lib/declaration/schema/service";
import { reviewReport } from "../../lib/report/review-schema";

/** A node of a JSON Schema, as far as ours use it. */
export interface JsonSchema {
  [keyword: string]: unknown;
  title?: string;
  description?: string;
  type?: string | string[];
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  additionalProperties?: JsonSchema | boolean;
  propertyNames?: JsonSchema;
  anyOf?: JsonSchema[];
  enum?: unknown[];
  const?: unknown;
  examples?: unknown[];
}

/** One generated schema, and what it checks: a file's name, or the command that writes it. */
export interface SchemaFile {
  /** Below `schema/`. */
  name: string;
  declaration: string;
  schema: JsonSchema;
}

/** The JSON Schemas (draft-07) of both declarations and of the review, made from the zod schemas that also make their types. */
export function schemaFiles(): SchemaFile[] {
  return [
    file("service.schema.json", "pod-identity.yaml", "Service declaration", service),
    file("platform.schema.json", "platform.yaml", "Platform declaration", platform),
    file("review.schema.json", "pod-identity review --format json", "Review", reviewReport),
  ];
}

function file(name: string, declaration: string, title: string, schema: z.ZodType): SchemaFile {
  const made: unknown = z.toJSONSchema(schema, { target: "draft-7", io: "input", reused: "inline" });
  if (!isSchema(made)) throw new Error(`${name} is no JSON Schema`);
  const { $schema, ...rest } = made;
  const head = { $schema, $id: `urn:pod-identity-stacks:${name}`, title: `${title} (${declaration})` };
  return { name, declaration, schema: { ...head, ...rest } };
}

export function isSchema(value: unknown): value is JsonSchema {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The bytes of a schema's file. */
export function schemaText({ schema }: SchemaFile): string {
  return `${JSON.stringify(schema, null, 2)}\n`;
}
