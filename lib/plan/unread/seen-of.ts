import { entry } from "../../entry";
import type { ResourceChange } from "../format";
import type { PlanWorld } from "../model/plan-world";
import { Providers } from "../model/providers";
import type { Planned } from "../planned";
import { Assumers } from "./assumers";
import { ChainedRoles } from "./chained-roles";
import { KnownPolicies } from "./known-policies";
import { KnownRoles } from "./known-roles";
import type { Seen } from "./seen";

/** Plans with what all of them know; that is made when it is first asked for. */
export function seenOf(worlds: readonly PlanWorld[], planned: readonly Planned[]): Seen[] {
  const documents = worlds.map(({ document }) => document);
  const known = once(() => new KnownRoles(documents, planned));
  const policies = once(() => new KnownPolicies(documents, planned, known()));
  const assumers = once(() => new Assumers(planned));
  const chained = once(() => new ChainedRoles(plans));
  const plans = worlds.map((world): Seen => {
    const { document, configuration: written } = world;
    const providers = once(() => new Providers(world));
    const roles = once(() => byBlock(document.plan.resource_changes ?? []));
    return {
      document,
      known,
      policies,
      chained,
      assumers,
      written,
      rebuilt: (address, attribute) => {
        const value = world.rebuild({ address }, attribute);
        return value.kind === "value" ? value.value : undefined;
      },
      accountOf: ({ module_address: module = "", type, name }) =>
        providers().of({ module, local: `${type}.${name}` }).account,
      rolesOf: (local) => roles().get(local) ?? [],
    };
  });
  return plans;
}

function once<Value extends object>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function byBlock(resources: readonly ResourceChange[]): ReadonlyMap<string, ResourceChange[]> {
  const blocks = new Map<string, ResourceChange[]>();
  for (const resource of resources) {
    if (resource.type !== "aws_iam_role" || resource.mode !== "managed") continue;
    entry(blocks, `${resource.type}.${resource.name}`, () => []).push(resource);
  }
  return blocks;
}
