import * as z from "zod";
import { text } from "./field";
import { region } from "./names";

const relativePath = text({
  what: "a relative folder",
  allowed: "a path relative to the declaration",
  fits: (value) => value !== "" && !value.startsWith("/") && !/^[A-Za-z]:[\\/]/.test(value) && !value.startsWith("~"),
  fix: () => "an absolute path works on one machine only: write it relative to the declaration",
  description: "A folder, relative to the declaration.",
  examples: ["."],
});

const s3 = z.strictObject({
  bucket: text({
    what: "an S3 bucket's name",
    allowed: "3 to 63 of a-z, 0-9, - and ., a letter or digit first and last",
    fits: (value) => /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(value) && !value.includes(".."),
    fix: (value) => (value.startsWith("arn:aws:s3:::") ? `write \`${value.slice(13)}\`` : undefined),
    description: "The bucket that holds the states.",
    examples: ["acme-terraform-state"],
  }),
  region: region.describe("The bucket's region."),
  prefix: text({
    what: "a key prefix",
    allowed: "characters that are safe in S3 keys, without / at either end",
    fits: (value) => /^[\w!.*'()-]+(\/[\w!.*'()-]+)*$/.test(value),
    fix: (value) => (/^\/|\/$/.test(value) ? `write \`${value.replace(/^\/+|\/+$/g, "")}\`` : undefined),
    description: "What every state's key begins with: `<prefix>/<stack>.tfstate`.",
  })
    .optional()
    .describe("What every state's key begins with, `pod-identity` where left out: `<prefix>/<stack>.tfstate`."),
  useLockfile: z
    .boolean()
    .optional()
    .describe("Lock with a file beside the state (Terraform 1.10 or later); true where left out."),
  dynamodbTable: text({
    what: "a DynamoDB table's name",
    allowed: "3 to 255 letters, digits, -, _ and .",
    fits: (value) => /^[\w.-]{3,255}$/.test(value),
    pattern: /^[\w.-]{3,255}$/,
    description: "Lock with this DynamoDB table as well, or instead.",
    examples: ["terraform-locks"],
  }).optional(),
  kmsKeyId: text({
    what: "a KMS key",
    allowed: "the ARN of a key or of an alias, or a key's id",
    fits: (value) => /^(arn:aws[\w-]*:kms:[\w-]+:\d{12}:(key|alias)\/)?[\w/-]+$/.test(value),
    description: "Encrypt the state with this KMS key.",
    examples: ["arn:aws:kms:us-east-1:492000000148:alias/terraform-state"],
  }).optional(),
});

const cloud = z.strictObject({
  organization: text({
    what: "an organization's name",
    allowed: "letters, digits, - and _",
    fits: (value) => /^[\w-]+$/.test(value),
    pattern: /^[\w-]+$/,
    description: "The organization in HCP Terraform.",
    examples: ["acme"],
  }),
  hostname: text({
    what: "a host's name",
    allowed: "a name like app.terraform.io, without https:// and without a path",
    fits: (value) => /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?(:\d+)?$/.test(value),
    fix: (value) => {
      const host = /^https?:\/\/([^/]+)/.exec(value)?.[1];
      return host === undefined ? undefined : `write \`${host}\``;
    },
    description: "Another host that speaks its protocol; app.terraform.io where left out.",
    examples: ["app.terraform.io"],
  }).optional(),
  project: text({
    what: "a project's name",
    allowed: "3 to 40 letters, digits, spaces, - and _",
    fits: (value) => /^[\w -]{3,40}$/.test(value),
    description: "The project that new workspaces belong to.",
    examples: ["pod identities"],
  }).optional(),
  workspacePrefix: text({
    what: "a workspace prefix",
    allowed: "letters, digits, - and _",
    fits: (value) => /^[\w-]+$/.test(value),
    description: "What a workspace's name begins with, before the stack's name.",
  })
    .optional()
    .describe("What a workspace's name begins with, before the stack's name."),
});

const local = z.strictObject({
  path: relativePath.describe(
    "The folder of the state files, relative to the folder that cdktf runs in: that of the declaration.",
  ),
});

const KINDS = ["s3", "cloud", "local"] as const;

/** Where Terraform keeps a stack's state: exactly one of the three. */
export const state = z
  .strictObject({
    s3: s3.optional().describe("In an S3 bucket."),
    cloud: cloud.optional().describe("In HCP Terraform, or another host that speaks its protocol."),
    local: local.optional().describe("In files."),
  })
  .check((context) => {
    const named = KINDS.filter((kind) => context.value[kind] !== undefined);
    if (named.length === 1) return;
    context.issues.push({
      code: "custom",
      input: context.value,
      message: named.length === 0 ? "names no place for the state" : `names ${named.length} places for the state`,
      params: { allowed: "exactly one of `s3`, `cloud` and `local`" },
    });
  })
  .describe("Where Terraform keeps the state: `s3`, `cloud` or `local`. A file beside the declaration where left out.");

export type StateDeclaration = z.infer<typeof state>;
