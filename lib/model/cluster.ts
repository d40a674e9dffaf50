import type { Pointer } from "./finding";
import type { Partition } from "./partition";

export type NodeKind = "linux-ec2" | "auto-mode" | "hybrid" | "fargate" | "windows";

/** Whether the agent runs there: made by its platform, by other means, as a part of Auto Mode, or not at all. */
export type AgentState = "declared" | "external" | "built-in" | "absent";

/** An EKS cluster: what an association and a trust policy need to know of it. */
export interface Cluster {
  /** The short name by which declarations speak of it; equal to `name` where there is none. */
  key: string;
  /** Its name in EKS. */
  name: string;
  /** 12 digits. */
  account: string;
  region: string;
  partition: Partition;
  arn: string;
  /** `1.33`. */
  kubernetesVersion?: string;
  /** `eks.4`. */
  platformVersion?: string;
  nodes?: readonly NodeKind[];
  /** Undefined where only a platform file could tell, and there is none. */
  agent?: AgentState;
  at: Pointer;
}

export function clusterArn(cluster: { partition: string; region: string; account: string; name: string }): string {
  return `arn:${cluster.partition}:eks:${cluster.region}:${cluster.account}:cluster/${cluster.name}`;
}
