import { parseArn } from "../../model/arn";
import type { Identity } from "../../model/identity";
import { type Partition, partitionOf } from "../../model/partition";
import { hasPlaceholder, placeholder } from "../../model/placeholder";
import type { ServiceModel } from "../../model/stack";
import type { PlanWorld } from "./plan-world";
import type { SideWorld } from "./side-world";

/** IAM's own, where nobody had them raised. Source: "IAM and AWS STS quotas", IAM user guide. */
const QUOTAS = { managedPoliciesPerRole: 10, trustPolicyLength: 2048 };

/** What one plan makes, as rules judge it: they know no other stack than one that has been declared. */
export function serviceModel(world: SideWorld, plan: PlanWorld, identities: readonly Identity[]): ServiceModel {
  const clusters = [...new Set(identities.flatMap((identity) => identity.clusters))];
  const [first] = clusters;
  const { stack, file } = plan.document;
  const role = identities
    .map((identity) => parseArn(identity.role.arn)?.account)
    .find((one) => /^\d{12}$/.test(one ?? ""));
  const partition: Partition = first?.partition ?? partitionOf("");
  const known = clusters.filter(({ region }) => !hasPlaceholder(region));
  return {
    kind: "service",
    name: stack,
    service: stack,
    partition,
    account: first?.account ?? role ?? world.providersIn(plan).account ?? placeholder(`account of ${stack}`),
    regions: [...new Set(known.map(({ region }) => region))],
    state: { kind: "local", path: "" },
    quotas: QUOTAS,
    at: { source: file, path: [] },
    clusters,
    identities,
    inherited: { tags: {} },
  };
}
