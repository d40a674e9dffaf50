import { isRecord } from "../is-record";
import { parseConditions } from "./parse-conditions";
import { parsePatterns } from "./parse-patterns";
import type { Condition, Patterns, Policy, PolicyStatement } from "./policy";

/**
 * A statement of a role's own policy in the form that nearly all have: effect, actions, resources. Undefined for one of
 * another form, and where anything is wrong with it. A plan may hold tens of thousands, which differ in their resources and
 * agree in their actions and conditions: those are read once, and are one object in all statements that say them.
 */
export function plainStatement(
  value: Readonly<Record<string, unknown>>,
  path: (string | number)[],
  version: Policy["version"],
): PolicyStatement | undefined {
  for (const key of Object.keys(value)) if (!ELEMENTS.has(key)) return undefined;
  const { Sid: sid, Effect: effect } = value;
  if (effect !== "Allow" && effect !== "Deny") return undefined;
  if (sid !== undefined && (typeof sid !== "string" || !/^[A-Za-z0-9]*$/.test(sid))) return undefined;
  const head = headOf(value, path, version);
  const resource = parsePatterns(value.Resource, path, "resource", "identity", version);
  if (head === undefined || resource.problems.length > 0) return undefined;
  return {
    ...(sid === undefined ? {} : { sid }),
    effect,
    action: head.action,
    resource: { not: false, patterns: resource.texts },
    conditions: head.conditions,
    path,
  };
}

const ELEMENTS: ReadonlySet<string> = new Set(["Sid", "Effect", "Action", "Resource", "Condition"]);

/** What a statement says beside its resources. */
interface Head {
  action: Patterns;
  conditions: readonly Condition[];
}

function headOf(
  { Action, Condition: asked }: Readonly<Record<string, unknown>>,
  path: (string | number)[],
  version: Policy["version"],
): Head | undefined {
  if (!isTexts(Action) || (asked !== undefined && !isPlainBlock(asked))) return undefined;
  const actions = JSON.stringify(Action);
  // Conditions know their place in the document.
  const key = asked === undefined ? actions : `${actions} ${version} ${path.join()} ${JSON.stringify(asked)}`;
  const standing = heads.get(key);
  if (standing !== undefined) return standing;
  const { texts, problems } = parsePatterns(Action, path, "action", "identity", version);
  const found = asked === undefined ? NONE : parseConditions(asked, [...path, "Condition"], version);
  if (problems.length > 0 || found.problems.length > 0) return undefined;
  const made: Head = { action: { not: false, patterns: texts }, conditions: found.conditions };
  // Whoever writes policies chooses the keys: what is kept must not grow with them.
  if (heads.size >= MOST_KEPT) heads.clear();
  if (key.length <= LONGEST_KEPT) heads.set(key, made);
  return made;
}

/** Whether nothing but texts is in a condition block: what is written as JSON then says all of it. */
function isPlainBlock(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((keys) => isRecord(keys) && Object.values(keys).every(isTexts));
}

function isTexts(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((one) => typeof one === "string"));
}

const NONE = { conditions: [], problems: [] };

const heads = new Map<string, Head>();
const MOST_KEPT = 2000;
const LONGEST_KEPT = 10_000;
