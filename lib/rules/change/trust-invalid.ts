import { hasPlaceholder } from "../../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";
import type { PlannedPod } from "../../plan/planned";
import type { SamePods } from "../../plan/same-pods";
import type { ChangeRule } from "./change-rule";
import { nameOf } from "./planned-change";
import { isShutOut } from "./pods-way-in";
import { type Trust, trustOf } from "./trust-doors";

export const trustInvalid: ChangeRule = {
  id: "trust-invalid",
  severity: "error",
  what: "The trust policy of a role that is associated lets EKS Pod Identity in, with sts:AssumeRole and sts:TagSession, for this very service account.",
  why: "EKS refuses the association otherwise (`Trust policy of the role provided is invalid`), or pods get no credentials.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html",
  fix: "Let `pods.eks.amazonaws.com` in with both actions, pinned to the clusters, namespaces and service accounts that use the role.",
  judge: ({ pods }) =>
    pods.flatMap((change) => {
      const [pod] = change.after;
      const found = pod === undefined ? undefined : problemOf(pod);
      if (pod?.role === undefined || found === undefined || wasSo(change, found)) return [];
      return [
        {
          stack: pod.stack,
          at: pod.role.identity.at,
          ...found,
          serviceAccounts: [nameOf(pod)],
          ...(pod.identity.role.kind === "own" ? { role: pod.identity.role.name } : {}),
        },
      ];
    }),
};

interface Problem {
  message: string;
  found: string;
  fix: string;
}

function wasSo({ before }: SamePods, found: Problem): boolean {
  return before.some((pod) => problemOf(pod)?.message === found.message);
}

function problemOf(pod: PlannedPod): Problem | undefined {
  const { role, disableSessionTags } = pod.identity;
  if (role.kind !== "own") return undefined;
  const trust = trustOf(role.trust);
  if (trust === undefined) return undefined;
  const needed = disableSessionTags ? ["sts:AssumeRole"] : ["sts:AssumeRole", "sts:TagSession"];
  const missing = needed.filter((action) => !opens(trust, action));
  if (missing.includes("sts:AssumeRole")) {
    const federated = trust.doors.find(({ principal }) => principal.type === "Federated");
    if (federated !== undefined) {
      return {
        message:
          "is whom the role trusts, as for IAM roles for service accounts (IRSA); EKS Pod Identity is not let in",
        found: federated.principal.value,
        fix: `add a statement for \`${POD_IDENTITY_PRINCIPAL}\` with \`sts:AssumeRole\` and \`sts:TagSession\``,
      };
    }
    return {
      message: "is not let in by the role's trust policy, and EKS refuses the association",
      found: POD_IDENTITY_PRINCIPAL,
      fix: `let it in with \`sts:AssumeRole\` and \`sts:TagSession\``,
    };
  }
  if (missing.length > 0) {
    return {
      message:
        "is missing in the role's trust policy: EKS sends session tags, and refuses a role that does not take them",
      found: "sts:TagSession",
      fix: `allow \`sts:TagSession\` beside \`sts:AssumeRole\` to \`${POD_IDENTITY_PRINCIPAL}\``,
    };
  }
  // Without session tags nothing that is pinned by them lets anybody in: session-tags-off says so.
  if (disableSessionTags || isKnownLater(pod) || !isShutOut(pod)) return undefined;
  return {
    message: `is not let in by the trust policy of \`${role.name}\`, which is pinned to others`,
    found: nameOf(pod),
    fix: "add its cluster, namespace and name to the conditions of the trust policy",
  };
}

function opens({ doors }: Trust, action: string): boolean {
  return doors.some(
    ({ principal, actions }) =>
      actions.includes(action) && principal.type !== "AWS" && [POD_IDENTITY_PRINCIPAL, "*"].includes(principal.value),
  );
}

/** Whether it is known only after apply who the pod is. */
function isKnownLater({ cluster, serviceAccount }: PlannedPod): boolean {
  return [cluster.arn, serviceAccount.namespace, serviceAccount.name].some(hasPlaceholder);
}
