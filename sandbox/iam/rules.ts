import type { TextRule } from "../query-input";

/** The limits and patterns of IAM's API model (https://docs.aws.amazon.com/IAM/latest/APIReference/). */

const NAME = String.raw`[\w+=,.@-]+`;

function name(member: string, max: number): TextRule {
  return {
    min: 1,
    max,
    pattern: NAME,
    mismatch: `The specified value for ${member} is invalid. It must contain only alphanumeric characters and/or the following: +=,.@_-`,
  };
}

export const ROLE_NAME = name("roleName", 64);
export const POLICY_NAME = name("policyName", 128);
export const USER_NAME = name("userName", 128);

export const PATH: TextRule = {
  min: 1,
  max: 512,
  pattern: String.raw`(\u002F)|(\u002F[\u0021-\u007E]+\u002F)`,
  mismatch:
    "The specified value for path is invalid. It must begin and end with / and contain only alphanumeric characters and/or / characters.",
};
export const POLICY_PATH: TextRule = { ...PATH, pattern: "((/[A-Za-z0-9.,+@=_-]+)*)/" };
export const PATH_PREFIX: TextRule = { min: 1, max: 512, pattern: String.raw`\u002F[\u0021-\u007F]*` };
export const DOCUMENT: TextRule = { min: 1, max: 131_072, pattern: String.raw`[\u0009\u000A\u000D\u0020-\u00FF]+` };
export const ROLE_DESCRIPTION: TextRule = {
  max: 1000,
  pattern: String.raw`[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`,
};
export const POLICY_DESCRIPTION: TextRule = { max: 1000 };
export const ARN: TextRule = { min: 20, max: 2048 };
export const VERSION_ID: TextRule = { pattern: String.raw`v[1-9][0-9]*(\.[A-Za-z0-9-]*)?` };
export const TAG_KEY: TextRule = { min: 1, max: 128, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]+` };
export const TAG_VALUE: TextRule = { max: 256, pattern: String.raw`[\p{L}\p{Z}\p{N}_.:/=+\-@]*` };
export const OIDC_URL: TextRule = { min: 1, max: 255 };
export const CLIENT_ID: TextRule = { min: 1, max: 255 };
export const THUMBPRINT: TextRule = { min: 40, max: 40 };
export const MARKER: TextRule = { min: 1, max: 320, pattern: String.raw`[\u0020-\u00FF]+` };

/** Seconds. */
export const SESSION_DURATION = { min: 3600, max: 43_200, standard: 3600 } as const;

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html, as they are without a raise. */
export const QUOTA = {
  trustCharacters: 2048,
  inlineCharactersPerRole: 10_240,
  policyCharacters: 6144,
  policiesPerRole: 10,
  versionsPerPolicy: 5,
  tags: 50,
  rolesPerAccount: 1000,
  oidcClientIds: 100,
  oidcThumbprints: 5,
} as const;
