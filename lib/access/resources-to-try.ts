import { type ActionPatterns, coversAction, prepareActions } from "../iam/actions";
import { type Action, action as knownAction } from "../iam/catalog";
import type { PolicyStatement, SourcedPolicy } from "../iam/policy";
import type { PolicySet, RequestContext } from "../iam/request";
import { parseTemplate } from "../iam/variables";
import { commonText } from "./common-text";
import type { Pod } from "./pod";
import type { Answer } from "./question";

/** More combinations of patterns than these are not tried. */
const MOST = 500;

/** Resources that stand for all on which a set of policies might allow an action. */
export interface Candidates {
  resources: readonly string[];
  /** Whether a "no" for all of them, of which this is one, is a "no" for every resource. */
  isSure(answer: Answer): boolean;
}

/**
 * What to ask about for "any resource at all": for each pattern that allows the action a resource that it matches, that is
 * of a kind which the action is done to, and that the boundary and the session policy are about as well. The patterns
 * themselves come first, so that answers speak of what is written.
 */
export function resourcesToTry(set: PolicySet, action: string, pod: Pod, context: RequestContext): Candidates {
  const known = knownAction(action);
  if (known?.wildcardOnly === true) return { resources: ["*"], isSure: () => true };
  const filled = (pattern: string) => fill(pattern, context);
  const about = (policies: readonly SourcedPolicy[], effect: PolicyStatement["effect"]) =>
    policies.flatMap(({ policy }) => policy.statements.filter((one) => one.effect === effect && isAbout(one, action)));
  const limits = [set.boundary, set.session].filter((policy) => policy !== undefined);
  const excepted = about([...set.identity, ...limits], "Deny").flatMap(({ resource }) =>
    resource?.not === true ? [resource.patterns.map(filled)] : [],
  );
  const layers = [...limits.map((policy) => patternsOf(about([policy], "Allow"), filled)), ...excepted];
  const kinds = kindsOf(known, pod);
  const allowed = patternsOf(about(set.identity, "Allow"), filled);

  const resources = new Set<string>();
  let complete = true;
  for (const pattern of allowed) {
    for (const combination of combinations([kinds, ...layers])) {
      const found = resources.size < MOST ? commonText(narrow([pattern, ...combination])) : "too much";
      if (found === "too much") complete = false;
      if (found === "too much" || found === undefined) continue;
      if (layers.length === 0) resources.add(pattern);
      resources.add(found.text === "" ? "*" : found.text);
    }
  }
  const isWhole = ({ resource }: PolicyStatement) =>
    resource === undefined ||
    (!resource.not && resource.patterns.some((one) => one === "*" || allowed.every((own) => own === filled(one))));
  return {
    resources: [...resources],
    isSure: ({ by }) => complete && (by.length === 0 || by.some(({ statement }) => isWhole(statement))),
  };
}

/** Whether a statement is about an action. */
function isAbout(statement: PolicyStatement, action: string): boolean {
  const lower = action.toLowerCase();
  const ready = prepared.get(statement) ?? prepareActions(statement.action);
  prepared.set(statement, ready);
  return coversAction(ready, lower, lower.slice(0, Math.max(0, lower.indexOf(":"))));
}

const prepared = new WeakMap<PolicyStatement, ActionPatterns>();

/** What statements name as resources; all but a few is as good as all. */
function patternsOf(statements: readonly PolicyStatement[], filled: (pattern: string) => string): string[] {
  const patterns = statements.flatMap(({ resource }) =>
    resource === undefined || resource.not ? ["*"] : resource.patterns.map(filled),
  );
  return [...new Set(patterns)];
}

/** The ARNs of what an action is done to, as patterns: the pod's own region and account first, then any. */
function kindsOf(known: Action | undefined, { account, cluster }: Pod): string[] {
  if (known === undefined) return ["*"];
  const arns = known.resourceTypes.map(({ type }) => type.arn.replaceAll("${Partition}", cluster.partition));
  const isOpen = (part: string | undefined) => part?.startsWith("${") === true;
  const own = arns.map((arn) => {
    const [prefix, partition, service, region, owner, ...rest] = arn.split(":");
    const place = [isOpen(region) ? cluster.region : region, isOpen(owner) ? account : owner];
    return [prefix, partition, service, ...place, ...rest].join(":");
  });
  return [...new Set([...own, ...arns].map((arn) => arn.replace(/\$\{[^}]*\}/g, "?*")))];
}

/** The pattern with its variables filled in; what is not known could be anything. */
function fill(pattern: string, context: RequestContext): string {
  return parseTemplate(pattern)
    .map((part) => {
      if ("text" in part) return part.text;
      const value = context[part.key];
      return typeof value === "string" ? value : (part.fallback ?? "*");
    })
    .join("");
}

function narrow(patterns: readonly string[]): string[] {
  return [...new Set(patterns.filter((pattern) => pattern !== "*"))];
}

/** One of each list, in every combination. */
function combinations(lists: readonly (readonly string[])[]): string[][] {
  return lists.reduce<string[][]>(
    (made, list) => made.flatMap((before) => list.map((one) => [...before, one])).slice(0, MOST),
    [[]],
  );
}
