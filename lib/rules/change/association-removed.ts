import type { ChangeRule } from "./change-rule";
import { nameOf, roleText } from "./planned-change";

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
      return [
        {
          stack: pod.stack,
          at: action(pod.stack, pod.address)?.at ?? { source: pod.address, path: [] },
          found: nameOf(pod),
          message: `loses ${by} on the cluster \`${pod.cluster.name}\`, and with it the role \`${roleText(pod)}\``,
          fix: "be sure that no pod uses it any more: whoever still does has no access once its credentials are over",
          serviceAccounts: [nameOf(pod)],
        },
      ];
    }),
};
