import { constants } from "node:buffer";
import { isRecord } from "../is-record";
import type { Finding } from "../model/finding";
import type { Plan } from "./format";
import { isPlan, planMisfits } from "./plan-shape";
import { splitDocuments } from "./plan-text";
import { refreshedPlan } from "./refreshed-plan";
import { typeOf } from "./shape";

/** What was read, and what could not be: each problem under the rule `unreadable`. */
export interface PlansRead {
  plans: Plan[];
  problems: Finding[];
}

/** The rule under which everything is reported that cannot be read as a plan. */
const UNREADABLE = "unreadable";

const SHOW = "`terraform show -json PLANFILE`";
const ALLOWED = `a plan file, or the output of ${SHOW}`;
const MAKE_JSON = `write it with ${SHOW}`;

/** More misfits than these say no more. */
const MISFITS_SHOWN = 10;

/**
 * The plans of a text: one, or several one after the other. Messages of `terraform plan -json` beside them are passed
 * by. Throws nothing, whatever the text is.
 *
 * @param file how the user named it; the problems stand there
 */
export function readPlans(text: string, file: string): PlansRead {
  if (text.trim() === "") {
    const fix = `${MAKE_JSON}, and look whether that command failed`;
    return refused(file, { message: "is empty", allowed: ALLOWED, fix });
  }
  const whole = parsed(text);
  if (whole !== undefined) return read([whole.value], file);
  const parts = splitDocuments(text);
  const broken = parts.map((part) => ({ part, value: parsed(part) }));
  const values = broken.flatMap(({ value }) => (value === undefined ? [] : [value.value]));
  const plans = read(values, file);
  // A plan in the midst of other output may be one of several: what is not understood is not passed by.
  const [unread] = broken.filter(({ value }) => value === undefined);
  if (unread !== undefined) plans.problems.push(problem(file, notJson(unread.part)));
  return plans;
}

/** A value of JSON, read already, as a plan; or what is wrong with it. */
export function readPlan(value: unknown, file: string): Plan | Finding[] {
  const other = otherKind(value);
  if (other !== undefined) return [problem(file, other)];
  const version = wrongVersion(isRecord(value) ? value.format_version : undefined);
  if (version !== undefined) return [problem(file, version, ["format_version"])];
  if (isPlan(value)) return refreshedPlan(value);
  const misfits = planMisfits(value);
  const fix = `hand in the output of ${SHOW} as it is`;
  const problems = misfits
    .slice(0, MISFITS_SHOWN)
    .map(({ path, found, allowed }) =>
      problem(file, { message: `is ${found}, and not what a plan holds here`, allowed, fix }, path),
    );
  const more = misfits.length - problems.length;
  if (more > 0) problems.push(problem(file, { message: `is not a plan in ${more} more places`, fix }));
  return problems;
}

function read(values: readonly unknown[], file: string): PlansRead {
  const documents = values.filter((value) => !isMessage(value));
  if (documents.length === 0 && values.length > 0) return refused(file, messagesOnly());
  const found: PlansRead = { plans: [], problems: [] };
  for (const value of documents) {
    const plan = readPlan(value, file);
    if (Array.isArray(plan)) found.problems.push(...plan);
    else found.plans.push(plan);
  }
  return found;
}

type Problem = Pick<Finding, "message" | "found" | "allowed" | "fix">;

/** Which other output of Terraform it is. */
function otherKind(value: unknown): Problem | undefined {
  if (!isRecord(value)) return { message: `is ${typeOf(value)}, and not a plan`, allowed: ALLOWED, fix: MAKE_JSON };
  if (["resource_changes", "planned_values", "configuration", "output_changes"].some((key) => key in value)) {
    return undefined;
  }
  if ("values" in value || Object.keys(value).every((key) => key === "format_version" || key === "terraform_version")) {
    const fix = "name the plan file: `terraform show -json PLANFILE`; without a file Terraform shows the state";
    return { message: "is a state, and not a plan", allowed: ALLOWED, fix };
  }
  if ("lineage" in value && "serial" in value) {
    return { message: "is a state file, and not a plan", allowed: ALLOWED, fix: MAKE_JSON };
  }
  return {
    message: `is JSON, but not a plan: an object with ${keysText(value)}`,
    allowed: ALLOWED,
    fix: MAKE_JSON,
  };
}

function wrongVersion(version: unknown): Problem | undefined {
  // Other types than texts are for the shape to find.
  if (version !== undefined && typeof version !== "string") return undefined;
  const base = { allowed: "format_version 1.x" };
  if (version === undefined) return { message: "says no format_version", ...base, fix: MAKE_JSON };
  const major = /^(\d{1,9})\.\d/.exec(version)?.[1];
  if (major === "1") return undefined;
  if (major === undefined)
    return { message: "is not a version of the plan's format", found: version, ...base, fix: MAKE_JSON };
  const isOlder = Number(major) < 1;
  return {
    message: isOlder
      ? "is the format of Terraform before 1.1, and not read here"
      : "is a newer format of plans than this version of pod-identity-stacks reads",
    found: version,
    ...base,
    fix: isOlder ? "plan with Terraform 1.5 or newer" : "update pod-identity-stacks, or plan with an older Terraform",
  };
}

/** A line of `terraform plan -json`. */
function isMessage(value: unknown): boolean {
  return isRecord(value) && typeof value["@level"] === "string" && typeof value["@message"] === "string";
}

function messagesOnly(): Problem {
  return {
    message: "holds the messages of `terraform plan -json`, which do not say what the plan changes",
    allowed: ALLOWED,
    fix: `plan with \`-out=PLANFILE\`, then hand in that file or the output of ${SHOW}`,
  };
}

function notJson(part: string): Problem {
  const start = part.trimStart();
  if (start.startsWith("[command]") || start.startsWith("::")) {
    return {
      message: "begins with a line of the wrapper of `hashicorp/setup-terraform`",
      allowed: ALLOWED,
      fix: "set `terraform_wrapper: false` in the step that sets Terraform up",
    };
  }
  if (start.startsWith("{")) {
    return {
      message: "is not whole: the JSON ends before the plan does, or is broken",
      allowed: ALLOWED,
      fix: `${MAKE_JSON} again, and look whether the disk is full or the command was stopped`,
    };
  }
  // What is not JSON may be anything, secrets too: it is not repeated.
  return {
    message: "holds text that is not JSON",
    allowed: ALLOWED,
    fix: `${MAKE_JSON}, with its messages kept apart: \`2>\``,
  };
}

export const TOO_LARGE: Problem = {
  message: "is larger than can be read",
  allowed: `at most ${Math.floor(constants.MAX_STRING_LENGTH / 2 ** 20)} MB`,
  fix: "split the stack",
};

export const COMPRESSED: Problem = {
  message: "is compressed",
  allowed: ALLOWED,
  fix: "unpack it first: `gunzip -c FILE | pod-identity review -`",
};

function keysText(value: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(value);
  return `${keys.slice(0, 5).join(", ")}${keys.length > 5 ? ", …" : ""}`;
}

function parsed(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function refused(file: string, found: Problem): PlansRead {
  return { plans: [], problems: [problem(file, found)] };
}

/** A problem of an input, or of a place in it. */
export function problem(file: string, found: Problem, path: readonly (string | number)[] = []): Finding {
  return { rule: UNREADABLE, severity: "error", at: { source: file, path }, ...found };
}
