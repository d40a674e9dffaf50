import { expressionAt } from "./configuration";
import type { PlanObject } from "./objects";
import type { SideWorld } from "./side-world";

/** Whether it is the same role of AWS before and after. */
export function isKept({ before, after, forgotten, change }: PlanObject): boolean {
  if (before === undefined || after === undefined) return false;
  return forgotten === true || !change.actions.includes("create");
}

/** Whether the configuration states an attribute of the role: the provider fills in for itself what it does not. */
export function isConfigured(world: SideWorld, role: PlanObject, attribute: string): boolean {
  if (role.forgotten) return false;
  return expressionAt(world.worldOf(role).configuration.resource(role)?.expressions, attribute) !== undefined;
}
