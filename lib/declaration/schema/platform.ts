import * as z from "zod";
import { hasToken, isStandIn } from "../../model/token";
import { didYouMean } from "../../suggest";
import { cluster } from "./cluster";
import type { ProblemParams } from "./field";
import { permissionsBoundary } from "./identity";
import { clusterKey, namespace, platformName, repository } from "./names";
import { rules } from "./rules";
import { state } from "./state";
import { tags } from "./tags";

const quotas = z
  .strictObject({
    managedPoliciesPerRole: z
      .int()
      .min(1)
      .max(25)
      .optional()
      .describe("Managed policies a role, 10 where left out, 25 at most."),
    trustPolicyLength: z
      .int()
      .min(2048)
      .max(8192)
      .optional()
      .describe("Characters of a role's trust policy, 2048 where left out, 8192 at most."),
  })
  .describe("IAM quotas that were raised for the accounts of the clusters.");

/** `platform.yaml`: what the owners of the clusters declare. */
export const platform = z
  .strictObject({
    platform: platformName,
    state: state.optional(),
    defaults: z
      .strictObject({ tags: tags.optional(), permissionsBoundary: permissionsBoundary.optional() })
      .optional()
      .describe("What holds for every service and cluster of the platform."),
    quotas: quotas.optional(),
    rules: rules.optional(),
    clusters: z.record(clusterKey, cluster).describe("The clusters, each by a short key."),
    repositories: z
      .array(
        z.strictObject({
          repository: repository,
          namespaces: z
            .array(namespace)
            .min(1)
            .describe("The namespaces whose service accounts this repository may bind."),
          clusters: z.array(clusterKey).min(1).optional().describe("In which clusters; in all of them where left out."),
        }),
      )
      .optional()
      .describe("Who owns which namespace. A service can bind only service accounts in namespaces of its repository."),
  })
  .check((context) => {
    const { clusters, repositories = [] } = context.value;
    const report = (path: (string | number)[], input: string, message: string, params: ProblemParams & object) =>
      context.issues.push({ code: "custom", input, path, message, params: { ...params } });
    const keys = Object.keys(clusters);
    for (const [index, owner] of repositories.entries()) {
      for (const [place, key] of (owner.clusters ?? []).entries()) {
        if (hasToken(key) || keys.includes(key) || keys.some(isStandIn)) continue;
        const fix = didYouMean(key, keys) || "add the cluster, or remove its name here";
        const path = ["repositories", index, "clusters", place];
        report(path, key, "is not a cluster of this platform", {
          allowed: keys.join(", "),
          fix,
          rule: "unknown-cluster",
        });
      }
    }
    const standing = new Map<string, string>();
    for (const [key, { account, region, name }] of Object.entries(clusters)) {
      const cluster = `${account} ${region} ${name}`;
      const first = standing.get(cluster);
      if (first === undefined) standing.set(cluster, key);
      else {
        const message = `is the same cluster as \`${first}\``;
        const rule = "repeated-cluster";
        report(["clusters", key], key, message, {
          key: true,
          allowed: "each cluster once",
          fix: "remove one of the two",
          rule,
        });
      }
    }
  })
  .describe("What the owners of the clusters declare: clusters, who owns which namespace, defaults.");

export type PlatformDeclaration = z.infer<typeof platform>;
