import type { Rule } from "./rule";

export const oneAccount: Rule = {
  id: "one-account",
  severity: "error",
  what: "All the clusters of a stack are in one account.",
  why: "An association's role must be in the account of its cluster, and a stack is deployed with the credentials of one account.",
  source: "https://docs.aws.amazon.com/eks/latest/userguide/pod-id-association.html",
  judge: (stacks) =>
    stacks.flatMap((stack) =>
      stack.kind === "cluster"
        ? []
        : stack.clusters
            .filter((cluster) => cluster.account !== stack.account)
            .map((cluster) => ({
              rule: "one-account",
              severity: "error" as const,
              at: cluster.at,
              message: `is in the account ${cluster.account}, but \`${stack.clusters[0]?.key}\` of the same stack is in ${stack.account}`,
              found: cluster.key,
              allowed: "clusters of one account in a stack",
              fix: "declare `environments:`, one for each account",
            })),
    ),
};
