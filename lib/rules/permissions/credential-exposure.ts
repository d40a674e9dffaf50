import { few } from "../../few";
import { allowedEverywhere } from "./allowed-everywhere";
import { statementRule } from "./statement-rule";

/**
 * Actions whose answer is a credential, or makes one usable. Source: the Service Authorization Reference and the API
 * references of the services; cloudsplaining keeps a like list under "credentials exposure".
 */
export const GIVING_CREDENTIALS = [
  "chime:CreateApiKey",
  "codeartifact:GetAuthorizationToken",
  "codepipeline:PollForJobs",
  "cognito-idp:AssociateSoftwareToken",
  "cognito-idp:DescribeUserPoolClient",
  "cognito-identity:GetCredentialsForIdentity",
  "cognito-identity:GetOpenIdToken",
  "cognito-identity:GetOpenIdTokenForDeveloperIdentity",
  "connect:GetFederationToken",
  "connect:GetFederationTokens",
  "ec2:GetPasswordData",
  "ecr-public:GetAuthorizationToken",
  "gamelift:GetComputeAuthToken",
  "gamelift:GetInstanceAccess",
  "gamelift:RequestUploadCredentials",
  "iam:CreateAccessKey",
  "iam:CreateLoginProfile",
  "iam:CreateServiceSpecificCredential",
  "iam:ResetServiceSpecificCredential",
  "iam:UpdateAccessKey",
  "iot:AssumeRoleWithCertificate",
  "lightsail:CreateBucketAccessKey",
  "lightsail:DownloadDefaultKeyPair",
  "lightsail:GetInstanceAccessDetails",
  "lightsail:GetKeyPair",
  "lightsail:GetKeyPairs",
  "lightsail:GetRelationalDatabaseMasterUserPassword",
  "mediapackage:RotateChannelCredentials",
  "mediapackage:RotateIngestEndpointCredentials",
  "rds-db:connect",
  "redshift:CreateClusterUser",
  "redshift:GetClusterCredentials",
  "redshift:GetClusterCredentialsWithIAM",
  "redshift-serverless:GetCredentials",
  "snowball:GetJobUnlockCode",
  "sso:GetRoleCredentials",
  "storagegateway:DescribeChapCredentials",
  "sts:AssumeRole",
  "sts:AssumeRoleWithSAML",
  "sts:AssumeRoleWithWebIdentity",
  "sts:AssumeRoot",
  "sts:GetFederationToken",
  "sts:GetSessionToken",
];

/** What pods ask for every day, and what has no resources to name. */
const NORMAL = ["ecr:GetAuthorizationToken"];

export const credentialExposure = statementRule({
  id: "credential-exposure",
  severity: "warning",
  what: "Actions that give out credentials are allowed on named resources.",
  why: "Credentials that a pod fetches outlive it, and are used from elsewhere. (`ecr:GetAuthorizationToken` is normal: a note.)",
  source: "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege",
  fix: "Name the roles, the database users, the clusters; leave out what is not needed.",
  ofAws: "gives out credentials",
  look: (policy) => [
    ...allowedEverywhere(policy, GIVING_CREDENTIALS).map(({ statement, pattern, actions }) => ({
      about: pattern,
      statement,
      found: pattern,
      message: `gives out credentials on every resource (${few(actions)})`,
      allowed: "resources that are named",
      fix: "name the roles, database users or clusters, or leave the action out",
    })),
    ...allowedEverywhere(policy, NORMAL)
      .filter(({ pattern }) => NORMAL.some((action) => action.toLowerCase() === pattern.toLowerCase()))
      .map(({ statement, pattern }) => ({
        about: pattern,
        statement,
        found: pattern,
        severity: "info" as const,
        message: "gives out a token for pulling images: normal for pods that do",
        fix: "leave it out where the pod pulls no images itself: the kubelet pulls the pod's own with the node's role",
      })),
  ],
});
