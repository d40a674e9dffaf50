import * as z from "zod";
import { inlineCluster } from "./cluster";
import { text } from "./field";
import { identity, permissionsBoundary } from "./identity";
import { clusterKey, environmentName, repository, serviceName } from "./names";
import { state } from "./state";
import { tags } from "./tags";

const clusters = z
  .union([z.array(clusterKey).min(1, { error: "must name at least one cluster" }), z.record(clusterKey, inlineCluster)])
  .describe(
    "The clusters to deploy to: keys of the platform's clusters, or the clusters themselves where there is no platform file.",
  );

const environment = z
  .strictObject({
    clusters: clusters,
    state: state.optional(),
    permissionsBoundary: permissionsBoundary.optional(),
    tags: tags.optional(),
    identities: z.array(identity).optional().describe("Identities of this environment alone, beside the service's."),
  })
  .describe("One environment of the service: a stack of its own.");

/** `pod-identity.yaml`: what one service repository declares. */
export const service = z
  .strictObject({
    service: serviceName,
    repository: repository.optional(),
    platform: text({
      what: "the path of a platform file",
      allowed: "a path relative to this file, or a file of an installed package",
      fits: (value) => value.trim() !== "",
      description: "The platform's file: a path relative to this file, or a file of an installed package.",
      examples: ["@acme/eks-platform/platform.yaml"],
    }).optional(),
    clusters: clusters.optional(),
    environments: z
      .record(environmentName, environment)
      .optional()
      .describe("Environments, each with its clusters and a stack of its own, in place of `clusters`."),
    state: state.optional(),
    permissionsBoundary: permissionsBoundary.optional(),
    tags: tags.optional(),
    identities: z.array(identity).describe("The identities of the service."),
  })
  .describe("What one service repository declares: which of its service accounts may do what in AWS.");

export type ServiceDeclaration = z.infer<typeof service>;
export type EnvironmentDeclaration = z.infer<typeof environment>;
