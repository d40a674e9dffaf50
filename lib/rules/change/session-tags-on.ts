import { speaksOfSessionTags } from "../permissions/session-tag-access";
import type { ChangeRule } from "./change-rule";
import { nameOf } from "./planned-change";

export const sessionTagsOn: ChangeRule = {
  id: "session-tags-on",
  severity: "warning",
  what: "Session tags stay off where they are off and policies have conditions on them.",
  why: "With session tags conditions on `aws:PrincipalTag/kubernetes-namespace` and its like begin to hold, or cease to: what they guard opens, or shuts, though no policy changes.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-abac.html",
  fix: "Look at the statements that ask for the tags, with their values in mind.",
  judge: ({ pods, action }) =>
    pods.flatMap(({ before, after }) =>
      after.flatMap((pod) => {
        const wasOff = before.length > 0 && before.every(({ identity }) => identity.disableSessionTags);
        if (!wasOff || pod.identity.disableSessionTags) return [];
        const [first, ...more] = speaksOfSessionTags(pod.identity).flatMap(({ found }) => found ?? []);
        if (first === undefined) return [];
        const others = more.length > 0 ? ` (so with ${more.length} more)` : "";
        return [
          {
            stack: pod.stack,
            at: action(pod.stack, pod.address)?.at ?? { source: pod.address, path: [] },
            found: first,
            message: `is in conditions of the role's policies, and session tags are switched on: what those guard opens, or shuts, though the policies stay${others}`,
            fix: "look at the statements that ask for the tags, with their values in mind",
            serviceAccounts: [nameOf(pod)],
          },
        ];
      }),
    ),
};
