import { isRecord } from "../../is-record";
import type { ResourceChange } from "../format";
import { type ModuleStep, moduleSteps, partsOf } from "../model/address";
import { type ConfiguredModule, expressionAt, namesOf, referencesOf } from "../model/configuration";
import type { Seen } from "./seen";

/** A step without a key stands for any instance. */
interface AnyStep {
  name: string;
  key: string | undefined;
}

interface Place {
  scope: readonly AnyStep[];
  expression: unknown;
  /** What `each.value` is one of. */
  each?: unknown;
}

/** However a configuration is woven: no walk takes more steps. */
const MOST_STEPS = 500;

/**
 * The addresses of roles that the references of an attribute lead to: directly, by policy documents, and by variables and
 * outputs of modules. Of locals the plan tells nothing.
 */
export function referredRoles(resource: ResourceChange, attribute: string, plan: Seen): string[] {
  const { module_address: address = "", type, name } = resource;
  const own = plan.written.resource({ module: address, local: `${type}.${name}` });
  const expression = expressionAt(own?.expressions, attribute);
  const waiting: Place[] = [{ scope: moduleSteps(address), expression, each: own?.for_each_expression }];
  const found = new Set<string>();
  let left = MOST_STEPS;
  for (let place = waiting.pop(); place !== undefined && left > 0; place = waiting.pop(), left -= 1) {
    const module = plan.written.module(namesOf(place.scope));
    if (module === undefined) continue;
    for (const reference of referencesWithin(place.expression)) {
      const [head, second] = partsOf(reference);
      if (head?.name === "aws_iam_role" && second !== undefined) {
        for (const one of rolesAt(place.scope, second, plan)) found.add(one);
      } else waiting.push(...placesBehind(reference, place, module, plan));
    }
  }
  return [...found];
}

function placesBehind(reference: string, { scope, each }: Place, { module, resources }: ConfiguredModule, plan: Seen) {
  const [head, second, third] = partsOf(reference);
  if (head === undefined || second === undefined) return [];
  const places: Place[] = [];
  if (head.name === "data" && second.name === "aws_iam_policy_document" && third !== undefined) {
    const document = resources.get(`data.aws_iam_policy_document.${third.name}`);
    places.push({ scope, expression: document?.expressions, each: document?.for_each_expression });
  } else if (head.name === "each") {
    places.push({ scope, expression: each });
  } else if (head.name === "var") {
    const outer = scope.slice(0, -1);
    const last = scope.at(-1);
    const calls = last === undefined ? undefined : plan.written.module(namesOf(outer))?.module.module_calls;
    const call =
      last !== undefined && calls !== undefined && Object.hasOwn(calls, last.name) ? calls[last.name] : undefined;
    const expression = expressionAt(call?.expressions, second.name);
    places.push({ scope: outer, expression, each: call?.for_each_expression });
  } else if (head.name === "module") {
    const calls = module.module_calls;
    const call = calls !== undefined && Object.hasOwn(calls, second.name) ? calls[second.name] : undefined;
    const repeated = call?.count_expression !== undefined || call?.for_each_expression !== undefined;
    const inner = [...scope, { name: second.name, key: repeated && second.key === "" ? undefined : second.key }];
    for (const [output, { expression }] of Object.entries(call?.module?.outputs ?? {})) {
      if (third === undefined || third.name === output) places.push({ scope: inner, expression });
    }
  }
  return places;
}

function rolesAt(scope: readonly AnyStep[], { name, key }: ModuleStep, plan: Seen): string[] {
  return plan.rolesOf(`aws_iam_role.${name}`).flatMap(({ address, module_address: module = "" }) => {
    const steps = moduleSteps(module);
    const isThere = steps.length === scope.length && steps.every((step, at) => isStep(step, scope[at]));
    return isThere && (key === "" || address.endsWith(key)) ? [address] : [];
  });
}

function isStep(step: ModuleStep, wanted: AnyStep | undefined): boolean {
  return wanted?.name === step.name && (wanted.key === undefined || wanted.key === step.key);
}

/** All that an expression refers to, and the expressions of its blocks. */
function referencesWithin(expression: unknown): string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesWithin);
  if (!isRecord(expression)) return [];
  if (Array.isArray(expression.references)) return referencesOf(expression);
  return Object.values(expression).flatMap(referencesWithin);
}
