import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AssumeRoleCommand,
  type AssumeRoleCommandInput,
  type Credentials,
  GetCallerIdentityCommand,
  STSClient,
} from "@aws-sdk/client-sts";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../sandbox/server";

/** A sandbox on a clock that only the test moves, with clients of IAM and STS that do not try again. */
export interface IamWorld {
  sandbox: Sandbox;
  iam: IAMClient;
  sts: STSClient;
  /** Clients for other credentials. */
  as(credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string }): {
    iam: IAMClient;
    sts: STSClient;
  };
  /** Lets time pass in the sandbox. */
  wait(seconds: number): void;
  close(): Promise<void>;
}

export async function startIamWorld(options: SandboxOptions = {}): Promise<IamWorld> {
  let time = Date.parse("2026-05-01T12:00:00Z");
  const sandbox = await startSandbox({ seed: 1, now: () => new Date(time), ...options });
  const clients: { destroy(): void }[] = [];
  const as: IamWorld["as"] = (credentials) => {
    const configuration = { endpoint: sandbox.url, region: "us-east-1", credentials, maxAttempts: 1 };
    const made = { iam: new IAMClient(configuration), sts: new STSClient(configuration) };
    clients.push(made.iam, made.sts);
    return made;
  };
  return {
    sandbox,
    ...as({ accessKeyId: "test", secretAccessKey: "test" }),
    as,
    wait: (seconds) => {
      time += seconds * 1000;
    },
    close: async () => {
      for (const client of clients) client.destroy();
      await sandbox.close();
    },
  };
}

/** A document of one statement, or of several. */
export function document(...statements: Record<string, unknown>[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A trust policy that lets a whole account in. */
export const ACCOUNT_TRUST = document({
  Effect: "Allow",
  Principal: { AWS: "arn:aws:iam::123456789012:root" },
  Action: ["sts:AssumeRole", "sts:TagSession"],
});

export const READ_BUCKET = document({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::bucket/*" });

export const ROOT = "arn:aws:iam::123456789012:root";

/** Makes a role and gives its ARN. */
export async function newRole(
  world: IamWorld,
  RoleName: string,
  trust = ACCOUNT_TRUST,
  MaxSessionDuration = 3600,
): Promise<string> {
  const input = { RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration };
  return (await world.iam.send(new CreateRoleCommand(input))).Role?.Arn ?? "";
}

/** Gives a role an inline policy of these statements. */
export function permit({ iam }: { iam: IAMClient }, RoleName: string, ...statements: Record<string, unknown>[]) {
  const PolicyDocument = document(...statements);
  return iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: "permitted", PolicyDocument }));
}

/** A statement that lets a role become another. */
export const MAY_ASSUME = { Effect: "Allow", Action: ["sts:AssumeRole", "sts:TagSession"], Resource: "*" };

export function assume(sts: STSClient, RoleArn: string, more: Partial<AssumeRoleCommandInput> = {}) {
  return sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "try", ...more }));
}

/** Clients with a session's credentials, or with another session token than its own. */
export function clientsOf(
  world: IamWorld,
  credentials: Credentials | undefined,
  sessionToken = credentials?.SessionToken,
) {
  return world.as({
    accessKeyId: credentials?.AccessKeyId ?? "",
    secretAccessKey: credentials?.SecretAccessKey ?? "",
    ...(sessionToken === undefined ? {} : { sessionToken }),
  });
}

export function whoAmI(sts: STSClient) {
  return sts.send(new GetCallerIdentityCommand({}));
}

/** How STS says no. */
export function denied(action: string, resource: string, who = ROOT) {
  return {
    code: "AccessDenied",
    status: 403,
    message: `User: ${who} is not authorized to perform: ${action} on resource: ${resource}`,
  };
}
