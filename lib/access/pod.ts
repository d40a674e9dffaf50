import type { Cluster } from "../model/cluster";
import { identitiesOf } from "../model/identities";
import type { Identity, ServiceAccount } from "../model/identity";
import type { StackModel } from "../model/stack";

/** The pods of one service account in one cluster: whose access is asked about. */
export interface Pod {
  /** The name of the stack that binds it. */
  stack: string;
  /** The account of the stack, 12 digits. */
  account: string;
  identity: Identity;
  cluster: Cluster;
  serviceAccount: ServiceAccount;
}

/** Every pair of a cluster and a service account that an identity is bound to. */
export function podsOfIdentity(stack: StackModel, identity: Identity): Pod[] {
  return identity.clusters.flatMap((cluster) =>
    identity.serviceAccounts.map((serviceAccount) => ({
      stack: stack.name,
      account: stack.account,
      identity,
      cluster,
      serviceAccount,
    })),
  );
}

/** Every pair of a cluster and a service account that the stacks bind, stack by stack. */
export function podsOf(stacks: readonly StackModel[]): Pod[] {
  return stacks.flatMap((stack) => identitiesOf(stack).flatMap((identity) => podsOfIdentity(stack, identity)));
}

/** The role that the pod ends up with: the target role where the association names one. */
export function effectiveRoleArn({ identity }: Pod): string {
  return identity.target?.roleArn ?? identity.role.arn;
}
