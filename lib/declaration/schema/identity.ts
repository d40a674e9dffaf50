import * as z from "zod";
import { iamArnFix, isIamArn } from "../../model/arn";
import { allow, conditions, deny } from "./access";
import { acknowledge } from "./acknowledge";
import { expect } from "./expect";
import { text } from "./field";
import { clusterKey, identityName, serviceAccount } from "./names";
import { tags } from "./tags";

export const roleArn = text({
  what: "an IAM role's ARN",
  allowed: "`arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
  fits: (value) => isIamArn(value, "role"),
  fix: (value) => iamArnFix(value, "role"),
  description: "The ARN of an IAM role.",
  examples: ["arn:aws:iam::492000000148:role/backend-api"],
});

function policyFix(value: string): string | undefined {
  return (
    iamArnFix(value, "policy") ??
    (value.startsWith("arn:") ? "write it like `arn:aws:iam::492000000148:policy/NAME`" : undefined)
  );
}

const managedPolicy = text({
  what: "a managed policy",
  allowed: "the name of an AWS managed policy, with its path if it has one, or the ARN of any managed policy",
  fits: (value) => (value.startsWith("arn:") ? isIamArn(value, "policy") : /^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(value)),
  fix: policyFix,
  description:
    "A managed policy: an AWS managed policy by its name (`AmazonS3ReadOnlyAccess`, `service-role/AmazonEBSCSIDriverPolicy`), any other by its ARN.",
  examples: ["AmazonS3ReadOnlyAccess"],
});

export const permissionsBoundary = text({
  what: "a permissions boundary",
  allowed: "the ARN of a managed policy, or the name of a customer managed policy of the cluster's own account",
  fits: (value) => (value.startsWith("arn:") ? isIamArn(value, "policy") : /^[\w+=,.@-]+(\/[\w+=,.@-]+)*$/.test(value)),
  fix: policyFix,
  description:
    "The most that the role can ever be allowed: a managed policy's ARN, or the name of a customer managed policy, looked for in the account of the role.",
  examples: ["arn:aws:iam::492000000148:policy/service-boundary", "service-boundary"],
});

const policyFile = text({
  what: "a policy file's path",
  allowed:
    "a path relative to the declaration, ending in .json, its name of letters, digits and + = , . @ _ - (it names the inline policy)",
  fits: (value) =>
    !value.startsWith("/") && !/^[A-Za-z]:[\\/]/.test(value) && /(^|[\\/])[\w+=,.@-]{1,128}\.json$/.test(value),
  fix: (value) => {
    if (/^(\/|[A-Za-z]:[\\/])/.test(value)) return "write it relative to the folder of the declaration";
    return value.endsWith(".json") ? "rename the file" : undefined;
  },
  description: "The path of a JSON policy document, relative to the declaration.",
  examples: ["policies/orders.json"],
});

const sessionPolicy = z
  .union([policyFile, z.strictObject({ allow: allow.min(1), deny: deny.optional() })])
  .describe(
    "A session policy on the associations: what a pod may do is what both this and the role allow. A file, or statements. EKS demands `disableSessionTags: true` with it, at most 2,048 characters.",
  );

/** What an identity is in a service, and in an add-on of a cluster. */
const roleFields = {
  roleArn: roleArn
    .optional()
    .describe("Use this existing role instead of making one. Its trust and its policies are then not managed here."),
  policies: z.array(managedPolicy).optional().describe("Managed policies to attach to the role."),
  allow: allow.optional(),
  deny: deny.optional(),
  policyFiles: z
    .array(policyFile)
    .optional()
    .describe("Whole policy documents, each one inline policy of the role, named after its file."),
  permissionsBoundary: permissionsBoundary.optional(),
  path: text({
    what: "an IAM path",
    allowed: "`/`, or segments of printable ASCII between slashes, at most 512 characters in all",
    fits: (value) => value.length <= 512 && /^\/([\x21-\x7e]+\/)?$/.test(value) && !value.includes("//"),
    fix: (value) => {
      const made = `/${value.replace(/^\/+|\/+$/g, "")}/`;
      return made === value ? undefined : `write \`${made}\``;
    },
    description: "The role's path; `/pod-identity/<service>/` where none is given.",
    examples: ["/pod-identity/backend-api/"],
  }).optional(),
  description: text({
    what: "a role's description",
    allowed: "at most 1,000 characters of ASCII and Latin-1",
    fits: (value) => value.length <= 1000 && /^[\t\n\r\x20-\x7e\u00a1-\u00ff]*$/.test(value),
    fix: (value) => {
      const strange = /[^\t\n\r\x20-\x7e\u00a1-\u00ff]/u.exec(value)?.[0];
      return strange === undefined
        ? `shorten it, it has ${value.length} characters`
        : `write something else for \`${strange}\``;
    },
    description: "The role's description.",
  }).optional(),
  maxSessionDuration: z
    .number({ error: "must be a number of seconds from 3600 to 43200" })
    .int({ error: "must be a whole number of seconds from 3600 to 43200" })
    .check((context) => {
      const value = context.value;
      if (value >= 3600 && value <= 43200) return;
      const hours = value >= 1 && value <= 12 ? `write \`${value * 3600}\` for ${value} h` : undefined;
      context.issues.push({
        code: "custom",
        input: value,
        message: "is not a session duration",
        params: { allowed: "3600 to 43200 seconds (1 to 12 h)", fix: hours },
      });
    })
    .meta({ minimum: 3600, maximum: 43200 })
    .optional()
    .describe("How long a session of the role may last, in seconds: 3600 (1 h) to 43200 (12 h)."),
  tags: tags.optional(),
  trust: z
    .enum(["pinned", "account"])
    .optional()
    .describe(
      "`pinned` (the default): the role trusts only its own clusters, namespaces and service accounts. `account`: any association of the account may use it.",
    ),
  trustConditions: conditions.optional().describe("More conditions for the role's trust policy."),
  expect: expect.optional(),
  acknowledge: acknowledge.optional(),
};

/** One identity of a service: a role, the service accounts that use it, what it permits. */
export const identity = z.strictObject({
  name: identityName,
  serviceAccounts: z
    .array(serviceAccount)
    .min(1, { error: "must name at least one service account" })
    .describe("The service accounts that use this identity, as `namespace/name`."),
  clusters: z
    .array(clusterKey)
    .min(1)
    .optional()
    .describe("The clusters that this identity is for; all the clusters of the service where it is left out."),
  ...roleFields,
  targetRoleArn: roleArn
    .optional()
    .describe("A role, of another account as a rule, that the pods end up with: the identity's role assumes it."),
  disableSessionTags: z
    .boolean()
    .optional()
    .describe("Send no session tags. The trust policy can then pin nothing: it needs `trust: account`."),
  sessionPolicy: sessionPolicy.optional(),
});

/** One identity of an EKS add-on: the add-on's own association carries the service account and the role alone. */
export const addonIdentity = z.strictObject({
  serviceAccount: text({
    what: "a Kubernetes service account's name",
    allowed:
      "1 to 253 of a-z, 0-9, - and ., a letter or digit first and last (RFC 1123 subdomain), without the namespace",
    fits: (value) =>
      value.length <= 253 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(value),
    fix: (value) =>
      value.includes("/")
        ? `write the name alone, the namespace goes to the add-on: \`${value.split("/").pop()}\``
        : undefined,
    description: "The name of the add-on's service account, without the namespace.",
    examples: ["ebs-csi-controller-sa"],
  }),
  ...roleFields,
});

export type IdentityDeclaration = z.infer<typeof identity>;
export type AddonIdentityDeclaration = z.infer<typeof addonIdentity>;
