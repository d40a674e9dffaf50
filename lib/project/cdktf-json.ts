import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { readJson } from "../declaration/json-file";
import { valueAt } from "../declaration/schema-at";
import { ProjectProblem } from "./project-problem";

/** What of a project's cdktf.json matters to a synth. */
export interface CdktfJson {
  /** The command that synthesizes, as a shell takes it. */
  app: string;
  /** The folder that it writes, relative to the project. */
  output: string;
  /** Undefined: what the environment says. */
  context?: Readonly<Record<string, unknown>> | undefined;
  /** The sources of modules that lie in the project. */
  localModules: readonly string[];
}

const shape = z.object({
  app: z.string().min(1),
  output: z.string().min(1).default("cdktf.out"),
  context: z.record(z.string(), z.unknown()).optional(),
  terraformModules: z.array(z.union([z.string(), z.object({ source: z.string() })])).default([]),
});

/** The folder that CDKTF writes unless cdktf.json says otherwise. */
export const DEFAULT_OUTPUT = "cdktf.out";

/**
 * Reads a project's cdktf.json; undefined where it has none.
 * Source: "cdktf.json", https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file
 * @throws ProjectProblem where it cannot be read
 */
export function readCdktfJson(folder: string): CdktfJson | undefined {
  const file = join(folder, "cdktf.json");
  if (!existsSync(file)) return undefined;
  const text = textOf(file);
  const value = parsed(text);
  const read = shape.safeParse(value);
  if (read.success) {
    const { terraformModules, ...rest } = read.data;
    const sources = terraformModules.map((module) => (typeof module === "string" ? module : module.source));
    return { ...rest, localModules: sources.filter((source) => /^\.{1,2}\//.test(source)) };
  }
  throw misfit(
    text,
    value,
    read.error.issues[0]?.path.map((step) => (typeof step === "number" ? step : String(step))),
  );
}

const SETTINGS = '`{ "language": "typescript", "app": COMMAND }`';

function textOf(file: string): string {
  try {
    return new TextDecoder().decode(readFileSync(file));
  } catch {
    throw new ProjectProblem({ what: "cdktf.json cannot be read", fix: "see that it is a file, and its permissions" });
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const read = readJson(text, SETTINGS);
    const problem = "message" in read ? read : { line: 1, column: 1, message: "is not JSON" };
    const { line, column, message, found, fix = "mend the file" } = problem;
    const more = found === undefined ? {} : { found };
    throw new ProjectProblem({ what: `cdktf.json:${line}:${column} ${message}`, ...more, fix });
  }
}

/** What does not fit, which stands at this path. */
function misfit(text: string, value: unknown, path: readonly (string | number)[] = []): ProjectProblem {
  const read = readJson(text, SETTINGS);
  const { line, column } = "message" in read ? { line: 1, column: 1 } : read.file.position(path);
  const found = valueAt(value, path);
  const name = path.length === 0 ? "" : `"${path.join(".")}"`;
  return new ProjectProblem({
    what: `cdktf.json:${line}:${column} is not as CDKTF knows it`,
    found:
      found === undefined ? `no ${name}` : `${name === "" ? "" : `${name}: `}${JSON.stringify(found).slice(0, 100)}`,
    allowed:
      '`"app"`: the command that synthesizes; `"output"`: a folder; `"context"`: an object; `"terraformModules"`: a list',
    fix: "correct it as https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file says",
  });
}
