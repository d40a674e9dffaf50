import { type PodPolicies, podPolicies } from "../access/pod-policies";
import { canonicalText } from "../iam/canonical";
import { type Comparison, compareAccess } from "../iam/compare";
import type { Policy, SourcedPolicy } from "../iam/policy";
import type { PolicySet } from "../iam/request";
import type { Identity } from "../model/identity";
import type { NotAnalysable, PlannedPod } from "../plan/planned";
import type { IndexedSide } from "./indexed-plans";
import { isShutOut } from "./trust-way-in";

/** What the policies of somebody say: one object for one text, so that what is shared is compared once. */
export interface Held {
  /** The policies in canonical form, and what is not known of them. */
  text: string;
  set: PolicySet;
  /** Policies that have a say and that are not known: ARNs, mostly. Sorted. */
  unknown: readonly string[];
  /** Whether an unknown one could not be rebuilt: then it need not be the same on both sides. */
  torn: boolean;
}

export const NOTHING: Held = { text: "", set: { identity: [] }, unknown: [], torn: false };

/** Reads what pods and roles hold, and compares it; each text and each pair of texts once. */
export class HeldAccess {
  private readonly byText = new Map<string, Held>([["", NOTHING]]);
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
    const own = this.bySide.get(side) ?? new Map<object, Held>();
    this.bySide.set(side, own);
    // Many pods share a role, and only some of them have more to say.
    const { role, target, sessionPolicy } = identity;
    const whose = target === undefined && sessionPolicy === undefined ? role : identity;
    const known = own.get(whose) ?? this.kept(podPolicies(withRoles(identity, side)));
    own.set(whose, known);
    return known;
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
    const text = heldText(set, unknown, torn);
    const known = this.byText.get(text) ?? { text, set, unknown, torn };
    this.byText.set(text, known);
    return known;
  }
}

const ROLES = { identity: "", boundary: "permissions boundary ", session: "" } as const;

/** The identity as its plans know it: a role that another plan manages is no stranger, and neither is a target role. */
function withRoles(identity: Identity, side: IndexedSide): Identity {
  const { target, ...own } = identity;
  if (target !== undefined) {
    const role = side.roleOf(target.roleArn);
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

/** The policies of the identity's own role in one text, whatever they are limited by and wherever they lead. */
export function ownText({ target: _, sessionPolicy: __, ...own }: Identity): string {
  const { set, unknown } = podPolicies(own);
  return heldText(
    set,
    unknown.map(({ what }) => what),
    false,
  );
}

/** The policies of AWS are shared by many roles. */
const texts = new WeakMap<Policy, string>();

function textOf({ policy }: SourcedPolicy): string {
  const known = texts.get(policy) ?? canonicalText(policy);
  texts.set(policy, known);
  return known;
}
