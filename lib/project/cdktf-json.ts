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
  context: Readonly<Record<string, unknown>>;
}

const shape = z.object({
  app: z.string().min(1),
  output: z.string().min(1).default("cdktf.out"),
  context: z.record(z.string(), z.unknown()).default({}),
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
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new ProjectProblem({
    what: "cdktf.json is not as CDKTF knows it",
    found: `${issue?.path.join(".") || "the file"}: ${issue?.message ?? "not an object"}`,
    allowed: '`"app"`: the command that synthesizes; `"output"`: a folder; `"context"`: an object',
    fix: "correct it as https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file says",
  });
}
