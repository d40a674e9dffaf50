/**
 * The add-ons that the sandbox knows: a selection of what `aws eks describe-addon-versions` lists, with versions as
 * AWS names them. Source: "Available Amazon EKS add-ons from AWS" and "Community add-ons" of the EKS user guide.
 */

/** The Kubernetes versions that clusters can have. */
export const KUBERNETES_VERSIONS = ["1.28", "1.29", "1.30", "1.31", "1.32", "1.33", "1.34", "1.35"];

export const NEWEST_KUBERNETES_VERSION = "1.35";

export interface CatalogAddon {
  name: string;
  type: string;
  publisher: "eks" | "aws" | "community";
  owner: "aws" | "community";
  /** Kubernetes namespace of its workloads. */
  namespace: string;
  /** Its service accounts that can have an identity; none: the add-on takes no identity. */
  serviceAccounts: readonly string[];
  /** Newest first. */
  versions: readonly CatalogVersion[];
}

interface CatalogVersion {
  version: string;
  /** The Kubernetes versions that it runs on. */
  kubernetes: readonly string[];
  /** Those of them for which it is the default. */
  defaultFor: readonly string[];
}

/** Add-ons with one line of versions for every Kubernetes version: the second newest is the default. */
const EVERYWHERE: readonly (Omit<CatalogAddon, "versions"> & { versions: readonly string[] })[] = [
  {
    name: "eks-pod-identity-agent",
    type: "security",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: [],
    versions: [
      "v1.3.10-eksbuild.2",
      "v1.3.9-eksbuild.3",
      "v1.3.8-eksbuild.2",
      "v1.3.5-eksbuild.2",
      "v1.3.4-eksbuild.1",
      "v1.3.2-eksbuild.2",
      "v1.2.0-eksbuild.1",
    ],
  },
  {
    name: "vpc-cni",
    type: "networking",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: ["aws-node"],
    versions: [
      "v1.20.4-eksbuild.1",
      "v1.20.1-eksbuild.3",
      "v1.19.6-eksbuild.7",
      "v1.19.2-eksbuild.1",
      "v1.18.5-eksbuild.1",
    ],
  },
  {
    name: "aws-ebs-csi-driver",
    type: "storage",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: ["ebs-csi-controller-sa"],
    versions: [
      "v1.52.1-eksbuild.1",
      "v1.48.0-eksbuild.2",
      "v1.44.0-eksbuild.1",
      "v1.38.1-eksbuild.2",
      "v1.35.0-eksbuild.1",
    ],
  },
  {
    name: "aws-efs-csi-driver",
    type: "storage",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: ["efs-csi-controller-sa", "efs-csi-node-sa"],
    versions: ["v2.1.13-eksbuild.1", "v2.1.11-eksbuild.1", "v2.1.8-eksbuild.1", "v2.1.4-eksbuild.1"],
  },
  {
    name: "aws-fsx-csi-driver",
    type: "storage",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: ["fsx-csi-controller-sa"],
    versions: ["v1.7.0-eksbuild.1", "v1.6.0-eksbuild.2"],
  },
  {
    name: "aws-mountpoint-s3-csi-driver",
    type: "storage",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: ["s3-csi-driver-sa"],
    versions: ["v2.2.0-eksbuild.1", "v2.1.0-eksbuild.1", "v1.15.0-eksbuild.1"],
  },
  {
    name: "amazon-cloudwatch-observability",
    type: "observability",
    publisher: "eks",
    owner: "aws",
    namespace: "amazon-cloudwatch",
    serviceAccounts: ["cloudwatch-agent"],
    versions: ["v4.6.0-eksbuild.1", "v4.5.0-eksbuild.1", "v4.1.0-eksbuild.1", "v3.3.1-eksbuild.1"],
  },
  {
    name: "adot",
    type: "observability",
    publisher: "eks",
    owner: "aws",
    namespace: "opentelemetry-operator-system",
    serviceAccounts: ["adot-col-prom-metrics", "adot-col-otlp-ingest", "adot-col-container-logs"],
    versions: ["v0.131.0-eksbuild.1", "v0.117.0-eksbuild.1"],
  },
  {
    name: "snapshot-controller",
    type: "storage",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: [],
    versions: ["v8.3.0-eksbuild.1", "v8.2.0-eksbuild.1"],
  },
  {
    name: "eks-node-monitoring-agent",
    type: "observability",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: [],
    versions: ["v1.4.1-eksbuild.1", "v1.4.0-eksbuild.2", "v1.3.0-eksbuild.2"],
  },
  {
    name: "metrics-server",
    type: "observability",
    publisher: "community",
    owner: "community",
    namespace: "kube-system",
    serviceAccounts: [],
    versions: ["v0.8.0-eksbuild.2", "v0.7.2-eksbuild.4"],
  },
  {
    name: "cert-manager",
    type: "security",
    publisher: "community",
    owner: "community",
    namespace: "cert-manager",
    serviceAccounts: [],
    versions: ["v1.19.1-eksbuild.1", "v1.18.2-eksbuild.2"],
  },
  {
    name: "external-dns",
    type: "networking",
    publisher: "community",
    owner: "community",
    namespace: "external-dns",
    serviceAccounts: ["external-dns"],
    versions: ["v0.19.0-eksbuild.2", "v0.18.0-eksbuild.1"],
  },
];

/** Add-ons whose versions follow Kubernetes: per Kubernetes version, newest first, the last one the default. */
const COREDNS: Readonly<Record<string, readonly string[]>> = {
  "1.28": ["v1.10.1-eksbuild.38", "v1.10.1-eksbuild.18"],
  "1.29": ["v1.11.4-eksbuild.24", "v1.11.4-eksbuild.2"],
  "1.30": ["v1.11.4-eksbuild.24", "v1.11.4-eksbuild.2"],
  "1.31": ["v1.11.4-eksbuild.24", "v1.11.4-eksbuild.2"],
  "1.32": ["v1.11.4-eksbuild.24", "v1.11.4-eksbuild.2"],
  "1.33": ["v1.12.4-eksbuild.1", "v1.12.1-eksbuild.2"],
  "1.34": ["v1.12.4-eksbuild.1", "v1.12.3-eksbuild.1"],
  "1.35": ["v1.13.1-eksbuild.1", "v1.13.0-eksbuild.1"],
};

const KUBE_PROXY: Readonly<Record<string, readonly string[]>> = {
  "1.28": ["v1.28.15-eksbuild.31", "v1.28.15-eksbuild.4"],
  "1.29": ["v1.29.15-eksbuild.16", "v1.29.10-eksbuild.3"],
  "1.30": ["v1.30.14-eksbuild.8", "v1.30.6-eksbuild.3"],
  "1.31": ["v1.31.10-eksbuild.12", "v1.31.10-eksbuild.2"],
  "1.32": ["v1.32.6-eksbuild.12", "v1.32.6-eksbuild.2"],
  "1.33": ["v1.33.3-eksbuild.10", "v1.33.0-eksbuild.2"],
  "1.34": ["v1.34.1-eksbuild.2", "v1.34.0-eksbuild.2"],
  "1.35": ["v1.35.0-eksbuild.2", "v1.35.0-eksbuild.1"],
};

export const ADDON_CATALOG: readonly CatalogAddon[] = [
  ...EVERYWHERE.map((addon) => ({
    ...addon,
    versions: addon.versions.map((version, index) => ({
      version,
      kubernetes: KUBERNETES_VERSIONS,
      defaultFor: index === 1 ? KUBERNETES_VERSIONS : [],
    })),
  })),
  networkAddon("coredns", COREDNS),
  networkAddon("kube-proxy", KUBE_PROXY),
];

/** The version of an add-on that runs on a Kubernetes version: the named one, or the default where none is named. */
export function catalogVersion(
  addon: CatalogAddon,
  kubernetes: string,
  version: string | undefined,
): CatalogVersion | undefined {
  return addon.versions.find(
    (candidate) =>
      candidate.kubernetes.includes(kubernetes) &&
      (version === undefined ? candidate.defaultFor.includes(kubernetes) : candidate.version === version),
  );
}

function networkAddon(name: string, byKubernetes: Readonly<Record<string, readonly string[]>>): CatalogAddon {
  const versions = new Map<string, { version: string; kubernetes: string[]; defaultFor: string[] }>();
  for (const [kubernetes, names] of Object.entries(byKubernetes).reverse()) {
    for (const version of names) {
      const entry = versions.get(version) ?? { version, kubernetes: [], defaultFor: [] };
      entry.kubernetes.push(kubernetes);
      if (version === names.at(-1)) entry.defaultFor.push(kubernetes);
      versions.set(version, entry);
    }
  }
  return {
    name,
    type: "networking",
    publisher: "eks",
    owner: "aws",
    namespace: "kube-system",
    serviceAccounts: [],
    versions: [...versions.values()],
  };
}
