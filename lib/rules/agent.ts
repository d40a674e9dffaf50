import { below, type Finding } from "../model/finding";
import { clusterStacks } from "../model/identities";
import type { ClusterModel, ServiceModel } from "../model/stack";
import { isStandIn } from "../model/token";
import type { Rule } from "./rule";

export const agent: Rule = {
  id: "agent",
  severity: "error",
  what: "The agent runs in a cluster that identities are for: as a declared add-on, or built in with Auto Mode.",
  why: "Without the agent pods get no credentials; on Auto Mode nodes it is built in and the add-on has no node to run on.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-agent-setup.html",
  fix: "Add `agent: {}` to the cluster in platform.yaml; `agent: external` where it is installed by other means; nothing on Auto Mode.",
  judge: (stacks) => {
    const judged = clusterStacks(stacks);
    return stacks.flatMap((stack) => (stack.kind === "cluster" ? judgeCluster(stack) : judgeService(stack, judged)));
  },
};

function judgeCluster(stack: ClusterModel): Finding[] {
  const { cluster } = stack;
  const auto = cluster.nodes?.every((kind) => kind === "auto-mode") === true;
  if (auto && stack.agent !== undefined) {
    return [
      {
        rule: "agent",
        severity: "error",
        at: { ...below(cluster.at, "agent"), key: true },
        message: "is declared for a cluster whose nodes are all of Auto Mode, which has the agent built in",
        fix: "remove `agent:`, or name the other kinds of nodes under `nodes:`",
      },
    ];
  }
  if (cluster.agent !== "absent" || isStandIn(cluster.name)) return [];
  return [
    {
      rule: "agent",
      severity: "error",
      at: cluster.at,
      message: "has no agent: pods would get no credentials",
      allowed: "`agent: {}` (the cluster's default version), `agent: { version: … }`, or `agent: external`",
      fix: "add `agent: {}`, or `agent: external` if the agent is installed by other means",
    },
  ];
}

/** Where the cluster's own stack is judged in the same run, that is where it is said. */
function judgeService(stack: ServiceModel, judged: ReadonlySet<string>): Finding[] {
  return stack.clusters
    .filter((cluster) => cluster.agent === "absent" && !isStandIn(cluster.name) && !judged.has(cluster.arn))
    .map((cluster) => ({
      rule: "agent",
      severity: "error",
      at: cluster.at,
      message: "is a cluster without the agent: pods would get no credentials",
      found: cluster.key,
      fix: "ask the platform's owners to add `agent: {}` to the cluster in platform.yaml",
    }));
}
