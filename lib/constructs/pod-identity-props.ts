import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import * as z from "zod";
import { chosenClusters } from "../declaration/chosen-clusters";
import { policyFiles } from "../declaration/policy-files";
import { problems } from "../declaration/problems";
import { readProps, refuseIfAny } from "../declaration/props";
import { resolveCluster } from "../declaration/resolve-cluster";
import { resolveIdentity, serviceAccountOf } from "../declaration/resolve-identity";
import { DEFAULT_QUOTAS } from "../declaration/resolve-service";
import { inlineCluster } from "../declaration/schema/cluster";
import { identity as identitySchema } from "../declaration/schema/identity";
import { clusterKey } from "../declaration/schema/names";
import type { Cluster } from "../model/cluster";
import { below, type Finding, type Pointer } from "../model/finding";
import type { Identity } from "../model/identity";
import { roleName, rolePath } from "../model/names";
import type { ServiceModel } from "../model/stack";
import { judge } from "../rules/all";
import { identityHome } from "./identity-home";
import type { ResolvedPodIdentity } from "./pod-identity";

const schema = identitySchema.omit({ name: true, clusters: true }).extend({
  clusters: z.union([z.array(clusterKey).min(1), z.record(clusterKey, inlineCluster)]).optional(),
  service: z.string().optional(),
});

/**
 * What a PodIdentity is made from: an identity of `pod-identity.yaml` without its name, which is the construct's id.
 *
 * - `clusters`: keys of the stack's clusters (all of them where left out), or the clusters themselves in a stack that is
 *   no ServiceStack
 * - `service`: the service that the role's name and path speak of, in a stack that is no ServiceStack; the stack's id
 *   where left out
 */
export type PodIdentityProps = z.input<typeof schema>;

/** Props and the stack they stand in, resolved and judged. Throws a DeclarationError with all that is wrong. */
export function resolveInScope(scope: Construct, id: string, props: PodIdentityProps): ResolvedPodIdentity {
  const at: Pointer = { source: scope.node.path, path: [] };
  const findings: Finding[] = [];
  const declared = readProps(schema, props, at.source, findings);
  const named = identitySchema.shape.name.safeParse(id);
  if (!named.success) {
    findings.push(...problems(named.error.issues, identitySchema.shape.name, id, at.source, () => undefined));
  }
  const stack = TerraformStack.of(scope);
  const home = identityHome(stack);
  const clusters =
    home === undefined || (declared.clusters !== undefined && !Array.isArray(declared.clusters))
      ? ownClusters(declared.clusters, at, findings)
      : chosenClusters(declared.clusters, home.model.clusters, at, findings);
  const model = home?.model ?? plainModel(declared.service ?? stack.node.id, stack.node.id, clusters, at);
  if (home === undefined) findings.push(...severalRegions(clusters));
  const identity = resolveIdentity(
    id,
    declared.serviceAccounts.map((text, index) => serviceAccountOf(text, below(at, "serviceAccounts", index))),
    declared,
    {
      partition: model.partition,
      account: model.account,
      clusters,
      roleName: roleName(home?.model.name ?? model.service, id),
      rolePath: rolePath(model.service),
      ...model.inherited,
      policyFile: policyFiles(process.cwd(), findings),
    },
    at,
    findings,
  );
  findings.push(...judge([{ ...model, identities: [identity] }]));
  refuseIfAny(findings);
  return {
    identity,
    provider: home?.provider ?? (() => undefined),
    associate: true,
    // A ServiceStack judges all its identities together at synth; in any other stack each has to see to itself.
    ...(home === undefined ? { judgeAlone: (now: Identity) => judge([{ ...model, identities: [now] }]) } : {}),
  };
}

/** What a stack that is no ServiceStack amounts to for the rules. */
function plainModel(service: string, name: string, clusters: readonly Cluster[], at: Pointer): ServiceModel {
  return {
    kind: "service",
    name,
    service,
    partition: clusters[0]?.partition ?? "aws",
    account: clusters[0]?.account ?? "",
    regions: [...new Set(clusters.map((cluster) => cluster.region))],
    clusters,
    identities: [],
    inherited: { tags: {} },
    state: { kind: "local", path: "" },
    quotas: DEFAULT_QUOTAS,
    at,
  };
}

/** A stack of one's own has one default provider, and so one region. */
function severalRegions(clusters: readonly Cluster[]): Finding[] {
  return clusters
    .filter((cluster) => cluster.region !== clusters[0]?.region)
    .map((cluster) => ({
      rule: "one-region",
      severity: "error",
      at: cluster.at,
      message: `is in ${cluster.region}, but \`${clusters[0]?.key}\` is in ${clusters[0]?.region}, and this stack has one default provider`,
      found: cluster.key,
      allowed: "clusters of one region, in a stack that is no ServiceStack",
      fix: "make the identity in a ServiceStack, which has a provider for each region",
    }));
}

function ownClusters(declared: z.infer<typeof schema>["clusters"], at: Pointer, findings: Finding[]): Cluster[] {
  if (declared !== undefined && !Array.isArray(declared)) {
    return Object.entries(declared)
      .map(([key, cluster]) => resolveCluster(key, cluster, below(at, "clusters", key)))
      .sort((a, b) => (a.key < b.key ? -1 : 1));
  }
  findings.push({
    rule: "no-clusters",
    severity: "error",
    at: below(at, "clusters"),
    message: "needs its clusters written out: this stack is no ServiceStack, which would know them",
    fix: 'give `clusters: { KEY: { name: "…", account: "…", region: "…" } }`, or make it in a ServiceStack',
  });
  return [];
}
