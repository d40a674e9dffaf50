import { findRole } from "../iam/find-role";
import type { Role, Tag } from "../iam/state";
import { mergeTags } from "../iam/tags";
import { conditionContext, consents, type TrustedPrincipal } from "../iam/trust";
import { AwsError, type Caller } from "../operation";
import type { World } from "../world";
import { EXTERNAL_ID, type StsOperation } from "./request";
import { credentialElements, readSessionRequest } from "./session-request";
import { openSession } from "./sessions";

/** A session that a session opens lasts an hour at most. */
const CHAINED_SECONDS = 3600;

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. The trust policy decides; what the caller's
 * own policies say is the gate's. AWS lets no root user assume a role: here root stands for an account's administrator,
 * and may.
 */
export const assumeRole: StsOperation = ({ world, call, input }) => {
  const { caller } = call;
  const request = readSessionRequest(input);
  const externalId = input.text("ExternalId", EXTERNAL_ID);
  return {
    resources: [request.roleArn],
    run: () => {
      const inherited = inheritedTags(world, caller);
      refuseOverriding(inherited, request.tags);
      const tags = mergeTags(inherited, request.tags);
      const role = findRole(world, request.roleArn);
      const denied = (action: string): AwsError =>
        new AwsError(
          "AccessDenied",
          403,
          `User: ${caller.arn} is not authorized to perform: ${action} on resource: ${request.roleArn}`,
        );
      if (role === undefined) throw denied("sts:AssumeRole");

      const principal: TrustedPrincipal = { kind: "AWS", account: caller.account, arns: namesOf(caller) };
      const context = conditionContext(
        {
          "aws:PrincipalArn": caller.roleArn ?? caller.arn,
          "aws:PrincipalAccount": caller.account,
          "aws:PrincipalType": caller.kind === "root" ? "Account" : "AssumedRole",
          "aws:PrincipalIsAWSService": "false",
          "aws:userid": caller.userId,
          "sts:ExternalId": externalId,
          "sts:RoleSessionName": request.sessionName,
          "sts:TransitiveTagKeys": request.transitiveTagKeys,
        },
        { request: pairs(tags), principal: pairs(principalTags(world, caller)) },
      );
      const may = (action: string): boolean => consents(role.trust, { action, principal, context });
      if (!may("sts:AssumeRole")) throw denied("sts:AssumeRole");
      if (tags.length > 0 && !may("sts:TagSession")) throw denied("sts:TagSession");

      const credentials = openSession(world, {
        ...request.narrowing,
        role,
        sessionName: request.sessionName,
        tags,
        transitiveTagKeys: [...inherited.map((tag) => tag.Key), ...request.transitiveTagKeys],
        durationSeconds: durationOf(role, caller, request.durationSeconds),
      });
      return credentialElements(credentials);
    },
  };
};

/** All the names that a trust policy may call a caller by. */
function namesOf(caller: Caller): string[] {
  return caller.roleArn === undefined ? [caller.arn] : [caller.arn, caller.roleArn];
}

/** The tags that go on from the calling session to the next one. */
function inheritedTags(world: World, caller: Caller): Tag[] {
  const session = world.sessions[caller.accessKeyId];
  if (session === undefined) return [];
  const transitive = new Set(session.transitiveTagKeys.map((key) => key.toLowerCase()));
  return session.tags.filter((tag) => transitive.has(tag.Key.toLowerCase()));
}

function refuseOverriding(inherited: readonly Tag[], tags: readonly Tag[]): void {
  const keys = new Set(inherited.map((tag) => tag.Key.toLowerCase()));
  if (tags.some((tag) => keys.has(tag.Key.toLowerCase()))) {
    throw new AwsError(
      "InvalidParameterValue",
      400,
      "One or more of the specified transitive tag keys can't be set because they conflict with a transitive tag key from the calling session.",
    );
  }
}

/** The tags of the caller's role, and its session's over them. */
function principalTags(world: World, caller: Caller): Tag[] {
  const role = caller.roleArn === undefined ? undefined : findRole(world, caller.roleArn);
  return mergeTags(role?.tags ?? [], world.sessions[caller.accessKeyId]?.tags ?? []);
}

function pairs(tags: readonly Tag[]): [string, string][] {
  return tags.map((tag) => [tag.Key, tag.Value]);
}

function durationOf(role: Role, caller: Caller, seconds: number | undefined): number {
  const invalid = (message: string): AwsError => new AwsError("ValidationError", 400, message);
  const duration = seconds ?? 3600;
  if (caller.kind === "assumed-role" && duration > CHAINED_SECONDS) {
    throw invalid("The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.");
  }
  if (duration > role.maxSessionDuration) {
    throw invalid("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
  }
  return duration;
}
