import type { Cluster } from "../model/cluster";
import type { Finding } from "../model/finding";
import type { ServiceModel } from "../model/stack";
import { isStandIn } from "../model/token";
import type { Rule } from "./rule";

export const oneAccount: Rule = {
  id: "one-account",
  severity: "error",
  what: "All the clusters of a stack are in one account, and so in one partition.",
  why: "An association's role must be in the account of its cluster, and a stack is deployed with the credentials of one account.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html",
  fix: "Declare `environments:`, one for each account.",
  judge: (stacks) =>
    stacks.flatMap((stack) =>
      stack.kind === "cluster" ? [] : stack.clusters.flatMap((cluster) => judge(cluster, stack)),
    ),
};

function judge(cluster: Cluster, stack: ServiceModel): Finding[] {
  const first = stack.clusters.find((one) => one.account === stack.account) ?? cluster;
  const report = (message: string, allowed: string): Finding[] => [
    {
      rule: "one-account",
      severity: "error",
      at: cluster.at,
      message,
      found: cluster.key,
      allowed,
      fix: "declare `environments:`, one for each account",
    },
  ];
  if (cluster.account !== stack.account) {
    return report(
      `is in the account ${cluster.account}, but \`${first.key}\` of the same stack is in ${stack.account}`,
      "clusters of one account in a stack",
    );
  }
  if (cluster.partition === stack.partition || isStandIn(cluster.region) || isStandIn(first.region)) return [];
  return report(
    `is in the partition \`${cluster.partition}\`, but \`${first.key}\` of the same stack is in \`${stack.partition}\``,
    "clusters of one partition in a stack: no account is in two",
  );
}
