import { EKSClient, ListAddonsCommand, ListPodIdentityAssociationsCommand } from "@aws-sdk/client-eks";
import { IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import type { Sandbox } from "../sandbox/server";
import { CLUSTER } from "./cluster";

function client(sandbox: Sandbox): {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
} {
  return {
    endpoint: sandbox.url,
    region: CLUSTER.region,
    credentials: { accessKeyId: CLUSTER.account, secretAccessKey: "sandbox" },
  };
}

export async function makeBucket(sandbox: Sandbox, name: string): Promise<void> {
  await new S3Client({ ...client(sandbox), forcePathStyle: true }).send(new CreateBucketCommand({ Bucket: name }));
}

export async function addonsOf(sandbox: Sandbox): Promise<string[]> {
  const { addons = [] } = await new EKSClient(client(sandbox)).send(
    new ListAddonsCommand({ clusterName: CLUSTER.name }),
  );
  return addons.sort();
}

export async function associationsOf(sandbox: Sandbox): Promise<string[]> {
  const { associations = [] } = await new EKSClient(client(sandbox)).send(
    new ListPodIdentityAssociationsCommand({ clusterName: CLUSTER.name }),
  );
  return associations.map((one) => `${one.namespace}/${one.serviceAccount}`).sort();
}

/** The names of all roles of the account. */
export async function rolesOf(sandbox: Sandbox): Promise<string[]> {
  const { Roles: roles = [] } = await new IAMClient(client(sandbox)).send(new ListRolesCommand({}));
  return roles.map((role) => role.RoleName ?? "").sort();
}
