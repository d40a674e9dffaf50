import { emptyRecord } from "../record";
import { type AssociationInput, checkAssociation, checkName } from "./association-rules";
import { findCluster } from "./clusters";
import { type EksContext, eksArn } from "./context";
import { invalidParameter, invalidRequest, limitExceeded, resourceInUse, resourceNotFound } from "./errors";
import { newAssociationId } from "./ids";
import { page } from "./page";
import { oncePerToken } from "./request-tokens";
import { epochSeconds, type JsonInput } from "./rest-json";
import type { AssociationRecord, AssociationTarget, ClusterRecord } from "./state";
import { checkTags } from "./tags";

/** "Amazon EKS service quotas": associations for each cluster. */
const MOST_ASSOCIATIONS = 5000;

const ID_LENGTH = 19;

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreatePodIdentityAssociation.html */
export function createAssociation(context: EksContext, clusterName: string, input: JsonInput): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const namespace = input.required("namespace");
  const serviceAccount = input.required("serviceAccount");
  const target = readTarget(input, { roleArn: input.required("roleArn") });
  const tags = input.map("tags") ?? emptyRecord<string>();
  const association = oncePerToken(
    context,
    `CreatePodIdentityAssociation ${clusterName}`,
    input,
    (made) => cluster.associations[made],
    () => {
      checkTags(tags);
      const result = addAssociation(context, cluster, { ...target, namespace, serviceAccount, tags });
      return { made: result.id, result };
    },
  );
  return { association: associationReply(cluster, association) };
}

/** Adds an association to a cluster, for a caller of the API or for an add-on (then with `ownerArn`). */
export function addAssociation(
  context: EksContext,
  cluster: ClusterRecord,
  input: AssociationInput & { tags: Record<string, string>; ownerArn?: string },
): AssociationRecord {
  checkName("namespace", input.namespace, cluster.name);
  checkName("serviceAccount", input.serviceAccount, cluster.name);
  checkAssociation(context, cluster, input);
  const taken = holder(context, cluster, input.namespace, input.serviceAccount);
  if (taken !== undefined)
    throw resourceInUse(`Association already exists: ${taken.id}`, { clusterName: cluster.name });
  if (Object.keys(cluster.associations).length >= MOST_ASSOCIATIONS)
    throw limitExceeded(`Pod identity association limit of ${MOST_ASSOCIATIONS} for the cluster is exceeded.`, {
      clusterName: cluster.name,
    });
  const id = newAssociationId(context.world);
  const association: AssociationRecord = {
    ...input,
    id,
    arn: eksArn(context, `podidentityassociation/${cluster.name}/${id}`),
    ...externalId(context, cluster, input),
    createdAt: context.now,
    modifiedAt: context.now,
    pointedAt: context.now,
  };
  cluster.associations[id] = association;
  return association;
}

export function describeAssociation(context: EksContext, clusterName: string, id: string): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  return { association: associationReply(cluster, findAssociation(cluster, id)) };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html */
export function updateAssociation(
  context: EksContext,
  clusterName: string,
  id: string,
  input: JsonInput,
): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const association = findAssociation(cluster, id);
  refuseOwned(association, clusterName);
  const repointed = repoint(context, cluster, association, readTarget(input, association));
  return { association: associationReply(cluster, repointed) };
}

/** Gives an association another role, policy or way of tagging: a new record takes its place. EKS Auth learns later. */
export function repoint(
  context: EksContext,
  cluster: ClusterRecord,
  association: AssociationRecord,
  target: AssociationTarget,
): AssociationRecord {
  const { id, arn, namespace, serviceAccount, tags, createdAt, ownerArn } = association;
  const input = { ...target, namespace, serviceAccount };
  checkAssociation(context, cluster, input);
  const before = knownToAuth(context, association);
  const repointed: AssociationRecord = {
    ...input,
    ...externalId(context, cluster, input),
    id,
    arn,
    tags,
    createdAt,
    modifiedAt: context.now,
    ...(ownerArn !== undefined && { ownerArn }),
    pointedAt: context.now,
    ...(before !== undefined && { before }),
  };
  cluster.associations[id] = repointed;
  return repointed;
}

export function deleteAssociation(context: EksContext, clusterName: string, id: string): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const association = findAssociation(cluster, id);
  refuseOwned(association, clusterName);
  removeAssociation(context, cluster, association);
  return { association: associationReply(cluster, association) };
}

/** Deletes an association. Its service account stays taken for the time of the eventual consistency. */
export function removeAssociation(context: EksContext, cluster: ClusterRecord, association: AssociationRecord): void {
  delete cluster.associations[association.id];
  const stillSeen = cluster.deletedAssociations.filter(
    (entry) => entry.deletedAt + context.consistencyMs > context.now,
  );
  if (context.consistencyMs > 0) stillSeen.push({ deletedAt: context.now, association });
  cluster.deletedAssociations = stillSeen;
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_ListPodIdentityAssociations.html */
export function listAssociations(
  context: EksContext,
  clusterName: string,
  query: URLSearchParams,
): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const namespace = query.get("namespace");
  const serviceAccount = query.get("serviceAccount");
  const matching = Object.values(cluster.associations).filter(
    (association) =>
      (namespace === null || association.namespace === namespace) &&
      (serviceAccount === null || association.serviceAccount === serviceAccount),
  );
  const { items, nextToken } = page(matching, (association) => association.id, query);
  return {
    associations: items.map((association) => ({
      clusterName: cluster.name,
      namespace: association.namespace,
      serviceAccount: association.serviceAccount,
      associationArn: association.arn,
      associationId: association.id,
      ownerArn: association.ownerArn,
    })),
    nextToken,
  };
}

/** The association of a service account as EKS Auth knows it by now: it learns of every change only after a while. */
export function associationForAuth(
  context: EksContext,
  cluster: ClusterRecord,
  namespace: string,
  serviceAccount: string,
): { id: string; arn: string; target: AssociationTarget } | undefined {
  for (const association of holders(context, cluster, namespace, serviceAccount)) {
    const target = knownToAuth(context, association);
    if (target !== undefined) return { id: association.id, arn: association.arn, target };
  }
  return undefined;
}

function knownToAuth(context: EksContext, association: AssociationRecord): AssociationTarget | undefined {
  return context.now < association.pointedAt + context.consistencyMs ? association.before : targetOf(association);
}

function targetOf(association: AssociationRecord): AssociationTarget {
  const { roleArn, disableSessionTags, targetRoleArn, externalId, policy } = association;
  return {
    roleArn,
    disableSessionTags,
    ...(targetRoleArn !== undefined && { targetRoleArn }),
    ...(externalId !== undefined && { externalId }),
    ...(policy !== undefined && { policy }),
  };
}

function findAssociation(cluster: ClusterRecord, id: string): AssociationRecord {
  if (id.length !== ID_LENGTH)
    throw invalidParameter(`The parameter associationId should be ${ID_LENGTH} characters long.`, {
      clusterName: cluster.name,
    });
  const association = cluster.associations[id];
  if (association !== undefined) return association;
  throw resourceNotFound(`No association found for id: ${id} in cluster: ${cluster.name}.`, {
    clusterName: cluster.name,
  });
}

/** Whoever holds the service account: the association of now, and those deleted so lately that EKS still sees them. */
function* holders(context: EksContext, cluster: ClusterRecord, namespace: string, serviceAccount: string) {
  const same = (association: AssociationRecord) =>
    association.namespace === namespace && association.serviceAccount === serviceAccount;
  for (const association of Object.values(cluster.associations)) if (same(association)) yield association;
  for (const { deletedAt, association } of cluster.deletedAssociations)
    if (same(association) && context.now < deletedAt + context.consistencyMs) yield association;
}

function holder(
  context: EksContext,
  cluster: ClusterRecord,
  namespace: string,
  serviceAccount: string,
): AssociationRecord | undefined {
  for (const association of holders(context, cluster, namespace, serviceAccount)) return association;
  return undefined;
}

function refuseOwned(association: AssociationRecord, clusterName: string): void {
  if (association.ownerArn === undefined) return;
  throw invalidRequest(
    `Association ${association.id} is owned by ${association.ownerArn}: update or delete it through that add-on.`,
    { clusterName },
  );
}

/** The wanted target: what the input names, and for the rest what is there. An empty string takes a value away. */
function readTarget(input: JsonInput, now: Partial<AssociationTarget> & { roleArn: string }): AssociationTarget {
  const targetRoleArn = input.text("targetRoleArn") ?? now.targetRoleArn ?? "";
  const policy = input.text("policy") ?? now.policy ?? "";
  return {
    roleArn: input.text("roleArn") ?? now.roleArn,
    disableSessionTags: input.flag("disableSessionTags") ?? now.disableSessionTags ?? false,
    ...(targetRoleArn !== "" && { targetRoleArn }),
    ...(policy !== "" && { policy }),
  };
}

/** `region/account/cluster/namespace/serviceaccount`: EKS makes it for every association with a target role. */
function externalId(context: EksContext, cluster: ClusterRecord, input: AssociationInput): { externalId?: string } {
  if (input.targetRoleArn === undefined) return {};
  const parts = [context.region, context.account, cluster.name, input.namespace, input.serviceAccount];
  return { externalId: parts.join("/") };
}

function associationReply(cluster: ClusterRecord, association: AssociationRecord): Record<string, unknown> {
  return {
    clusterName: cluster.name,
    namespace: association.namespace,
    serviceAccount: association.serviceAccount,
    roleArn: association.roleArn,
    associationArn: association.arn,
    associationId: association.id,
    tags: association.tags,
    createdAt: epochSeconds(association.createdAt),
    modifiedAt: epochSeconds(association.modifiedAt),
    ownerArn: association.ownerArn,
    disableSessionTags: association.disableSessionTags,
    targetRoleArn: association.targetRoleArn,
    externalId: association.externalId,
    policy: association.policy,
  };
}
