import { missingToken } from "./common-errors";
import { jsonError } from "./eks/rest-json";
import { eksService } from "./eks/service";
import { agentCredentials } from "./eks-auth/agent";
import { eksAuthService } from "./eks-auth/service";
import { iamService } from "./iam/service";
import { AwsError, type Call, type Operation, type Reply, type Service } from "./operation";
import { invalidAction, isForm, queryError, queryParameters } from "./query-protocol";
import { s3Service } from "./s3/service";
import { stsService } from "./sts/service";
import type { World } from "./world";

/** Every service of the sandbox, on one world. */
export function services(world: World): readonly Service[] {
  return [
    iamService(world),
    stsService(world),
    eksService(world),
    eksAuthService(world),
    s3Service(world),
    agent(world),
  ];
}

/** Answers for a service that the sandbox does not have: it knows no operation. */
export const unknownService: Service = {
  names: [],
  operation(call: Call): Operation {
    if (call.caller.kind === "anonymous") throw missingToken(call.service);
    if (isForm(call)) throw invalidAction(queryParameters(call));
    throw new AwsError(
      "UnknownOperationException",
      404,
      `The sandbox has no operation ${call.method} ${call.path} of the service '${call.service}'.`,
    );
  },
  error(error: AwsError, call: Call): Reply {
    return isForm(call) ? queryError(call, "https://aws.amazon.com/", error) : jsonError(withType(error));
  },
};

/** Clients of the JSON protocols with targets look for the code in the body. */
function withType(error: AwsError): AwsError {
  return new AwsError(error.code, error.status, error.message, { ...error.members, __type: error.code });
}

const AGENT = "eks-pod-identity-agent";

/**
 * The agent on a node, as a pod's SDK talks to it: `GET /v1/credentials`, the service account's token as the whole
 * Authorization header.
 */
function agent(world: World): Service {
  return {
    names: [AGENT],
    operation: (call) => ({
      action: "eks-auth:AssumeRoleForPodIdentity",
      resources: ["*"],
      run: () => agentCredentials(call.headers.authorization ?? "", world),
    }),
    error: jsonError,
  };
}

/** The service that an unsigned request is for, as far as its form tells; otherwise an empty string. */
export function unsignedService(method: string, path: string, headers: Readonly<Record<string, string>>): string {
  if (method === "GET" && path === "/v1/credentials") return AGENT;
  if (headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) return "sts";
  return method === "POST" && /^\/clusters\/[^/]+\/assume-role-for-pod-identity$/.test(path) ? "eks-auth" : "";
}
