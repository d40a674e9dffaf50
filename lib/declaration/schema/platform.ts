import { z } from "zod";
import { cluster } from "./cluster";
import { permissionsBoundary } from "./identity";
import { clusterKey, namespace, platformName, repository, tags } from "./names";
import { state } from "./state";

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
  .describe("What the owners of the clusters declare: clusters, who owns which namespace, defaults.");

export type PlatformDeclaration = z.infer<typeof platform>;
