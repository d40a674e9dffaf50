import { DeletePodIdentityAssociationCommand, EKSClient } from "@aws-sdk/client-eks";
import { AttachRolePolicyCommand, DetachRolePolicyCommand, IAMClient, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import type { Sandbox } from "../../sandbox/server";
import type { AwsCall } from "./scenario";

/** Makes a call to AWS that Terraform knows nothing of. */
export async function callOutside(sandbox: Sandbox, call: AwsCall): Promise<void> {
  const settings = {
    endpoint: sandbox.url,
    region: "us-east-1",
    credentials: { accessKeyId: sandbox.world.account, secretAccessKey: "sandbox" },
  };
  const iam = new IAMClient(settings);
  const eks = new EKSClient(settings);
  try {
    switch (call.call) {
      case "iam:PutRolePolicy":
        await iam.send(new PutRolePolicyCommand(call.with));
        return;
      case "iam:AttachRolePolicy":
        await iam.send(new AttachRolePolicyCommand(call.with));
        return;
      case "iam:DetachRolePolicy":
        await iam.send(new DetachRolePolicyCommand(call.with));
        return;
      case "eks:DeletePodIdentityAssociation": {
        const { clusterName, associationId } = call.with;
        const id = withIds(sandbox, associationId);
        await eks.send(new DeletePodIdentityAssociationCommand({ clusterName, associationId: id }));
        return;
      }
    }
  } finally {
    iam.destroy();
    eks.destroy();
  }
}

/**
 * Puts ids in the place of `{association of CLUSTER NAMESPACE/NAME}`.
 *
 * @throws Error where the sandbox has no such association.
 */
export function withIds({ world }: Sandbox, text: string): string {
  return text.replace(/\{association of (\S+) ([^/\s]+)\/([^}\s]+)\}/g, (whole, cluster, namespace, name) => {
    const clusters = Object.values(world.eks).flatMap((region) => Object.values(region.clusters));
    const associations = clusters
      .filter((one) => one.name === cluster)
      .flatMap((one) => Object.values(one.associations));
    const found = associations.find((one) => one.namespace === namespace && one.serviceAccount === name);
    if (found === undefined) throw new Error(`there is no ${whole}`);
    return found.id;
  });
}
