import { partitionOf } from "../caller";
import { associationForAuth } from "../eks/associations";
import { findCluster } from "../eks/clusters";
import { type EksContext, eksContext } from "../eks/context";
import type { AssociationTarget, ClusterRecord } from "../eks/state";
import { rolePolicies } from "../iam/caller-policies";
import { conditionContext, pairsOf } from "../iam/condition-context";
import { findRole } from "../iam/find-role";
import type { Role, Tag } from "../iam/state";
import { mergeTags } from "../iam/tags";
import { consents } from "../iam/trust";
import { AwsError } from "../operation";
import { randomUuid } from "../random";
import { openSession, type SessionCredentials } from "../sts/sessions";
import type { World } from "../world";
import { AUDIENCE, type ClusterPlace, checkClaims, type PodClaims } from "./token";

/** What a pod gets: a session of its association's role, or of the target role where there is one. */
export interface PodCredentials {
  namespace: string;
  serviceAccount: string;
  associationId: string;
  associationArn: string;
  session: SessionCredentials;
}

const LONGEST_SESSION_NAME = 64;
/** The agent keeps credentials of a role for 6 hours, those of a target role for less than the hour of role chaining. */
const ROLE_SECONDS = 6 * 3600;
const TARGET_ROLE_SECONDS = 3600;

/** The context of a cluster that a token names by itself. */
export function contextOfPlace(world: World, { region, account }: ClusterPlace): EksContext {
  return eksContext(world, { region, account, partition: partitionOf(region) });
}

/**
 * Makes a pod's token into credentials. A target role has to trust the association's role, and that to be
 * permitted to assume it.
 *
 * @throws AwsError ExpiredTokenException, InvalidTokenException, ResourceNotFoundException (no such cluster, or no
 *   association that EKS Auth knows of yet), AccessDeniedException (a policy does not consent).
 */
export function assumeRoleForPod(context: EksContext, clusterName: string, claims: PodClaims): PodCredentials {
  checkClaims(claims, context.now);
  const cluster = findCluster(context, clusterName);
  const association = associationForAuth(context, cluster, claims.namespace, claims.serviceAccount);
  if (association === undefined)
    throw new AwsError(
      "ResourceNotFoundException",
      404,
      `The specified resource could not be found: no pod identity association for service account ${claims.namespace}/${claims.serviceAccount} in cluster ${clusterName}.`,
    );
  return {
    namespace: claims.namespace,
    serviceAccount: claims.serviceAccount,
    associationId: association.id,
    associationArn: association.arn,
    session: openPodSession(context, cluster, claims, association.target),
  };
}

function openPodSession(
  context: EksContext,
  cluster: ClusterRecord,
  claims: PodClaims,
  target: AssociationTarget,
): SessionCredentials {
  const sessionName = `eks-${cluster.name}-${claims.pod}-${randomUuid(context.world)}`.slice(0, LONGEST_SESSION_NAME);
  const tags = target.disableSessionTags ? [] : sessionTags(cluster, claims);
  const role = podRole(context, cluster, target.roleArn, sessionName, tags);
  const assumed = target.targetRoleArn === undefined ? role : targetRole(context, role, target, sessionName, tags);
  return openSession(context.world, {
    role: assumed,
    sessionName,
    tags,
    transitiveTagKeys: tags.map((tag) => tag.Key),
    durationSeconds: assumed === role ? ROLE_SECONDS : TARGET_ROLE_SECONDS,
    ...(target.policy !== undefined && { policy: target.policy }),
  });
}

/** "List of session tags added by EKS Pod Identity" of the EKS user guide. */
function sessionTags(cluster: ClusterRecord, claims: PodClaims): Tag[] {
  return [
    { Key: "eks-cluster-arn", Value: cluster.arn },
    { Key: "eks-cluster-name", Value: cluster.name },
    { Key: "kubernetes-namespace", Value: claims.namespace },
    { Key: "kubernetes-service-account", Value: claims.serviceAccount },
    { Key: "kubernetes-pod-name", Value: claims.pod },
    { Key: "kubernetes-pod-uid", Value: claims.podUid },
  ];
}

/** The association's role, if it lets EKS Pod Identity in with these session tags. */
function podRole(
  context: EksContext,
  cluster: ClusterRecord,
  roleArn: string,
  sessionName: string,
  tags: readonly Tag[],
): Role {
  const values = {
    "aws:PrincipalIsAWSService": "true",
    "aws:PrincipalServiceName": AUDIENCE,
    "aws:SourceAccount": context.account,
    "aws:SourceArn": cluster.arn,
    "sts:RoleSessionName": sessionName,
    "sts:TransitiveTagKeys": transitiveKeys(tags),
  };
  const request = {
    principal: { type: "Service", name: AUDIENCE },
    context: conditionContext(values, { request: pairsOf(tags) }),
  } as const;
  return trusted(context, roleArn, (trusting) =>
    needed(tags).every((action) => consents(trusting, { ...request, action })),
  );
}

/** The target role, if it lets the association's role in, and that role is permitted to assume it. */
function targetRole(
  context: EksContext,
  role: Role,
  { targetRoleArn = "", externalId, disableSessionTags }: AssociationTarget,
  sessionName: string,
  tags: readonly Tag[],
): Role {
  const session = `arn:${context.partition}:sts::${context.account}:assumed-role/${role.name}/${sessionName}`;
  const values = {
    "aws:PrincipalAccount": context.account,
    "aws:PrincipalArn": role.arn,
    "aws:PrincipalIsAWSService": "false",
    "aws:PrincipalType": "AssumedRole",
    "aws:userid": `${role.id}:${sessionName}`,
    "sts:ExternalId": disableSessionTags ? externalId : undefined,
    "sts:RoleSessionName": sessionName,
    "sts:TransitiveTagKeys": transitiveKeys(tags),
  };
  const request = {
    principal: { type: "AWS" as const, arn: session, role: role.arn },
    policies: rolePolicies(context.world, role),
    context: conditionContext(values, { request: pairsOf(tags), principal: pairsOf(mergeTags(role.tags, tags)) }),
  };
  return trusted(context, targetRoleArn, (trusting) =>
    needed(tags).every((action) => consents(trusting, { ...request, action })),
  );
}

function trusted(context: EksContext, roleArn: string, consent: (role: Role) => boolean): Role {
  const role = findRole(context.world, roleArn);
  if (role !== undefined && consent(role)) return role;
  throw new AwsError(
    "AccessDeniedException",
    400,
    "Unauthorized Exception! EKS does not have permissions to assume the associated role.",
  );
}

/** A session with tags needs both permissions. */
function needed(tags: readonly Tag[]): string[] {
  return tags.length > 0 ? ["sts:AssumeRole", "sts:TagSession"] : ["sts:AssumeRole"];
}

function transitiveKeys(tags: readonly Tag[]): string[] | undefined {
  return tags.length > 0 ? tags.map((tag) => tag.Key) : undefined;
}
