import { type AccessLevel, type Action, expand, service } from "../iam/catalog";
import { glob, matches } from "../iam/match";
import type { PolicyStatement, SourcedPolicy } from "../iam/policy";
import { ask } from "./ask";
import type { Pod } from "./pod";
import type { PodPolicies } from "./pod-policies";

/** What a pod may do in one service at one access level. */
export interface Grant {
  service: string;
  level: AccessLevel;
  /** The ids of the actions, in order. */
  actions: readonly string[];
  /** How many the service has at that level. */
  of: number;
  /** The widest of the resources that statements name, in order. */
  resources: readonly string[];
  /** False where conditions, or policies that are not known here, decide. */
  sure: boolean;
}

/** What a pod may do. */
export interface PodAccess {
  pod: Pod;
  grants: readonly Grant[];
  /** What has a say and is not known here. */
  unknown: readonly string[];
}

/** From what shows least to what gives most. */
export const LEVELS: readonly AccessLevel[] = ["list", "read", "tagging", "write", "permissions"];

/** What the policies let a pod do, opened up: by service and access level. */
export function accessOf(pod: Pod, policies: PodPolicies): PodAccess {
  const { set, unknown } = policies;
  const limits = [set.boundary, set.session].filter((policy) => policy !== undefined);
  const unlimited = unknown.every(({ role }) => role === "identity");
  const limiting = limits.map((policy) => statementsOf([policy], "Allow").map(reach));
  const allowing = statementsOf(set.identity, "Allow").map(reach);
  const denied = new Set(statementsOf([...set.identity, ...limits], "Deny").flatMap((one) => [...reach(one).ids]));
  const groups = new Map<string, Group>();
  for (const action of everyAction(allowing)) {
    const statements = about(allowing, action);
    const layers = [statements, ...limiting.map((statements) => about(statements, action))];
    if (layers.some((layer) => layer.length === 0)) continue;
    // Most actions of broad policies are allowed without any ifs: no need to try them on one resource after the other.
    const plain = !denied.has(action.id) && layers.every((layer) => layer.some(isPlain));
    const open = unlimited ? "yes" : "cannot tell";
    const verdict = plain ? open : ask(pod, policies, { action: action.id, context: {} }).verdict;
    if (verdict === "no") continue;
    const key = `${action.service} ${action.level} ${verdict}`;
    const group = groups.get(key) ?? { action, sure: verdict === "yes", actions: [], resources: new Set() };
    groups.set(key, group);
    group.actions.push(action.id);
    for (const resource of resourcesOf(statements, action)) group.resources.add(resource);
  }
  return {
    pod,
    grants: [...groups.values()].map(grant).sort(inOrder),
    unknown: unknown.map(({ why }) => why),
  };
}

interface Group {
  action: Action;
  sure: boolean;
  actions: string[];
  resources: Set<string>;
}

interface Reach {
  statement: PolicyStatement;
  ids: ReadonlySet<string>;
  actions: readonly Action[];
}

function statementsOf(policies: readonly SourcedPolicy[], effect: PolicyStatement["effect"]): PolicyStatement[] {
  return policies.flatMap(({ policy }) => policy.statements.filter((statement) => statement.effect === effect));
}

const reaches = new WeakMap<PolicyStatement, Reach>();

/** The actions that a statement is about. */
function reach(statement: PolicyStatement): Reach {
  const standing = reaches.get(statement);
  if (standing !== undefined) return standing;
  const { not, patterns } = statement.action;
  const named = new Map(patterns.flatMap(expand).map((action) => [action.id, action]));
  const actions = not ? expand("*").filter(({ id }) => !named.has(id)) : [...named.values()];
  const made = { statement, actions, ids: new Set(actions.map(({ id }) => id)) };
  reaches.set(statement, made);
  return made;
}

/** Those of the statements that are about an action. */
function about(reaches: readonly Reach[], { id }: Action): PolicyStatement[] {
  return reaches.filter(({ ids }) => ids.has(id)).map(({ statement }) => statement);
}

function everyAction(allowing: readonly Reach[]): Action[] {
  return [...new Map(allowing.flatMap(({ actions }) => actions.map((action) => [action.id, action]))).values()];
}

/** Allows whatever comes: on every resource, without conditions. */
function isPlain({ resource, conditions }: PolicyStatement): boolean {
  return conditions.length === 0 && (resource === undefined || (!resource.not && resource.patterns.includes("*")));
}

function resourcesOf(statements: readonly PolicyStatement[], { wildcardOnly }: Action): string[] {
  if (wildcardOnly) return ["*"];
  return statements.flatMap(({ resource }) => {
    if (resource === undefined) return ["*"];
    return resource.not ? [`* but ${resource.patterns.join(", ")}`] : resource.patterns;
  });
}

function grant({ action, sure, actions, resources }: Group): Grant {
  const { service: prefix, level } = action;
  const of = service(prefix)?.actions.filter((one) => one.level === level).length ?? actions.length;
  return { service: prefix, level, actions: actions.sort(), of, resources: widest([...resources]), sure };
}

/** The patterns that no other of them takes in. */
function widest(patterns: readonly string[]): string[] {
  if (patterns.includes("*")) return ["*"];
  return patterns.filter((one) => !patterns.some((other) => other !== one && matches(glob(other), one))).sort();
}

function inOrder(a: Grant, b: Grant): number {
  if (a.service !== b.service) return a.service < b.service ? -1 : 1;
  return LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || Number(b.sure) - Number(a.sure);
}
