import type { TerraformProvider, TerraformResource } from "cdktf";
import { Construct } from "constructs";
import { AGENT_ADDON } from "../model/addons";
import type { AddonSettings } from "../model/stack";
import { address } from "./address";
import { requireAwsProvider } from "./aws-provider";
import { makeAddon } from "./eks-addon";

/** What the agent's add-on is made from. */
export interface PodIdentityAgentProps extends Partial<AddonSettings> {
  /** The cluster's name in EKS; may be a token. */
  clusterName: string;
  /** Where the stack has several providers; its default one where left out. */
  provider?: TerraformProvider;
}

/** The `eks-pod-identity-agent` add-on of a cluster: without it pods get no credentials. */
export class PodIdentityAgent extends Construct {
  /** The add-on's ARN, a token. */
  readonly addonArn: string;
  private readonly addon: TerraformResource;

  constructor(scope: Construct, id: string, props: PodIdentityAgentProps) {
    super(scope, id);
    requireAwsProvider(this);
    const addon = makeAddon(this, "addon", AGENT_ADDON, props);
    this.addon = addon;
    this.addonArn = addon.arn;
  }

  /** The address by which other resources wait for the agent. */
  get address(): string {
    return address(this.addon);
  }
}
