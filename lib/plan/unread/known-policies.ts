import { isRecord } from "../../is-record";
import type { OwnRole } from "../../model/identity";
import { placeholder } from "../../model/placeholder";
import type { PlanDocument } from "../document";
import type { Planned, PlannedSide } from "../planned";
import type { KnownRoles } from "./known-roles";
import { valuesOf } from "./values-of";

/** Which policies the models of all plans know. Each part is made when it is asked for. */
export class KnownPolicies {
  readonly #documents: readonly PlanDocument[];
  readonly #planned: readonly Planned[];
  readonly #known: KnownRoles;
  #policies: ReadonlySet<string> | undefined;
  #told: ReadonlySet<string> | undefined;
  #inline: ReadonlyMap<string, number> | undefined;
  #beside: ReadonlyMap<string, readonly string[]> | undefined;
  #untold: ReadonlySet<string> | undefined;

  constructor(documents: readonly PlanDocument[], planned: readonly Planned[], known: KnownRoles) {
    this.#documents = documents;
    this.#planned = planned;
    this.#known = known;
  }

  /** Whether a role of the plans has the policy of an ARN, or another role that they manage. */
  has(arn: string): boolean {
    this.#policies ??= this.#allPolicies();
    return this.#policies.has(arn);
  }

  /** Whether a model has what the resource at an address says, or says itself that it cannot be told. */
  isTold(stack: string, address: string): boolean {
    this.#told ??= this.#allTold();
    return this.#told.has(`${stack}\n${address}`);
  }

  /** Whether a model says itself that something of the resource at an address cannot be told. */
  cannotTell(stack: string, address: string): boolean {
    this.#untold ??= new Set(
      this.#planned.flatMap(({ notAnalysable }) => notAnalysable.map((one) => `${one.stack}\n${one.address}`)),
    );
    return this.#untold.has(`${stack}\n${address}`);
  }

  /** Whether several resources make an inline policy of one name for a role: one of them stands in the end. */
  isTwice(role: string, policy: string): boolean {
    this.#inline ??= this.#inlineNames();
    return (this.#inline.get(`${role}\n${policy}`) ?? 0) > 1;
  }

  /** The names of the inline policies that a role of pods has beside the one at an address, whose name is not known. */
  beside(address: string): readonly string[] {
    this.#beside ??= this.#allBeside();
    return this.#beside.get(placeholder(`name of ${address}`)) ?? [];
  }

  #inlineNames(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { type, change } of this.#documents.flatMap(({ plan }) => plan.resource_changes ?? [])) {
      if (type !== "aws_iam_role_policy" || !isRecord(change.after)) continue;
      const { role, name } = change.after;
      if (typeof role !== "string" || typeof name !== "string") continue;
      const key = `${role}\n${name}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    return counts;
  }

  #allBeside(): ReadonlyMap<string, readonly string[]> {
    const beside = new Map<string, readonly string[]>();
    for (const { identity } of this.#planned.flatMap(({ after }) => after.roles)) {
      if (identity.role.kind !== "own") continue;
      const names = identity.role.inlinePolicies.map(({ name }) => name);
      for (const name of names) {
        const others = names.filter((one) => one !== name);
        if (others.length > 0 && name.startsWith(LATER)) beside.set(name, [...(beside.get(name) ?? []), ...others]);
      }
    }
    return beside;
  }

  #allPolicies(): ReadonlySet<string> {
    const policies = new Set<string>();
    for (const { role } of this.#planned.flatMap(({ before, after }) => [...held(before), ...held(after)])) {
      for (const { arn } of role.managedPolicies) policies.add(arn);
      if (role.permissionsBoundary !== undefined) policies.add(role.permissionsBoundary);
    }
    // Whose a policy of a role of something else is, is known as well.
    for (const { role, policy_arn: arn } of valuesOf("aws_iam_role_policy_attachment", this.#documents)) {
      if (typeof role === "string" && typeof arn === "string" && this.#known.isManaged(role)) policies.add(arn);
    }
    return policies;
  }

  #allTold(): ReadonlySet<string> {
    const told = new Set<string>();
    for (const { before, after } of this.#planned) {
      for (const { stack, role } of [...held(before), ...held(after)]) {
        for (const { at } of [...role.managedPolicies, ...role.inlinePolicies]) told.add(`${stack}\n${at.source}`);
      }
    }
    for (const { state, notAnalysable } of this.#planned) {
      // Where CDKTF made it, a part stands at its construct's path.
      for (const { stack, address, at } of state.actions) {
        if (at.source !== address && told.has(`${stack}\n${at.source}`)) told.add(`${stack}\n${address}`);
      }
      for (const { stack, address } of notAnalysable) told.add(`${stack}\n${address}`);
    }
    return told;
  }
}

/** The roles of a side that a plan manages, and those outside of which it knows a part. `stack`: whose plan says so. */
function held({ roles, pods }: PlannedSide): { stack: string; role: OwnRole }[] {
  const managed = roles.flatMap(({ stack, identity: { role } }) => (role.kind === "own" ? [{ stack, role }] : []));
  const outside = pods.flatMap(({ stack, role, target, identity }) => {
    const own = role === undefined && identity.role.kind === "own" ? [identity.role] : [];
    const aimed = target === undefined && identity.target?.role !== undefined ? [identity.target.role] : [];
    return [...own, ...aimed].map((one) => ({ stack, role: one }));
  });
  return [...managed, ...outside];
}

const LATER = placeholder("name of ").slice(0, -1);
