import { type BigIntStats, existsSync, fstatSync, realpathSync, statSync } from "node:fs";
import { basename, resolve } from "node:path";
import type { Refusal } from "../lib/access/choose-pod";
import { PLATFORM_FILE, SERVICE_FILE } from "../lib/declaration/declaration-files";
import { planInputs, STDIN } from "../lib/plan/plan-inputs";
import { fullFileOf, notWritable } from "./review-files";
import type { ReviewOptions } from "./review-options";

/** Files that a project lives by, whatever folder they are in. */
const PROJECT_FILES: Readonly<Record<string, string>> = {
  [SERVICE_FILE]: "a declaration",
  [PLATFORM_FILE]: "a declaration",
  "package.json": "the package's own file",
  "cdktf.json": "the project's own file",
};

/** Why a review of these plans cannot go where --out says; undefined where it can be tried, or goes to stdout. */
export function targetProblem(
  plans: readonly string[],
  { out, declarations, platform }: Pick<ReviewOptions, "out" | "declarations" | "platform">,
  cwd: string,
): Refusal | undefined {
  if (out === undefined) return undefined;
  const problem = notWritable(out);
  if (problem !== undefined) return problem;
  const declared = [...declarations, ...(platform === undefined ? [] : [platform])].map((name) => resolve(cwd, name));
  for (const target of [out, fullFileOf(out)]) {
    const kept =
      PROJECT_FILES[realName(target)] ??
      (isOneOf(target, planInputs(plans, cwd).files) ? "a plan that is reviewed" : undefined) ??
      (isOneOf(target, declared) ? "a declaration" : undefined);
    if (kept !== undefined)
      return { message: `${target} cannot be written: it is ${kept}`, fix: "name another file, like review.md" };
  }
  return undefined;
}

/** The name of the file that is written, at the end of links. */
function realName(file: string): string {
  return basename(existsSync(file) ? realpathSync(file) : file);
}

/** Whether a file is one of others, by whatever name. */
function isOneOf(file: string, others: readonly string[]): boolean {
  const own = regularFile(file);
  if (own === undefined) return false;
  return others.some((other) => {
    const one = regularFile(other);
    return one !== undefined && one.dev === own.dev && one.ino === own.ino;
  });
}

function regularFile(file: string): BigIntStats | undefined {
  if (file !== STDIN && !existsSync(file)) return undefined;
  const found = file === STDIN ? fstatSync(0, { bigint: true }) : statSync(file, { bigint: true });
  return found.isFile() ? found : undefined;
}
