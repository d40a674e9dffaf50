import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { z } from "zod";
import { withoutPrototypes } from "./record";
import type { WorldData } from "./world";

const FORMAT = "pod-identity-sandbox";
const VERSION = 1;
const SAVE_AFTER_MILLISECONDS = 100;

/** The state file cannot be used. Its message is for the user and says what to do; the file is left as it was. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";

  constructor(path: string, found: string) {
    super(
      `The sandbox's state file ${path} cannot be used: ${found}. ` +
        "It was left as it is. Name another file, or delete this one to begin with an empty sandbox.",
    );
  }
}

const section = <T extends object>() => z.custom<T>((value) => typeof value === "object" && value !== null);
const sections = <T extends object>() => z.record(z.string(), section<T>());

const schema = z.object({
  format: z.literal(FORMAT),
  version: z.number(),
  data: z.object({
    generator: z.number(),
    iam: sections<WorldData["iam"][string]>(),
    eks: sections<WorldData["eks"][string]>(),
    s3: section<WorldData["s3"]>(),
    sessions: sections<WorldData["sessions"][string]>(),
  }),
});

/**
 * What an earlier run left in the file; undefined when there is no such file yet.
 *
 * @throws StateFileError when the file cannot be read, is no JSON, or is not a state of this version of the sandbox.
 */
export function loadState(path: string): WorldData | undefined {
  if (!existsSync(path)) return undefined;
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, "utf8"), withoutPrototypes);
  } catch (error) {
    throw new StateFileError(path, error instanceof SyntaxError ? `it is no JSON (${error.message})` : String(error));
  }
  const mark = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(content);
  if (!mark.success) throw new StateFileError(path, `it is not a state of the sandbox (no "format": "${FORMAT}")`);
  if (mark.data.version !== VERSION) {
    throw new StateFileError(path, `it has version ${mark.data.version}, and this sandbox reads version ${VERSION}`);
  }
  const state = schema.safeParse(content);
  if (!state.success) {
    const where = state.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new StateFileError(path, `it is damaged (${where.join("; ")})`);
  }
  return state.data.data;
}

export interface StateSaver {
  /** Notes a change: the state is written within a tenth of a second. */
  changed(): void;
  /** Writes what is not written yet. */
  flush(): void;
}

/**
 * Keeps a file up to date with the state. The file is replaced as a whole (a temporary file beside it, then a
 * rename), so who reads it, and who is killed while writing it, finds a whole state.
 *
 * @param report Told why a write failed; the next change tries again.
 */
export function stateSaver(path: string, data: () => WorldData, report: (error: unknown) => void): StateSaver {
  let timer: NodeJS.Timeout | undefined;
  const flush = (): void => {
    if (timer === undefined) return;
    clearTimeout(timer);
    timer = undefined;
    const temporary = `${path}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, `${JSON.stringify({ format: FORMAT, version: VERSION, data: data() })}\n`, {
        mode: 0o600,
      });
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      report(error);
    }
  };
  return {
    changed: () => {
      timer ??= setTimeout(flush, SAVE_AFTER_MILLISECONDS);
    },
    flush,
  };
}
