import { missingToken } from "./common-errors";
import type { Call, Operation } from "./operation";
import type { World } from "./world";

/** What AWS does without a signature: the token in the request is what counts. */
const UNSIGNED: ReadonlySet<string> = new Set(["sts:AssumeRoleWithWebIdentity", "eks-auth:AssumeRoleForPodIdentity"]);

/**
 * Whether the caller may do what it asks: the one place between reading a request and carrying it out. Root and every
 * session may do all; who has not signed may do only what needs no signature.
 *
 * @throws AwsError what the service says to a caller that it refuses.
 */
export function gate(call: Call, operation: Operation, _world: World): void {
  if (call.caller.kind === "anonymous" && !UNSIGNED.has(operation.action)) throw missingToken(call.service);
}
