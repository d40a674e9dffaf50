import type { ConfigurationText } from "../document";
import type { Plan } from "../format";
import { parseAddress } from "./address";
import { Cannot, cannot } from "./cannot";
import { fromReferences } from "./from-references";
import { ModuleScope } from "./module-scope";
import { Once } from "./once";
import { configured, isNoneWhenLeftOut } from "./resource-attribute";
import { unknownPart, type Value } from "./value";
import { withVersions } from "./with-versions";
import { World } from "./world";

/** A value of which the plan's JSON keeps only references, made again from the configuration's text. */
export type Rebuilt = { kind: "value"; value: unknown } | { kind: "cannot"; why: string };

export interface Rebuilder {
  /**
   * The value of an attribute as the configuration says it, what is known only after apply as placeholders
   * (lib/model/placeholder.ts): a policy as its JSON text, blocks as a list of objects. Never throws.
   *
   * @param address of one instance of a resource or data source, as in `resource_changes`
   * @param attribute a name of the resource's schema: `policy`, `inline_policy`
   * @returns `why` is a clause for a reader: "it is made with templatefile(), which is not evaluated here"
   */
  rebuild(address: string, attribute: string): Rebuilt;
}

/** Nothing is read before the first value is asked for, and everything at most once. */
export function rebuilderOf(text: ConfigurationText | undefined, plan: Plan): Rebuilder {
  const results = new Once<unknown>();
  let rebuild: ((address: string, attribute: string) => Value) | undefined;
  return {
    rebuild: (address, attribute) => {
      try {
        rebuild ??= text === undefined ? fromReferences(plan) : fromText(text, plan);
        const value = rebuild;
        return {
          kind: "value",
          value: results.get(`${attribute} ${address}`, () => withVersions(value(address, attribute))),
        };
      } catch (problem) {
        if (problem instanceof Cannot) return { kind: "cannot", why: problem.why };
        throw problem;
      }
    },
  };
}

function fromText(text: ConfigurationText, plan: Plan): (address: string, attribute: string) => Value {
  const world = new World(text, plan);
  const root = new ModuleScope(world, "", "");
  return (address, attribute) => {
    const { module, ...instance } = parseAddress(address) ?? cannot("its address cannot be read");
    world.budget.renew();
    const block = module.reduce((scope, step) => scope.child(step), root).block(instance);
    const fact = world.facts.has(address) ? world.facts.attribute(address, attribute) : undefined;
    const value = configured(block, address, attribute);
    if (value !== null || fact === undefined) return value;
    if (fact.kind === "value") return fact.value;
    if (fact.kind === "missing") return null;
    return isNoneWhenLeftOut(attribute) ? [] : unknownPart(attribute, address);
  };
}
