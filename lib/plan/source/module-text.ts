import { type Body, overridden } from "./body";
import { SyntaxProblem } from "./cursor";
import type { Expression } from "./expression";
import { readHcl } from "./read-hcl";
import { readJson } from "./read-json";

/** What the files of one module declare. */
export interface ModuleText {
  /** By `type.name`. */
  resources: ReadonlyMap<string, Body>;
  data: ReadonlyMap<string, Body>;
  variables: ReadonlyMap<string, Body>;
  outputs: ReadonlyMap<string, Body>;
  calls: ReadonlyMap<string, Body>;
  locals: ReadonlyMap<string, Expression>;
  /** Files that could not be read, and where: `main.tf, line 3`. */
  unreadable: readonly string[];
}

const SUFFIX = /\.(tf|tofu)(\.json)?$/;
const OVERRIDE = /(?:^|_)override\.(?:tf|tofu)(?:\.json)?$/;

/** Reads a module's files, in either syntax; override files last, as Terraform does. Never throws. */
export function readModule(files: ReadonlyMap<string, string>): ModuleText {
  const unreadable: string[] = [];
  const module = { ...emptyModule(), unreadable };
  for (const [name, text] of inOrder(files)) {
    const body = readFile(text, name.endsWith(".json"));
    if (body instanceof SyntaxProblem) {
      unreadable.push(`${name}, line ${body.line}`);
      // What it puts in the place of something else could be anything in the module.
      if (OVERRIDE.test(name)) return { ...emptyModule(), unreadable: [`${name}, line ${body.line}`] };
      continue;
    }
    declare(module.resources, body, "resource", 2);
    declare(module.data, body, "data", 2);
    declare(module.variables, body, "variable", 1);
    declare(module.outputs, body, "output", 1);
    declare(module.calls, body, "module", 1);
    for (const { body: locals } of body.blocks("locals", 0)) {
      for (const local of locals.attributeNames()) {
        const expression = locals.attribute(local);
        if (expression !== undefined) module.locals.set(local, expression);
      }
    }
  }
  return module;
}

/** Those of a module's files that can be read. Never throws. */
export function readableFiles(files: ReadonlyMap<string, string>): Body[] {
  return inOrder(files).flatMap(([name, text]) => {
    const body = readFile(text, name.endsWith(".json"));
    return body instanceof SyntaxProblem ? [] : [body];
  });
}

function emptyModule() {
  return {
    resources: new Map<string, Body>(),
    data: new Map<string, Body>(),
    variables: new Map<string, Body>(),
    outputs: new Map<string, Body>(),
    calls: new Map<string, Body>(),
    locals: new Map<string, Expression>(),
  };
}

function declare(into: Map<string, Body>, file: Body, type: string, labels: number): void {
  for (const block of file.blocks(type, labels)) {
    const name = block.labels.join(".");
    const before = into.get(name);
    into.set(name, before === undefined ? block.body : overridden(before, block.body));
  }
}

/** OpenTofu takes `main.tofu` for `main.tf` where there are both. */
function inOrder(files: ReadonlyMap<string, string>): [string, string][] {
  const read = [...files]
    .filter(([name]) => SUFFIX.test(name) && !files.has(name.replace(SUFFIX, (_, __, json = "") => `.tofu${json}`)))
    .concat([...files].filter(([name]) => /\.tofu(\.json)?$/.test(name)));
  const sorted = read.sort(([one], [other]) => (one < other ? -1 : 1));
  return [...sorted.filter(([name]) => !OVERRIDE.test(name)), ...sorted.filter(([name]) => OVERRIDE.test(name))];
}

function readFile(text: string, isJson: boolean): Body | SyntaxProblem {
  try {
    return isJson ? readJson(text) : readHcl(text);
  } catch (problem) {
    if (problem instanceof SyntaxProblem) return problem;
    throw problem;
  }
}
