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

/** Services that name nothing with a blank in it. What others name may hold blanks, as S3's objects and CloudWatch's alarms do. */
const WITHOUT_BLANKS = /^(dynamodb|ecr|eks|iam|kinesis|kms|lambda|rds|secretsmanager|sns|sqs|ssm|sts)$/;

/** Characters of a policy's patterns: they stand for any text. */
const WILDCARD = /[*?]/;

/**
 * Why a text is not an ARN that a policy can name resources by, as what to do about it; undefined where it is one.
 * `*` and `?` may stand in any part, and policy variables, which are known only at the request.
 * Source: IAM user guide, "IAM ARNs" and "IAM JSON policy elements: Resource".
 */
export function resourceArnFix(text: string): string | undefined {
  // A variable holds colons, and may hold blanks.
  const arn = parseArn(text.replace(/\$\{[^}]*\}/g, "*"));
  if (arn === undefined) return text.trim() === text ? "an ARN has five colons before its resource" : REMOVE_BLANK;
  if (hasStrayBlank(arn)) return REMOVE_BLANK;
  return partitionFix(arn.partition) ?? regionFix(arn.region) ?? accountFix(arn.account);
}

const REMOVE_BLANK = "remove the blank";

function hasStrayBlank({ partition, service, region, account, resource }: Arn): boolean {
  if (/\s/.test(`${partition}${service}${region}${account}`) || resource.trim() !== resource) return true;
  if (service === "s3") return /^[^/]*\s/.test(resource);
  return WITHOUT_BLANKS.test(service) && /\s/.test(resource);
}

function partitionFix(partition: string): string | undefined {
  if (WILDCARD.test(partition) || /^aws(-[a-z]+)*$/.test(partition)) return undefined;
  return `its partition is \`${partition}\`: write \`aws\`, \`aws-cn\` or \`aws-us-gov\``;
}

function regionFix(region: string): string | undefined {
  if (region === "" || WILDCARD.test(region) || /^([a-z]{2,}(-[a-z]+)+-\d+|(aws-)?global)$/.test(region))
    return undefined;
  const zoneOf = /^([a-z]{2,}(-[a-z]+)+-\d+)[a-z]$/.exec(region)?.[1];
  if (zoneOf !== undefined) return `\`${region}\` is an availability zone: write \`${zoneOf}\``;
  return `its region is \`${region}\`: write one like \`us-east-1\``;
}

/** Some resources are of no account, or of one with a word for its number: `aws`, `aws-managed`. */
function accountFix(account: string): string | undefined {
  if (account === "" || WILDCARD.test(account) || /^(\d{12}|[a-z][a-z-]*)$/.test(account)) return undefined;
  if (/^\d+$/.test(account)) return `its account has ${account.length} digits, not 12`;
  return `its account is \`${account}\`: write its 12 digits`;
}
