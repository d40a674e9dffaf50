import { checkIdentityPolicy } from "../iam/document";
import type { Tag } from "../iam/state";
import { readTags } from "../iam/tags";
import { AwsError } from "../operation";
import type { QueryInput } from "../query-input";
import type { XmlElement } from "../query-protocol";
import { ROLE_ARN, SESSION_NAME, SESSION_POLICY } from "./request";
import type { SessionCredentials, SessionRequest } from "./sessions";

/** What the operations that assume a role have in common. */
export interface RoleSessionInput {
  roleArn: string;
  sessionName: string;
  tags: Tag[];
  transitiveTagKeys: string[];
  /** Seconds, 900 to 43,200; undefined when the caller leaves it to the standard. */
  durationSeconds: number | undefined;
  narrowing: Pick<SessionRequest, "policy" | "policyArns">;
}

/** @throws AwsError ValidationError (an ARN that is none), MalformedPolicyDocument (a session policy). */
export function readSessionRequest(input: QueryInput): RoleSessionInput {
  const roleArn = input.required("RoleArn", ROLE_ARN);
  const sessionName = input.required("RoleSessionName", SESSION_NAME);
  const policy = input.text("Policy", SESSION_POLICY);
  const policyArns = input.structures("PolicyArns").map((item) => item.required("arn", ROLE_ARN));
  const tags = readTags(input);
  const transitiveTagKeys = input.texts("TransitiveTagKeys") ?? [];
  const durationSeconds = input.integer("DurationSeconds", 900, 43_200);
  input.check();
  if (!/^arn:(aws|aws-cn|aws-us-gov):iam::\d{12}:role\/.+$/.test(roleArn)) {
    throw new AwsError("ValidationError", 400, `${roleArn} is invalid`);
  }
  const keys = new Set(tags.map((tag) => tag.Key.toLowerCase()));
  if (!transitiveTagKeys.every((key) => keys.has(key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      400,
      "The specified transitive tag key must be included in the requested tags.",
    );
  }
  if (policy !== undefined) checkIdentityPolicy(policy, false);
  return {
    roleArn,
    sessionName,
    tags,
    transitiveTagKeys,
    durationSeconds,
    narrowing: {
      ...(policy === undefined ? {} : { policy }),
      ...(policyArns.length === 0 ? {} : { policyArns }),
    },
  };
}

/** The members of an answer that hands out credentials. */
export function credentialElements(credentials: SessionCredentials): XmlElement {
  return {
    Credentials: {
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey,
      SessionToken: credentials.sessionToken,
      Expiration: credentials.expiration.toISOString().replace(/\.\d+Z$/, "Z"),
    },
    AssumedRoleUser: { AssumedRoleId: credentials.assumedRoleId, Arn: credentials.assumedRoleArn },
  };
}
