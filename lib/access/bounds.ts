import type { Policy, PolicyStatement, SourcedPolicy } from "../iam/policy";
import type { PolicySet } from "../iam/request";
import { parseTemplate } from "../iam/variables";

/**
 * The policies at their most and at their least generous, whatever the condition keys are that nobody knows. Where both
 * allow, or both do not, the unknown has no say. Both are the policies themselves where no statement asks for such a key.
 */
export interface Bounds {
  most: PolicySet;
  least: PolicySet;
  /** The unknown keys that statements ask for, in lower case, each with what it is asked in. */
  asked: readonly { key: string; policy: SourcedPolicy; index: number }[];
}

type IsKnown = (key: string) => boolean;

export function boundsOf(set: PolicySet, isKnown: IsKnown): Bounds {
  const asked: { key: string; policy: SourcedPolicy; index: number }[] = [];
  for (const policy of [...set.identity, set.boundary, set.session].filter((one) => one !== undefined)) {
    for (const [index, statement] of policy.policy.statements.entries()) {
      for (const key of unknownKeys(statement, policy.policy.version, isKnown)) asked.push({ key, policy, index });
    }
  }
  if (asked.length === 0) return { most: set, least: set, asked };
  return { most: widened(set, true, isKnown), least: widened(set, false, isKnown), asked };
}

function unknownKeys(statement: PolicyStatement, version: Policy["version"], isKnown: IsKnown): Set<string> {
  const keys = new Set<string>();
  const look = (key: string) => {
    if (!isKnown(key)) keys.add(key);
  };
  for (const { key, values } of statement.conditions) {
    look(key.toLowerCase());
    for (const value of values) for (const variable of variablesIn(value, version)) look(variable);
  }
  for (const pattern of statement.resource?.patterns ?? [])
    for (const variable of variablesIn(pattern, version)) look(variable);
  return keys;
}

function variablesIn(text: string, version: Policy["version"]): string[] {
  if (version !== "2012-10-17" || !text.includes("${")) return [];
  return parseTemplate(text).flatMap((part) => ("key" in part ? [part.key] : []));
}

function widened(set: PolicySet, most: boolean, isKnown: IsKnown): PolicySet {
  const of = (source: SourcedPolicy): SourcedPolicy => {
    const { policy } = source;
    const kept = policy.statements.map((statement) => bound(statement, policy.version, most, isKnown));
    const statements = kept.filter((statement) => statement !== undefined);
    return { name: source.name, policy: { ...policy, statements } };
  };
  return {
    identity: set.identity.map(of),
    ...(set.boundary === undefined ? {} : { boundary: of(set.boundary) }),
    ...(set.session === undefined ? {} : { session: of(set.session) }),
  };
}

/** A statement that reaches as far as it may (an allowing one at the most, a denying one at the least), or as little. */
function bound(
  statement: PolicyStatement,
  version: Policy["version"],
  most: boolean,
  isKnown: IsKnown,
): PolicyStatement | undefined {
  const wide = (statement.effect === "Allow") === most;
  const isUncertain = ({ key, values }: PolicyStatement["conditions"][number]) =>
    !isKnown(key.toLowerCase()) || values.some((value) => variablesIn(value, version).some((one) => !isKnown(one)));
  const uncertain = statement.conditions.filter(isUncertain);
  if (uncertain.length > 0 && !wide) return undefined;
  const conditions = statement.conditions.filter((condition) => !uncertain.includes(condition));
  const { resource } = statement;
  if (resource === undefined) return { ...statement, conditions };
  // What NotResource excepts makes the statement smaller.
  const open = wide !== resource.not;
  const patterns = resource.patterns.flatMap((pattern) => {
    const unknown = variablesIn(pattern, version).some((key) => !isKnown(key));
    if (!unknown) return [pattern];
    return open ? [opened(pattern, isKnown)] : [];
  });
  if (patterns.length === 0 && !resource.not) return undefined;
  return { ...statement, conditions, resource: { ...resource, patterns } };
}

/** The pattern with a wildcard for each variable that nobody knows. */
function opened(pattern: string, isKnown: IsKnown): string {
  return parseTemplate(pattern)
    .map((part) => {
      if ("text" in part) return part.literal ? `\${${part.text}}` : part.text;
      if (!isKnown(part.key)) return "*";
      return part.fallback === undefined ? `\${${part.key}}` : `\${${part.key}, '${part.fallback}'}`;
    })
    .join("");
}
