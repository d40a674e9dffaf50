import { compareTexts } from "../compare-texts";
import type { Cluster } from "../model/cluster";
import { below, type Finding, type Pointer } from "../model/finding";
import type { Identity } from "../model/identity";
import { roleName, rolePath, stackName } from "../model/names";
import type { Inherited, Quotas, ServiceModel } from "../model/stack";
import { isStandIn, standIn } from "../model/token";
import { didYouMean } from "../suggest";
import { chosenClusters, repeatedCluster } from "./chosen-clusters";
import { ownersOf } from "./owners";
import type { PlacedDocument } from "./placed-document";
import { resolveCluster, standInCluster } from "./resolve-cluster";
import { resolveIdentity, serviceAccountOf } from "./resolve-identity";
import type { Platform } from "./resolve-platform";
import { resolveState } from "./resolve-state";
import type { EnvironmentDeclaration, ServiceDeclaration } from "./schema/service";

/** What IAM allows every account that has asked for no more. */
export const DEFAULT_QUOTAS: Quotas = { managedPoliciesPerRole: 10, trustPolicyLength: 2048 };

/** Reads a policy file that a declaration names; has reported what is wrong where it gives undefined. */
export type PolicyFileReader = (path: string, at: Pointer) => PlacedDocument | undefined;

/** The stacks of a service: one, or one for each of its environments. */
export function resolveService(
  declared: ServiceDeclaration,
  platform: Platform | undefined,
  policyFile: PolicyFileReader,
  source: string,
  findings: Finding[],
): ServiceModel[] {
  const at: Pointer = { source, path: [] };
  const environments = Object.entries(declared.environments ?? {});
  if (declared.environments !== undefined && declared.clusters !== undefined) {
    findings.push({
      rule: "clusters-and-environments",
      severity: "error",
      at: { source, path: ["clusters"], key: true },
      message: "`clusters` cannot be set beside `environments`: each environment names its own",
      fix: "move the clusters into the environments",
    });
  }
  if (environments.length === 0) {
    const clusters = declared.clusters ?? [];
    return [resolveStack(declared, undefined, { clusters }, platform, policyFile, at, findings)];
  }
  return environments.map(([name, environment]) =>
    resolveStack(declared, name, environment, platform, policyFile, at, findings),
  );
}

function noClusters(at: Pointer): Finding {
  return {
    rule: "no-clusters",
    severity: "error",
    at,
    message: "names no cluster to deploy to",
    allowed: "`clusters`, or `environments` that each have `clusters`",
    fix: "add `clusters: [NAME]` with a cluster of the platform, or `clusters: { KEY: { name: …, account: …, region: … } }`",
  };
}

function resolveStack(
  declared: ServiceDeclaration,
  environment: string | undefined,
  parts: EnvironmentDeclaration,
  platform: Platform | undefined,
  policyFile: PolicyFileReader,
  root: Pointer,
  findings: Finding[],
): ServiceModel {
  const at = environment === undefined ? root : below(root, "environments", environment);
  const clusters = resolveClusters(parts.clusters, platform, below(at, "clusters"), findings);
  const first = clusters.find((cluster) => !isStandIn(cluster.account)) ?? clusters[0];
  const name = stackName(declared.service, environment);
  const own = (parts.identities ?? []).map((identity, index) => ({ identity, at: below(at, "identities", index) }));
  const common = declared.identities.map((identity, index) => ({ identity, at: below(root, "identities", index) }));
  const boundary = boundaryFor(declared, parts, clusters, platform, root, at, findings);
  const inherited: Inherited = {
    tags: { ...platform?.declared.defaults?.tags, ...declared.tags, ...parts.tags },
    permissionsBoundary: boundary.value,
    permissionsBoundaryAt: boundary.at,
  };
  const identities = [...common, ...own].map(
    ({ identity, at: place }): Identity =>
      resolveIdentity(
        identity.name,
        identity.serviceAccounts.map((text, index) => serviceAccountOf(text, below(place, "serviceAccounts", index))),
        identity,
        {
          partition: first.partition,
          account: first.account,
          clusters: chosenClusters(identity.clusters, clusters, place, findings),
          roleName: roleName(name, identity.name),
          rolePath: rolePath(declared.service),
          ...inherited,
          policyFile,
        },
        place,
        findings,
      ),
  );
  const state = parts.state ?? declared.state ?? platform?.declared.state;
  const owners = platform === undefined ? undefined : ownersOf(platform);
  return {
    kind: "service",
    name,
    service: declared.service,
    ...(environment === undefined ? {} : { environment }),
    ...(declared.repository === undefined ? {} : { repository: declared.repository }),
    ...(owners === undefined ? {} : { owners }),
    partition: first.partition,
    account: first.account,
    regions: regions(clusters, platform),
    clusters,
    identities: identities.sort((a, b) => (a.name < b.name ? -1 : 1)),
    inherited,
    state: resolveState(state, name),
    quotas: { ...DEFAULT_QUOTAS, ...defined(platform?.declared.quotas) },
    ...(platform?.declared.rules === undefined ? {} : { ruleLevels: platform.declared.rules }),
    at,
  };
}

/** Sorted by key, so that the order in which a declaration names them has no say in what comes out. */
function resolveClusters(
  declared: EnvironmentDeclaration["clusters"],
  platform: Platform | undefined,
  at: Pointer,
  findings: Finding[],
): [Cluster, ...Cluster[]] {
  const found: Cluster[] = [];
  if (Array.isArray(declared)) {
    for (const [index, key] of declared.entries()) {
      const place = below(at, index);
      const cluster = platform?.clusters.get(key);
      if (cluster === undefined && !isStandIn(key) && platform?.isBroken(key) !== true)
        findings.push(unknownCluster(key, platform, place));
      found.push(cluster === undefined ? standInCluster(key, place) : { ...cluster, at: place });
    }
  } else {
    for (const [key, cluster] of Object.entries(declared)) found.push(resolveCluster(key, cluster, below(at, key)));
  }
  const [first, ...others] = distinct(found, findings).sort(byKey);
  if (first !== undefined) return [first, ...others];
  findings.push(noClusters(at));
  return [standInCluster(standIn("clusters"), at)];
}

/** Each cluster once, whether it was repeated by its key or is known by two. */
function distinct(clusters: readonly Cluster[], findings: Finding[]): Cluster[] {
  const standing = new Map<string, Cluster>();
  for (const cluster of clusters) {
    const before = standing.get(cluster.arn);
    if (before === undefined) standing.set(cluster.arn, cluster);
    else findings.push(repeatedCluster(cluster, before));
  }
  return [...standing.values()];
}

function unknownCluster(key: string, platform: Platform | undefined, at: Pointer): Finding {
  if (platform === undefined) {
    return {
      rule: "unknown-cluster",
      severity: "error",
      at,
      message: "is the name of a cluster, but no platform says what it is",
      found: key,
      fix: `add \`platform: PATH\`, or write the cluster out: \`clusters: { ${key}: { name: …, account: "…", region: … } }\``,
    };
  }
  const known = [...platform.clusters.keys()].sort();
  return {
    rule: "unknown-cluster",
    severity: "error",
    at,
    message: `is not a cluster of the platform \`${platform.declared.platform}\``,
    found: key,
    allowed: known.length === 0 ? "the platform has no clusters" : known.join(", "),
    fix: didYouMean(key, known) || `choose one of them, or add the cluster to ${platform.source}`,
  };
}

interface Boundary {
  value: string | undefined;
  at: Pointer | undefined;
}

/** The nearest boundary: of the environment, the service, the cluster, the platform. */
function boundaryFor(
  declared: ServiceDeclaration,
  parts: EnvironmentDeclaration,
  clusters: readonly Cluster[],
  platform: Platform | undefined,
  root: Pointer,
  at: Pointer,
  findings: Finding[],
): Boundary {
  if (parts.permissionsBoundary !== undefined)
    return { value: parts.permissionsBoundary, at: below(at, "permissionsBoundary") };
  if (declared.permissionsBoundary !== undefined)
    return { value: declared.permissionsBoundary, at: below(root, "permissionsBoundary") };
  return platformBoundary(clusters, platform, findings);
}

/** The boundary that the platform asks for: of the clusters, which must agree since they share the roles, or of all. */
function platformBoundary(clusters: readonly Cluster[], platform: Platform | undefined, findings: Finding[]): Boundary {
  const asked = clusters.map((cluster) => ({ cluster, boundary: boundaryOf(cluster, platform) }));
  const first = asked[0];
  for (const { cluster, boundary } of asked) {
    if (boundary.value === first?.boundary.value || isStandIn(cluster.account)) continue;
    findings.push({
      rule: "one-boundary",
      severity: "error",
      at: cluster.at,
      message: `asks for another permissions boundary than \`${first?.cluster.key}\`, and one role serves both`,
      found: cluster.key,
      allowed: `${first?.boundary.value ?? "no boundary"} (of ${first?.cluster.key}), not ${boundary.value ?? "none"}`,
      fix: "declare `environments:`, or set `permissionsBoundary:` in this file",
    });
  }
  return first?.boundary ?? { value: undefined, at: undefined };
}

function boundaryOf(cluster: Cluster, platform: Platform | undefined): Boundary {
  if (platform === undefined) return { value: undefined, at: undefined };
  const { source, declared } = platform;
  const own = declared.clusters[cluster.key]?.permissionsBoundary;
  return own === undefined
    ? { value: declared.defaults?.permissionsBoundary, at: { source, path: ["defaults", "permissionsBoundary"] } }
    : { value: own, at: { source, path: ["clusters", cluster.key, "permissionsBoundary"] } };
}

/**
 * Every region that a resource of the stack can be in: those of its clusters, and those of the platform's other
 * clusters of the account, since Terraform needs the provider of a region to delete what is left there.
 */
function regions(clusters: readonly Cluster[], platform: Platform | undefined): string[] {
  const account = clusters[0]?.account;
  const others = [...(platform?.clusters.values() ?? [])].filter((cluster) => cluster.account === account);
  return [...new Set([...clusters, ...others].map((cluster) => cluster.region))].sort();
}

function byKey(a: { key: string }, b: { key: string }): number {
  return compareTexts(a.key, b.key);
}

/** The members that are set. */
function defined<T extends object>(values: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const set: { [K in keyof T]?: Exclude<T[K], undefined> } = {};
  for (const key in values) {
    const value = values[key];
    if (isSet(value)) set[key] = value;
  }
  return set;
}

function isSet<T>(value: T): value is Exclude<T, undefined> {
  return value !== undefined;
}
