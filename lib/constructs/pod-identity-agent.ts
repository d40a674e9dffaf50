import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import type { TerraformProvider } from "cdktf";
import { Construct } from "constructs";
import { AGENT_ADDON } from "../model/addons";
import type { AddonSettings } from "../model/stack";
import { address } from "./address";
import { requireAwsProvider } from "./aws-provider";
import { literal, literalTags } from "./literal";

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
  private readonly addon: EksAddon;

  constructor(scope: Construct, id: string, props: PodIdentityAgentProps) {
    super(scope, id);
    requireAwsProvider(this);
    this.addon = makeAddon(this, "addon", AGENT_ADDON, props);
    this.addonArn = this.addon.arn;
  }

  /** The address by which other resources wait for the agent. */
  get address(): string {
    return address(this.addon);
  }
}

/** An EKS add-on with the settings that all add-ons share. */
export function makeAddon(scope: Construct, id: string, name: string, props: PodIdentityAgentProps): EksAddon {
  return new EksAddon(scope, id, {
    clusterName: literal(props.clusterName),
    addonName: name,
    ...(props.version === undefined ? {} : { addonVersion: props.version }),
    ...(props.configuration === undefined ? {} : { configurationValues: literal(props.configuration) }),
    ...(props.onCreate === undefined ? {} : { resolveConflictsOnCreate: props.onCreate }),
    ...(props.onUpdate === undefined ? {} : { resolveConflictsOnUpdate: props.onUpdate }),
    ...(props.preserve === undefined ? {} : { preserve: props.preserve }),
    ...(props.tags === undefined ? {} : { tags: literalTags(props.tags) }),
    ...(props.provider === undefined ? {} : { provider: props.provider }),
  });
}
