/** An ARN taken apart: `arn:partition:service:region:account:resource`. */
export interface Arn {
  partition: string;
  service: string;
  region: string;
  account: string;
  resource: string;
}

/** Undefined for what is not an ARN. The resource part may itself hold colons. */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, account, ...rest] = text.split(":");
  if (prefix !== "arn" || !partition || !service || region === undefined || account === undefined) return undefined;
  const resource = rest.join(":");
  return resource === "" ? undefined : { partition, service, region, account, resource };
}

/**
 * The kinds of IAM ARN that a declaration names. Source: the Service Authorization Reference's resource types of IAM;
 * names are 1 to 64 (role) or 128 (policy) of `[\w+=,.@-]`, paths begin and end with `/`.
 */
const IAM_RESOURCE = {
  role: /^role\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,64}$/,
  policy: /^policy\/(?:[\x21-\x7e]+\/)?[\w+=,.@-]{1,128}$/,
} as const;

/** Whether a text is the ARN of an IAM role or policy; `aws` is the account of AWS's own managed policies. */
export function isIamArn(text: string, kind: keyof typeof IAM_RESOURCE): boolean {
  const arn = parseArn(text);
  if (arn === undefined || arn.service !== "iam" || arn.region !== "") return false;
  if (!/^aws(-[a-z]+)*$/.test(arn.partition)) return false;
  if (!/^\d{12}$/.test(arn.account) && !(kind === "policy" && arn.account === "aws")) return false;
  return IAM_RESOURCE[kind].test(arn.resource);
}
