import type * as z from "zod";
import { text } from "./field";

/** RFC 1123 label: what Kubernetes allows for a namespace. One character is legal. */
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
/** RFC 1123 subdomain: what Kubernetes allows for a service account. */
const SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const OWN_NAME = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;

/** The nearest legal name; undefined where there is none, or what is written is not even text for people. */
function legal(value: string, dots: boolean): string | undefined {
  if (/\p{C}/u.test(value)) return undefined;
  const made = value
    .toLowerCase()
    .replace(dots ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g, "-")
    .replace(/[-.]*\.[-.]*/g, ".")
    .replace(/^[-.]+|[-.]+$/g, "");
  return made === "" ? undefined : made;
}

function writeInstead(value: string, made: string | undefined): string | undefined {
  return made === undefined || made === value ? undefined : `write \`${made}\``;
}

function ownName(what: string, max: number, description: string, example: string): z.ZodString {
  return text({
    what,
    allowed: `1 to ${max} of a-z, 0-9 and -, a letter first, no - at the end`,
    fits: (value) => value.length <= max && OWN_NAME.test(value),
    fix: (value) => {
      if (value.length > max) return `shorten it, it has ${value.length} characters`;
      const made = legal(value, false);
      if (made !== undefined && /^\d/.test(made)) return "begin with a letter";
      return writeInstead(value, made);
    },
    pattern: OWN_NAME,
    maxLength: max,
    description,
    examples: [example],
  });
}

export const serviceName = ownName(
  "a service name",
  40,
  "What this repository deploys. It names the stack, the roles and their path, and so cannot be changed without replacing them.",
  "backend-api",
);

export const identityName = ownName(
  "an identity name",
  63,
  "The identity's name within the service. It names the role and the Terraform outputs, and so cannot be changed without replacing them.",
  "api",
);

export const environmentName = ownName(
  "an environment name",
  20,
  "The environment's name. It is part of the stack's and the roles' names.",
  "production",
);

export const clusterKey = ownName(
  "a cluster's key",
  40,
  "The short name by which declarations speak of the cluster.",
  "atlas",
);

export const platformName = ownName("a platform name", 40, "The name of the platform.", "acme");

export const repository = text({
  what: "a repository",
  allowed: "`owner/name`, as in the repository's address",
  fits: (value) => /^[\w.-]+(\/[\w.-]+)+$/.test(value) && value.length <= 255,
  fix: (value) => {
    const address = /^(?:https?:\/\/[^/]+\/|git@[^:]+:)(.+?)(?:\.git)?\/?$/.exec(value);
    return address?.[1] === undefined ? undefined : `write \`${address[1]}\``;
  },
  pattern: /^[\w.-]+(\/[\w.-]+)+$/,
  description: "The repository that holds the declaration. Namespaces are given to repositories in platform.yaml.",
  examples: ["acme/backend-api"],
});

export function isNamespace(value: string): boolean {
  return value.length <= 63 && LABEL.test(value);
}

export function isServiceAccountName(value: string): boolean {
  return value.length <= 253 && SUBDOMAIN.test(value);
}

export const namespace = text({
  what: "a Kubernetes namespace",
  allowed: "1 to 63 of a-z, 0-9 and -, a letter or digit first and last (RFC 1123 label)",
  fits: isNamespace,
  fix: (value) => {
    if (value.length > 63) return `shorten it, it has ${value.length} characters`;
    if (value.includes("*")) return "list each namespace by its name: wildcards are not taken";
    return writeInstead(value, legal(value, false));
  },
  pattern: LABEL,
  maxLength: 63,
  description: "A Kubernetes namespace.",
  examples: ["backend"],
});

export const serviceAccountName = text({
  what: "a Kubernetes service account's name",
  allowed: "1 to 253 of a-z, 0-9, - and ., a letter or digit first and last (RFC 1123 subdomain)",
  fits: isServiceAccountName,
  fix: (value) => writeInstead(value, legal(value, true)),
  pattern: SUBDOMAIN,
  maxLength: 253,
  description: "The name of a Kubernetes service account, without its namespace.",
  examples: ["ebs-csi-controller-sa"],
});

export const serviceAccount = text({
  what: "a service account",
  allowed:
    "`namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
  fits: (value) => {
    const parts = value.split("/");
    return parts.length === 2 && isNamespace(parts[0] ?? "") && isServiceAccountName(parts[1] ?? "");
  },
  // No token holds a slash: the one between namespace and name is always to be seen.
  fitsTokens: (value) => /^[^/]+\/[^/]+$/.test(value),
  fix: (value) => {
    const subject = /^system:serviceaccount:([^:]+):([^:]+)$/.exec(value);
    if (subject !== null) return `write \`${subject[1]}/${subject[2]}\``;
    const parts = value.split("/");
    const colon = /^([^:/]+):([^:/]+)$/.exec(value);
    if (colon !== null) return `write \`${colon[1]}/${colon[2]}\``;
    if (parts.length === 1) return `put the namespace before it: \`NAMESPACE/${value}\``;
    if (parts.length > 2) return "write one namespace, one `/` and one name";
    if (parts.some((part) => part.includes("*")))
      return "list each service account by its name: an association has no wildcards";
    if ((parts[0] ?? "").length > 63) return `shorten the namespace, it has ${parts[0]?.length} characters`;
    if ((parts[1] ?? "").length > 253) return `shorten the name, it has ${parts[1]?.length} characters`;
    const [namespace, name] = [legal(parts[0] ?? "", false), legal(parts[1] ?? "", true)];
    return namespace === undefined || name === undefined ? undefined : `write \`${namespace}/${name}\``;
  },
  pattern: /^[a-z0-9][-a-z0-9]*\/[a-z0-9][-.a-z0-9]*$/,
  description: "A Kubernetes service account as `namespace/name`. Neither needs to exist yet.",
  examples: ["backend/api"],
});

export const clusterName = text({
  what: "an EKS cluster's name",
  allowed: "1 to 100 of A-Z, a-z, 0-9, - and _, a letter or digit first",
  fits: (value) => /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/.test(value),
  fix: (value) => {
    const name = /^arn:[^:]+:eks:[^:]+:[^:]+:cluster\/(.+)$/.exec(value)?.[1];
    return name === undefined ? undefined : `write the name alone: \`${name}\``;
  },
  pattern: /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/,
  description: "The cluster's name in EKS.",
  examples: ["atlas-eks"],
});

export const accountId = text({
  what: "an AWS account id",
  allowed: "12 digits, in quotes",
  fits: (value) => /^\d{12}$/.test(value),
  fix: (value) => {
    const digits = value.replace(/[\s_-]/g, "");
    if (/^\d{12}$/.test(digits) && digits !== value) return `write \`"${digits}"\``;
    return /^\d+$/.test(digits) ? `it has ${digits.length} digits` : undefined;
  },
  pattern: /^\d{12}$/,
  description:
    "The AWS account of the cluster and of the roles: 12 digits in quotes (without quotes YAML reads a number and loses leading zeros).",
  examples: ["492000000148"],
});

export const region = text({
  what: "an AWS region",
  allowed: "a region's code, like us-east-1, cn-north-1 or us-gov-west-1",
  fits: (value) => /^[a-z]{2}(-gov)?-[a-z]+-\d$/.test(value),
  fix: (value) => {
    if (/^[a-z]{2}(-gov)?-[a-z]+-\d[a-z]$/.test(value)) {
      return `that is an availability zone: write \`${value.slice(0, -1)}\``;
    }
    return /^[A-Za-z]{2}(-gov)?-[A-Za-z]+-\d$/i.test(value) ? `write \`${value.toLowerCase()}\`` : undefined;
  },
  pattern: /^[a-z]{2}(-gov)?-[a-z]+-\d$/,
  description: "The cluster's AWS region.",
  examples: ["us-east-1"],
});
