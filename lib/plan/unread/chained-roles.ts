import { entry } from "../../entry";
import { placeholderArn } from "../../model/placeholder";
import type { PlanDocument } from "../document";
import type { ResourceChange } from "../format";
import { textsOf, textsOn } from "./attributes";
import { openTo } from "./open-to";
import { referredRoles } from "./referred-roles";
import { rolesNamedIn } from "./role-names";
import type { Seen } from "./seen";
import { unescaped } from "./unescaped";
import { valuesOf } from "./values-of";

/** A role of the plans, and whom its trust policy lets in. */
interface Node {
  /** Its names, and `stack\naddress`: a name may be known only after apply. */
  keys: readonly string[];
  /** The keys of the roles that it trusts. */
  trusts: readonly string[];
  /** The roles of pods that get to it. */
  roles: Set<string>;
  /** Whether any does, also where it is not told which. */
  isReached: boolean;
  isOfPods: boolean;
}

/**
 * The roles that no pod has and that a role of pods may assume, or may get to by way of other roles, in all plans: a role may
 * be in one plan, and what it is given in another.
 */
export class ChainedRoles {
  readonly #reached = new Map<string, ReadonlySet<string>>();
  readonly #documents: readonly PlanDocument[];
  #policies: ReadonlyMap<string, string> | undefined;

  constructor(plans: readonly Seen[]) {
    this.#documents = plans.map(({ document }) => document);
    const nodes = plans.flatMap((plan) =>
      (plan.document.plan.resource_changes ?? [])
        .filter(({ type, mode }) => type === "aws_iam_role" && mode === "managed")
        .map((resource) => nodeOf(resource, plan)),
    );
    spread(nodes);
    for (const { keys, roles, isReached, isOfPods } of nodes) {
      if (!isReached || isOfPods) continue;
      for (const key of keys) this.#reached.set(key, new Set([...(this.#reached.get(key) ?? []), ...roles]));
    }
  }

  get isEmpty(): boolean {
    return this.#reached.size === 0;
  }

  /** Of the role of a name, the roles of pods that get to it, as far as that is told; undefined where none does. */
  named(name: string): string[] | undefined {
    const roles = this.#reached.get(name);
    return roles === undefined ? undefined : [...roles];
  }

  at(stack: string, address: string): string[] | undefined {
    return this.named(`${stack}\n${address}`);
  }

  /** The name of such a role that has the policy of an ARN. */
  holderOf(arn: string): string | undefined {
    this.#policies ??= this.#allPolicies();
    return this.#policies.get(arn);
  }

  #allPolicies(): ReadonlyMap<string, string> {
    const policies = new Map<string, string>();
    const note = (name: unknown, arns: readonly unknown[]) => {
      if (typeof name !== "string" || !this.#reached.has(name)) return;
      for (const arn of arns) if (typeof arn === "string") policies.set(arn, name);
    };
    if (this.#reached.size === 0) return policies;
    for (const { role, policy_arn: arn } of valuesOf("aws_iam_role_policy_attachment", this.#documents))
      note(role, [arn]);
    for (const { roles, policy_arn: arn } of valuesOf("aws_iam_policy_attachment", this.#documents)) {
      for (const role of Array.isArray(roles) ? roles : []) note(role, [arn]);
    }
    for (const { role_name: role, policy_arns: arns } of valuesOf(EXCLUSIVE, this.#documents)) {
      if (Array.isArray(arns)) note(role, arns);
    }
    for (const { name, managed_policy_arns: arns } of valuesOf("aws_iam_role", this.#documents)) {
      if (Array.isArray(arns)) note(name, arns);
    }
    return policies;
  }
}

const EXCLUSIVE = "aws_iam_role_policy_attachments_exclusive";
const TRUST = "assume_role_policy";
/** What a text must hold that asks who somebody is, or lets in more than one, or may hold that in escapes. */
const ASKS = /principal(?:tag|arn)|:root"|"\d{12}"|\\u/i;

function nodeOf(resource: ResourceChange, plan: Seen): Node {
  const { stack } = plan.document;
  const known = plan.known();
  const names = textsOf(resource, "name");
  const own = known.at(stack, resource.address);
  const roles = new Set([...names.filter((name) => known.isOfPods(name)), ...(own === undefined ? [] : [own])]);
  const isOfPods = roles.size > 0;
  const { keys: trusts, sessionTags, account } = trustedBy(resource, plan);
  for (const key of trusts) if (known.isOfPods(key)) roles.add(key);
  if (account && !isOfPods) for (const arn of arnsOf(resource, plan)) addAll(plan.assumers().of(arn), roles);
  const keys = [...names, `${stack}\n${resource.address}`];
  return { keys, trusts: [...trusts], roles, isReached: sessionTags || roles.size > 0, isOfPods };
}

const PARTITIONS = ["aws", "aws-cn", "aws-us-gov"];

/** As policies may name it. */
function arnsOf(resource: ResourceChange, plan: Seen): string[] {
  const account = plan.accountOf(resource);
  const paths = [...textsOf(resource, "path"), "/"];
  const named =
    account === undefined
      ? []
      : textsOf(resource, "name").flatMap((name) =>
          PARTITIONS.flatMap((partition) => paths.map((path) => `arn:${partition}:iam::${account}:role${path}${name}`)),
        );
  return [...new Set([...textsOf(resource, "arn"), ...named, placeholderArn(`arn of ${resource.address}`)])];
}

function addAll(some: readonly string[], to: Set<string>): void {
  for (const one of some) to.add(one);
}

/** Whom a role trusts, before or after. */
interface Trusted {
  /** The keys of roles. */
  keys: ReadonlySet<string>;
  /** Who has the session tags of pods. */
  sessionTags: boolean;
  /** Whoever is allowed to by the account that it is in. */
  account: boolean;
}

function trustedBy(resource: ResourceChange, plan: Seen): Trusted {
  const keys = new Set<string>();
  const note = (address: string) => {
    keys.add(`${plan.document.stack}\n${address}`);
    const ofPods = plan.known().at(plan.document.stack, address);
    if (ofPods !== undefined) keys.add(ofPods);
  };
  let sessionTags = false;
  let account = false;
  for (const side of ["before", "after"] as const) {
    const { texts, open } = textsOn(side, resource, TRUST, plan);
    account ||= open;
    if (open) referredRoles(resource, TRUST, plan).forEach(note);
    for (const text of texts) {
      const { names, addresses } = rolesNamedIn(unescaped(text));
      const { patterns, sessionTags: asks, account: whole } = openTo(ASKS.test(text) ? text : "");
      for (const name of [...names, ...plan.known().matching(patterns)]) keys.add(name);
      addresses.forEach(note);
      sessionTags ||= asks;
      account ||= whole;
    }
  }
  return { keys, sessionTags, account };
}

/** Who gets to a role gets to those that trust it. It ends: nothing is ever taken away. */
function spread(nodes: readonly Node[]): void {
  const trusting = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const key of node.trusts) entry(trusting, key, () => []).push(node);
  }
  const waiting = nodes.filter(({ isReached }) => isReached);
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const next of node.keys.flatMap((key) => trusting.get(key) ?? [])) {
      const { size } = next.roles;
      for (const role of node.roles) next.roles.add(role);
      if (next.roles.size === size && next.isReached) continue;
      next.isReached = true;
      waiting.push(next);
    }
  }
}
