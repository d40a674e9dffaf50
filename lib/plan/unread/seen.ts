import type { PlanDocument } from "../document";
import type { PlanConfiguration } from "../model/configuration";
import type { KnownRoles } from "./known-roles";

/** One plan, and what all plans know. */
export interface Seen {
  document: PlanDocument;
  known: () => KnownRoles;
  rebuilt: (address: string, attribute: string) => unknown;
  written: PlanConfiguration;
  /** Roles that no pod has and that a role of pods may go on to: by their names, those roles of pods. */
  chained: Map<string, string[]>;
}

/** What is said of one resource: `what` is a clause of which it is the subject. */
export interface Said {
  what: string;
  /** The roles of pods that it is about. */
  roles?: readonly string[];
  grave?: true;
}
