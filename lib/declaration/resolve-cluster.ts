import { type AgentState, type Cluster, clusterArn } from "../model/cluster";
import type { Pointer } from "../model/finding";
import { partitionOf } from "../model/partition";
import { standIn } from "../model/token";
import type { ClusterDeclaration, InlineClusterDeclaration } from "./schema/cluster";

/** A cluster of a declaration as the model has it. */
export function resolveCluster(
  key: string,
  declared: InlineClusterDeclaration | ClusterDeclaration,
  at: Pointer,
  agent?: AgentState,
): Cluster {
  const partition = partitionOf(declared.region);
  const { name, account, region } = declared;
  return {
    key,
    name,
    account,
    region,
    partition,
    arn: clusterArn({ partition, region, account, name }),
    ...(declared.kubernetesVersion === undefined ? {} : { kubernetesVersion: declared.kubernetesVersion }),
    ...(declared.platformVersion === undefined ? {} : { platformVersion: declared.platformVersion }),
    ...(declared.nodes === undefined ? {} : { nodes: declared.nodes }),
    ...(agent === undefined ? {} : { agent }),
    at,
  };
}

/** In place of a cluster that is not to be had, which is reported: the identities on it are judged all the same. */
export function standInCluster(key: string, at: Pointer): Cluster {
  const token = standIn(key);
  return { key, name: token, account: token, region: token, partition: "aws", arn: token, at };
}

/** Whether the agent runs in a platform's cluster. */
export function agentState(declared: ClusterDeclaration): AgentState {
  if (declared.agent === "external") return "external";
  if (declared.agent !== undefined) return "declared";
  return declared.nodes?.every((kind) => kind === "auto-mode") === true ? "built-in" : "absent";
}
