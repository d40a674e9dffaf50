import type { Pod } from "../access/pod";
import type { Pointer } from "../model/finding";
import type { Identity } from "../model/identity";
import type { ServiceModel } from "../model/stack";
import type { PlanState } from "./resource-action";

/** What one plan makes of the world that it manages: the model before and the model after. */
export interface Planned {
  state: PlanState;
  before: PlannedSide;
  after: PlannedSide;
  /** What could not be rebuilt: never to be taken for "no access". */
  notAnalysable: readonly NotAnalysable[];
  /** What may give or take access and is in neither model; left out where there is none. */
  unread?: readonly UnreadChange[];
}

/** A change that may give or take access, of a resource that the models are not made of. */
export interface UnreadChange {
  address: string;
  type: string;
  /** A clause of which the resource is the subject: `gives users or groups of IAM access, …`. */
  what: string;
  /** It may be about any role of the plan. */
  grave?: true;
  /** Service accounts that it is about, `namespace/name`, as far as that is known. */
  serviceAccounts: readonly string[];
  /** Of what the resource says after apply: changes that say other things have other ones. */
  digest: string;
}

/** One side of a plan; unchanged resources are in both. */
export interface PlannedSide {
  /** As rules judge it: its identities are those of `pods` and `roles`. */
  model: ServiceModel;
  pods: readonly PlannedPod[];
  /**
   * Roles that trust EKS Pod Identity, or did so before, or that an association names (target roles too), and that this plan
   * manages.
   */
  roles: readonly PlannedRole[];
  addons: readonly PlannedAddon[];
}

/** The pods of one service account in one cluster. Its namespace or name may be a placeholder (see lib/model/placeholder.ts). */
export interface PlannedPod extends Pod {
  /** The address of the association, or of the add-on that makes it. */
  address: string;
  /** The add-on that owns the association. */
  addon?: string;
  /** The role's own, where a plan manages it. */
  role?: PlannedRole;
  /** The target role, where a plan manages it. */
  target?: PlannedRole;
  /** Terraform stops managing the association, and leaves it standing: it is on the after side as it was. */
  forgotten?: true;
  /** Tags of the association: who owns it says `managed-by`, or Terraform's default tags. */
  tags: Readonly<Record<string, string>>;
}

export interface PlannedRole {
  stack: string;
  address: string;
  /** Terraform stops managing the role, and leaves it standing. */
  forgotten?: true;
  /** Its policies, trust and boundary: `role` is an OwnRole. `at`: the construct's path, or the address. */
  identity: Identity;
}

export interface PlannedAddon {
  stack: string;
  address: string;
  cluster: string;
  name: string;
  /** Undefined: the cluster's default, or known only after apply. */
  version?: string;
}

/** A part of the model that the plan does not tell. */
export interface NotAnalysable {
  stack: string;
  side: "before" | "after";
  /** The address of the resource, and the attribute: `aws_iam_role_policy.api`, `policy`. */
  address: string;
  attribute: string;
  /** What of the model is missing. */
  part:
    | "policy"
    | "trust policy"
    | "boundary"
    | "session policy"
    | "role"
    | "cluster"
    | "service account"
    | "target role";
  /** Why: `its text is known only after apply, and the plan does not hold the expression`. */
  why: string;
  fix: string;
  /** Service accounts of which nothing sure can be said for it, `namespace/name`. */
  serviceAccounts: readonly string[];
  at: Pointer;
}
