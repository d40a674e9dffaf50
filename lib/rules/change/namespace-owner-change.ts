import { hasPlaceholder } from "../../model/placeholder";
import type { NamespaceOwner } from "../../model/stack";
import { standIn } from "../../model/token";
import type { PlannedPod } from "../../plan/planned";
import type { SamePods } from "../../plan/same-pods";
import { namespaceOwner, notOwned } from "../namespace-owner";
import type { ChangeFinding, ChangeRule } from "./change-rule";
import { nameOf, type PlannedChange } from "./planned-change";

/** The rule of that name, held against what plans bind, change and remove. */
export const namespaceOwnerChange: ChangeRule = {
  ...namespaceOwner,
  judge: (change) => [...misnamed(change), ...owned(change)],
};

/** A pull request could take another repository's namespaces by naming it. */
function misnamed({ plans, repository, otherRepositories }: PlannedChange): ChangeFinding[] {
  const [first] = plans;
  if (first === undefined || repository === undefined) return [];
  return otherRepositories.map((other) => ({
    stack: first.state.stack,
    at: { source: first.state.stack, path: [] },
    found: other,
    message: `names another repository than the one that this review runs for, \`${repository}\``,
    allowed: repository,
    fix: "correct `repository` in the declaration, or say which is meant with --repository",
    serviceAccounts: [],
  }));
}

function owned(change: PlannedChange): ChangeFinding[] {
  const { owners, repository, pods } = change;
  const bound = pods.filter(({ before, after }) => [...after, ...before].some(({ addon }) => addon === undefined));
  const [first] = bound.flatMap(({ before, after }) => [...after, ...before]);
  if (owners === undefined || first === undefined) return [];
  if (repository !== undefined) return bound.flatMap((one) => judge(one, change, owners, repository));
  return [
    {
      stack: first.stack,
      at: { source: first.stack, path: [] },
      severity: "warning",
      message:
        "binds service accounts, the platform gives namespaces to repositories, and whose plans these are is not known: whether the namespaces are its own cannot be told",
      found: first.stack,
      fix: "say it: `repository: OWNER/NAME` in pod-identity.yaml, or `--repository OWNER/NAME`",
      serviceAccounts: [],
    },
  ];
}

function judge(
  { before, after }: SamePods,
  { action, clusterKeys }: PlannedChange,
  owners: readonly NamespaceOwner[],
  repository: string,
): ChangeFinding[] {
  const pod = after[0] ?? before[0];
  if (pod === undefined || pod.addon !== undefined || hasPlaceholder(pod.serviceAccount.namespace)) return [];
  const done = action(pod.stack, pod.address);
  const touched = done !== undefined && (done.kind !== "no-op" || done.importing !== undefined);
  const base = {
    stack: pod.stack,
    at: done?.at ?? { source: pod.address, path: [] },
    found: nameOf(pod),
    serviceAccounts: [nameOf(pod)],
    old: before.length > 0 && after.length > 0 && !touched,
  };
  const key = keyOf(pod, owners, clusterKeys);
  const cluster = key === undefined ? { key: pod.cluster.name, arn: standIn("cluster") } : { ...pod.cluster, key };
  const wrong = notOwned(pod.serviceAccount, cluster, owners, repository);
  if (wrong !== undefined) {
    const { message, allowed, fix = namespaceOwner.fix } = wrong;
    return [{ ...base, message, ...(allowed === undefined ? {} : { allowed }), fix }];
  }
  if (key !== undefined || isOwnedEverywhere(pod, owners, repository)) return [];
  return [
    {
      ...base,
      severity: "warning",
      message: `is in a namespace of ${repository} on some clusters, and whether \`${pod.cluster.name}\` is one of them cannot be told`,
      fix: "give the review the platform's file with the cluster in it, or use a namespace that is the repository's own everywhere",
    },
  ];
}

/** The short name of a pod's cluster, by which owners name it: as declared, else the cluster's name where an owner uses that. */
function keyOf(
  { cluster }: PlannedPod,
  owners: readonly NamespaceOwner[],
  keys: ReadonlyMap<string, string>,
): string | undefined {
  const named = owners.some(({ clusters }) => clusters?.includes(cluster.name) === true);
  return keys.get(cluster.arn) ?? (named ? cluster.name : undefined);
}

function isOwnedEverywhere(
  { serviceAccount }: PlannedPod,
  owners: readonly NamespaceOwner[],
  repository: string,
): boolean {
  return owners.some(
    (owner) =>
      owner.clusters === undefined &&
      owner.namespaces.includes(serviceAccount.namespace) &&
      owner.repository.toLowerCase() === repository.toLowerCase(),
  );
}
