import { isRecord } from "../../is-record";
import type { PlanDocument } from "../document";

/** The values of every resource of a type in all plans, before and after. */
export function valuesOf(wanted: string, documents: readonly PlanDocument[]): Readonly<Record<string, unknown>>[] {
  const found: Readonly<Record<string, unknown>>[] = [];
  for (const { plan } of documents) {
    for (const { mode, type, change } of plan.resource_changes ?? []) {
      if (type === wanted && mode === "managed") found.push(...[change.before, change.after].filter(isRecord));
    }
  }
  return found;
}
