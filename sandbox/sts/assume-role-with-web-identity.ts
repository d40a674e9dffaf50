import { conditionContext } from "../iam/condition-context";
import { replicated } from "../iam/consistency";
import { findRole } from "../iam/find-role";
import type { OidcProvider } from "../iam/state";
import { consents } from "../iam/trust";
import { AwsError } from "../operation";
import type { World } from "../world";
import { type StsOperation, WEB_IDENTITY_TOKEN } from "./request";
import { credentialElements, readSessionRequest } from "./session-request";
import { openSession } from "./sessions";
import { readWebIdentity, type WebIdentity } from "./web-identity-token";

/**
 * https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html. The token's signature is not
 * verified: the sandbox reaches no issuer. Its issuer must be a provider of the role's account, its audience one of the
 * provider's, it must not be expired, and the trust policy must consent.
 */
export const assumeRoleWithWebIdentity: StsOperation = ({ world, input }) => {
  const request = readSessionRequest(input);
  const token = input.required("WebIdentityToken", WEB_IDENTITY_TOKEN);
  return {
    resources: [request.roleArn],
    run: () => {
      const identity = readWebIdentity(token, world.now());
      const provider = providerOf(world, request.roleArn, identity);
      const role = findRole(world, request.roleArn);
      const context = conditionContext({
        "aws:FederatedProvider": provider.arn,
        "sts:RoleSessionName": request.sessionName,
        ...identity.claims(provider.url),
      });
      const principal = { type: "Federated", provider: provider.arn } as const;
      const action = "sts:AssumeRoleWithWebIdentity";
      if (role === undefined || !consents(role, { action, principal, context })) {
        throw new AwsError("AccessDenied", 403, `Not authorized to perform ${action}`);
      }
      const durationSeconds = request.durationSeconds ?? 3600;
      if (durationSeconds > role.maxSessionDuration) {
        throw new AwsError(
          "ValidationError",
          400,
          "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        );
      }
      const credentials = openSession(world, {
        ...request.narrowing,
        role,
        sessionName: request.sessionName,
        tags: [],
        transitiveTagKeys: [],
        durationSeconds,
      });
      return {
        ...credentialElements(credentials),
        SubjectFromWebIdentityToken: identity.subject,
        Audience: identity.audiences[0],
        Provider: provider.arn,
      };
    },
  };
};

function providerOf(world: World, roleArn: string, identity: WebIdentity): OidcProvider {
  const [, partition = "aws", , , account = ""] = roleArn.split(":");
  const arn = `arn:${partition}:iam::${account}:oidc-provider/${identity.issuer.replace(/^https:\/\//, "")}`;
  const provider = replicated(world, account, "oidcProviders", arn);
  const invalid = (message: string): AwsError => new AwsError("InvalidIdentityToken", 400, message);
  if (provider === undefined) throw invalid(`No OpenIDConnect provider found in your account for ${identity.issuer}`);
  if (!identity.audiences.some((audience) => provider.clientIds.includes(audience))) {
    throw invalid("Incorrect token audience");
  }
  return provider;
}
