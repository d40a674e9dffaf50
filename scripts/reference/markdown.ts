import { isSchema, type JsonSchema, type SchemaFile } from "./json-schema";

interface Section {
  title: string;
  path: string;
  schema: JsonSchema;
}

/** The reference of one declaration: a section for each map in it, a map met again is a link to the first. */
export function referenceText({ declaration, name, schema }: SchemaFile): string {
  const sections: Section[] = [];
  const titles = new Map<string, string>();
  collect(schema, declaration, sections, titles);
  const link = (node: JsonSchema) => {
    const title = titles.get(JSON.stringify(node));
    return title === undefined ? "" : ` → [${title}](#${anchor(title)})`;
  };
  return [
    `# \`${declaration}\``,
    "",
    `Generated from the schema that checks it (\`schema/${name}\`); \`npm run generate\` writes it anew.`,
    "",
    ...sections.flatMap(({ title, path, schema: node }) => section(title, path, node, link)),
  ].join("\n");
}

type Link = (node: JsonSchema) => string;

/** Breadth first: a map that is met in several places is told of at the one nearest to the root. */
function collect(root: JsonSchema, name: string, into: Section[], titles: Map<string, string>): void {
  const queue: Section[] = [{ title: name, path: "", schema: root }];
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const { title, path, schema } = next;
    const key = JSON.stringify(schema);
    if (schema.properties !== undefined && !titles.has(key)) {
      const taken = new Set(titles.values());
      const own = taken.has(title) ? `${title} of ${path.split(".").slice(0, -1).join(".")}` : title;
      titles.set(key, own);
      into.push({ title: own, path, schema });
      for (const [child, node] of Object.entries(schema.properties)) {
        queue.push({ title: child, path: path === "" ? child : `${path}.${child}`, schema: node });
      }
    }
    if (schema.items !== undefined) queue.push({ title, path: `${path}[]`, schema: schema.items });
    if (isSchema(schema.additionalProperties)) {
      queue.push({ title, path: path === "" ? "KEY" : `${path}.KEY`, schema: schema.additionalProperties });
    }
    for (const branch of schema.anyOf ?? []) queue.push({ title, path, schema: branch });
  }
}

function section(title: string, path: string, node: JsonSchema, link: Link): string[] {
  const rows = Object.entries(node.properties ?? {}).map(([name, child]) => {
    const required = node.required?.includes(name) === true ? "yes" : "";
    const cells = [
      `\`${name}\``,
      typeText(child, link),
      required,
      allowedText(child),
      describe(child),
      exampleText(child),
    ];
    return `| ${cells.map(cell).join(" | ")} |`;
  });
  return [
    `## ${title}`,
    "",
    ...(path === "" ? [] : [`At \`${path}\`.`, ""]),
    ...(node.description === undefined ? [] : [node.description, ""]),
    "| key | type | required | allowed | meaning, and what holds where it is left out | example |",
    "|---|---|---|---|---|---|",
    ...rows,
    "",
  ];
}

function typeText(node: JsonSchema, link: Link): string {
  if (node.anyOf !== undefined) return node.anyOf.map((branch) => typeText(branch, link)).join(" or ");
  if (node.const !== undefined) return `\`${String(node.const)}\``;
  if (node.enum !== undefined) return "one of";
  if (node.type === "array") return `list of ${typeText(node.items ?? {}, link)}`;
  if (node.properties !== undefined) return `map${link(node)}`;
  if (isSchema(node.additionalProperties)) return `map of ${typeText(node.additionalProperties, link)}, by key`;
  const names: Record<string, string> = {
    string: "text",
    number: "number",
    integer: "whole number",
    boolean: "true or false",
    object: "map",
  };
  return [node.type ?? "any"]
    .flat()
    .map((type) => names[type] ?? type)
    .join(" or ");
}

function allowedText(node: JsonSchema): string {
  const inner = node.type === "array" ? (node.items ?? {}) : node;
  const parts = [
    ...(inner.enum === undefined ? [] : [inner.enum.map((value) => `\`${String(value)}\``).join(", ")]),
    ...(typeof inner.$comment === "string" ? [inner.$comment.replace(/^allowed: /, "")] : []),
    ...(typeof inner.minimum === "number" && typeof inner.maximum === "number"
      ? [`${inner.minimum} to ${inner.maximum}`]
      : []),
    ...(node.minItems === 1 ? ["at least one"] : []),
  ];
  return parts.join("; ");
}

function describe(node: JsonSchema): string {
  return node.description ?? (node.type === "array" ? node.items?.description : undefined) ?? "";
}

function exampleText(node: JsonSchema): string {
  const inner = node.type === "array" ? node.items?.examples : node.examples;
  const [first] = inner ?? [];
  return first === undefined ? "" : `\`${String(first)}\``;
}

function cell(text: string): string {
  return text.replace(/\|/g, "\\|").replace(/\s+/g, " ");
}

function anchor(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^\w -]/g, "")
    .replace(/ /g, "-");
}
