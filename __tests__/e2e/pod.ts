import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { podToken } from "../../sandbox/eks-auth/token";
import { REPOSITORY, temporaryFolder } from "./project";
import { run } from "./run";
import { ACCOUNT, type World } from "./world";

const answer = z.union([
  z.object({ arn: z.string(), buckets: z.array(z.string()) }),
  z.object({ refused: z.string() }),
]);

/** What a pod gets to see: who it is and the buckets, or why it gets no credentials. */
export type PodAnswer = z.infer<typeof answer>;

/** Runs a pod of a service account, `namespace/name`, in a cluster: a process with nothing but what EKS gives a pod. */
export async function runPod(
  { sandbox }: World,
  cluster: { name: string; region: string },
  serviceAccount: string,
): Promise<PodAnswer> {
  const token = join(temporaryFolder(), "eks-pod-identity-token");
  writeFileSync(token, tokenOf(cluster, serviceAccount));
  const { stdout } = await run(process.execPath, [join(__dirname, "pod-container.mjs")], REPOSITORY, {
    PATH: process.env.PATH,
    AWS_REGION: cluster.region,
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${sandbox.url}/v1/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: token,
  });
  return answer.parse(JSON.parse(stdout));
}

/** What the agent on the pod's node answers: a status, and the reason where it refuses. */
export async function askAgent(
  { sandbox }: World,
  cluster: { name: string; region: string },
  serviceAccount: string,
): Promise<{ status: number; text: string }> {
  const headers = { authorization: tokenOf(cluster, serviceAccount) };
  const response = await fetch(`${sandbox.url}/v1/credentials`, { headers });
  return { status: response.status, text: await response.text() };
}

function tokenOf(cluster: { name: string; region: string }, serviceAccount: string): string {
  const [namespace = "", name = ""] = serviceAccount.split("/");
  const place = { cluster: cluster.name, region: cluster.region, account: ACCOUNT };
  return podToken({ namespace, serviceAccount: name, cluster: place });
}
