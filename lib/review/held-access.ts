import { type PodPolicies, podPolicies } from "../access/pod-policies";
import { canonicalText } from "../iam/canonical";
import { type Comparison, compareAccess } from "../iam/compare";
import type { Policy, SourcedPolicy } from "../iam/policy";
import type { PolicySet } from "../iam/request";
import type { Identity } from "../model/identity";
import type { NotAnalysable, PlannedPod } from "../plan/planned";
import { isShutOut } from "../rules/change/pods-way-in";
import type { IndexedSide } from "./indexed-plans";
import { markOf } from "./mark";

/** What the policies of somebody say: one object for what says the same, so that it is compared once. */
export interface Held {
  /** The mark of the policies in canonical form, and of what is not known of them. */
  mark: string;
  set: PolicySet;
  /** Policies that have a say and that are not known: ARNs, mostly. Sorted. */
  unknown: readonly string[];
  /** Whether an unknown one could not be rebuilt: then it need not be the same on both sides. */
  torn: boolean;
}

export const NOTHING: Held = { mark: "", set: { identity: [] }, unknown: [], torn: false };

/** Reads what pods and roles hold, and compares it; what says the same once. */
export class HeldAccess {
  private readonly byMark = new Map<string, Held>([["", NOTHING]]);
  /** Of roles and identities that are read without a look at others: what is on both sides is read once. */
  private readonly own = new Map<object, Held>();
  private readonly bySide = new Map<IndexedSide, Map<object, Held>>();
  private readonly compared = new Map<Held, Map<Held, Comparison>>();

  /** What a pod may do: nothing where its role is deleted, or does not let it in. */
  ofPod(pod: PlannedPod, side: IndexedSide): Held {
    if (isShutOut(pod) || side.isGone(pod.identity.role.arn)) return NOTHING;
    const held = this.ofIdentity(pod.identity, side);
    const missing = side.notAnalysable(pod);
    return missing.length === 0 ? held : this.torn(held, missing);
  }

  ofIdentity(identity: Identity, side: IndexedSide): Held {
    // Many pods share a role, and only some of them have more to say.
    const { role, target, sessionPolicy } = identity;
    const whose = target === undefined && sessionPolicy === undefined ? role : identity;
    const read = target === undefined && role.kind === "own" ? this.own : this.ofSide(side);
    const standing = read.get(whose);
    if (standing !== undefined) return standing;
    const made = this.kept(podPolicies(withRoles(identity, side)));
    read.set(whose, made);
    return made;
  }

  private ofSide(side: IndexedSide): Map<object, Held> {
    const own = this.bySide.get(side) ?? new Map<object, Held>();
    this.bySide.set(side, own);
    return own;
  }

  compare(before: Held, after: Held): Comparison {
    const own = this.compared.get(before) ?? new Map<Held, Comparison>();
    this.compared.set(before, own);
    const known = own.get(after) ?? compareAccess(before.set, after.set);
    own.set(after, known);
    return known;
  }

  private kept({ set, unknown }: PodPolicies): Held {
    const names = [...new Set(unknown.map(({ role, what }) => `${ROLES[role]}${what}`))].sort();
    return this.one(set, names, false);
  }

  private torn(held: Held, missing: readonly NotAnalysable[]): Held {
    const parts = missing.map(({ part, address }) => `${part} of ${address}`);
    return this.one(held.set, [...new Set([...held.unknown, ...parts])].sort(), true);
  }

  private one(set: PolicySet, unknown: readonly string[], torn: boolean): Held {
    const mark = markOf(heldText(set, unknown, torn));
    const known = this.byMark.get(mark) ?? { mark, set, unknown, torn };
    this.byMark.set(mark, known);
    return known;
  }
}

/** With it begins what is not known of a permissions boundary. */
export const BOUNDARY = "permissions boundary ";

const ROLES = { identity: "", boundary: BOUNDARY, session: "" } as const;

/** The identity as its plans know it: a role that another plan manages is no stranger, and neither is a target role. */
function withRoles(identity: Identity, side: IndexedSide): Identity {
  const { target, ...own } = identity;
  if (target !== undefined) {
    const role = target.role ?? side.roleOf(target.roleArn);
    return role === undefined ? identity : { ...own, role };
  }
  const role = identity.role.kind === "existing" ? side.roleOf(identity.role.arn) : undefined;
  return role === undefined ? identity : { ...identity, role };
}

function heldText({ identity, boundary, session }: PolicySet, unknown: readonly string[], torn: boolean): string {
  if (identity.length === 0 && boundary === undefined && session === undefined && unknown.length === 0) return "";
  const texts = identity.map(textOf).sort();
  const limits = [boundary, session].map((limit) => (limit === undefined ? "" : textOf(limit)));
  return `${JSON.stringify([unknown, torn])}\n${texts.join("\n")}\n=${limits.join("\n=")}`;
}

/** The mark of the policies of the identity's own role, whatever they are limited by and wherever they lead. */
export function ownMark({ target: _, sessionPolicy: __, ...own }: Identity): string {
  const { set, unknown } = podPolicies(own);
  return markOf(
    heldText(
      set,
      unknown.map(({ what }) => what),
      false,
    ),
  );
}

/** The policies of AWS are shared by many roles; others are not kept, since they are one role's and long. */
const texts = new WeakMap<Policy, string>();

function textOf({ policy, name }: SourcedPolicy): string {
  if (!name.startsWith("managed policy ")) return canonicalText(policy);
  const known = texts.get(policy) ?? canonicalText(policy);
  texts.set(policy, known);
  return known;
}
