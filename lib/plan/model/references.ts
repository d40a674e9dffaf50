import { type ModuleStep, moduleAddress, moduleSteps, partsOf, within } from "./address";
import {
  type ConfiguredModule,
  expressionAt,
  expressionReferences,
  namesOf,
  type PlanConfiguration,
  referencesOf,
} from "./configuration";
import type { Instances } from "./instances";
import { NAMED_BY, type PlanObject } from "./objects";

/** What an expression leads to. */
interface Referred {
  /** Every object that its value may come from. */
  objects: ReadonlySet<PlanObject>;
  /** Nothing else is in the expression, and each step of the way was told, not concluded from equal keys. */
  exact: boolean;
}

/** A step without a key stands for any instance. */
interface AnyStep {
  name: string;
  key: string | undefined;
}

/** Where an expression stands. */
interface Scope {
  modules: readonly AnyStep[];
  /** The resource, or the call of a module, that the expression is in, and the key of its instance. */
  block?: { local: string; key: string | undefined };
}

/** However a configuration is woven: no walk takes more steps. */
const MOST_STEPS = 500;
/** More than two objects are as ambiguous as two. */
const ENOUGH = 2;

/**
 * The objects that an expression refers to, by the references that the plan tells: through variables of modules, their
 * outputs, and `each.value`. Locals are not told. An instance is taken by its literal key, by being the only one, or by
 * the own instance's key, where the expression has nothing but that key and both have the same keys.
 */
export class References {
  readonly #configuration: PlanConfiguration;
  readonly #instances: Instances;

  constructor(configuration: PlanConfiguration, instances: Instances) {
    this.#configuration = configuration;
    this.#instances = instances;
  }

  /** The one object that an expression names; see `direct`. */
  alone(object: PlanObject, expression: unknown, types: ReadonlySet<string>): PlanObject | undefined {
    const direct = this.direct(object, expression, types);
    return direct?.length === 1 ? direct[0] : undefined;
  }

  /**
   * The objects that an expression names, each by an attribute of it, in the same module and without instance keys: most are.
   * The plan tells such a reference as `["aws_iam_role.api.arn", "aws_iam_role.api"]`. Undefined where it refers to more.
   */
  direct({ module }: PlanObject, expression: unknown, types: ReadonlySet<string>): readonly PlanObject[] | undefined {
    const references = expressionReferences(expression);
    const named = new Set<PlanObject>();
    for (let index = 0; index < references.length; index += 2) {
      const attribute = references[index];
      const local = references[index + 1];
      if (typeof attribute !== "string" || typeof local !== "string") return undefined;
      if (attribute[local.length] !== "." || !attribute.startsWith(local)) return undefined;
      if (!NAMED_BY.includes(attribute.slice(local.length + 1))) return undefined;
      // What has `count` or `for_each` has no instance without a key.
      const object = this.#instances.one(module, local, "");
      if (object === undefined || !types.has(object.type)) return undefined;
      named.add(object);
    }
    return [...named];
  }

  /** `expression` stands in the block of `object`; only objects of one of the types are found. */
  from(object: PlanObject, expression: unknown, types: ReadonlySet<string>): Referred {
    const block = { local: object.local, key: object.key };
    const walk = new Walk(this.#configuration, this.#instances, types);
    walk.expression(expression, { modules: moduleSteps(object.module), block });
    return { objects: walk.found, exact: walk.exact };
  }
}

class Walk {
  readonly found = new Set<PlanObject>();
  exact = true;
  #left = MOST_STEPS;
  readonly #configuration: PlanConfiguration;
  readonly #instances: Instances;
  readonly #types: ReadonlySet<string>;

  constructor(configuration: PlanConfiguration, instances: Instances, types: ReadonlySet<string>) {
    this.#configuration = configuration;
    this.#instances = instances;
    this.#types = types;
  }

  /** `key`: of the instance that is meant, where a caller knows it. */
  expression(expression: unknown, scope: Scope, key?: string): void {
    this.#left -= 1;
    if (this.#left < 0) {
      this.exact = false;
      return;
    }
    const references = referencesOf(expression);
    const others = references.filter((reference) => reference !== "each.key" && reference !== "count.index");
    const own = others.length < references.length ? scope.block?.key : key;
    const alone = others.length === 1;
    if (!alone || own !== undefined) this.exact = false;
    for (const reference of others) this.#follow(partsOf(reference), scope, alone ? own : undefined);
  }

  #follow(parts: readonly ModuleStep[], scope: Scope, key: string | undefined): void {
    const [head, second, third, fourth] = parts;
    if (head === undefined || second === undefined) return;
    if (head.name === "var") this.#variable(second.name, scope);
    else if (head.name === "module") this.#output(second, third?.name, scope, key);
    else if (head.name === "each" && second.name === "value") this.#each(scope);
    else if (head.name === "data" && third !== undefined)
      this.#resource(`data.${second.name}`, third, fourth, scope, key);
    else this.#resource(head.name, second, third, scope, key);
  }

  /** A variable is what the call of the module says of it; of the root's variables the plan has the values. */
  #variable(name: string, scope: Scope): void {
    const last = scope.modules.at(-1);
    if (last === undefined) return;
    const outer = scope.modules.slice(0, -1);
    const calls = this.#module(outer)?.module.module_calls;
    const call = calls !== undefined && Object.hasOwn(calls, last.name) ? calls[last.name] : undefined;
    const block = { local: `module.${last.name}`, key: last.key };
    this.expression(expressionAt(call?.expressions, name), { modules: outer, block });
  }

  #output(step: ModuleStep, output: string | undefined, scope: Scope, key: string | undefined): void {
    const calls = this.#module(scope.modules)?.module.module_calls;
    const call = calls !== undefined && Object.hasOwn(calls, step.name) ? calls[step.name] : undefined;
    if (call === undefined) return;
    const repeated = call.count_expression !== undefined || call.for_each_expression !== undefined;
    const next = { name: step.name, key: this.#key(step.key, repeated, `module.${step.name}`, scope, key) };
    if (next.key === undefined) this.exact = false;
    const outputs = Object.entries(call.module?.outputs ?? {});
    // A reference through a key that is computed does not say which output is meant.
    const meant = output === undefined ? outputs : outputs.filter(([name]) => name === output);
    if (output === undefined) this.exact = false;
    for (const [, { expression }] of meant) this.expression(expression, { modules: [...scope.modules, next] });
  }

  #each(scope: Scope): void {
    const { block, modules } = scope;
    if (block === undefined) return;
    const module = this.#module(modules);
    const call = block.local.startsWith("module.") ? block.local.slice("module.".length) : undefined;
    const calls = module?.module.module_calls;
    const written =
      call === undefined
        ? module?.resources.get(block.local)
        : calls !== undefined && Object.hasOwn(calls, call)
          ? calls[call]
          : undefined;
    this.exact = false;
    this.expression(written?.for_each_expression, scope, block.key);
  }

  /** `attribute`: undefined where all of the resource is referred to. */
  #resource(
    type: string,
    step: ModuleStep,
    attribute: ModuleStep | undefined,
    scope: Scope,
    key: string | undefined,
  ): void {
    if (!this.#types.has(type) || (attribute !== undefined && !NAMED_BY.includes(attribute.name))) {
      this.exact = false;
      return;
    }
    const local = `${type}.${step.name}`;
    const written = this.#module(scope.modules)?.resources.get(local);
    const repeated = written?.count_expression !== undefined || written?.for_each_expression !== undefined;
    const one = this.#key(step.key, repeated, local, scope, key);
    for (const object of this.#matching(scope.modules, local, one)) this.found.add(object);
  }

  #matching(modules: readonly AnyStep[], local: string, key: string | undefined): readonly PlanObject[] {
    const known = modules.flatMap(({ name, key }) => (key === undefined ? [] : [{ name, key }]));
    if (known.length === modules.length) {
      const module = moduleAddress(known);
      if (key === undefined) return this.#instances.some(module, local, ENOUGH);
      const one = this.#instances.one(module, local, key);
      return one === undefined ? [] : [one];
    }
    const path = moduleAddress(modules.map(({ name }) => ({ name, key: "" })));
    const matching: PlanObject[] = [];
    for (const object of this.#instances.anywhere(within(path, local))) {
      if (key !== undefined && object.key !== key) continue;
      if (!moduleSteps(object.module).every((step, at) => (modules[at]?.key ?? step.key) === step.key)) continue;
      matching.push(object);
      if (matching.length >= ENOUGH) break;
    }
    return matching;
  }

  /** The key of the instance that is meant; undefined where that is not told. */
  #key(literal: string, repeated: boolean, local: string, scope: Scope, key: string | undefined): string | undefined {
    if (literal !== "" || !repeated) return literal;
    const known = scope.modules.flatMap(({ name, key }) => (key === undefined ? [] : [{ name, key }]));
    if (key === undefined || scope.block === undefined || known.length < scope.modules.length) return undefined;
    return this.#instances.haveSameKeys(moduleAddress(known), scope.block.local, local) ? key : undefined;
  }

  #module(steps: readonly AnyStep[]): ConfiguredModule | undefined {
    return this.#configuration.module(namesOf(steps));
  }
}
