import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { z } from "zod";
import { withoutPrototypes } from "./record";
import type { WorldData } from "./world";

const FORMAT = "pod-identity-sandbox";
const VERSION = 1;
const SAVE_AFTER_MILLISECONDS = 100;

/** The state file cannot be used or written. Its message is for the user and says what to do; the file is left as it was. */
export class StateFileError extends Error {
  override readonly name = "StateFileError";
}

function notUsed(path: string, found: string): StateFileError {
  return new StateFileError(
    `The sandbox's state file ${path} cannot be used: ${found}. ` +
      "It was left as it is. Name another file, or delete this one to begin with an empty sandbox.",
  );
}

function notWritten(path: string, error: unknown): StateFileError {
  const code = error !== null && typeof error === "object" && "code" in error ? String(error.code) : String(error);
  const folder = dirname(path);
  const isThere = code !== "ENOENT" && code !== "ENOTDIR";
  const found = isThere ? (REASONS[code] ?? `the system says ${code}`) : `there is no folder ${folder}`;
  const fix = isThere
    ? "mend that, or name a file elsewhere"
    : `make it (mkdir -p ${folder}), or name a file elsewhere`;
  return new StateFileError(`The sandbox's state file ${path} cannot be written: ${found}.\nfix: ${fix}`);
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: "the permissions of its folder do not allow it",
  EPERM: "the permissions of its folder do not allow it",
  EROFS: "the file system can only be read",
  ENOSPC: "the disk is full",
  ENAMETOOLONG: "its name is too long",
};

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
    if (error instanceof SyntaxError) throw notUsed(path, `it is no JSON (${error.message})`);
    throw notUsed(path, statSync(path).isDirectory() ? "it is a folder" : "it cannot be read");
  }
  const mark = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(content);
  if (!mark.success) throw notUsed(path, `it is not a state of the sandbox (no "format": "${FORMAT}")`);
  if (mark.data.version !== VERSION) {
    throw notUsed(path, `it has version ${mark.data.version}, and this sandbox reads version ${VERSION}`);
  }
  const state = schema.safeParse(content);
  if (!state.success) {
    const where = state.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw notUsed(path, `it is damaged (${where.join("; ")})`);
  }
  return state.data.data;
}

export interface StateSaver {
  /** Notes a change: the state is written within a tenth of a second. */
  changed(): void;
  /**
   * Writes what is not written yet.
   * @throws StateFileError where it cannot
   */
  flush(): void;
}

/**
 * Keeps a file up to date with the state. The file is replaced as a whole (a temporary file beside it, then a
 * rename), so who reads it, and who is killed while writing it, finds a whole state.
 *
 * @param report Told why a write failed; the next change tries again.
 * @throws StateFileError where no file can be written there
 */
export function stateSaver(path: string, data: () => WorldData, report: (error: unknown) => void): StateSaver {
  tryToWrite(path);
  let timer: NodeJS.Timeout | undefined;
  let isSaved = true;
  const flush = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (isSaved) return;
    writeWhole(path, `${JSON.stringify({ format: FORMAT, version: VERSION, data: data() })}\n`);
    isSaved = true;
  };
  const flushLater = (): void => {
    try {
      flush();
    } catch (error) {
      report(error);
    }
  };
  return {
    changed: () => {
      isSaved = false;
      timer ??= setTimeout(flushLater, SAVE_AFTER_MILLISECONDS);
    },
    flush,
  };
}

/** Before anything is worth keeping: the state would be lost only when it is written. */
function tryToWrite(path: string): void {
  const temporary = temporaryBeside(path);
  try {
    writeFileSync(temporary, "", { mode: 0o600 });
    rmSync(temporary);
  } catch (error) {
    throw notWritten(path, error);
  }
}

function writeWhole(path: string, text: string): void {
  const temporary = temporaryBeside(path);
  try {
    writeFileSync(temporary, text, { mode: 0o600 });
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw notWritten(path, error);
  }
}

function temporaryBeside(path: string): string {
  return `${path}.${process.pid}.tmp`;
}
