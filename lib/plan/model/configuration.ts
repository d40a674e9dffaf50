import { isRecord } from "../../is-record";
import type { PlanDocument } from "../document";
import type { ConfigurationModule, ConfigurationResource, Expression } from "../format";
import { type ModuleStep, moduleSteps } from "./address";
import type { PlanObject } from "./objects";

/** The configuration of one plan, looked up by address. */
export class PlanConfiguration {
  readonly #document: PlanDocument;
  readonly #modules = new Map<string, ConfiguredModule | undefined>();
  /** The same by the addresses of their instances. */
  readonly #byAddress = new Map<string, ConfiguredModule | undefined>();
  /** The keys of AWS's provider configurations. */
  #ofAws: readonly string[] | undefined;

  constructor(document: PlanDocument) {
    this.#document = document;
  }

  /** A module by the names of the calls that lead to it. */
  module(names: readonly string[]): ConfiguredModule | undefined {
    const path = names.join(".");
    if (!this.#modules.has(path)) this.#modules.set(path, this.#find(names));
    return this.#modules.get(path);
  }

  resource({ module, local }: Pick<PlanObject, "module" | "local">): ConfigurationResource | undefined {
    let found = this.#byAddress.get(module);
    if (found === undefined && !this.#byAddress.has(module)) {
      found = this.module(namesOf(moduleSteps(module)));
      this.#byAddress.set(module, found);
    }
    return found?.resources.get(local);
  }

  /** The provider configuration that an object is made by, `aws.us-east-1`. */
  provider(object: Pick<PlanObject, "module" | "local">): string | undefined {
    const key = this.resource(object)?.provider_config_key;
    return typeof key === "string" ? key : undefined;
  }

  /** The one provider configuration of AWS, where there is no other: it makes what is in no configuration any more as well. */
  get onlyProvider(): string | undefined {
    this.#ofAws ??= Object.entries(this.#document.plan.configuration?.provider_config ?? {})
      .filter(([, { name }]) => name === "aws")
      .map(([key]) => key);
    return this.#ofAws.length === 1 ? this.#ofAws[0] : undefined;
  }

  #find(names: readonly string[]): ConfiguredModule | undefined {
    let module = this.#document.plan.configuration?.root_module;
    for (const name of names) {
      const calls = module?.module_calls;
      module = calls !== undefined && Object.hasOwn(calls, name) ? calls[name]?.module : undefined;
    }
    if (module === undefined) return undefined;
    const resources = new Map<string, ConfigurationResource>();
    for (const one of module.resources ?? []) resources.set(one.address, one);
    return { module, resources };
  }
}

export interface ConfiguredModule {
  module: ConfigurationModule;
  /** By their address within the module, without instance keys. */
  resources: ReadonlyMap<string, ConfigurationResource>;
}

export function namesOf(steps: readonly Pick<ModuleStep, "name">[]): string[] {
  return steps.map(({ name }) => name);
}

/** What stands in an expression of the configuration. */
export function expressionAt(expressions: Readonly<Record<string, unknown>> | undefined, name: string): unknown {
  return expressions !== undefined && Object.hasOwn(expressions, name) ? expressions[name] : undefined;
}

function isExpression(value: unknown): value is Expression {
  return isRecord(value);
}

/** The expressions of a nested block, `pod_identity_association { … }`: one, or a list of them. */
export function blocksOf(expression: unknown): Readonly<Record<string, unknown>>[] {
  const blocks: readonly unknown[] = Array.isArray(expression) ? expression : [expression];
  return blocks.filter(isRecord);
}

/** A text that the configuration states as it is; undefined for what CDKTF writes with references in it. */
export function constantText(expression: unknown): string | undefined {
  if (!isExpression(expression) || (expression.references ?? []).length > 0) return undefined;
  const value = expression.constant_value;
  return typeof value === "string" ? value : undefined;
}

/**
 * What is known of how an expression is written. JSON configurations, CDKTF's among them, are in the plan as they stand;
 * of HCL the plan has nothing but what it refers to. `reference`: one attribute of something, or a
 * list of such, and nothing around it.
 */
export function formOf(expression: unknown): "reference" | "more" | "untold" {
  const written = isExpression(expression) ? expression.constant_value : undefined;
  if (written === undefined || written === null) return "untold";
  const texts: readonly unknown[] = Array.isArray(written) ? written : [written];
  return texts.every((text) => typeof text === "string" && PLAIN.test(text)) ? "reference" : "more";
}

/** One attribute of something, or a text without any template. */
const PLAIN = /^(?:\$\{[\w.-]+\}|[^$%]*)$/;

/** What an expression refers to, in the plan's own words. */
export function expressionReferences(expression: unknown): readonly unknown[] {
  return isExpression(expression) && Array.isArray(expression.references) ? expression.references : [];
}

/** What an expression refers to, each thing once and by its longest form: `aws_iam_role.api.arn` without `aws_iam_role.api`. */
export function referencesOf(expression: unknown): string[] {
  const kept = new Set<string>();
  let last = "";
  for (const reference of expressionReferences(expression)) {
    if (typeof reference !== "string") continue;
    const next = last.startsWith(reference) ? last[reference.length] : "";
    if (next === "." || next === "[" || next === undefined) continue;
    kept.add(reference);
    last = reference;
  }
  return [...kept];
}
