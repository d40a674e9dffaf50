import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as z from "zod";
import { podToken } from "../sandbox/eks-auth/token";
import type { Sandbox } from "../sandbox/server";
import { CLUSTER } from "./cluster";
import { ROOT } from "./commands";
import { run } from "./run";
import { StepFailed } from "./steps";

/** The SDK is not to look for an EC2 instance, nor to speak of Node versions to come. */
export const QUIET = { AWS_EC2_METADATA_DISABLED: "true", AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

/** Asks the agent for the credentials of a pod, as an AWS SDK does, and gives its plain answer. */
export async function askAgent(
  sandbox: Sandbox,
  namespace: string,
  serviceAccount: string,
): Promise<{ granted: boolean; said: string }> {
  const headers = { authorization: tokenOf(namespace, serviceAccount) };
  const answer = await fetch(`${sandbox.url}/v1/credentials`, { headers });
  // What a granted answer says is a secret.
  return { granted: answer.ok, said: answer.ok ? "credentials" : `${answer.status} ${(await answer.text()).trim()}` };
}

function tokenOf(namespace: string, serviceAccount: string): string {
  const { name: cluster, region, account } = CLUSTER;
  const pod = `${serviceAccount}-7d9c5b6f4-x2x8k`;
  return podToken({ namespace, serviceAccount, pod, cluster: { cluster, region, account } });
}

const POD = join(ROOT, "dist", "demo-pod.js");
/** How the ARN of a session of the pod's role begins. */
export const ROLE_SESSION = `arn:aws:sts::${CLUSTER.account}:assumed-role/backend-api-api/`;

const attempt = z.union([z.object({ granted: z.array(z.string()) }), z.object({ refused: z.string() })]);

const podAnswer = z.object({ arn: z.string(), buckets: z.array(z.string()), stored: attempt, clusters: attempt });

/** Who the pod is, the buckets that it sees, and what came of storing a report and of listing the clusters. */
type PodAnswer = z.infer<typeof podAnswer>;

/** Runs the pod's program as a process of its own that has nothing but what EKS puts into a pod. */
export async function asPod(sandbox: Sandbox, namespace: string, serviceAccount: string): Promise<PodAnswer> {
  const folder = mkdtempSync(join(tmpdir(), "pod-identity-pod-"));
  try {
    const tokenFile = join(folder, "eks-pod-identity-token");
    writeFileSync(tokenFile, tokenOf(namespace, serviceAccount), { mode: 0o600 });
    const { stdout } = await run(process.execPath, [POD], folder, {
      PATH: process.env.PATH,
      AWS_REGION: CLUSTER.region,
      AWS_ENDPOINT_URL: sandbox.url,
      ...QUIET,
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sandbox.url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: tokenFile,
    });
    const answer = podAnswer.safeParse(JSON.parse(stdout));
    if (!answer.success)
      throw new StepFailed("the pod answered something else than who it is and what it sees", stdout);
    return answer.data;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In which words the pod was refused; they have to say who asked for which action. */
export function theRefusal(action: string, attempted: PodAnswer["clusters"]): string {
  if (!("refused" in attempted)) throw new StepFailed(`${action} was granted: ${attempted.granted.join(", ")}`);
  const said = attempted.refused;
  if (!said.includes(`User: ${ROLE_SESSION}`) || !said.includes(`not authorized to perform: ${action} on resource: `))
    throw new StepFailed(`${action} was refused in other words: ${said}`);
  return said;
}
