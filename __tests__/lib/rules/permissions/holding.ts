import type { Pointer } from "../../../../lib/model/finding";
import type { Identity, OwnRole } from "../../../../lib/model/identity";
import type { StackModel } from "../../../../lib/model/stack";

type Policies = Partial<Pick<OwnRole, "inlinePolicies" | "managedPolicies">>;

/**
 * The stacks with policies that no declaration can say, or that would take long to declare one by one: each role of their
 * own gets them in place of its own of that kind. `policies` is told where the identity is written.
 */
export function holding(stacks: readonly StackModel[], policies: (at: Pointer) => Policies): StackModel[] {
  const given = (identity: Identity): Identity =>
    identity.role.kind === "own" ? { ...identity, role: { ...identity.role, ...policies(identity.at) } } : identity;
  return stacks.map((stack) =>
    stack.kind === "cluster" ? stack : { ...stack, identities: stack.identities.map(given) },
  );
}
