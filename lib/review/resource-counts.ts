import type { Planned } from "../plan/planned";
import type { ReviewCounts } from "./review";

export type ResourceCounts = Pick<
  ReviewCounts,
  "create" | "update" | "replace" | "delete" | "forget" | "import" | "move"
>;

/**
 * Resources by what happens to them, over all plans, as Terraform counts them: a replacement is one, a deposed object that is
 * deleted is one more, data that is read is none. A move and an import count beside the change that comes with them.
 */
export function resourceCounts(plans: readonly Planned[]): ResourceCounts {
  const counts = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };
  for (const { state } of plans) {
    for (const { mode, kind, importing, previousAddress, address } of state.actions) {
      if (mode !== "managed") continue;
      if (kind !== "no-op" && kind !== "read") counts[kind] += 1;
      if (importing !== undefined) counts.import += 1;
      if (previousAddress !== undefined && previousAddress !== address) counts.move += 1;
    }
  }
  return counts;
}
