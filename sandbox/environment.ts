/** Dummy credentials: the sandbox reads them for who calls, and verifies nothing. */
const SECRET = "sandbox";

/**
 * What Terraform, the AWS CLI and the AWS SDKs need in their environment to talk to a sandbox. The access key names the
 * account that it acts for.
 */
export function sandboxEnvironment(url: string, account: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: account,
    AWS_SECRET_ACCESS_KEY: SECRET,
    AWS_REGION: region,
  };
}

/** Variables of the caller's own that would lead a client elsewhere than to the sandbox, or slow it down. */
export const MISLEADING = [
  "AWS_PROFILE",
  "AWS_DEFAULT_PROFILE",
  "AWS_SESSION_TOKEN",
  "AWS_WEB_IDENTITY_TOKEN_FILE",
  "AWS_ROLE_ARN",
  "AWS_CONTAINER_CREDENTIALS_FULL_URI",
  "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
  "AWS_ENDPOINT_URL_IAM",
  "AWS_ENDPOINT_URL_STS",
  "AWS_ENDPOINT_URL_EKS",
  "AWS_ENDPOINT_URL_S3",
] as const;
