import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { AddonWithIdentities } from "../lib/constructs/addon";
import { RegionalProviders } from "../lib/constructs/aws-provider";
import { PodIdentityAgent } from "../lib/constructs/pod-identity-agent";
import { stateBackend } from "../lib/constructs/state-backend";
import type { ClusterModel } from "../lib/model/stack";
import { type ClusterStackProps, clusterModel } from "./cluster-stack-props";

/**
 * The stack of one cluster: the agent add-on, and other EKS add-ons with the identities of their service accounts.
 * Its name is `cluster-<key>`. Throws a DeclarationError with all that is wrong with the props.
 */
export class ClusterStack extends TerraformStack {
  /** The agent's add-on, where this stack makes it. */
  readonly agent: PodIdentityAgent | undefined;

  constructor(scope: Construct, props: ClusterStackProps | ClusterModel) {
    const model = "kind" in props ? props : clusterModel(props);
    super(scope, model.name);
    stateBackend(this, model.state);
    const { cluster } = model;
    const provider = new RegionalProviders(this, model.regions, model.account).of(cluster.region);
    this.agent =
      model.agent === undefined
        ? undefined
        : new PodIdentityAgent(this, "agent", { ...model.agent, clusterName: cluster.name, provider });
    for (const addon of model.addons) {
      new AddonWithIdentities(this, addon.name, { addon, clusterName: cluster.name, provider, agent: this.agent });
    }
  }
}
