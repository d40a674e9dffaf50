import { entry } from "../../entry";
import { isRecord } from "../../is-record";
import { parseArn } from "../../model/arn";
import { constantText, expressionAt, referencesOf } from "./configuration";
import { type PlanObject, readText } from "./objects";
import type { PlanWorld } from "./plan-world";

/** Where a provider configuration works: its region, its account and partition, as far as that can be known. */
export interface Whereabouts {
  region?: string;
  account?: string;
  partition?: string;
}

const REGION = /^[a-z]{2,3}(-[a-z]{2,12}){1,3}-\d{1,2}$/;
const ACCOUNT = /^\d{12}$/;

/** Attributes whose ARN tells where the object was made. IAM's name no region. */
const ARNS: readonly (readonly [type: string, attribute: string])[] = [
  ["aws_eks_pod_identity_association", "association_arn"],
  ["aws_eks_cluster", "arn"],
  ["aws_eks_addon", "arn"],
  ["aws_iam_role", "arn"],
  ["aws_iam_policy", "arn"],
];

/** The provider configurations of one plan: what they say, and else what has been made with them. */
export class Providers {
  readonly #world: PlanWorld;
  #learned: Map<string, Whereabouts> | undefined;
  readonly #known = new Map<string, Whereabouts>();

  constructor(world: PlanWorld) {
    this.#world = world;
  }

  of(object: Pick<PlanObject, "module" | "local">): Whereabouts {
    const key = this.#world.configuration.provider(object) ?? "";
    const standing = this.#known.get(key);
    if (standing !== undefined) return standing;
    const made = { ...this.#learn().get(key), ...this.#stated(key) };
    this.#known.set(key, made);
    return made;
  }

  /** The one account of all that the plan has made; undefined where there are several, or none. */
  get account(): string | undefined {
    const accounts = new Set([...this.#learn().values()].flatMap(({ account }) => account ?? []));
    for (const key of Object.keys(this.#world.document.plan.configuration?.provider_config ?? {})) {
      const { account } = this.#stated(key);
      if (account !== undefined) accounts.add(account);
    }
    return accounts.size === 1 ? [...accounts][0] : undefined;
  }

  #stated(key: string): Whereabouts {
    const providers = this.#world.document.plan.configuration?.provider_config;
    const expressions =
      providers !== undefined && Object.hasOwn(providers, key) ? providers[key]?.expressions : undefined;
    const region = this.#text(expressionAt(expressions, "region"));
    const allowed = expressionAt(expressions, "allowed_account_ids");
    const accounts = isRecord(allowed) && Array.isArray(allowed.constant_value) ? allowed.constant_value : [];
    const [account]: unknown[] = accounts;
    return {
      ...(region !== undefined && REGION.test(region) ? { region } : {}),
      ...(accounts.length === 1 && typeof account === "string" && ACCOUNT.test(account) ? { account } : {}),
    };
  }

  /** A constant, or a variable of the root that is nothing but this. */
  #text(expression: unknown): string | undefined {
    const constant = constantText(expression);
    if (constant !== undefined) return constant;
    const [reference, ...more] = referencesOf(expression);
    if (reference === undefined || more.length > 0 || !reference.startsWith("var.")) return undefined;
    const name = reference.slice("var.".length);
    const { variables, configuration } = this.#world.document.plan;
    const declared = expressionAt(configuration?.root_module?.variables, name);
    if (isRecord(declared) && declared.sensitive === true) return undefined;
    const given = isRecord(variables) ? expressionAt(variables, name) : undefined;
    return isRecord(given) && typeof given.value === "string" ? given.value : undefined;
  }

  /** By provider configuration: what the ARNs of its objects agree on. */
  #learn(): ReadonlyMap<string, Whereabouts> {
    if (this.#learned !== undefined) return this.#learned;
    const seen = new Map<string, { regions: Set<string>; accounts: Set<string>; partitions: Set<string> }>();
    for (const [type, attribute] of ARNS) {
      for (const object of this.#world.ofType(type)) {
        const text = readText(object, "before", attribute);
        const arn = text === undefined ? undefined : parseArn(text);
        if (arn === undefined) continue;
        const key = this.#world.configuration.provider(object) ?? "";
        const of = entry(seen, key, () => ({ regions: new Set(), accounts: new Set(), partitions: new Set() }));
        if (arn.region !== "") of.regions.add(arn.region);
        if (ACCOUNT.test(arn.account)) of.accounts.add(arn.account);
        of.partitions.add(arn.partition);
      }
    }
    this.#learned = new Map([...seen].map(([key, of]) => [key, agreed(of)]));
    return this.#learned;
  }
}

function agreed(of: { regions: Set<string>; accounts: Set<string>; partitions: Set<string> }): Whereabouts {
  const [region] = of.regions;
  const [account] = of.accounts;
  const [partition] = of.partitions;
  return {
    ...(of.regions.size === 1 && region !== undefined ? { region } : {}),
    ...(of.accounts.size === 1 && account !== undefined ? { account } : {}),
    ...(of.partitions.size === 1 && partition !== undefined ? { partition } : {}),
  };
}
