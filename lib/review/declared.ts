import { type Finding, findingId, type Pointer } from "../model/finding";
import { identitiesOf } from "../model/identities";
import { type Identity, serviceAccountText } from "../model/identity";
import type { StackModel } from "../model/stack";
import { speaksOfSingles } from "../rules/all";
import { PERMISSION_RULES } from "../rules/permissions/all";
import type { ReviewContext } from "./context";
import type { ReviewFinding } from "./review";

type Place = NonNullable<ReviewFinding["place"]>;

/** An identity of a declaration, with the stack that it belongs to. */
export interface DeclaredIdentity {
  stack: StackModel;
  identity: Identity;
}

/** The declarations at hand, to be looked up in by what a plan knows: stacks by name, identities by role or service account. */
export class Declared {
  /** The short names of clusters by their ARNs. */
  readonly clusterKeys: ReadonlyMap<string, string>;
  /** Whether a declaration names single findings: they have to be found then, notes among them. */
  readonly speaksOfSingles: boolean;
  private readonly stacks = new Map<string, Stack>();
  private readonly writtenAt: ((at: Pointer) => Place) | undefined;

  constructor(declared: ReviewContext["declared"]) {
    const stacks = declared?.stacks ?? [];
    this.writtenAt = declared?.placeOf;
    this.speaksOfSingles = stacks.some(speaksOfSingles);
    this.clusterKeys = new Map(
      stacks
        .flatMap((stack) => (stack.kind === "service" ? stack.clusters : [stack.cluster]))
        .map(({ arn, key }) => [arn, key]),
    );
    for (const stack of stacks) this.stacks.set(stack.name, indexed(stack));
  }

  /** Whether there are declarations at all. */
  get isAtHand(): boolean {
    return this.writtenAt !== undefined;
  }

  stack(name: string): StackModel | undefined {
    return this.stacks.get(name)?.model;
  }

  /** The identity that makes a role, or else the one that binds one of the service accounts. */
  identity(
    stack: string,
    { role, serviceAccounts }: { role?: string | undefined; serviceAccounts: readonly string[] },
  ): DeclaredIdentity | undefined {
    const found = this.stacks.get(stack);
    if (found === undefined) return undefined;
    const bound = () => serviceAccounts.flatMap((name) => found.byServiceAccount.get(name)?.identity ?? [])[0];
    const identity = (role === undefined ? undefined : found.byRole.get(role)) ?? bound();
    return identity && { stack: found.model, identity };
  }

  /** Where the role's identity, or the service account, is written. */
  placeOf(stack: string, about: { role?: string | undefined; serviceAccounts: readonly string[] }): Place | undefined {
    const found = this.stacks.get(stack);
    const role = about.role === undefined ? undefined : found?.byRole.get(about.role)?.at;
    const [entry] = about.serviceAccounts.flatMap((name) => found?.byServiceAccount.get(name)?.at ?? []);
    const at = role ?? entry;
    return at && this.writtenAt?.(at);
  }

  /** Where a part of a declaration is written. */
  placeAt(at: Pointer): Place | undefined {
    return this.writtenAt?.(at);
  }

  /** Where what findings on permissions are about is written: the very statement, where the declaration has it too. */
  placesOf(identities: ReadonlySet<DeclaredIdentity>): (of: DeclaredIdentity, finding: Finding) => Place | undefined {
    const stacks = [...identities].map(({ stack, identity }) => only(stack, identity));
    const found = new Map<Pointer, Map<string, Pointer>>();
    for (const finding of PERMISSION_RULES.flatMap((rule) => rule.judge(stacks, { notes: this.speaksOfSingles }))) {
      if (finding.identity === undefined) continue;
      const own = found.get(finding.identity) ?? new Map<string, Pointer>();
      own.set(findingId(finding), finding.at);
      found.set(finding.identity, own);
    }
    return ({ identity: { at } }, finding) => this.writtenAt?.(found.get(at)?.get(findingId(finding)) ?? at);
  }
}

/** A stack with one of its identities alone. */
export function only(stack: StackModel, identity: Identity): StackModel {
  if (stack.kind === "service") return { ...stack, identities: [identity] };
  return {
    ...stack,
    addons: stack.addons
      .filter(({ identities }) => identities.includes(identity))
      .map((addon) => ({ ...addon, identities: [identity] })),
  };
}

interface Stack {
  model: StackModel;
  byRole: ReadonlyMap<string, Identity>;
  byServiceAccount: ReadonlyMap<string, { identity: Identity; at: Pointer }>;
}

function indexed(model: StackModel): Stack {
  const byRole = new Map<string, Identity>();
  const byServiceAccount = new Map<string, { identity: Identity; at: Pointer }>();
  for (const identity of identitiesOf(model)) {
    if (identity.role.kind === "own") byRole.set(identity.role.name, identity);
    for (const serviceAccount of identity.serviceAccounts)
      byServiceAccount.set(serviceAccountText(serviceAccount), { identity, at: serviceAccount.at });
  }
  return { model, byRole, byServiceAccount };
}
