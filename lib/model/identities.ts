import type { Identity } from "./identity";
import type { StackModel } from "./stack";

/** Every identity of a stack, those of a cluster's add-ons among them. */
export function identitiesOf(stack: StackModel): readonly Identity[] {
  return stack.kind === "service" ? stack.identities : stack.addons.flatMap((addon) => addon.identities);
}

/** Every identity of every stack, with the stack it belongs to. */
export function allIdentities(stacks: readonly StackModel[]): { stack: StackModel; identity: Identity }[] {
  return stacks.flatMap((stack) => identitiesOf(stack).map((identity) => ({ stack, identity })));
}

/** The ARNs of the clusters whose own stacks are among these. */
export function clusterStacks(stacks: readonly StackModel[]): ReadonlySet<string> {
  return new Set(stacks.flatMap((stack) => (stack.kind === "cluster" ? [stack.cluster.arn] : [])));
}
