import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { Finding } from "../model/finding";
import { DEFAULT_OUTPUT, readCdktfJson } from "../project/cdktf-json";
import { PLAN_FILE, synthesizedStacks } from "../project/manifest";
import { ProjectProblem } from "../project/project-problem";
import { problem } from "./read-plan";

/** `-` as an input: the standard input. */
export const STDIN = "-";

/** The files that are meant, and what is not there. */
export interface PlanInputs {
  /** Absolute, or `-`; each once. */
  files: string[];
  /** Stacks of a synth that have no plan file. */
  withoutPlan: string[];
  problems: Finding[];
}

/**
 * Finds the files behind what a user names: plan files and JSON as they are, a folder for the plan file or the synth's
 * plan files in it. None named: the plan files of the project in the working directory.
 */
export function planInputs(named: readonly string[], cwd: string): PlanInputs {
  const found: PlanInputs = { files: [], withoutPlan: [], problems: [] };
  if (named.length === 0) addProject(cwd, cwd, found);
  for (const input of named) {
    const path = resolve(cwd, input);
    if (input === STDIN) found.files.push(STDIN);
    else if (!existsSync(path)) found.problems.push(problem(input, stackNamed(input, cwd) ?? NOT_THERE));
    else if (!statSync(path).isDirectory()) found.files.push(path);
    else addFolder(path, cwd, found);
  }
  found.files = [...new Set(found.files)];
  return found;
}

/** How a file is called in what people read: relative to where they stand. */
export function fileLabel(file: string, cwd: string): string {
  if (file === STDIN) return STDIN;
  return relative(cwd, file).replace(/\\/g, "/") || ".";
}

/** The name of a stack as its file tells it. */
export function stackNameOf(file: string): string {
  if (file === STDIN) return "stdin";
  const folder = dirname(file);
  if (basename(dirname(folder)) === "stacks") return basename(folder);
  const name = basename(file).replace(/\.[^.]*$/, "");
  return /^(tf)?plan$|^terraform$|^$/i.test(name) ? basename(folder) || name : name;
}

const NOT_THERE = {
  message: "is not there",
  allowed: "a plan file, the JSON of `terraform show -json`, a folder with a plan file, or `-` for the standard input",
  fix: "correct the name, or make the plan: `cdktf diff STACK`, `pod-identity plan`, or `terraform plan -out=plan`",
};

/** Whoever plans by stacks may name one. */
function stackNamed(name: string, cwd: string): Parameters<typeof problem>[1] | undefined {
  try {
    const output = resolve(cwd, readCdktfJson(cwd)?.output ?? DEFAULT_OUTPUT);
    const stack = synthesizedStacks(output).find((one) => one.name === name);
    if (stack === undefined) return undefined;
    const plan = fileLabel(join(stack.folder, PLAN_FILE), cwd);
    return {
      message: "is a stack, and not a file",
      allowed: NOT_THERE.allowed,
      fix: `\`pod-identity plan ${name}\` plans and reviews it; or name its plan file, ${plan}`,
    };
  } catch (error) {
    if (error instanceof ProjectProblem) return undefined;
    throw error;
  }
}

function addFolder(folder: string, cwd: string, found: PlanInputs): void {
  const plan = join(folder, PLAN_FILE);
  if (existsSync(join(folder, "stacks"))) addSynth(folder, cwd, found);
  else if (isFile(plan)) found.files.push(plan);
  else addProject(folder, cwd, found, [PLAN_FILE]);
}

/**
 * A CDKTF project: the folder that it synthesizes to.
 * @param missed what else was looked for in its folder
 */
function addProject(project: string, cwd: string, found: PlanInputs, missed: readonly string[] = []): void {
  let output = DEFAULT_OUTPUT;
  try {
    output = readCdktfJson(project)?.output ?? DEFAULT_OUTPUT;
  } catch (error) {
    if (!(error instanceof ProjectProblem)) throw error;
    const said = error.message.replaceAll("\n", "; ");
    found.problems.push(
      problem(fileLabel(join(project, "cdktf.json"), cwd), { message: `does not tell where the plans are: ${said}` }),
    );
    return;
  }
  const synth = resolve(project, output);
  if (existsSync(synth)) addSynth(synth, cwd, found);
  else {
    const looked = [...missed, join(output, "stacks", "STACK", PLAN_FILE)];
    found.problems.push(problem(fileLabel(project, cwd), noPlanIn(project, cwd, looked)));
  }
}

function noPlanIn(folder: string, cwd: string, looked: readonly string[]): Parameters<typeof problem>[1] {
  const other = filesIn(folder).find((name) => /^(tf)?plan(\.json)?$|\.tfplan(\.json)?$/i.test(name));
  return {
    message: `holds no plan: there is no ${looked.map((name) => `\`${name}\``).join(" and no ")} in it`,
    allowed: NOT_THERE.allowed,
    fix: other === undefined ? PLAN_ALL : `name the plan file: \`${fileLabel(join(folder, other), cwd)}\``,
  };
}

function filesIn(folder: string): string[] {
  return readdirSync(folder)
    .sort()
    .filter((name) => isFile(join(folder, name)));
}

const PLAN_ALL = "run `cdktf diff STACK` for each stack, or `pod-identity plan`; or name the plan files";

function addSynth(output: string, cwd: string, found: PlanInputs): void {
  const folders = stackFolders(output);
  const planned = folders.filter((folder) => isFile(join(folder, PLAN_FILE)));
  if (planned.length === 0) {
    found.problems.push(
      problem(fileLabel(output, cwd), {
        message:
          folders.length === 0
            ? "holds no plan: there are no stacks"
            : `holds no plan: there is no file \`plan\` for ${folders.map((each) => basename(each)).join(", ")}`,
        allowed: "plan files as `cdktf diff` leaves them: `stacks/STACK/plan`",
        fix: PLAN_ALL,
      }),
    );
    return;
  }
  found.files.push(...planned.map((folder) => join(folder, PLAN_FILE)));
  found.withoutPlan.push(...folders.filter((folder) => !planned.includes(folder)).map((folder) => basename(folder)));
}

/** The folders of a synth's stacks: as its manifest lists them, so that one that is gone from the app is not met again. */
function stackFolders(output: string): string[] {
  try {
    return synthesizedStacks(output).map(({ folder }) => folder);
  } catch (error) {
    if (!(error instanceof ProjectProblem)) throw error;
    // Plan files may be handed on from one job to the next without it.
    return existsSync(join(output, "stacks"))
      ? readdirSync(join(output, "stacks"))
          .sort()
          .map((name) => join(output, "stacks", name))
      : [];
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
