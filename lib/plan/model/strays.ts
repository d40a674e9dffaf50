import { entry } from "../../entry";
import type { InlinePolicy } from "../../model/identity";
import { placeholder } from "../../model/placeholder";
import { UNREADABLE } from "./documents";
import type { PlanObject } from "./objects";
import { accountOf } from "./origin";
import type { SideWorld } from "./side-world";

/**
 * What may be anybody's, for each of the roles that it may belong to: a policy that cannot be read. Each such part is noted
 * as a gap, whether or not it may be one of these roles'.
 */
export function straysOf(world: SideWorld, roles: ReadonlySet<PlanObject>): ReadonlyMap<PlanObject, InlinePolicy[]> {
  const strays = new Map<PlanObject, InlinePolicy[]>();
  const met = new Set<string | undefined>();
  for (const { object, attribute, why, fix, candidates } of world.holdings.strays) {
    const gap = { object, attribute, part: "policy", why, fix } as const;
    const policy = {
      name: placeholder(`policy of ${object.address}`),
      document: UNREADABLE,
      at: world.worldOf(object).at(object),
    };
    let may = [...candidates].filter((role) => roles.has(role));
    if (candidates.size === 0) {
      const account = accountOn(world, object);
      // What may be anybody's is on every role of its account: one such part says it, however many there are.
      may = met.has(account) ? [] : within(world, account, roles);
      met.add(account);
    }
    for (const role of may) {
      world.gaps.add(gap, { role });
      entry(strays, role, () => []).push(policy);
    }
    if (may.length === 0) world.gaps.add(gap, {});
  }
  return strays;
}

/** Roles that may be in an account: where one is not known, it may be any. */
function within(world: SideWorld, account: string | undefined, roles: ReadonlySet<PlanObject>): PlanObject[] {
  if (account === undefined) return [...roles];
  return [...roles].filter((role) => (accountOn(world, role) ?? account) === account);
}

function accountOn({ side, providersOf }: SideWorld, object: PlanObject): string | undefined {
  return accountOf(object, side, () => providersOf(object).of(object));
}
