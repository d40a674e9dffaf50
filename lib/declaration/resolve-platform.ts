import { addonNamespace } from "../model/addons";
import type { Cluster } from "../model/cluster";
import { below, type Finding, type Pointer } from "../model/finding";
import { clusterStackName, roleName, rolePath } from "../model/names";
import type { Addon, AddonSettings, ClusterModel } from "../model/stack";
import { isStandIn, standIn } from "../model/token";
import { agentState, resolveCluster } from "./resolve-cluster";
import { resolveIdentity, tagsInOrder } from "./resolve-identity";
import { DEFAULT_QUOTAS, type PolicyFileReader } from "./resolve-service";
import { resolveState } from "./resolve-state";
import type { AddonDeclaration, AgentDeclaration, ClusterDeclaration } from "./schema/cluster";
import type { PlatformDeclaration } from "./schema/platform";

/** A platform as services look things up in it. */
export interface Platform {
  declared: PlatformDeclaration;
  /** The file as the user named it. */
  source: string;
  clusters: ReadonlyMap<string, Cluster>;
  /** Whether it is reported already that a cluster of this key is not to be had: then not again where it is used. */
  isBroken: (key: string) => boolean;
}

/** In place of a platform that could not be read, which is reported: whatever a service asks of it is let pass. */
export function unreadPlatform(source: string): Platform {
  return {
    declared: { platform: standIn("platform"), clusters: {} },
    source,
    clusters: new Map(),
    isBroken: () => true,
  };
}

export function resolvePlatform(declared: PlatformDeclaration, source: string): Platform {
  const clusters = new Map(
    Object.entries(declared.clusters).map(([key, cluster]) => [
      key,
      resolveCluster(key, cluster, { source, path: ["clusters", key] }, agentState(cluster)),
    ]),
  );
  const isBroken = () => [...clusters.keys()].some(isStandIn);
  return { declared, source, clusters, isBroken };
}

/** One stack for each cluster that has something to deploy. */
export function resolveClusterStacks(
  platform: Platform,
  policyFile: PolicyFileReader,
  findings: Finding[],
): ClusterModel[] {
  return [...platform.clusters.values()]
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .flatMap((cluster) => {
      const declared = platform.declared.clusters[cluster.key];
      return declared === undefined ? [] : [clusterStack(platform, cluster, declared, policyFile, findings)];
    });
}

function clusterStack(
  platform: Platform,
  cluster: Cluster,
  declared: ClusterDeclaration,
  policyFile: PolicyFileReader,
  findings: Finding[],
): ClusterModel {
  const name = clusterStackName(cluster.key);
  const tags = { ...platform.declared.defaults?.tags, ...declared.tags };
  const boundary = declared.permissionsBoundary ?? platform.declared.defaults?.permissionsBoundary;
  const boundaryAt: Pointer =
    declared.permissionsBoundary === undefined
      ? { source: platform.source, path: ["defaults", "permissionsBoundary"] }
      : below(cluster.at, "permissionsBoundary");
  const quotas = platform.declared.quotas;
  return {
    kind: "cluster",
    name,
    partition: cluster.partition,
    account: cluster.account,
    regions: [cluster.region],
    cluster,
    ...(declared.agent === undefined || declared.agent === "external"
      ? {}
      : { agent: settings(declared.agent, { ...tags, ...declared.agent.tags }) }),
    addons: (declared.addons ?? [])
      .map((addon, index) =>
        resolveAddon(
          addon,
          { cluster, stack: name, tags, boundary, boundaryAt },
          below(cluster.at, "addons", index),
          policyFile,
          findings,
        ),
      )
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    state: resolveState(platform.declared.state, name),
    quotas: {
      managedPoliciesPerRole: quotas?.managedPoliciesPerRole ?? DEFAULT_QUOTAS.managedPoliciesPerRole,
      trustPolicyLength: quotas?.trustPolicyLength ?? DEFAULT_QUOTAS.trustPolicyLength,
    },
    ...(platform.declared.rules === undefined ? {} : { ruleLevels: platform.declared.rules }),
    at: cluster.at,
  };
}

interface AddonSurroundings {
  cluster: Cluster;
  stack: string;
  tags: Readonly<Record<string, string>>;
  boundary: string | undefined;
  boundaryAt: Pointer;
}

function resolveAddon(
  declared: AddonDeclaration,
  around: AddonSurroundings,
  at: Pointer,
  policyFile: PolicyFileReader,
  findings: Finding[],
): Addon {
  const tags = { ...around.tags, ...declared.tags };
  const place = addonNamespace(declared.name, declared.namespace);
  if (
    place.known === false &&
    (declared.identities ?? []).some((identity) => identity.roleArn === undefined && identity.trust !== "account")
  ) {
    findings.push(unknownNamespace(declared.name, at));
  }
  return {
    name: declared.name,
    ...settings(declared, tags),
    identities: (declared.identities ?? []).map((identity, index) => {
      const here = below(at, "identities", index);
      const name = `${declared.name}-${identity.serviceAccount}`;
      return resolveIdentity(
        name,
        [{ namespace: place.namespace, name: identity.serviceAccount, at: below(here, "serviceAccount") }],
        identity,
        {
          partition: around.cluster.partition,
          account: around.cluster.account,
          clusters: [around.cluster],
          roleName: roleName(around.stack, name.replace(/[^\w+=,.@-]/g, "-")),
          rolePath: rolePath(around.stack),
          permissionsBoundary: around.boundary,
          permissionsBoundaryAt: around.boundaryAt,
          tags,
          policyFile,
        },
        here,
        findings,
      );
    }),
    at,
  };
}

function unknownNamespace(name: string, at: Pointer): Finding {
  return {
    rule: "addon-namespace",
    severity: "error",
    at: below(at, "name"),
    message: "is an add-on whose namespace is not known here, so the trust of its identities cannot be pinned",
    found: name,
    fix: "add `namespace:` to the add-on",
  };
}

function settings(
  declared: AgentDeclaration | AddonDeclaration,
  tags: Readonly<Record<string, string>>,
): AddonSettings {
  return {
    ...(declared.version === undefined ? {} : { version: declared.version }),
    ...(declared.configuration === undefined ? {} : { configuration: sortedJson(declared.configuration) }),
    ...(declared.resolveConflicts?.onCreate === undefined ? {} : { onCreate: declared.resolveConflicts.onCreate }),
    ...(declared.resolveConflicts?.onUpdate === undefined ? {} : { onUpdate: declared.resolveConflicts.onUpdate }),
    ...(declared.preserve === undefined ? {} : { preserve: declared.preserve }),
    tags: tagsInOrder(tags),
  };
}

/** JSON whose bytes do not depend on the order in which keys were written. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
