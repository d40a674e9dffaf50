import { podPolicies } from "../../access/pod-policies";
import { isAllowed, type PreparedPolicies, preparePolicies } from "../../iam/evaluate";
import type { Identity, OwnRole } from "../../model/identity";
import type { Planned } from "../planned";

/**
 * The roles of pods by what they may assume: where a role lets in a whole account, the policies of those who ask decide who
 * gets to it.
 */
export class Assumers {
  readonly #planned: readonly Planned[];
  #policies: ReadonlyMap<OwnRole, PreparedPolicies> | undefined;

  constructor(planned: readonly Planned[]) {
    this.#planned = planned;
  }

  /** The names of those that may assume the role of an ARN, before or after, if only under conditions. */
  of(arn: string): string[] {
    this.#policies ??= this.#allPolicies();
    const found = [...this.#policies].flatMap(([{ name }, policies]) => (mayAssume(policies, arn) ? [name] : []));
    return [...new Set(found)];
  }

  #allPolicies(): ReadonlyMap<OwnRole, PreparedPolicies> {
    const made = new Map<OwnRole, PreparedPolicies>();
    for (const { identity } of this.#planned.flatMap(({ before, after }) => [...before.pods, ...after.pods])) {
      const { target, sessionPolicy: _, ...own } = identity;
      for (const role of [own.role, target?.role]) {
        if (role?.kind === "own" && !made.has(role)) made.set(role, preparedOf({ ...own, role }));
      }
    }
    return made;
  }
}

function preparedOf(identity: Identity): PreparedPolicies {
  return preparePolicies(podPolicies(identity).set);
}

function mayAssume(policies: PreparedPolicies, arn: string): boolean {
  const { outcome, unknownKeys } = isAllowed({ action: "sts:AssumeRole", resource: arn, context: {} }, policies);
  return outcome === "allowed" || (outcome === "implicit deny" && unknownKeys.length > 0);
}
