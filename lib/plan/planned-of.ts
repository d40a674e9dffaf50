import type { PlanDocument } from "./document";
import { Documents } from "./model/documents";
import { PlanWorld } from "./model/plan-world";
import { PlannedSides } from "./model/planned-sides";
import { sideWorlds } from "./model/side-world";
import { planState } from "./plan-state";
import type { Planned } from "./planned";
import { unreadChanges } from "./unread/unread-changes";

/**
 * What plans make of the world: the model before and the model after, one for each plan, in their order. All of them are
 * looked at together: one stack's association may name another stack's role. Throws nothing, whatever the plans hold;
 * what cannot be told is among `notAnalysable`.
 */
export function plannedOf(documents: readonly PlanDocument[]): Planned[] {
  const worlds = documents.map((document) => new PlanWorld(document));
  const both = sideWorlds(worlds, new Documents());
  const before = new PlannedSides("before", both);
  const after = new PlannedSides("after", both, before);
  const planned = worlds.map((world) => ({
    state: planState(world.document),
    before: before.of(world),
    after: after.of(world),
    notAnalysable: [
      ...both.before.gaps.of(world, (object) => before.podsOf(object)),
      ...both.after.gaps.of(world, (object) => after.podsOf(object)),
    ],
  }));
  const unread = unreadChanges(worlds, planned);
  return planned.map((one, index) => ({ ...one, ...(unread[index]?.length ? { unread: unread[index] } : {}) }));
}
