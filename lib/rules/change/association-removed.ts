import { roleText } from "../../plan/role-name";
import { forcedBy } from "./association-replaced";
import type { ChangeRule } from "./change-rule";
import { nameOf } from "./planned-change";

export const associationRemoved: ChangeRule = {
  id: "association-removed",
  severity: "warning",
  what: "A service account that has an association keeps one.",
  why: "Its pods get no more credentials of the role once those that they have are over; nothing in Kubernetes says so.",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_DeletePodIdentityAssociation.html",
  fix: "Be sure that no pod uses the service account any more; sessions that it has stay valid until they end.",
  judge: ({ pods, action }) =>
    pods.flatMap(({ before, after }) => {
      const [pod] = before;
      if (pod === undefined || after.length > 0) return [];
      const by = pod.addon === undefined ? "its association" : `the association that the add-on \`${pod.addon}\` makes`;
      const done = action(pod.stack, pod.address);
      const inPlace = done?.kind === "replace" && pod.addon === undefined;
      const taken = inPlace ? `; another service account or cluster gets the association${forcedBy(done)}` : "";
      return [
        {
          stack: pod.stack,
          at: done?.at ?? { source: pod.address, path: [] },
          found: nameOf(pod),
          message: `loses ${by} on the cluster \`${pod.cluster.name}\`, and with it the role \`${roleText(pod.identity)}\`${taken}`,
          fix: "be sure that no pod uses it any more: whoever still does has no access once its credentials are over",
          serviceAccounts: [nameOf(pod)],
        },
      ];
    }),
};
