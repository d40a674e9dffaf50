import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { PLATFORM_FILE, SERVICE_FILE } from "../lib/declaration/declaration-files";
import { type Loaded, type Located, read, readPlatform } from "../lib/declaration/load";
import { ownersOf } from "../lib/declaration/owners";
import type { Finding } from "../lib/model/finding";
import type { NamespaceOwner } from "../lib/model/stack";
import type { Layout } from "../lib/report/finding-place";
import { findingLine, findingText, PLAIN, printable } from "../lib/report/findings-text";
import type { ReviewContext } from "../lib/review/context";
import { isRepository, type ReviewOptions } from "./review-options";

/** What lies beside the plans: for judging them, and for pointing at it. */
export interface Surroundings {
  context: ReviewContext;
  layout: Layout;
  /** What a user should know of it, though nothing fails. */
  notes: readonly string[];
}

/**
 * What the options, the working directory and the environment tell beside the plans; or what of it cannot be read. What
 * was named has to be there. A declaration with mistakes in it stops no review, but nothing is taken from it that would
 * make the review milder: no acknowledgement, no level of a rule.
 */
export function surroundings(options: ReviewOptions, cwd: string, env: NodeJS.ProcessEnv): Surroundings | string[] {
  const folders = options.declarations.length > 0 ? options.declarations : holdsDeclaration(cwd) ? ["."] : [];
  const loaded = folders.length === 0 ? undefined : read(folders, cwd);
  const problems: string[] = [];
  if (options.declarations.length > 0) problems.push(...(loaded?.failures ?? []).map((one) => findingText(one, PLAIN)));
  const owners = namespaceOwners(options, folders, loaded, cwd, problems);
  if (problems.length > 0) return problems;
  const mistakes = mistakesIn(loaded);
  const declared = loaded !== undefined && mistakes.length === 0 ? loaded : undefined;
  const named = declaredRepositories(loaded);
  const onGitHub = environmentRepository(env);
  // Whoever opens a pull request writes the declaration, and nobody what GitHub says.
  const repository = options.repository ?? onGitHub ?? (named.length === 1 ? named[0] : undefined);
  const others = options.repository === undefined ? named.filter((one) => !isSame(one, onGitHub ?? one)) : [];
  return {
    context: {
      ...(declared === undefined ? {} : { declared: { stacks: declared.stacks, placeOf: declared.placeOf } }),
      ...(owners === undefined ? {} : { owners }),
      ...(repository === undefined ? {} : { repository }),
      ...(others.length === 0 ? {} : { otherRepositories: others }),
      today: new Date().toISOString().slice(0, 10),
    },
    layout: {
      base: base(cwd, env.GITHUB_WORKSPACE),
      declarationOf: (name) => declared?.stacks.find((stack) => stack.name === name)?.at.source,
    },
    notes: mistakes.length === 0 ? [] : [brokenNote(mistakes, owners !== undefined)],
  };
}

function holdsDeclaration(folder: string): boolean {
  return [SERVICE_FILE, PLATFORM_FILE].some((name) => existsSync(join(folder, name)));
}

function mistakesIn(loaded: Loaded | undefined): Located[] {
  if (loaded === undefined) return [];
  return [...loaded.failures, ...loaded.findings.filter(({ severity }) => severity === "error")];
}

function brokenNote([first, ...others]: readonly Located[], hasOwners: boolean): string {
  const where = first === undefined ? "" : ` (${first.file}:${first.line}:${first.column}${more(others.length)})`;
  return [
    `warning: the declaration has mistakes${where}: its places, acknowledgements and levels of rules are not used${hasOwners ? "" : ", and who owns which namespace is not known"}`,
    "fix: run `pod-identity check`, and mend what it shows",
  ].join("\n");
}

function more(count: number): string {
  return count === 0 ? "" : ` and ${count} more`;
}

/** The owners by the platform that was named, else by that of the declarations, broken or not: they can only add findings. */
function namespaceOwners(
  { platform }: ReviewOptions,
  folders: readonly string[],
  loaded: Loaded | undefined,
  cwd: string,
  problems: string[],
): readonly NamespaceOwner[] | undefined {
  const from = join(cwd, SERVICE_FILE);
  if (platform !== undefined) {
    const findings: Finding[] = [];
    const read = readPlatform(platform, from, findings);
    problems.push(...findings.filter(({ severity }) => severity === "error").map(platformProblem));
    return read === undefined ? undefined : ownersOf(read);
  }
  for (const stack of loaded?.stacks ?? [])
    if (stack.kind === "service" && stack.owners !== undefined) return stack.owners;
  for (const folder of folders) {
    const file = resolve(cwd, folder, PLATFORM_FILE);
    const read = existsSync(file) ? readPlatform(file, from, []) : undefined;
    if (read !== undefined) return ownersOf(read);
  }
  return undefined;
}

function platformProblem(finding: Finding): string {
  if (finding.rule !== "platform-file") return findingLine(finding);
  const { found = "", message, fix = "" } = finding;
  const allowed = "a path relative to the working directory, or a file of an installed package";
  return `--platform ${printable(found)} ${message}\nallowed: ${allowed}\nfix: ${fix}`;
}

/** The repositories that declarations name, each once: one, as a rule. */
function declaredRepositories(loaded: Loaded | undefined): string[] {
  const named = (loaded?.stacks ?? []).flatMap((stack) => (stack.kind === "service" ? (stack.repository ?? []) : []));
  return [...new Set(named)].filter(isRepository).sort();
}

/** GitHub knows no letter case. */
function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}

function environmentRepository({ GITHUB_REPOSITORY }: NodeJS.ProcessEnv): string | undefined {
  return GITHUB_REPOSITORY !== undefined && isRepository(GITHUB_REPOSITORY) ? GITHUB_REPOSITORY : undefined;
}

/** Where the working directory lies in the repository that is checked out; its root where that is not known. */
function base(cwd: string, workspace: string | undefined): string {
  if (workspace === undefined || workspace === "") return "";
  const path = relative(workspace, cwd);
  return path === ".." || path.startsWith(`..${sep}`) || path.includes(":") ? "" : path.split(sep).join("/");
}
