import { AGENT_ADDON } from "../../model/addons";
import type { ChangeRule } from "./change-rule";

export const agentDowngraded: ChangeRule = {
  id: "agent-downgraded",
  severity: "warning",
  what: "The add-on `eks-pod-identity-agent` is never given an older version.",
  why: "Newer versions mend how credentials are given out and renewed; what pods rely on may be missing in an older one.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/updating-an-add-on.html",
  fix: "Keep the version, or set a newer one of those that EKS offers for the cluster.",
  judge: ({ plans, action }) =>
    plans.flatMap(({ before, after }) => {
      const stood = new Map(before.addons.map((addon) => [addon.address, addon]));
      return after.addons.flatMap((addon) => {
        const done = action(addon.stack, addon.address);
        const was = stood.get(addon.address) ?? stood.get(done?.previousAddress ?? "");
        if (addon.name !== AGENT_ADDON || was?.version === undefined || addon.version === undefined) return [];
        if (!isOlder(addon.version, was.version)) return [];
        return [
          {
            stack: addon.stack,
            at: done?.at ?? { source: addon.address, path: [] },
            found: addon.version,
            message: `is an older version of the agent than the ${was.version} that the cluster \`${addon.cluster}\` has`,
            allowed: `${was.version} or later`,
            fix: `keep ${was.version}, or set a newer version`,
            serviceAccounts: [],
          },
        ];
      });
    }),
};

/** Whether a version of an add-on, `v1.3.10-eksbuild.2`, is before another; no where one cannot be read. */
function isOlder(version: string, than: string): boolean {
  const [one, other] = [numbers(version), numbers(than)];
  if (one === undefined || other === undefined) return false;
  const index = one.findIndex((number, place) => number !== other[place]);
  return index >= 0 && (one[index] ?? 0) < (other[index] ?? 0);
}

function numbers(version: string): number[] | undefined {
  const found = /^v?(\d{1,9})\.(\d{1,9})\.(\d{1,9})(?:-eksbuild\.(\d{1,9}))?$/.exec(version);
  return found === null ? undefined : found.slice(1, 5).map((number) => Number(number ?? 0));
}
