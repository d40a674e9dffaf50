import { isSameValue } from "../value";
import { expressionAt } from "./configuration";
import { type PlanObject, read } from "./objects";
import type { SideWorld } from "./side-world";

/** Whether it is the same role of AWS before and after. */
export function isKept({ before, after, forgotten, change }: PlanObject): boolean {
  if (before === undefined || after === undefined) return false;
  return forgotten || !change.actions.includes("create");
}

/**
 * Whether the configuration states a list of the role: the provider fills in for itself what it does not. The plan's
 * configuration has nothing of `dynamic` blocks, and may have been cut out: then the values tell.
 */
export function isConfigured(world: SideWorld, role: PlanObject, attribute: string): boolean {
  if (role.forgotten) return false;
  const plan = world.worldOf(role);
  if (expressionAt(plan.configuration.resource(role)?.expressions, attribute) !== undefined) return true;
  if (role.unchanged) return false;
  const after = read(role, "after", [attribute]);
  if (after.kind === "absent") return false;
  // What is not stated stays as it is; of a new role it is known only after apply.
  if (isKept(role)) {
    const before = read(role, "before", [attribute]);
    return after.kind === "unknown" || !isSameValue(before.kind === "known" ? before.value : [], after.value);
  }
  if (after.kind === "known") return true;
  const rebuilt = plan.document.configuration === undefined ? undefined : plan.rebuild(role, attribute);
  return rebuilt?.kind === "cannot" || (Array.isArray(rebuilt?.value) && rebuilt.value.length > 0);
}
