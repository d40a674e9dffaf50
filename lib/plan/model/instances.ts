import { entry } from "../../entry";
import { type ModuleStep, moduleAddress, moduleSteps, within } from "./address";
import type { PlanObject } from "./objects";

const NONE: readonly PlanObject[] = [];

/** The objects of one plan as they stand after apply, by where they are written. */
export class Instances {
  readonly #objects: readonly PlanObject[];
  #byAddress: Map<string, PlanObject> | undefined;
  #repeated: Repeated | undefined;

  constructor(objects: readonly PlanObject[]) {
    this.#objects = objects;
  }

  /** A plan of which all is known asks for none of them. */
  at(address: string): PlanObject | undefined {
    if (this.#byAddress === undefined) {
      this.#byAddress = new Map();
      for (const object of this.#objects) if (isStanding(object)) this.#byAddress.set(object.address, object);
    }
    return this.#byAddress.get(address);
  }

  /** One instance of a resource in one instance of its module. */
  one(module: string, local: string, key: string): PlanObject | undefined {
    return this.at(within(module, local) + key);
  }

  /** Instances of a resource in one instance of its module, not more than are asked for. */
  some(module: string, local: string, most: number): readonly PlanObject[] {
    const alone = this.one(module, local, "");
    const found: PlanObject[] = alone === undefined ? [] : [alone];
    for (const object of this.#all().byResource.get(within(module, local))?.values() ?? []) {
      if (found.push(object) >= most) break;
    }
    return found;
  }

  /** All instances of a resource, whatever the instance of its module, by its address without any key. */
  anywhere(path: string): readonly PlanObject[] {
    return this.#all().byPath.get(path) ?? NONE;
  }

  /** Whether two blocks of a module (resources, or calls of modules) have instances with the same keys. */
  haveSameKeys(module: string, one: string, other: string): boolean {
    const { byResource, calls } = this.#all();
    const keysOf = (block: string) => byResource.get(block) ?? calls.get(block);
    const left = keysOf(within(module, one));
    const right = keysOf(within(module, other));
    if (left === undefined || right === undefined || left.size !== right.size) return false;
    for (const key of left.keys()) if (!right.has(key)) return false;
    return true;
  }

  /** Most plans repeat nothing: made when it is asked for. */
  #all(): Repeated {
    this.#repeated ??= repeatedOf(this.#objects.filter(isStanding));
    return this.#repeated;
  }
}

/** What a configuration has several instances of. */
interface Repeated {
  /** By the module's address and the resource's, without its instance key; then by that key. */
  byResource: Map<string, Map<string, PlanObject>>;
  byPath: Map<string, PlanObject[]>;
  /** The keys of a module's instances, by the address of the call. */
  calls: Map<string, Map<string, true>>;
}

function repeatedOf(objects: readonly PlanObject[]): Repeated {
  const repeated: Repeated = { byResource: new Map(), byPath: new Map(), calls: new Map() };
  const paths = new Map<string, string>();
  for (const object of objects) {
    const { module, local, key } = object;
    if (key !== "") entry(repeated.byResource, within(module, local), () => new Map()).set(key, object);
    const path = entry(paths, module, () => {
      const steps = moduleSteps(module);
      addCalls(steps, repeated.calls);
      return moduleAddress(steps.map(({ name }) => ({ name, key: "" })));
    });
    entry(repeated.byPath, within(path, local), () => []).push(object);
  }
  return repeated;
}

function addCalls(steps: readonly ModuleStep[], calls: Repeated["calls"]): void {
  for (const [index, step] of steps.entries()) {
    const call = within(moduleAddress(steps.slice(0, index)), `module.${step.name}`);
    entry(calls, call, () => new Map()).set(step.key, true);
  }
}

function isStanding({ after, forgotten, deposed }: PlanObject): boolean {
  return after !== undefined && !forgotten && !deposed;
}
