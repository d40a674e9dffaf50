import { AGENT_ADDON } from "../../model/addons";
import type { ChangeRule } from "./change-rule";
import { namesOf } from "./planned-change";

export const agentRemoved: ChangeRule = {
  id: "agent-removed",
  severity: "error",
  what: "A cluster keeps the add-on `eks-pod-identity-agent`.",
  why: "Pods get their credentials from the agent on their node: without it no pod of the cluster gets or renews any.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
  fix: "Keep the add-on; where another stack takes it over, forget it here and import it there.",
  judge: ({ plans, action }) => {
    const standing = new Set(plans.flatMap(({ after }) => after.addons.filter(isAgent).map(({ cluster }) => cluster)));
    return plans.flatMap(({ state, before, after }) =>
      before.addons.filter(isAgent).flatMap((addon) => {
        const done = action(addon.stack, addon.address);
        if (done === undefined || (done.kind !== "delete" && done.kind !== "replace")) return [];
        const replaced = done.kind === "replace" && standing.has(addon.cluster);
        const forced =
          done.replacedBy.length === 0
            ? ""
            : `, forced by ${done.replacedBy.map((path) => `\`${path}\``).join(" and ")}`;
        return [
          {
            stack: state.stack,
            at: done.at,
            found: AGENT_ADDON,
            message: replaced
              ? `is deleted and made anew on the cluster \`${addon.cluster}\`${forced}: until it runs again no pod gets or renews credentials`
              : `is removed from the cluster \`${addon.cluster}\`: no pod there gets or renews credentials any more`,
            fix: replaced
              ? "keep what forces it, or deploy when pods can do without new credentials"
              : "keep it, unless the nodes have it built in (EKS Auto Mode) or it is installed by other means",
            serviceAccounts: namesOf(after.pods.filter(({ cluster }) => cluster.name === addon.cluster)),
          },
        ];
      }),
    );
  },
};

function isAgent({ name }: { name: string }): boolean {
  return name === AGENT_ADDON;
}
