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

/** What is wrong with a text that was meant as such an ARN; undefined where no more can be said than what one is. */
export function iamArnFix(text: string, kind: keyof typeof IAM_RESOURCE): string | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const named = /^([a-z-]+)\//.exec(arn.resource)?.[1];
  if (arn.service === "sts" && named === "assumed-role") {
    return "that is a session's ARN: write the role's own, `…:iam::ACCOUNT:role/NAME`";
  }
  if (arn.service !== "iam") return `that is an ARN of the service \`${arn.service}\`, not of \`iam\``;
  if (named === "instance-profile" && kind === "role") {
    return "that is an instance profile: write the ARN of the role in it";
  }
  if (named !== undefined && named !== kind) return `that is the ARN of a ${named}, not of a ${kind}`;
  if (arn.region !== "") return `IAM has no regions: leave \`${arn.region}\` out`;
  if (/^\d+$/.test(arn.account) && arn.account.length !== 12)
    return `its account has ${arn.account.length} digits, not 12`;
  return undefined;
}
