import type { Change, Plan, ResourceChange } from "./format";

/**
 * A plan whose deletions say what Terraform found while it planned. Terraform 1.9 to 1.11 reads an object that the
 * configuration has no more only after it has planned to delete it: `before` is then what the last run left, and what was
 * found stands in `resource_drift` alone.
 *
 * Source: https://github.com/hashicorp/terraform/issues/35568
 */
export function refreshedPlan(plan: Plan): Plan {
  const { resource_drift = [], resource_changes = [] } = plan;
  const found = new Map<string, Change>();
  for (const drift of resource_drift) if (isStanding(drift.change)) found.set(keyOf(drift), drift.change);
  if (found.size === 0 || !resource_changes.some(({ change }) => isDeletion(change))) return plan;
  return {
    ...plan,
    resource_changes: resource_changes.map((resource) => {
      const drift = isDeletion(resource.change) ? found.get(keyOf(resource)) : undefined;
      return drift === undefined ? resource : { ...resource, change: since(drift, resource.change) };
    }),
  };
}

function since({ after, after_sensitive }: Change, change: Change): Change {
  return { ...change, before: after, before_sensitive: after_sensitive };
}

function isStanding({ after }: Change): boolean {
  return after !== null && after !== undefined;
}

function isDeletion({ actions }: Change): boolean {
  return actions.length === 1 && actions[0] === "delete";
}

function keyOf({ address, deposed }: ResourceChange): string {
  return deposed === undefined ? address : `${address}\n${deposed}`;
}
