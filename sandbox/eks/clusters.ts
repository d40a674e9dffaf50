import { partitionOf } from "../caller";
import { emptyRecord } from "../record";
import type { World } from "../world";
import { KUBERNETES_VERSIONS, NEWEST_KUBERNETES_VERSION } from "./addon-catalog";
import { type EksContext, eksArn, eksContext } from "./context";
import { invalidParameter, resourceInUse, resourceNotFound } from "./errors";
import { newOidcId } from "./ids";
import { page } from "./page";
import { oncePerToken } from "./request-tokens";
import { epochSeconds, type JsonInput } from "./rest-json";
import type { ClusterRecord } from "./state";
import { checkTags } from "./tags";

const NAME = /^[0-9A-Za-z][A-Za-z0-9\-_]{0,99}$/;

const SERVICE_CIDR = "172.20.0.0/16";

/**
 * Puts an ACTIVE cluster into a world, without a call of the API. One that is there already is left alone.
 *
 * @throws AwsError InvalidParameterException for a name or a Kubernetes version that EKS does not have.
 */
export function addCluster(
  world: World,
  cluster: { name: string; account: string; region: string; version?: string },
): void {
  const { name, account, region, version = NEWEST_KUBERNETES_VERSION } = cluster;
  const context = eksContext(world, { account, region, partition: partitionOf(region) }, 0);
  checkCluster(name, version);
  if (existing(context, name) !== undefined) return;
  context.state.clusters[name] = {
    ...newCluster(context, name),
    version,
    roleArn: `arn:${context.partition}:iam::${account}:role/${name}-cluster`,
    authenticationMode: "API_AND_CONFIG_MAP",
  };
}

/** The cluster, or ResourceNotFoundException. A cluster that is gone counts as none. */
export function findCluster(context: EksContext, name: string): ClusterRecord {
  const cluster = existing(context, name);
  if (cluster !== undefined) return cluster;
  throw resourceNotFound(`No cluster found for name: ${name}.`, { clusterName: name });
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html, as much as a stand-in cluster needs. */
export function createCluster(context: EksContext, input: JsonInput): Record<string, unknown> {
  const name = input.required("name");
  const version = input.text("version") ?? NEWEST_KUBERNETES_VERSION;
  checkCluster(name, version);
  const tags = input.map("tags") ?? emptyRecord<string>();
  checkTags(tags);
  const vpc = input.object("resourcesVpcConfig");
  const network = input.object("kubernetesNetworkConfig");
  const access = input.object("accessConfig");

  const cluster = oncePerToken(
    context,
    "CreateCluster",
    input,
    (made) => existing(context, made),
    () => {
      if (existing(context, name) !== undefined)
        throw resourceInUse(`Cluster already exists with name: ${name}`, { clusterName: name });
      const result: ClusterRecord = {
        ...newCluster(context, name),
        version,
        roleArn: input.text("roleArn") ?? "",
        subnetIds: vpc?.texts("subnetIds") ?? [],
        securityGroupIds: vpc?.texts("securityGroupIds") ?? [],
        serviceCidr: network?.text("serviceIpv4Cidr") ?? SERVICE_CIDR,
        authenticationMode: access?.text("authenticationMode") ?? "CONFIG_MAP",
        tags,
      };
      context.state.clusters[name] = result;
      return { made: name, result };
    },
  );
  return { cluster: clusterReply(context, cluster) };
}

export function describeCluster(context: EksContext, name: string): Record<string, unknown> {
  return { cluster: clusterReply(context, findCluster(context, name)) };
}

export function listClusters(context: EksContext, query: URLSearchParams): Record<string, unknown> {
  const names = Object.keys(context.state.clusters).filter((name) => existing(context, name) !== undefined);
  const { items, nextToken } = page(names, (name) => name, query);
  return { clusters: items, nextToken };
}

/** A cluster's add-ons and associations go with it. */
export function deleteCluster(context: EksContext, name: string): Record<string, unknown> {
  const cluster = findCluster(context, name);
  cluster.goneAt ??= context.now + context.settleMs;
  return { cluster: clusterReply(context, cluster) };
}

/** `https://oidc.eks.REGION.amazonaws.com/id/…`, the issuer of a cluster's service account tokens. */
function issuer(context: EksContext, cluster: ClusterRecord): string {
  return `https://oidc.eks.${context.region}.${domain(context)}/id/${cluster.oidcId}`;
}

function checkCluster(name: string, version: string): void {
  if (!NAME.test(name))
    throw invalidParameter(
      `The cluster name "${name}" is not valid: it must begin with a letter or a digit, hold only letters, digits, - and _, and have at most 100 characters.`,
      { clusterName: name },
    );
  if (!KUBERNETES_VERSIONS.includes(version))
    throw invalidParameter(`unsupported Kubernetes version ${version}, allowed are ${KUBERNETES_VERSIONS.join(", ")}`, {
      clusterName: name,
    });
}

function newCluster(context: EksContext, name: string): ClusterRecord {
  return {
    name,
    arn: eksArn(context, `cluster/${name}`),
    version: NEWEST_KUBERNETES_VERSION,
    roleArn: "",
    oidcId: newOidcId(context.world),
    subnetIds: [],
    securityGroupIds: [],
    serviceCidr: SERVICE_CIDR,
    authenticationMode: "CONFIG_MAP",
    createdAt: context.now,
    activeAt: context.now + context.settleMs,
    tags: emptyRecord(),
    addons: emptyRecord(),
    associations: emptyRecord(),
    deletedAssociations: [],
  };
}

function existing(context: EksContext, name: string): ClusterRecord | undefined {
  const cluster = context.state.clusters[name];
  if (cluster?.goneAt !== undefined && cluster.goneAt <= context.now) return undefined;
  return cluster;
}

function status(context: EksContext, cluster: ClusterRecord): string {
  if (cluster.goneAt !== undefined) return "DELETING";
  return context.now < cluster.activeAt ? "CREATING" : "ACTIVE";
}

function domain(context: EksContext): string {
  return context.partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

function clusterReply(context: EksContext, cluster: ClusterRecord): Record<string, unknown> {
  return {
    name: cluster.name,
    arn: cluster.arn,
    createdAt: epochSeconds(cluster.createdAt),
    version: cluster.version,
    endpoint: `https://${cluster.oidcId}.gr7.${context.region}.eks.${domain(context)}`,
    roleArn: cluster.roleArn,
    resourcesVpcConfig: {
      subnetIds: cluster.subnetIds,
      securityGroupIds: cluster.securityGroupIds,
      clusterSecurityGroupId: `sg-0${cluster.oidcId.slice(0, 16).toLowerCase()}`,
      vpcId: `vpc-0${cluster.oidcId.slice(16).toLowerCase()}`,
      endpointPublicAccess: true,
      endpointPrivateAccess: false,
      publicAccessCidrs: ["0.0.0.0/0"],
    },
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: cluster.serviceCidr,
      ipFamily: "ipv4",
      elasticLoadBalancing: { enabled: false },
    },
    logging: {
      clusterLogging: [{ types: ["api", "audit", "authenticator", "controllerManager", "scheduler"], enabled: false }],
    },
    identity: { oidc: { issuer: issuer(context, cluster) } },
    status: status(context, cluster),
    certificateAuthority: { data: Buffer.from("The sandbox has no Kubernetes.").toString("base64") },
    platformVersion: "eks.1",
    tags: cluster.tags,
    health: { issues: [] },
    accessConfig: { authenticationMode: cluster.authenticationMode },
    upgradePolicy: { supportType: "EXTENDED" },
    deletionProtection: false,
  };
}
