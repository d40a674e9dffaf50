import type * as z from "zod";
import type { Finding, Pointer } from "../model/finding";
import { isStandIn, standIn } from "../model/token";

/** Each round mends one level: a map that was missing gets its own missing keys in the next. */
const ROUNDS = 8;

/**
 * A declaration with broken parts is judged further with stand-ins in their places, so that one run reports all: text
 * becomes a token, which every rule passes unjudged, and what is optional is left out. The result is never deployed.
 */
export function withStandIns<T extends z.ZodType>(data: unknown, schema: T): StoodIn<z.infer<T>> | undefined {
  const copy: unknown = structuredClone(data);
  const keys = new Map<string, string>();
  const met: Issue[] = [];
  const later: Issue[] = [];
  let count = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const parsed = schema.safeParse(copy);
    if (parsed.success) return { data: parsed.data, keys, later };
    const { issues } = parsed.error;
    if (round > 0)
      later.push(
        ...issues
          .filter((issue) => isOfWhole(issue, met))
          .map((issue) => ({ ...issue, path: writtenPath(issue.path, keys) })),
      );
    met.push(...issues);
    for (const issue of issues.flatMap(innermost)) {
      const token = standIn(count++);
      if (issue.code === "invalid_key") keys.set(token, String(issue.path.at(-1)));
      repair(copy, issue, token);
    }
  }
  return undefined;
}

/** A declaration with stand-ins in it. */
interface StoodIn<T> {
  data: T;
  keys: WrittenKeys;
  /** What is wrong with maps as wholes, which is looked at only where their parts are in order. */
  later: readonly Issue[];
}

/** The keys that stand-ins took the place of, by the stand-in. */
export type WrittenKeys = ReadonlyMap<string, string>;

/** A path with the keys that stand in the file. */
export function writtenPath<Step extends PropertyKey>(path: readonly Step[], keys: WrittenKeys): (Step | string)[] {
  return path.map((step) => keys.get(String(step)) ?? step);
}

/** What a rule said of a stand-in says nothing about the declaration: the broken part is reported already. */
export function aboutStandIn({ rule, message, found = "", allowed = "", fix = "" }: Finding): boolean {
  return rule !== "token" && rule !== "schema" && [message, found, allowed, fix].some(isStandIn);
}

type Issue = z.core.$ZodIssue;

/** Whether a complaint is of what stands in the declaration, and not of what a repair left of it. */
function isOfWhole(issue: Issue, before: readonly Issue[]): boolean {
  if (issue.code !== "custom") return false;
  return issue.params?.key === true || !before.some(({ path }) => path.join("\n") === issue.path.join("\n"));
}

/** Of a union's complaints those of the branch that got furthest. */
function innermost(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union") return [issue];
  const depth = (issues: readonly Issue[]) => issues.reduce((most, one) => Math.max(most, one.path.length), 0);
  const best = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
  return best.flatMap(innermost).map((one) => ({ ...one, path: [...issue.path, ...one.path] }));
}

function repair(root: unknown, issue: Issue, token: string): void {
  const path = issue.path.map((step) => (typeof step === "number" ? step : String(step)));
  if (issue.code === "unrecognized_keys") {
    const owner = at(root, path);
    for (const key of issue.keys) if (isRecord(owner)) delete owner[key];
    return;
  }
  const owner = at(root, path.slice(0, -1));
  const last = path.at(-1);
  if (last === undefined || owner === null || typeof owner !== "object") return;
  if (issue.code === "invalid_key") {
    if (isRecord(owner)) {
      const value = owner[String(last)];
      delete owner[String(last)];
      owner[token] = value;
    }
    return;
  }
  if (issue.code === "custom" && issue.params?.key === true) {
    if (isRecord(owner)) delete owner[String(last)];
    return;
  }
  const set = (value: unknown) => {
    if (Array.isArray(owner)) owner[Number(last)] = value;
    else if (isRecord(owner)) owner[String(last)] = value;
  };
  const value = at(root, path);
  if (issue.code === "invalid_type" && issue.expected === "array") set([]);
  else if (issue.code === "invalid_type" && ["object", "record"].includes(issue.expected)) set({});
  else if (issue.code === "invalid_type" && issue.expected === "string") set(token);
  else if (issue.code === "too_small" && Array.isArray(value)) value.push(token);
  else if (issue.code === "custom" && typeof value === "string") set(token);
  else if (isRecord(owner)) delete owner[String(last)];
  else set(token);
}

function at(root: unknown, path: Pointer["path"]): unknown {
  let value: unknown = root;
  for (const step of path) {
    if (value === null || typeof value !== "object") return undefined;
    value = Object.getOwnPropertyDescriptor(value, String(step))?.value;
  }
  return value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
