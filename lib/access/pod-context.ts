import type { RequestContext, RequestPrincipal } from "../iam/request";
import { parseArn } from "../model/arn";
import { effectiveRoleArn, type Pod } from "./pod";

/** The session tags that EKS sends beside the four that are known before a pod runs. */
const POD_TAGS = ["aws:principaltag/kubernetes-pod-name", "aws:principaltag/kubernetes-pod-uid"];

/** What is known of every request that a pod makes. */
export interface PodContext {
  context: RequestContext;
  /** Whether a condition key, in lower case, is in the context or known to be in no request of the pod. */
  isKnown(key: string): boolean;
}

/**
 * The request context of a pod's calls: its session tags and its role's tags as `aws:PrincipalTag/…` (a session tag of the
 * same key wins), and what holds of a role's session that calls AWS over HTTPS by itself. `more` is what the asking one
 * knows beside that, and wins. The region is the resource's, else the cluster's, which EKS tells the pod's SDK.
 *
 * Source: Amazon EKS user guide, "Grant Pods access to AWS resources based on tags"; IAM user guide, "AWS global condition
 * context keys".
 */
export function podContext(pod: Pod, resource: string, more: RequestContext): PodContext {
  const { identity, cluster, serviceAccount } = pod;
  const role = effectiveRoleArn(pod);
  const arn = parseArn(resource);
  const own = identity.role.kind === "own" && identity.target === undefined;
  const session = identity.disableSessionTags
    ? {}
    : {
        "eks-cluster-arn": cluster.arn,
        "eks-cluster-name": cluster.name,
        "kubernetes-namespace": serviceAccount.namespace,
        "kubernetes-service-account": serviceAccount.name,
      };
  const account = parseArn(role)?.account ?? pod.account;
  const context: Record<string, string | readonly string[] | null> = {
    ...tagKeys(own ? identity.tags : {}),
    ...tagKeys(session),
    "aws:principalarn": role,
    "aws:principalaccount": account,
    "aws:principaltype": "AssumedRole",
    "aws:principalisawsservice": "false",
    "aws:requestedregion": arn?.region || cluster.region,
    "aws:securetransport": "true",
    "aws:viaawsservice": "false",
    "aws:username": null,
    "aws:federatedprovider": null,
    "aws:calledvia": null,
    "aws:calledviafirst": null,
    "aws:calledvialast": null,
    ...(arn !== undefined && /^\d{12}$/.test(arn.account) ? { "aws:resourceaccount": arn.account } : {}),
  };
  for (const [key, value] of Object.entries(more)) context[key.toLowerCase()] = value;
  return {
    context,
    isKnown(key) {
      if (key in context) return true;
      if (!key.startsWith("aws:principaltag/") || !own) return false;
      return identity.disableSessionTags || !POD_TAGS.includes(key);
    },
  };
}

function tagKeys(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(tags).map(([key, value]) => [`aws:principaltag/${key.toLowerCase()}`, value]),
  );
}

/** The caller as AWS sees it; the name of the session is made when the pod starts. */
export function podPrincipal(pod: Pod): RequestPrincipal {
  const role = effectiveRoleArn(pod);
  const arn = parseArn(role);
  const name = role.split("/").pop() ?? role;
  if (arn === undefined) return { type: "AWS", arn: role };
  return {
    type: "AWS",
    arn: `arn:${arn.partition}:sts::${arn.account}:assumed-role/${name}/eks-${pod.cluster.name}`,
    role,
  };
}
