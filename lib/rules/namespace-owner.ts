import type { Cluster } from "../model/cluster";
import type { Finding } from "../model/finding";
import type { ServiceAccount } from "../model/identity";
import type { NamespaceOwner, ServiceModel } from "../model/stack";
import { hasToken, isStandIn } from "../model/token";
import type { Rule } from "./rule";

export const namespaceOwner: Rule = {
  id: "namespace-owner",
  severity: "error",
  what: "A service binds only service accounts in namespaces that the platform gives to its repository.",
  why: "No IAM condition covers the namespace of an association: without this check one repository can bind into another's namespace.",
  source: "https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelastickubernetesservice.html",
  fix: "Use a namespace of your own, or ask the platform's owners to give it to the repository under `repositories:`.",
  judge: (stacks) => stacks.flatMap((stack) => (stack.kind === "service" ? judgeService(stack) : [])),
};

function judgeService(stack: ServiceModel): Finding[] {
  const { owners, repository } = stack;
  if (owners === undefined || stack.identities.length === 0) return [];
  if (repository === undefined) {
    return [
      {
        rule: "namespace-owner",
        severity: "error",
        at: { source: stack.at.source, path: [] },
        message: "does not say which repository it is of, and the platform gives namespaces to repositories",
        fix: "add `repository: OWNER/NAME`",
      },
    ];
  }
  const findings = new Map<string, Finding>();
  for (const identity of stack.identities) {
    for (const serviceAccount of identity.serviceAccounts) {
      for (const cluster of identity.clusters) {
        const finding = notOwned(serviceAccount, cluster, owners, repository);
        if (finding !== undefined)
          findings.set(`${identity.name} ${serviceAccount.namespace}/${serviceAccount.name}`, finding);
      }
    }
  }
  return [...findings.values()];
}

/** What is wrong with a repository's binding a service account; a cluster whose ARN is a stand-in is one that nobody knows. */
export function notOwned(
  serviceAccount: ServiceAccount,
  cluster: Pick<Cluster, "key" | "arn">,
  owners: readonly NamespaceOwner[],
  repository: string,
): Finding | undefined {
  const { namespace } = serviceAccount;
  if (hasToken(namespace)) return undefined;
  // Of a cluster that nobody knows only this can be said: what is wrong on it is wrong on all of them.
  const known = !isStandIn(cluster.arn);
  const holders = owners
    .filter((owner) => owner.namespaces.includes(namespace))
    .filter((owner) => !known || owner.clusters === undefined || owner.clusters.includes(cluster.key))
    .map((owner) => owner.repository);
  if (holders.some((holder) => holder.toLowerCase() === repository.toLowerCase())) return undefined;
  const own = owners
    .filter((owner) => owner.repository.toLowerCase() === repository.toLowerCase())
    .flatMap((owner) => owner.namespaces);
  const allowed =
    own.length === 0 ? `no namespace is given to ${repository}` : `namespaces of ${repository}: ${own.join(", ")}`;
  return {
    rule: "namespace-owner",
    severity: "error",
    at: serviceAccount.at,
    message:
      holders.length === 0
        ? `is in the namespace \`${namespace}\`, which the platform gives to nobody${known ? ` on the cluster \`${cluster.key}\`` : ""}`
        : `is in the namespace \`${namespace}\`, which belongs to ${holders.join(" and ")}`,
    found: `${namespace}/${serviceAccount.name}`,
    allowed,
    fix: `use a namespace of your own, or ask the platform's owners to add \`${namespace}\` to ${repository} under \`repositories:\``,
  };
}
