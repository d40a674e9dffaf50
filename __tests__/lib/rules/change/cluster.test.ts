import { agentDowngraded } from "../../../../lib/rules/change/agent-downgraded";
import { agentRemoved } from "../../../../lib/rules/change/agent-removed";
import { action, addon, plan } from "../../review/planned";
import { holds } from "./found";

const AGENT = "aws_eks_addon.agent";

describe("agent-removed", () => {
  const agent = { addons: [addon()] };
  holds(agentRemoved, [
    { name: "it stays", plans: [plan({ before: agent, after: agent })] },
    {
      name: "it goes",
      plans: [plan({ before: agent, actions: [action({ kind: "delete", address: AGENT })] })],
      says: ["eks-pod-identity-agent is removed from the cluster `atlas-eks`"],
    },
    {
      name: "it is made anew",
      plans: [
        plan({
          before: agent,
          after: agent,
          actions: [action({ kind: "replace", address: AGENT, replacedBy: ["cluster_name"] })],
        }),
      ],
      says: ["is deleted and made anew on the cluster `atlas-eks`, forced by `cluster_name`"],
    },
    {
      name: "it is made anew in another cluster",
      plans: [
        plan({
          before: agent,
          after: { addons: [addon({ cluster: "borealis-eks" })] },
          actions: [action({ kind: "replace", address: AGENT })],
        }),
      ],
      says: ["is removed from the cluster `atlas-eks`"],
    },
    {
      name: "it is forgotten",
      plans: [plan({ before: agent, after: agent, actions: [action({ kind: "forget", address: AGENT })] })],
    },
    {
      name: "another add-on goes",
      plans: [
        plan({
          before: { addons: [addon({ name: "coredns" })] },
          actions: [action({ kind: "delete", address: AGENT })],
        }),
      ],
    },
  ]);
});

describe("agent-downgraded", () => {
  const versions = (was: string | undefined, is: string | undefined, name = "eks-pod-identity-agent") => {
    const at = (version: string | undefined) => {
      const { version: _, ...rest } = addon({ name });
      return { addons: [version === undefined ? rest : { ...rest, version }] };
    };
    return [plan({ before: at(was), after: at(is), actions: [action({ kind: "update", address: AGENT })] })];
  };
  holds(agentDowngraded, [
    {
      name: "ten is more than nine",
      plans: versions("v1.3.10-eksbuild.2", "v1.3.9-eksbuild.2"),
      says: [
        "v1.3.9-eksbuild.2 is an older version of the agent than the v1.3.10-eksbuild.2 that the cluster `atlas-eks` has",
      ],
    },
    { name: "nine is less than ten", plans: versions("v1.3.9-eksbuild.2", "v1.3.10-eksbuild.1") },
    { name: "an older build", plans: versions("v1.3.10-eksbuild.10", "v1.3.10-eksbuild.9"), says: ["older"] },
    { name: "the same", plans: versions("v1.3.10-eksbuild.2", "v1.3.10-eksbuild.2") },
    { name: "an older major", plans: versions("v2.0.0-eksbuild.1", "v1.9.9-eksbuild.9"), says: ["older"] },
    { name: "left to the cluster", plans: versions("v1.3.10-eksbuild.2", undefined) },
    { name: "not known before", plans: versions(undefined, "v1.3.10-eksbuild.2") },
    { name: "no version that can be read", plans: versions("latest", "v1.0.0-eksbuild.1") },
    { name: "another add-on", plans: versions("v1.3.10-eksbuild.2", "v1.0.0-eksbuild.1", "coredns") },
  ]);
});
