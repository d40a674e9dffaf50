import { EKSClient } from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  PutRolePolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand, type AssumeRoleCommandInput, STSClient } from "@aws-sdk/client-sts";
import type { CallRecord } from "../../sandbox/dispatch";
import { podToken } from "../../sandbox/eks-auth/token";
import { type Sandbox, startSandbox } from "../../sandbox/server";
import { ACCOUNT_TRUST, document } from "./iam-world";
import { ACCOUNT, CLUSTER, podsTrust, REGION } from "./test-world";

export type Statement = Record<string, unknown>;

/** Clients with the credentials of one caller. */
export interface Clients {
  iam: IAMClient;
  sts: STSClient;
  s3: S3Client;
  eks: EKSClient;
}

interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

interface RoleOptions {
  /** The statements of its inline policy. */
  inline?: Statement[];
  /** The statements of a customer managed policy, or the ARN of one of AWS's. */
  attached?: Statement[] | string;
  boundary?: Statement[];
  tags?: Record<string, string>;
  /** Lets the account in where left out. */
  trust?: string;
}

export interface SessionOptions extends RoleOptions {
  sessionPolicy?: Statement[];
  sessionPolicyArn?: string;
  sessionTags?: Record<string, string>;
}

export const ROLE_ARN = `arn:aws:iam::${ACCOUNT}:role/team/api`;
export const SESSION_ARN = `arn:aws:sts::${ACCOUNT}:assumed-role/api/try`;
export const BUCKET_ARN = "arn:aws:s3:::reports";

/** A sandbox with the cluster atlas and a bucket `reports` with `core/q3.csv` in it, whose calls are recorded. */
export interface GateWorld {
  sandbox: Sandbox;
  root: Clients;
  records: CallRecord[];
  clients(credentials: Credentials): Clients;
  /** Makes a role, `/team/api` where no name is given, and gives its ARN. */
  role(options: RoleOptions, name?: string): Promise<string>;
  /** Makes the role `/team/api` and a session `try` of it. */
  session(options: SessionOptions): Promise<Clients>;
  /** The credentials that the agent gives a pod of backend/api. */
  pod(): Promise<Clients>;
  close(): Promise<void>;
}

export async function startGateWorld(): Promise<GateWorld> {
  const records: CallRecord[] = [];
  const sandbox = await startSandbox({
    seed: 1,
    account: ACCOUNT,
    clusters: [{ name: CLUSTER, account: ACCOUNT, region: REGION }],
    onCall: (record) => records.push(record),
  });
  const made: { destroy(): void }[] = [];
  const clients = (credentials: Credentials): Clients => {
    const configuration = { endpoint: sandbox.url, region: REGION, credentials, maxAttempts: 1 };
    const all = {
      iam: new IAMClient(configuration),
      sts: new STSClient(configuration),
      s3: new S3Client({ ...configuration, forcePathStyle: true }),
      eks: new EKSClient(configuration),
    };
    made.push(...Object.values(all));
    return all;
  };
  const root = clients({ accessKeyId: ACCOUNT, secretAccessKey: "x" });
  await root.s3.send(new CreateBucketCommand({ Bucket: "reports" }));
  await root.s3.send(new PutObjectCommand({ Bucket: "reports", Key: "core/q3.csv", Body: "1" }));

  const managed = async (PolicyName: string, statements: Statement[]) => {
    const input = { PolicyName, PolicyDocument: document(...statements) };
    return (await root.iam.send(new CreatePolicyCommand(input))).Policy?.Arn ?? "";
  };
  const role: GateWorld["role"] = async (options, RoleName = "api") => {
    const { Role } = await root.iam.send(
      new CreateRoleCommand({
        RoleName,
        Path: "/team/",
        AssumeRolePolicyDocument: options.trust ?? ACCOUNT_TRUST,
        Tags: Object.entries(options.tags ?? {}).map(([Key, Value]) => ({ Key, Value })),
        ...(options.boundary && { PermissionsBoundary: await managed("boundary", options.boundary) }),
      }),
    );
    if (options.inline !== undefined && options.inline.length > 0) {
      const input = { RoleName, PolicyName: "inline", PolicyDocument: document(...options.inline) };
      await root.iam.send(new PutRolePolicyCommand(input));
    }
    if (options.attached !== undefined) {
      const { attached } = options;
      const PolicyArn = typeof attached === "string" ? attached : await managed("attached", attached);
      await root.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    }
    return Role?.Arn ?? "";
  };
  return {
    sandbox,
    root,
    records,
    clients,
    role,
    session: async (options) => {
      const input: AssumeRoleCommandInput = {
        RoleArn: await role(options),
        RoleSessionName: "try",
        ...(options.sessionPolicy && { Policy: document(...options.sessionPolicy) }),
        ...(options.sessionPolicyArn && { PolicyArns: [{ arn: options.sessionPolicyArn }] }),
        Tags: Object.entries(options.sessionTags ?? {}).map(([Key, Value]) => ({ Key, Value })),
      };
      const { Credentials: issued } = await root.sts.send(new AssumeRoleCommand(input));
      return clients({
        accessKeyId: issued?.AccessKeyId ?? "",
        secretAccessKey: issued?.SecretAccessKey ?? "",
        sessionToken: issued?.SessionToken ?? "",
      });
    },
    pod: async () => {
      const place = { cluster: CLUSTER, region: REGION, account: ACCOUNT };
      const authorization = podToken({ namespace: "backend", serviceAccount: "api", pod: "api-5d8f", cluster: place });
      const answer = await fetch(`${sandbox.url}/v1/credentials`, { headers: { authorization } });
      const { AccessKeyId, SecretAccessKey, Token } = JSON.parse(await answer.text());
      return clients({ accessKeyId: AccessKeyId, secretAccessKey: SecretAccessKey, sessionToken: Token });
    },
    close: async () => {
      for (const client of made) client.destroy();
      await sandbox.close();
    },
  };
}

export const PODS_TRUST = document(podsTrust());

export function allow(Action: unknown, Resource: unknown = "*", Condition?: unknown): Statement {
  return { Effect: "Allow", Action, Resource, ...(Condition === undefined ? {} : { Condition }) };
}

export function deny(Action: unknown, Resource: unknown = "*", Condition?: unknown): Statement {
  return { ...allow(Action, Resource, Condition), Effect: "Deny" };
}
