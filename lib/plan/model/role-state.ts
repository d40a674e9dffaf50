import { isSameValue } from "../value";
import { expressionAt } from "./configuration";
import { type PlanObject, read } from "./objects";
import type { SideWorld } from "./side-world";

/** Whether it is the same role of AWS before and after. */
export function isKept({ before, after, forgotten, change }: PlanObject): boolean {
  if (before === undefined || after === undefined) return false;
  return forgotten || !change.actions.includes("create");
}

/** Whether the configuration has an expression for an attribute: `var.arns`, which may be null. */
export function isWritten(world: SideWorld, role: PlanObject, attribute: string): boolean {
  return expressionAt(world.worldOf(role).configuration.resource(role)?.expressions, attribute) !== undefined;
}

/**
 * Whether the plan gives the role a list of its own. One that stays as it is gives nothing: the provider fills in what it
 * found at the role, whether something is written there or not. Of a new role the values tell what the configuration does
 * not, which has nothing of `dynamic` blocks, and may have been cut out.
 */
export function isConfigured(world: SideWorld, role: PlanObject, attribute: string): boolean {
  if (role.forgotten || role.unchanged) return false;
  const after = read(role, "after", [attribute]);
  if (isKept(role)) {
    const before = read(role, "before", [attribute]);
    if (after.kind !== "known") return after.kind === "unknown";
    return !isSameValue(before.kind === "known" ? before.value : [], after.value);
  }
  if (isWritten(world, role, attribute)) return true;
  if (after.kind !== "unknown") return after.kind === "known";
  const plan = world.worldOf(role);
  const rebuilt = plan.document.configuration === undefined ? undefined : plan.rebuild(role, attribute);
  return rebuilt?.kind === "cannot" || (Array.isArray(rebuilt?.value) && rebuilt.value.length > 0);
}

/** Whether an exclusive list takes away what is not in it: only one that is applied does. */
export function takesAway({ unchanged, forgotten }: PlanObject, { side }: SideWorld): boolean {
  return side === "after" && !unchanged && !forgotten;
}
