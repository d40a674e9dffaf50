import { parseArn } from "../../model/arn";
import type { Cluster } from "../../model/cluster";
import type { Identity } from "../../model/identity";
import { partitionOf } from "../../model/partition";
import { hasPlaceholder, placeholder } from "../../model/placeholder";
import type { ServiceModel } from "../../model/stack";
import type { PlanWorld } from "./plan-world";
import type { SideWorld } from "./side-world";

/** IAM's own, where nobody had them raised. Source: "IAM and AWS STS quotas", IAM user guide. */
const QUOTAS = { managedPoliciesPerRole: 10, trustPolicyLength: 2048 };

/** What one plan makes, as rules judge it: they know no other stack than one that has been declared. */
export function serviceModel(world: SideWorld, plan: PlanWorld, identities: readonly Identity[]): ServiceModel {
  const clusters = new Set<Cluster>();
  for (const identity of identities) for (const cluster of identity.clusters) clusters.add(cluster);
  const [first] = clusters;
  const { stack, file } = plan.document;
  const regions = new Set<string>();
  for (const { region } of clusters) if (!hasPlaceholder(region)) regions.add(region);
  return {
    kind: "service",
    name: stack,
    service: stack,
    partition: first?.partition ?? partitionOf(""),
    account:
      first?.account ??
      accountOfRoles(identities) ??
      world.providersIn(plan).account ??
      placeholder(`account of ${stack}`),
    regions: [...regions],
    state: { kind: "local", path: "" },
    quotas: QUOTAS,
    at: { source: file, path: [] },
    clusters: [...clusters],
    identities,
    inherited: { tags: {} },
  };
}

function accountOfRoles(identities: readonly Identity[]): string | undefined {
  for (const { role } of identities) {
    const account = parseArn(role.arn)?.account;
    if (account !== undefined && /^\d{12}$/.test(account)) return account;
  }
  return undefined;
}
