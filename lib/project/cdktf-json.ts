import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
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
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new ProjectProblem({
      what: "cdktf.json cannot be read",
      found: error instanceof Error ? error.message : String(error),
      fix: "mend the file: it has to be JSON",
    });
  }
  const read = shape.safeParse(value);
  if (read.success) {
    const { terraformModules, ...rest } = read.data;
    const sources = terraformModules.map((module) => (typeof module === "string" ? module : module.source));
    return { ...rest, localModules: sources.filter((source) => /^\.{1,2}\//.test(source)) };
  }
  const [issue] = read.error.issues;
  throw new ProjectProblem({
    what: "cdktf.json is not as CDKTF knows it",
    found: `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "not an object"}`,
    allowed:
      '`"app"`: the command that synthesizes; `"output"`: a folder; `"context"`: an object; `"terraformModules"`: a list',
    fix: "correct it as https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file says",
  });
}
