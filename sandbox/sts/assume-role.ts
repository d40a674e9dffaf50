import { internalFailure } from "../common-errors";
import { conditionContext, pairsOf } from "../iam/condition-context";
import { findRole } from "../iam/find-role";
import type { Role, Tag } from "../iam/state";
import { mergeTags } from "../iam/tags";
import { AwsError, type Caller } from "../operation";
import type { World } from "../world";
import { EXTERNAL_ID, type StsOperation } from "./request";
import { credentialElements, readSessionRequest } from "./session-request";
import { openSession } from "./sessions";

/** A session that a session opens lasts an hour at most. */
const CHAINED_SECONDS = 3600;

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html. The role's trust policy and the caller's own
 * policies are the gate's to judge. AWS lets no root user assume a role: here root stands for an account's administrator,
 * and may.
 */
export const assumeRole: StsOperation = ({ world, call, input }) => {
  const { caller } = call;
  const request = readSessionRequest(input);
  const externalId = input.text("ExternalId", EXTERNAL_ID);
  const inherited = inheritedTags(world, caller);
  refuseOverriding(inherited, request.tags);
  const tags = mergeTags(inherited, request.tags);
  const role = findRole(world, request.roleArn);
  const asked = {
    resourcePolicy: { kind: "trust" as const, document: role?.trust, account: request.roleArn.split(":")[4] ?? "" },
    context: () =>
      conditionContext(
        {
          "sts:ExternalId": externalId,
          "sts:RoleSessionName": request.sessionName,
          "sts:TransitiveTagKeys": request.transitiveTagKeys,
        },
        { request: pairsOf(tags), resource: pairsOf(role?.tags ?? []) },
      ),
  };
  return {
    resources: [request.roleArn],
    ...asked,
    needs: tags.length === 0 ? [] : [{ action: "sts:TagSession", resource: request.roleArn, ...asked }],
    run: () => {
      // The gate has judged its trust policy, so it is there.
      if (role === undefined) throw internalFailure(call.service);
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
