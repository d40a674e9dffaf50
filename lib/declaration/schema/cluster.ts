import * as z from "zod";
import { text } from "./field";
import { addonIdentity, permissionsBoundary } from "./identity";
import { accountId, clusterName, namespace, region } from "./names";
import { tags } from "./tags";

export const NODE_KINDS = ["linux-ec2", "auto-mode", "hybrid", "fargate", "windows"] as const;

const version = text({
  what: "an add-on's version",
  allowed: "`vMAJOR.MINOR.PATCH-eksbuild.N`",
  fits: (value) => /^v\d+\.\d+\.\d+(-[\w.]+)?-eksbuild\.\d+$/.test(value),
  fix: (value) => (/^\d/.test(value) ? `write \`v${value}\`` : undefined),
  description: "The add-on's version; the cluster's default where left out.",
  examples: ["v1.3.10-eksbuild.2"],
});

const RESOLVE = ["NONE", "OVERWRITE", "PRESERVE"] as const;

/** What every add-on takes, the agent among them. */
const addonFields = {
  version: version.optional(),
  configuration: z
    .record(z.string(), z.json())
    .optional()
    .describe("The add-on's configuration values, as its schema defines them."),
  resolveConflicts: z
    .strictObject({
      onCreate: z
        .enum(["NONE", "OVERWRITE"])
        .optional()
        .describe("What to do with self-managed parts when the add-on is made."),
      onUpdate: z.enum(RESOLVE).optional().describe("What to do with changed parts when the add-on is updated."),
    })
    .optional()
    .describe("How conflicts with what already runs in the cluster are resolved."),
  preserve: z.boolean().optional().describe("Leave the add-on's Kubernetes parts in place when the add-on is deleted."),
  tags: tags.optional(),
};

const agent = z
  .union([z.strictObject(addonFields), z.literal("external")])
  .describe(
    "The `eks-pod-identity-agent` add-on. `external`: the agent is installed by other means. Clusters with Auto Mode nodes alone have it built in.",
  );

const addon = z.strictObject({
  name: text({
    what: "an add-on's name",
    allowed: "letters, digits, - and _, as `aws eks describe-addon-versions` lists them",
    fits: (value) => /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(value),
    description: "The add-on's name.",
    examples: ["aws-ebs-csi-driver"],
  }),
  namespace: namespace
    .optional()
    .describe(
      "The namespace that the add-on lives in; known for AWS's own add-ons, needed for the trust of its identities otherwise.",
    ),
  ...addonFields,
  identities: z.array(addonIdentity).optional().describe("The add-on's own service accounts and their roles."),
});

const kubernetesVersion = text({
  what: "a Kubernetes version",
  allowed: '`"MAJOR.MINOR"` in quotes',
  fits: (value) => /^1\.\d{1,2}$/.test(value),
  fix: (value) => {
    const short = /^v?(1\.\d{1,2})(\.\d+)?$/.exec(value)?.[1];
    return short === undefined ? undefined : `write \`"${short}"\``;
  },
  pattern: /^1\.\d{1,2}$/,
  description: "The cluster's Kubernetes version, in quotes (without quotes YAML reads 1.30 as 1.3).",
  examples: ["1.33"],
});

const clusterFields = {
  name: clusterName,
  account: accountId,
  region: region,
  kubernetesVersion: kubernetesVersion.optional(),
  platformVersion: text({
    what: "an EKS platform version",
    allowed: "`eks.N`",
    fits: (value) => /^eks\.\d+$/.test(value),
    fix: (value) => (/^\d+$/.test(value) ? `write \`eks.${value}\`` : undefined),
    pattern: /^eks\.\d+$/,
    description:
      "The cluster's EKS platform version. Only Kubernetes 1.24 to 1.28 have platform versions without Pod Identity.",
    examples: ["eks.4"],
  }).optional(),
  nodes: z
    .array(z.enum(NODE_KINDS))
    .min(1)
    .optional()
    .describe("The kinds of nodes that the cluster has. Pod Identity works on `linux-ec2`, `auto-mode` and `hybrid`."),
};

/** A cluster as a service names it by itself, where there is no platform file. */
export const inlineCluster = z.strictObject(clusterFields);

/** A cluster as its platform declares it. */
export const cluster = z.strictObject({
  ...clusterFields,
  permissionsBoundary: permissionsBoundary
    .optional()
    .describe("The permissions boundary of roles for this cluster, instead of the platform's default."),
  agent: agent.optional(),
  addons: z.array(addon).optional().describe("EKS add-ons, with the identities of their service accounts."),
  tags: tags.optional(),
});

export type InlineClusterDeclaration = z.infer<typeof inlineCluster>;
export type ClusterDeclaration = z.infer<typeof cluster>;
export type AddonDeclaration = z.infer<typeof addon>;
export type AgentDeclaration = Exclude<z.infer<typeof agent>, "external">;
