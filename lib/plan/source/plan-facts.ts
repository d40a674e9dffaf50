import { entry } from "../../entry";
import type { Plan, ResourceChange, StateModule, StateResource } from "../format";
import { childOf, markBelow } from "../value";
import { addressOf } from "./address";
import { cannot } from "./cannot";
import { ofSchema } from "./of-schema";
import { isUnknown, knownText, unknownPart, type Value } from "./value";

/** What the plan tells of one instance of a resource or data source: its values, and the marks beside them. */
interface Instance {
  values: unknown;
  unknown: unknown;
  sensitive: unknown;
}

/** What an attribute is, in the plan alone. `unknown`: known only after apply, all of it. */
type Fact = { kind: "value"; value: Value } | { kind: "unknown" } | { kind: "missing" };

const MAX_DEPTH = 100;

/** Looks up what the plan knows, by address. */
export class PlanFacts {
  private readonly instances = new Map<string, Instance>();
  /** Keys of the instances of a resource, by its address without key. */
  private readonly keys = new Map<string, (string | number | undefined)[]>();
  /** Whether each instance that there will be is in the plan. */
  readonly isWhole: boolean;

  constructor(plan: Plan) {
    this.isWhole = plan.complete !== false && plan.errored !== true && (plan.deferred_changes ?? []).length === 0;
    for (const resource of plan.resource_changes ?? []) {
      const { deposed, change } = resource;
      if (deposed !== undefined || isGone(change.actions)) continue;
      const instance = { values: change.after, unknown: change.after_unknown, sensitive: change.after_sensitive };
      this.add(resource.module_address, resource, instance);
    }
    this.addState(plan.prior_state?.values?.root_module);
  }

  has(address: string): boolean {
    return this.instances.has(address);
  }

  keysOf(address: string): readonly (string | number | undefined)[] {
    return this.keys.get(address) ?? [];
  }

  /** @throws Cannot where the attribute is sensitive, or its parts cannot be told. */
  attribute(address: string, name: string): Fact {
    const instance = this.instances.get(address);
    if (instance === undefined) return cannot(`it refers to ${address}, which the plan does not hold`);
    const unknown = markBelow(instance.unknown, name);
    const sensitive = markBelow(instance.sensitive, name);
    if (sensitive === true) return cannot(`it refers to ${address}.${name}, which is marked sensitive`);
    if (unknown === true) return { kind: "unknown" };
    const value = childOf(instance.values, name);
    if (value === undefined && unknown === undefined) return { kind: "missing" };
    return { kind: "value", value: partOf(value, unknown, sensitive, name, address, 0) };
  }

  /** All that an instance is made of, but for some of it; undefined where not all of that is known. @throws Cannot */
  known(address: string, except: ReadonlySet<string>): Readonly<Record<string, unknown>> | undefined {
    const values = this.instances.get(address)?.values;
    const names = [...Object.keys(values ?? {}), ...Object.keys(this.instances.get(address)?.unknown ?? {})];
    const facts = names.filter((name) => !except.has(name)).map((name) => this.attribute(address, name));
    const isKnown = facts.every((fact) => fact.kind === "value" && !isUnknown(fact.value));
    return isKnown && isObject(values) ? values : undefined;
  }

  private add(module: string | undefined, resource: StateResource | ResourceChange, instance: Instance): void {
    if (this.instances.has(resource.address)) return;
    this.instances.set(resource.address, instance);
    entry(this.keys, addressOf(module ?? "", resource), () => []).push(resource.index);
  }

  /** Data sources that were read while the plan was made are in the prior state alone. */
  private addState(root: StateModule | undefined): void {
    const modules = root === undefined ? [] : [root];
    for (const module of modules) {
      for (const resource of module.resources ?? []) {
        const { values, sensitive_values: sensitive } = resource;
        if (resource.mode === "data") this.add(module.address, resource, { values, unknown: undefined, sensitive });
      }
      modules.push(...(module.child_modules ?? []));
    }
  }
}

function isGone(actions: readonly string[]): boolean {
  return actions.every((action) => action === "delete" || action === "forget");
}

function partOf(
  value: unknown,
  unknown: unknown,
  sensitive: unknown,
  path: string,
  address: string,
  depth: number,
): Value {
  if (sensitive === true) return cannot(`it refers to ${address}.${path}, which is marked sensitive`);
  if (unknown === true) return unknownPart(path, address);
  if (depth > MAX_DEPTH) return cannot("it is nested too deep");
  if (value === undefined || value === null) return null;
  if (typeof value === "string") return knownText(value);
  if (typeof value === "boolean" || typeof value === "number") return value;
  const inner = (step: string | number, text: string) =>
    partOf(childOf(value, step), markBelow(unknown, step), markBelow(sensitive, step), text, address, depth + 1);
  if (Array.isArray(value)) return ofSchema(value.map((_, index) => inner(index, `${path}[${index}]`)));
  const names = new Set([...Object.keys(value), ...(isObject(unknown) ? Object.keys(unknown) : [])]);
  return ofSchema(new Map([...names].map((name) => [name, inner(name, `${path}.${name}`)])));
}

function isObject(value: unknown): value is Readonly<Record<string | number, unknown>> {
  return typeof value === "object" && value !== null;
}
