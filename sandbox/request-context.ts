import type { RequestContext } from "../lib/iam/request";
import { conditionContext, pairsOf } from "./iam/condition-context";
import { findRole } from "./iam/find-role";
import { mergeTags } from "./iam/tags";
import type { Call } from "./operation";
import type { World } from "./world";

/** The sandbox listens there alone, so nobody can call from elsewhere. */
const LOCAL = "127.0.0.1";

/** Services of which there is one for all regions: their calls are made in this one. */
const GLOBAL: ReadonlySet<string> = new Set(["iam"]);

/**
 * The condition keys of every call: who calls, with which tags (a session's over its role's), when and from where. The
 * sandbox stands for endpoints that speak TLS, so that is what a policy sees.
 *
 * Source: IAM user guide, "AWS global condition context keys",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function requestContext(world: World, call: Call): RequestContext {
  const { caller } = call;
  const now = world.now();
  const role = caller.roleArn === undefined ? undefined : findRole(world, caller.roleArn);
  const tags = mergeTags(role?.tags ?? [], world.sessions[caller.accessKeyId]?.tags ?? []);
  return conditionContext(
    {
      "aws:PrincipalArn": caller.roleArn ?? caller.arn,
      "aws:PrincipalAccount": caller.account,
      "aws:PrincipalType": caller.kind === "root" ? "Account" : "AssumedRole",
      "aws:PrincipalIsAWSService": "false",
      "aws:ViaAWSService": "false",
      "aws:userid": caller.userId,
      "aws:CurrentTime": now.toISOString().replace(/\.\d+Z$/, "Z"),
      "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
      "aws:RequestedRegion": GLOBAL.has(call.service) ? "us-east-1" : call.region,
      "aws:SecureTransport": "true",
      "aws:SourceIp": LOCAL,
      "aws:UserAgent": call.headers["user-agent"],
      "aws:referer": call.headers.referer,
    },
    { principal: pairsOf(tags) },
  );
}
