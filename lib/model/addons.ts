/** The agent's own add-on. */
export const AGENT_ADDON = "eks-pod-identity-agent";

/**
 * The namespaces of AWS's add-ons that have service accounts with AWS access. An add-on's association carries no
 * namespace, but the trust policy of its role pins one. Source: Amazon EKS user guide, "AWS add-ons".
 */
const NAMESPACES: Readonly<Record<string, string>> = {
  adot: "opentelemetry-operator-system",
  "amazon-cloudwatch-observability": "amazon-cloudwatch",
  "aws-ebs-csi-driver": "kube-system",
  "aws-efs-csi-driver": "kube-system",
  "aws-fsx-csi-driver": "kube-system",
  "aws-mountpoint-s3-csi-driver": "kube-system",
  "aws-network-flow-monitoring-agent": "amazon-network-flow-monitor",
  coredns: "kube-system",
  "external-dns": "external-dns",
  "kube-proxy": "kube-system",
  "snapshot-controller": "kube-system",
  "vpc-cni": "kube-system",
};

/** Where an add-on's service accounts live: as declared, or as known of AWS's own add-ons. */
export function addonNamespace(addon: string, declared: string | undefined): { namespace: string; known: boolean } {
  const namespace = declared ?? NAMESPACES[addon];
  return { namespace: namespace ?? "kube-system", known: namespace !== undefined };
}
