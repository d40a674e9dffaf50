import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import * as z from "zod";
import { DeclarationError } from "../declaration/declaration-error";
import { policyFiles } from "../declaration/policy-files";
import { problems } from "../declaration/problems";
import { resolveCluster } from "../declaration/resolve-cluster";
import { resolveIdentity, serviceAccountOf } from "../declaration/resolve-identity";
import { DEFAULT_QUOTAS } from "../declaration/resolve-service";
import { inlineCluster } from "../declaration/schema/cluster";
import { identity as identitySchema } from "../declaration/schema/identity";
import { clusterKey } from "../declaration/schema/names";
import { withStandIns } from "../declaration/stand-in";
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
  const written = () => undefined;
  const parsed = schema.safeParse(props);
  if (!parsed.success) findings.push(...problems(parsed.error.issues, schema, props, at.source, written));
  const named = identitySchema.shape.name.safeParse(id);
  if (!named.success) findings.push(...problems(named.error.issues, identitySchema.shape.name, id, at.source, written));
  const repaired = parsed.success ? parsed.data : withStandIns(props, schema)?.data;
  const usable = schema.safeParse(repaired);
  if (!usable.success) throw new DeclarationError(findings);
  const { resolved, stack } = resolve(scope, id, usable.data, at, findings);
  findings.push(
    ...judge([{ ...stack, identities: [resolved.identity] }]).filter(
      (finding) => !JSON.stringify(finding).includes("BROKEN."),
    ),
  );
  if (findings.length > 0) throw new DeclarationError(findings);
  return resolved;
}

function resolve(
  scope: Construct,
  id: string,
  props: z.infer<typeof schema>,
  at: Pointer,
  findings: Finding[],
): { resolved: ResolvedPodIdentity; stack: ServiceModel } {
  const stack = TerraformStack.of(scope);
  const home = identityHome(stack);
  const clusters =
    home === undefined || (props.clusters !== undefined && !Array.isArray(props.clusters))
      ? ownClusters(props.clusters, at, findings)
      : chosen(props.clusters, home.model.clusters, at, findings);
  const service = home?.model.service ?? props.service ?? stack.node.id;
  const first = clusters[0] ?? home?.model.clusters[0];
  const identity: Identity = resolveIdentity(
    id,
    props.serviceAccounts.map((text, index) => serviceAccountOf(text, below(at, "serviceAccounts", index))),
    props,
    {
      partition: first?.partition ?? "aws",
      account: first?.account ?? "",
      clusters,
      roleName: roleName(home?.model.name ?? service, id),
      rolePath: rolePath(service),
      permissionsBoundary: home?.permissionsBoundary,
      tags: home?.tags ?? {},
      policyFile: policyFiles(process.cwd(), findings),
    },
    at,
    findings,
  );
  const model: ServiceModel = home?.model ?? {
    kind: "service",
    name: stack.node.id,
    service,
    partition: first?.partition ?? "aws",
    account: first?.account ?? "",
    regions: [...new Set(clusters.map((cluster) => cluster.region))],
    clusters,
    identities: [],
    state: { kind: "local", path: "" },
    quotas: DEFAULT_QUOTAS,
    at,
  };
  return {
    resolved: { identity, provider: home?.provider ?? (() => undefined), associate: true },
    stack: model,
  };
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

function chosen(
  keys: readonly string[] | undefined,
  clusters: readonly Cluster[],
  at: Pointer,
  findings: Finding[],
): readonly Cluster[] {
  if (keys === undefined) return clusters;
  for (const [index, key] of keys.entries()) {
    if (clusters.some((cluster) => cluster.key === key)) continue;
    findings.push({
      rule: "unknown-cluster",
      severity: "error",
      at: below(at, "clusters", index),
      message: "is not a cluster of this stack",
      found: key,
      allowed: clusters.map((cluster) => cluster.key).join(", "),
    });
  }
  return clusters.filter((cluster) => keys.includes(cluster.key));
}
