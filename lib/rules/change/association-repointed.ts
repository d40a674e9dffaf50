import type { PlannedPod } from "../../plan/planned";
import { isSameRole, roleText } from "../../plan/role-name";
import type { ChangeRule } from "./change-rule";
import { nameOf } from "./planned-change";

export const associationRepointed: ChangeRule = {
  id: "association-repointed",
  severity: "warning",
  what: "A service account keeps its role, and its target role.",
  why: "All that its pods may do is another role's then, whatever the policies show; pods keep the old credentials until they are made anew.",
  source: "https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdatePodIdentityAssociation.html",
  fix: "Compare what both roles may do, and restart the pods after the deploy.",
  judge: ({ pods, action }) =>
    pods.flatMap(({ before, after }) => {
      const [was] = before;
      const [is] = after;
      // Several on a side: which of them the pods had or get is not known.
      if (was === undefined || is === undefined || before.length > 1 || after.length > 1) return [];
      const message = difference(was, is);
      if (message === undefined) return [];
      return [
        {
          stack: is.stack,
          at: action(is.stack, is.address)?.at ?? { source: is.address, path: [] },
          found: nameOf(is),
          message,
          fix: "compare what both roles may do, and restart the pods after the deploy: until then they keep the old role's credentials",
          serviceAccounts: [nameOf(is)],
        },
      ];
    }),
};

function difference(was: PlannedPod, is: PlannedPod): string | undefined {
  if (!isSameRole(was.identity, is.identity))
    return `gets the role \`${roleText(is.identity)}\` instead of \`${roleText(was.identity)}\``;
  const [from, to] = [was.identity.target?.roleArn, is.identity.target?.roleArn];
  if (from === to) return undefined;
  if (to === undefined)
    return `ends up with the role \`${roleText(is.identity)}\` itself instead of the target role \`${from}\``;
  return `ends up with the target role \`${to}\` instead of ${from === undefined ? "the role itself" : `\`${from}\``}`;
}
