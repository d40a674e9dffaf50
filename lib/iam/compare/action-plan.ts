import { type ActionClass, classesOfKnown, type UnlistedActions, unlistedActions } from "./action-classes";
import type { KnownActions } from "./known-actions";
import type { ActionSet } from "./sides";

/** All actions that a comparison has to look at, divided by what its statements tell apart. */
export interface ActionPlan {
  classes: readonly ActionClass[];
  unlisted: { found: readonly UnlistedActions[]; unclear: readonly string[] };
}

/**
 * The plan for action sets of which those of `allowing` (by id) stand in statements that allow. It is kept: roles of one kind
 * differ in their resources and agree in their actions.
 */
export function actionPlan(
  sets: readonly ActionSet[],
  allowing: ReadonlySet<number>,
  actions: KnownActions,
  steps: number,
): ActionPlan {
  const own = plans.get(actions) ?? new Map<string, ActionPlan>();
  plans.set(actions, own);
  const key = keyOf(sets, allowing, steps);
  const standing = own.get(key);
  if (standing !== undefined) return standing;
  const made = {
    classes: classesOfKnown(sets, actions),
    unlisted: unlistedActions(sets, allowing, actions, { left: steps }),
  };
  // Whoever writes policies chooses the keys: what is kept must not grow with them.
  if (own.size >= MOST_KEPT) own.clear();
  if (key.length <= LONGEST_KEPT) own.set(key, made);
  return made;
}

const plans = new WeakMap<KnownActions, Map<string, ActionPlan>>();
const MOST_KEPT = 100;
const LONGEST_KEPT = 20_000;

function keyOf(sets: readonly ActionSet[], allowing: ReadonlySet<number>, steps: number): string {
  let key = `${steps}`;
  for (const { id, not, patterns } of sets) {
    key += `\n${allowing.has(id) ? "+" : "-"}${not ? "!" : ""}${patterns.join(" ")}`;
  }
  return key;
}
