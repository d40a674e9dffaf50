import type { PlanDocument } from "../document";
import type { ResourceChange } from "../format";
import type { PlanConfiguration } from "../model/configuration";
import type { Assumers } from "./assumers";
import type { ChainedRoles } from "./chained-roles";
import type { KnownPolicies } from "./known-policies";
import type { KnownRoles } from "./known-roles";

/** One plan, and what all plans know. */
export interface Seen {
  document: PlanDocument;
  known: () => KnownRoles;
  policies: () => KnownPolicies;
  /** Roles that no pod has and that a role of pods may go on to. */
  chained: () => ChainedRoles;
  assumers: () => Assumers;
  rebuilt: (address: string, attribute: string) => unknown;
  /** The account that a resource is made in, where that can be known. */
  accountOf: (resource: ResourceChange) => string | undefined;
  written: PlanConfiguration;
  /** The roles that a block makes, in any instance of its module: `aws_iam_role.api`. */
  rolesOf: (local: string) => readonly ResourceChange[];
}

/** What is said of one resource: `what` is a clause of which it is the subject. */
export interface Said {
  what: string;
  /** The roles of pods that it is about. */
  roles?: readonly string[];
  grave?: true;
}
