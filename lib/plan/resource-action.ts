import type { Pointer } from "../model/finding";

/** What the plan does with one object. */
export type ActionKind = "create" | "update" | "replace" | "delete" | "forget" | "read" | "no-op";

/** One object that the plan touches, moves or imports. */
export interface ResourceAction {
  stack: string;
  address: string;
  type: string;
  mode: "managed" | "data";
  kind: ActionKind;
  /** Of a replacement: what comes first. `forget`: the old object is created anew and left standing. */
  order?: "delete first" | "create first" | "forget";
  /** Terraform's own list of actions where it is none of those known, `create,pause`: `kind` is then the worst of them. */
  said?: string;
  /** Where it was before a move. */
  previousAddress?: string;
  /** The key of a deposed object. */
  deposed?: string;
  /** Present for an import: its id or identity as text, where the plan knows it. */
  importing?: { id?: string };
  /** Terraform's `action_reason`, as it stands. */
  reason?: string;
  /** The paths that force a replacement: `name`, `tags["a"]`. */
  replacedBy: readonly string[];
  /** The paths whose value changes: `policy`, `tags["team"]`. No values: they may be sensitive. */
  changed: readonly string[];
  /** Those of `changed` that are policy documents and mean what they meant: only the order, or the spaces, are others. */
  sameMeaning?: readonly string[];
  /** Whether one of the changed values is sensitive, or known only after apply. */
  sensitive: boolean;
  unknown: boolean;
  /** The construct's path where CDKTF made it, else the address. */
  at: Pointer;
}

/** What is to be said of the plan as a whole. */
export interface PlanState {
  stack: string;
  file: string;
  terraformVersion?: string;
  /** Terraform could not finish the plan. */
  errored: boolean;
  /** False: targeted, or parts are deferred. Undefined: the plan does not say. */
  complete?: boolean;
  /** Addresses of what is deferred to a later plan, and why. */
  deferred: readonly { address: string; reason: string }[];
  /** Checks that fail, or of which the plan cannot tell. */
  checks: readonly { address: string; status: string; problems: readonly string[] }[];
  actions: readonly ResourceAction[];
  /** What was changed outside of Terraform; `kind` says how: update, or delete. */
  drift: readonly ResourceAction[];
}
