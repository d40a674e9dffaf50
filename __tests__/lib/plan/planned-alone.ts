import type { Plan } from "../../../lib/plan/format";
import type { Planned } from "../../../lib/plan/planned";
import { plannedOf } from "../../../lib/plan/planned-of";
import { documentOf } from "./small-plan";

/** What the plan of the stack `api` plans where no other stands beside it; `files` are its configuration's, by name. */
export function plannedAlone(plan: Plan, files?: Readonly<Record<string, string>>): Planned {
  const [planned] = plannedOf([documentOf(plan, "api", files)]);
  if (planned === undefined) throw new Error("nothing was planned");
  return planned;
}
