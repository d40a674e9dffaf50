import type { Cluster } from "../model/cluster";
import { below, type Finding } from "../model/finding";
import { clusterStacks } from "../model/identities";
import type { ClusterModel, StackModel } from "../model/stack";
import { hasToken } from "../model/token";
import type { Rule } from "./rule";

/** The first EKS platform version with Pod Identity, where not every platform version of a Kubernetes version has it. */
const FIRST_PLATFORM: Readonly<Record<string, number>> = { "1.24": 13, "1.25": 10, "1.26": 9, "1.27": 8, "1.28": 4 };

const WORKS = ["linux-ec2", "auto-mode", "hybrid"];

export const clusterSupport: Rule = {
  id: "cluster-support",
  severity: "error",
  what: "A cluster that identities are for can run EKS Pod Identity.",
  why: "Pod Identity needs Linux nodes on EC2 (or hybrid nodes), Kubernetes 1.24 or later and a platform version that has it.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-identities.html#pod-id-restrictions",
  fix: "Upgrade the cluster, give it Linux nodes on EC2, or use IAM roles for service accounts (IRSA) there.",
  judge: (stacks) => {
    const judged = clusterStacks(stacks.filter((stack) => stack.kind === "cluster" && usesPodIdentity(stack)));
    return stacks.flatMap((stack) => clustersToJudge(stack, judged).flatMap((cluster) => judge(cluster, stack)));
  },
};

/** Each cluster where it is judged: in its own stack, if that uses Pod Identity and is judged in the same run. */
function clustersToJudge(stack: StackModel, judged: ReadonlySet<string>): readonly Cluster[] {
  if (stack.kind === "service") return stack.clusters.filter((cluster) => !judged.has(cluster.arn));
  return usesPodIdentity(stack) ? [stack.cluster] : [];
}

function usesPodIdentity(stack: ClusterModel): boolean {
  return stack.agent !== undefined || stack.addons.some((addon) => addon.identities.length > 0);
}

function judge(cluster: Cluster, stack: StackModel): Finding[] {
  const findings: Finding[] = [];
  // A service points at the cluster by name; the cluster's own stack can point at the very key.
  const at = (key: string) => (stack.kind === "cluster" ? below(cluster.at, key) : cluster.at);
  const found = stack.kind === "cluster" ? undefined : cluster.key;
  const { nodes, kubernetesVersion, platformVersion } = cluster;
  if (nodes !== undefined && !nodes.some((kind) => WORKS.includes(kind))) {
    findings.push({
      rule: "cluster-support",
      severity: "error",
      at: at("nodes"),
      message: `has only ${nodes.join(" and ")} nodes, on which EKS Pod Identity does not work`,
      ...(found === undefined ? {} : { found }),
      allowed: `a cluster with nodes of ${WORKS.join(", ")}`,
      fix: "add Linux nodes on EC2 to the cluster, or use IAM roles for service accounts (IRSA) there",
    });
  }
  if (kubernetesVersion === undefined || hasToken(kubernetesVersion)) return findings;
  const minor = Number(kubernetesVersion.split(".")[1]);
  const first = FIRST_PLATFORM[kubernetesVersion];
  const platform = Number(platformVersion?.slice(4) ?? Number.NaN);
  if (minor < 24) {
    findings.push({
      rule: "cluster-support",
      severity: "error",
      at: at("kubernetesVersion"),
      message: "is a version of Kubernetes without EKS Pod Identity",
      found: kubernetesVersion,
      allowed: "1.24 or later",
      fix: "upgrade the cluster",
    });
  } else if (first !== undefined && platform < first) {
    findings.push({
      rule: "cluster-support",
      severity: "error",
      at: at("platformVersion"),
      message: `is a platform version of Kubernetes ${kubernetesVersion} without EKS Pod Identity`,
      found: platformVersion ?? "",
      allowed: `eks.${first} or later`,
      fix: "upgrade the cluster: EKS rolls platform versions out by itself, and a new Kubernetes version has the newest",
    });
  }
  return findings;
}
