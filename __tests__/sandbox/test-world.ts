import { EKSClient } from "@aws-sdk/client-eks";
import { S3Client } from "@aws-sdk/client-s3";
import { NO_FAULTS } from "../../sandbox/faults";
import { iamState } from "../../sandbox/iam/state";
import { type Sandbox, startSandbox } from "../../sandbox/server";

export const ACCOUNT = "123456789012";
export const OTHER_ACCOUNT = "210987654321";
export const REGION = "us-east-1";
export const CLUSTER = "atlas";
export const CLUSTER_ARN = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`;

/** A sandbox with the cluster atlas in it, a clock that only the test moves, and clients for it. */
export interface TestWorld {
  sandbox: Sandbox;
  eks: EKSClient;
  s3: S3Client;
  /** Lets time pass in the sandbox. */
  wait(seconds: number): void;
  close(): Promise<void>;
}

export async function startTestWorld(
  options: { consistencySeconds?: number; region?: string } = {},
): Promise<TestWorld> {
  const { consistencySeconds = 0, region = REGION } = options;
  let time = Date.now();
  const sandbox = await startSandbox({
    account: ACCOUNT,
    clusters: [{ name: CLUSTER, account: ACCOUNT, region: REGION, version: "1.33" }],
    faults: { ...NO_FAULTS, consistencySeconds },
    seed: 1,
    now: () => new Date(time),
  });
  const client = {
    endpoint: sandbox.url,
    region,
    credentials: { accessKeyId: ACCOUNT, secretAccessKey: "secret" },
    maxAttempts: 1,
  };
  const eks = new EKSClient(client);
  const s3 = new S3Client(client);
  return {
    sandbox,
    eks,
    s3,
    wait: (seconds) => {
      time += seconds * 1000;
    },
    close: async () => {
      eks.destroy();
      s3.destroy();
      await sandbox.close();
    },
  };
}

/** The trust that EKS Pod Identity needs, with conditions if any. */
export function podsTrust(condition?: Record<string, Record<string, string>>): Record<string, unknown> {
  return {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole", "sts:TagSession"],
    ...(condition !== undefined && { Condition: condition }),
  };
}

/** Puts a role into the sandbox, without IAM's API, and gives its ARN. */
export function addRole(
  { sandbox }: TestWorld,
  name: string,
  statement: Record<string, unknown> = podsTrust(),
  account = ACCOUNT,
  permitted: Record<string, unknown>[] = [],
): string {
  const arn = `arn:aws:iam::${account}:role/${name}`;
  iamState(sandbox.world, account).roles[name.toLowerCase()] = {
    name,
    path: "/",
    id: `AROA${name.toUpperCase().padEnd(17, "X").slice(0, 17)}`,
    arn,
    trust: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    created: "2026-01-01T00:00:00Z",
    maxSessionDuration: 3600,
    tags: [],
    inline:
      permitted.length === 0
        ? []
        : [{ name: "permitted", document: JSON.stringify({ Version: "2012-10-17", Statement: permitted }) }],
    attached: [],
  };
  return arn;
}

/** What a call is refused with; a call that is not refused is an error of the test. */
export async function refusal(
  call: Promise<unknown>,
): Promise<{ code: string; status: number | undefined; message: string }> {
  try {
    await call;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const metadata: unknown = "$metadata" in error ? error.$metadata : undefined;
    const status =
      typeof metadata === "object" && metadata !== null && "httpStatusCode" in metadata
        ? Number(metadata.httpStatusCode)
        : undefined;
    return { code: error.name, status, message: error.message };
  }
  throw new Error("The call was expected to be refused, but it went through.");
}
