import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import type { Addon } from "../model/stack";
import { makeAddon } from "./eks-addon";
import { PodIdentity } from "./pod-identity";
import type { PodIdentityAgent } from "./pod-identity-agent";

/** What an add-on is made from. */
export interface AddonWithIdentitiesProps {
  addon: Addon;
  clusterName: string;
  provider: TerraformProvider;
  /** Pods of the add-on get credentials only once the agent runs: the add-on waits for it. */
  agent?: PodIdentityAgent | undefined;
}

/** An EKS add-on and the identities of its service accounts: the add-on itself makes and owns the associations. */
export class AddonWithIdentities extends Construct {
  constructor(scope: Construct, id: string, props: AddonWithIdentitiesProps) {
    super(scope, id);
    const { addon, clusterName, provider, agent } = props;
    const identities = addon.identities.map((identity) => {
      const serviceAccount = identity.serviceAccounts[0]?.name ?? "";
      const made = new PodIdentity(this, serviceAccount, { identity, provider: () => provider, associate: false });
      return { serviceAccount, made };
    });
    const resource = makeAddon(this, "addon", addon.name, { ...addon, clusterName, provider });
    if (identities.length > 0) {
      resource.putPodIdentityAssociation(
        identities
          .map(({ serviceAccount, made }) => ({ serviceAccount, roleArn: made.roleArn }))
          .sort((a, b) => (a.serviceAccount < b.serviceAccount ? -1 : 1)),
      );
    }
    const before = [
      ...(agent === undefined ? [] : [agent.address]),
      ...identities.flatMap(({ made }) => made.policyAddresses),
    ];
    if (before.length > 0) resource.dependsOn = before;
  }
}
