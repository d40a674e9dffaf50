import { eksContext } from "../eks/context";
import { epochSeconds, JsonInput, jsonError, jsonReply } from "../eks/rest-json";
import { AwsError, type Call, type Operation, type Service } from "../operation";
import type { World } from "../world";
import { assumeRoleForPod, contextOfPlace, type PodCredentials } from "./assume-role";
import { AUDIENCE, readToken } from "./token";

const PATH = /^\/clusters\/([^/]+)\/assume-role-for-pod-identity$/;

/**
 * Amazon EKS Auth: its one operation, AssumeRoleForPodIdentity, which the agent on a node calls.
 * Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_auth_AssumeRoleForPodIdentity.html
 */
export function eksAuthService(world: World): Service {
  return {
    names: ["eks-auth"],
    operation: (call) => findOperation(world, call),
    error: jsonError,
  };
}

function findOperation(world: World, call: Call): Operation {
  const [, name] = PATH.exec(call.path) ?? [];
  if (name === undefined || call.method !== "POST")
    throw new AwsError(
      "UnknownOperationException",
      404,
      `The sandbox has no operation ${call.method} ${call.path} of EKS Auth.`,
    );
  const cluster = decodeURIComponent(name);
  const arn = `arn:${call.partition}:eks:${call.region}:${call.account}:cluster/${cluster}`;
  return {
    action: "eks-auth:AssumeRoleForPodIdentity",
    resources: [arn],
    run: () => {
      const claims = readToken(JsonInput.of(call).required("token"));
      // Who does not sign tells no account and no region, so the token has to.
      const place = call.caller.kind === "anonymous" ? claims.place : undefined;
      const context = place === undefined ? eksContext(world, call) : contextOfPlace(world, place);
      return jsonReply(reply(assumeRoleForPod(context, cluster, claims)));
    },
  };
}

function reply(credentials: PodCredentials): Record<string, unknown> {
  return {
    subject: { namespace: credentials.namespace, serviceAccount: credentials.serviceAccount },
    audience: AUDIENCE,
    podIdentityAssociation: {
      associationArn: credentials.associationArn,
      associationId: credentials.associationId,
    },
    assumedRoleUser: {
      arn: credentials.session.assumedRoleArn,
      assumeRoleId: credentials.session.assumedRoleId,
    },
    credentials: {
      sessionToken: credentials.session.sessionToken,
      secretAccessKey: credentials.session.secretAccessKey,
      accessKeyId: credentials.session.accessKeyId,
      expiration: epochSeconds(credentials.session.expiration.getTime()),
    },
  };
}
