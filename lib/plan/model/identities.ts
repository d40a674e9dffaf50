import type { AnyDocument } from "../../iam/document";
import type { Cluster } from "../../model/cluster";
import type { Pointer } from "../../model/finding";
import {
  type ExistingRole,
  type Identity,
  type OwnRole,
  type ServiceAccount,
  serviceAccountText,
} from "../../model/identity";
import { targetTrustPolicy } from "../../model/trust";
import { entry } from "./instances";
import { trustPin } from "./trust-pin";

/** One service account on one cluster, and all that its identity consists of. */
export interface Bound {
  role: OwnRole | ExistingRole;
  cluster: Cluster;
  serviceAccount: ServiceAccount;
  target?: string | undefined;
  disableSessionTags: boolean;
  sessionPolicy?: AnyDocument | undefined;
  /** Of the role. */
  tags: Readonly<Record<string, string>>;
  /** Where the role is written, or else the association. */
  at: Pointer;
}

/**
 * The identities of one plan: one for each role, target role, setting of session tags and session policy. In an identity
 * every service account is bound on every cluster: those bound on other clusters are an identity of their own.
 */
export function identitiesOf<T extends Bound>(bindings: readonly T[]): { identity: Identity; bound: readonly T[] }[] {
  const numbers = new Map<unknown, number>();
  const numberOf = (thing: unknown) => entry(numbers, thing, () => numbers.size);
  const alike = new Map<string, Map<string, T[]>>();
  for (const one of bindings) {
    const { role, target, disableSessionTags, sessionPolicy } = one;
    const key = [role, target, disableSessionTags, sessionPolicy].map(numberOf).join(" ");
    entry(
      entry(alike, key, () => new Map<string, T[]>()),
      serviceAccountText(one.serviceAccount),
      () => [],
    ).push(one);
  }
  return [...alike.values()].flatMap((accounts) => {
    const byClusters = new Map<string, T[][]>();
    for (const bound of accounts.values()) {
      const clusters = [...new Set(bound.map(({ cluster }) => numberOf(cluster)))].sort((a, b) => a - b);
      entry(byClusters, clusters.join(" "), () => []).push(bound);
    }
    return [...byClusters.values()].flatMap((groups) => {
      const bound = groups.flat();
      const [first] = bound;
      if (first === undefined) return [];
      const serviceAccounts = groups.flatMap(([one]) => one?.serviceAccount ?? []);
      return [
        { identity: identityOf(first, [...new Set(bound.map(({ cluster }) => cluster))], serviceAccounts), bound },
      ];
    });
  });
}

function identityOf(one: Bound, clusters: readonly Cluster[], serviceAccounts: readonly ServiceAccount[]): Identity {
  const { role, target, disableSessionTags, sessionPolicy, cluster } = one;
  const pin = { clusters, serviceAccounts };
  return {
    ...roleIdentity(role, one.tags, one.at),
    clusters,
    serviceAccounts,
    disableSessionTags,
    ...(sessionPolicy === undefined ? {} : { sessionPolicy }),
    ...(target === undefined
      ? {}
      : { target: { roleArn: target, trust: targetTrustPolicy(role.arn, cluster.account, pin, !disableSessionTags) } }),
  };
}

/** An identity that no service account uses. */
export function roleIdentity(
  role: OwnRole | ExistingRole,
  tags: Readonly<Record<string, string>>,
  at: Pointer,
): Identity {
  return {
    name: role.kind === "own" ? role.name : (role.arn.split("/").pop() ?? role.arn),
    role,
    clusters: [],
    serviceAccounts: [],
    pinned: role.kind === "own" && trustPin(role.trust).pinned,
    disableSessionTags: false,
    tags,
    at,
  };
}
