import { AwsError, type Reply } from "../operation";
import { randomUuid } from "../random";
import type { World } from "../world";
import { assumeRoleForPod, contextOfPlace } from "./assume-role";
import { readToken } from "./token";

/**
 * What the eks-pod-identity-agent answers a pod's SDK on `GET /v1/credentials`: the credentials as the SDKs' container
 * credential providers read them, or an error in plain text with the status that EKS Auth gave. `token` is the whole
 * Authorization header. A real agent learns its cluster from its node; this one from the token's claim `sandbox`, see
 * podToken.
 */
export function agentCredentials(token: string, world: World): Reply {
  if (token === "") return refused(400, "Service account token cannot be empty");
  if (!/^[\w=-]+\.[\w=-]+\.[\w=-]+$/.test(token))
    return refused(400, "Service account token cannot be parsed: token is malformed");
  try {
    const claims = readToken(token);
    if (claims.place === undefined)
      return refused(400, "Service account token names no cluster: make it with podToken and its option cluster");
    const context = contextOfPlace(world, claims.place);
    const { session } = assumeRoleForPod(context, claims.place.cluster, claims);
    const body = {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      Token: session.sessionToken,
      AccountId: session.assumedRoleArn.split(":")[4],
      Expiration: session.expiration.toISOString(),
    };
    return { status: 200, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const fault = error.status < 500 ? "client" : "server";
    return refused(error.status, `[${randomUuid(world)}]: (${error.code}): ${error.message}, fault: ${fault}`);
  }
}

function refused(status: number, message: string): Reply {
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: `${message}\n` };
}
