import { isRecord } from "../is-record";
import { didYouMean, nearest } from "../suggest";
import { type DocumentProblem, shown } from "./document-problem";
import type { PolicyKind } from "./parse";
import { parseConditions } from "./parse-conditions";
import { parsePatterns } from "./parse-patterns";
import { parsePrincipals } from "./parse-principals";
import type { Patterns, Policy, PolicyStatement } from "./policy";

type Json = Readonly<Record<string, unknown>>;

const PAIRS = [
  ["Action", "NotAction"],
  ["Resource", "NotResource"],
  ["Principal", "NotPrincipal"],
] as const;

/** Which elements a statement of each kind of policy may have; of a pair in `needed` there must be one. */
const GRAMMAR: Readonly<Record<PolicyKind, { elements: readonly string[]; needed: readonly string[] }>> = {
  identity: grammar(["Action", "NotAction", "Resource", "NotResource"], ["Action", "Resource"]),
  session: grammar(["Action", "NotAction", "Resource", "NotResource"], ["Action", "Resource"]),
  boundary: grammar(["Action", "NotAction", "Resource", "NotResource"], ["Action", "Resource"]),
  trust: grammar(["Principal", "Action", "NotAction"], ["Principal", "Action"]),
  // Some services' policies stand on one resource and name none: repositories of ECR, for one.
  resource: grammar(PAIRS.flat(), ["Principal", "Action"]),
};

function grammar(own: readonly string[], needed: readonly string[]) {
  return { elements: ["Sid", "Effect", ...own, "Condition"], needed };
}

/** One statement as it means; undefined when something is wrong with it. */
export function parseStatement(
  value: unknown,
  path: (string | number)[],
  kind: PolicyKind,
  version: Policy["version"],
): { statement: PolicyStatement | undefined; problems: DocumentProblem[] } {
  if (!isRecord(value)) {
    const problem = { path, message: "is not a statement", found: shown(value), allowed: "a JSON object" };
    return { statement: undefined, problems: [problem] };
  }
  const { elements, needed } = GRAMMAR[kind];
  const unknown = Object.keys(value).filter((key) => !elements.includes(key));
  const problems = unknown.map((key) => foreignElement(key, [...path, key], kind));
  problems.push(...effectProblems(value, path, unknown, elements));

  const chosen = new Map<string, string>();
  for (const pair of PAIRS) {
    const both = pair.filter((key) => elements.includes(key) && value[key] !== undefined);
    const [one] = pair;
    if (both.length === 2 || (both.length === 0 && needed.includes(one))) {
      const misspelt = unknown.some((key) => key === pair[1] || pair.some((known) => nearest(key, elements) === known));
      if (!misspelt) problems.push(pairProblem(pair, both.length, path, elements));
    }
    if (both[0] !== undefined && both.length === 1) chosen.set(one, both[0]);
    else for (const key of both) problems.push(...readElement(key, value, path, kind, version).problems);
  }
  if (value.Sid !== undefined) problems.push(...sidProblems(value.Sid, [...path, "Sid"], kind));

  const read = (one: string) => {
    const key = chosen.get(one);
    return key === undefined ? undefined : { key, ...readElement(key, value, path, kind, version) };
  };
  const [action, resource] = [read("Action"), read("Resource")];
  const principalKey = chosen.get("Principal");
  const principal =
    principalKey === undefined
      ? undefined
      : parsePrincipals(value[principalKey], [...path, principalKey], kind, principalKey === "NotPrincipal");
  if (principalKey === "NotPrincipal" && kind === "resource" && value.Effect === "Allow") {
    problems.push(allowNotPrincipal([...path, "NotPrincipal"]));
  }
  const conditions =
    value.Condition === undefined
      ? { conditions: [], problems: [] }
      : parseConditions(value.Condition, [...path, "Condition"], version);
  for (const part of [action, resource, principal, conditions]) problems.push(...(part?.problems ?? []));
  if (problems.length > 0 || action === undefined) return { statement: undefined, problems };

  const statement: PolicyStatement = {
    ...(typeof value.Sid === "string" ? { sid: value.Sid } : {}),
    effect: value.Effect === "Allow" ? "Allow" : "Deny",
    action: patterns(action),
    ...(resource === undefined ? {} : { resource: patterns(resource) }),
    ...(principal === undefined ? {} : { principal: principal.principals }),
    conditions: conditions.conditions,
    path,
  };
  return { statement, problems };
}

function patterns({ key, texts }: { key: string; texts: readonly string[] }): Patterns {
  return { not: key.startsWith("Not"), patterns: texts };
}

function readElement(
  key: string,
  statement: Json,
  path: (string | number)[],
  kind: PolicyKind,
  version: Policy["version"],
) {
  const at = [...path, key];
  if (key.endsWith("Principal")) {
    const { problems } = parsePrincipals(statement[key], at, kind, key === "NotPrincipal");
    return { texts: [], problems };
  }
  return parsePatterns(statement[key], at, key.endsWith("Action") ? "action" : "resource", kind, version);
}

function effectProblems(
  value: Json,
  path: (string | number)[],
  unknown: readonly string[],
  elements: readonly string[],
): DocumentProblem[] {
  if (value.Effect === "Allow" || value.Effect === "Deny") return [];
  if (value.Effect === undefined && unknown.some((key) => nearest(key, elements) === "Effect")) return [];
  const absent = value.Effect === undefined;
  return [
    {
      path: absent ? path : [...path, "Effect"],
      message: absent ? "has no Effect" : "is not an effect",
      ...(absent ? {} : { found: shown(value.Effect) }),
      allowed: "Allow, Deny",
      fix:
        (typeof value.Effect === "string" && didYouMean(value.Effect, ["Allow", "Deny"])) || 'add `"Effect": "Allow"`',
    },
  ];
}

function pairProblem(
  [one, other]: readonly [string, string],
  count: number,
  path: (string | number)[],
  elements: readonly string[],
): DocumentProblem {
  return {
    path,
    message: count === 0 ? `has no ${one}` : `has both ${one} and ${other}`,
    allowed: [one, other].filter((key) => elements.includes(key)).join(" or "),
    fix: count === 0 ? `add \`${one}\`` : "keep one of them",
  };
}

function foreignElement(key: string, path: (string | number)[], kind: PolicyKind): DocumentProblem {
  const { elements } = GRAMMAR[kind];
  const problem = { path, found: shown(key), allowed: elements.join(", ") };
  if (key === "Principal" || (key === "NotPrincipal" && kind !== "trust")) {
    return {
      ...problem,
      message: "cannot stand in a role's own policy: only trust and resource policies name principals",
      fix: "remove it: who may use the role is its trust policy's business",
    };
  }
  if (key === "NotPrincipal") {
    const fix = "name who may assume the role with `Principal`";
    return { ...problem, message: "cannot stand in a trust policy", fix };
  }
  if (kind === "trust" && (key === "Resource" || key === "NotResource")) {
    const fix = "remove it: the role that the policy belongs to is the resource";
    return { ...problem, message: "cannot stand in a trust policy", fix };
  }
  return { ...problem, message: "is not an element of a statement", fix: didYouMean(key, elements) || "remove it" };
}

function allowNotPrincipal(path: (string | number)[]): DocumentProblem {
  return {
    path,
    message: "cannot stand in a statement that allows: it would allow everybody else, strangers too",
    allowed: "NotPrincipal with Deny",
    fix: "name who is allowed with `Principal`",
  };
}

function sidProblems(sid: unknown, path: (string | number)[], kind: PolicyKind): DocumentProblem[] {
  // IAM's own policies are held to letters and digits; other services' are not.
  if (typeof sid === "string" && (kind === "resource" || /^[A-Za-z0-9]*$/.test(sid))) return [];
  return [
    {
      path,
      message: "is not a statement id",
      found: shown(sid),
      allowed: kind === "resource" ? "text" : "letters and digits",
      fix: kind === "resource" ? "write it as text" : "leave other characters out",
    },
  ];
}
