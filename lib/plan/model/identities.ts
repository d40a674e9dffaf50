import { entry } from "../../entry";
import type { AnyDocument } from "../../iam/document";
import type { Cluster } from "../../model/cluster";
import type { Pointer } from "../../model/finding";
import {
  type ExistingRole,
  type Identity,
  type OwnRole,
  type ServiceAccount,
  serviceAccountText,
  type Target,
} from "../../model/identity";
import { targetTrustPolicy } from "../../model/trust";
import { trustPin } from "./trust-pin";

/** One service account on one cluster, and all that its identity consists of. */
export interface Bound {
  role: OwnRole | ExistingRole;
  cluster: Cluster;
  serviceAccount: ServiceAccount;
  target: Pick<Target, "roleArn" | "role"> | undefined;
  disableSessionTags: boolean;
  sessionPolicy: AnyDocument | undefined;
  /** Of the role. */
  tags: Readonly<Record<string, string>>;
  /** Where the role is written, or else the association. */
  at: Pointer;
}

/** One identity, and what is bound to it. */
export interface BoundIdentity<T extends Bound> {
  identity: Identity;
  bound: readonly T[];
}

/**
 * The identities of one plan: one for each role, target role, setting of session tags and session policy. In an identity
 * every service account is bound on every cluster: those bound on other clusters are an identity of their own.
 *
 * @param standing an identity made before of what begins with one, which is kept where it is of the very same
 */
export function identitiesOf<T extends Bound>(
  bindings: readonly T[],
  standing: (first: T) => BoundIdentity<T> | undefined,
): BoundIdentity<T>[] {
  const byRole = new Map<Bound["role"], T[]>();
  for (const one of bindings) entry(byRole, one.role, () => []).push(one);
  const made: BoundIdentity<T>[] = [];
  for (const ofRole of byRole.values()) {
    for (const bound of ofRole.length === 1 ? [ofRole] : alike(ofRole)) {
      const [first] = bound;
      if (first === undefined) continue;
      const before = standing(first);
      const isSame = before?.bound.length === bound.length && before.bound.every((one, index) => one === bound[index]);
      made.push(isSame ? before : { identity: identityOf(first, bound), bound });
    }
  }
  return made;
}

/** What is bound to one role, by what its identities consist of. */
function alike<T extends Bound>(bindings: readonly T[]): T[][] {
  const numbers = new Map<unknown, number>();
  const numberOf = (thing: unknown) => entry(numbers, thing, () => numbers.size);
  const byIdentity = new Map<string, Map<string, T[]>>();
  for (const one of bindings) {
    const { target, disableSessionTags, sessionPolicy } = one;
    const key = [target?.roleArn, target?.role, disableSessionTags, sessionPolicy].map(numberOf).join(" ");
    const accounts = entry(byIdentity, key, () => new Map<string, T[]>());
    entry(accounts, serviceAccountText(one.serviceAccount), () => []).push(one);
  }
  return [...byIdentity.values()].flatMap((accounts) => {
    const byClusters = new Map<string, T[]>();
    for (const bound of accounts.values()) {
      const clusters = [...new Set(bound.map(({ cluster }) => numberOf(cluster)))].sort((a, b) => a - b);
      entry(byClusters, clusters.join(" "), () => []).push(...bound);
    }
    return [...byClusters.values()];
  });
}

function identityOf(one: Bound, bound: readonly Bound[]): Identity {
  const { role, disableSessionTags, sessionPolicy, cluster, target } = one;
  const { clusters, serviceAccounts } = boundOn(one, bound);
  const identity = roleIdentity(role, one.tags, one.at, clusters, serviceAccounts);
  identity.disableSessionTags = disableSessionTags;
  if (sessionPolicy !== undefined) identity.sessionPolicy = sessionPolicy;
  if (target !== undefined) {
    const trust = targetTrustPolicy(role.arn, cluster.account, { clusters, serviceAccounts }, !disableSessionTags);
    identity.target = { ...target, trust };
  }
  return identity;
}

function boundOn(one: Bound, bound: readonly Bound[]): Pick<Identity, "clusters" | "serviceAccounts"> {
  if (bound.length === 1) return { clusters: [one.cluster], serviceAccounts: [one.serviceAccount] };
  const accounts = new Map<string, ServiceAccount>();
  for (const { serviceAccount } of bound) entry(accounts, serviceAccountText(serviceAccount), () => serviceAccount);
  return { clusters: [...new Set(bound.map(({ cluster }) => cluster))], serviceAccounts: [...accounts.values()] };
}

/** The identity of a role; by default one that no service account uses. */
export function roleIdentity(
  role: OwnRole | ExistingRole,
  tags: Readonly<Record<string, string>>,
  at: Pointer,
  clusters: readonly Cluster[] = [],
  serviceAccounts: readonly ServiceAccount[] = [],
): Identity {
  return {
    name: role.kind === "own" ? role.name : (role.arn.split("/").pop() ?? role.arn),
    role,
    clusters,
    serviceAccounts,
    pinned: role.kind === "own" && trustPin(role.trust).pinned,
    disableSessionTags: false,
    tags,
    at,
  };
}
