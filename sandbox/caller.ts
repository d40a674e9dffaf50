import { expiredToken, invalidToken } from "./common-errors";
import { AwsError, type Call, type Caller } from "./operation";
import type { World } from "./world";

/** The credential scope of a signature version 4: who signed, for which region and service. */
export interface Scope {
  accessKeyId: string;
  region: string;
  service: string;
}

/**
 * The scope out of the Authorization header or, of a presigned request, out of its query; undefined when the request
 * is not signed. Source: "Elements of an AWS API request signature" of the IAM user guide.
 *
 * @throws AwsError IncompleteSignature when there is an AWS4 signature without a credential scope in it.
 */
export function credentialScope(authorization: string | undefined, query: URLSearchParams): Scope | undefined {
  const presigned = query.get("X-Amz-Credential");
  const signed = authorization?.startsWith("AWS4-")
    ? (/Credential=([^,\s]*)/.exec(authorization)?.[1] ?? "")
    : undefined;
  const credential = signed ?? presigned;
  if (credential === null || credential === undefined) return undefined;
  const [accessKeyId, , region, service, end] = credential.split("/");
  if (!accessKeyId || !region || !service || end !== "aws4_request") {
    throw new AwsError(
      "IncompleteSignature",
      400,
      "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, " +
        `got '${credential}'`,
    );
  }
  return { accessKeyId, region, service };
}

/** The partition that a region is of. */
export function partitionOf(region: string): Call["partition"] {
  if (region.startsWith("cn-")) return "aws-cn";
  return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
}

/** Who sends an unsigned request. */
export function anonymous(world: World): Caller {
  return { kind: "anonymous", account: world.account, arn: "anonymous", userId: "anonymous", accessKeyId: "" };
}

/**
 * Who signed. A key that the sandbox issued is its session; a key of 12 digits is that account's root; any other is
 * the root of the default account. Signatures are not verified: the sandbox knows no secret of a key that it has not
 * issued.
 *
 * @throws AwsError the service's own, for a temporary key (`ASIA…`) that the sandbox has not issued, for a wrong
 *   session token and for an expired one.
 */
export function callerOf(world: World, scope: Scope, sessionToken: string | undefined): Caller {
  const { accessKeyId, service, region } = scope;
  const session = world.sessions[accessKeyId];
  if (session !== undefined) {
    if (session.sessionToken !== sessionToken) throw invalidToken(service);
    if (session.expiration <= world.now().getTime()) throw expiredToken(service);
    return {
      kind: "assumed-role",
      account: session.account,
      arn: session.arn,
      userId: `${session.roleId}:${session.sessionName}`,
      accessKeyId,
      roleArn: session.roleArn,
      sessionTags: Object.fromEntries(session.tags.map((tag) => [tag.Key, tag.Value])),
    };
  }
  if (accessKeyId.startsWith("ASIA")) throw invalidToken(service);
  const account = /^\d{12}$/.test(accessKeyId) ? accessKeyId : world.account;
  return {
    kind: "root",
    account,
    arn: `arn:${partitionOf(region)}:iam::${account}:root`,
    userId: account,
    accessKeyId,
  };
}
