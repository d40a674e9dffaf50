import type { PlanDocument } from "./document";
import { Documents } from "./model/documents";
import { PlanWorld } from "./model/plan-world";
import { plannedSides } from "./model/planned-sides";
import { sideWorlds } from "./model/side-world";
import { planState } from "./plan-state";
import type { Planned } from "./planned";

/**
 * What plans make of the world: the model before and the model after, one for each plan, in their order. All of them are
 * looked at together: one stack's association may name another stack's role. Throws nothing, whatever the plans hold;
 * what cannot be told is among `notAnalysable`.
 */
export function plannedOf(documents: readonly PlanDocument[]): Planned[] {
  const worlds = documents.map((document) => new PlanWorld(document));
  const both = sideWorlds(worlds, new Documents());
  const before = plannedSides("before", both);
  const after = plannedSides("after", both, before);
  return worlds.map((world) => ({
    state: planState(world.document),
    before: before.of(world),
    after: after.of(world),
    notAnalysable: [...both.before.gaps.of(world, before.podsOf), ...both.after.gaps.of(world, after.podsOf)],
  }));
}
