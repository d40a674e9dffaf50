import { type TerraformProvider, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { RegionalProviders } from "../lib/constructs/aws-provider";
import { makeHome } from "../lib/constructs/identity-home";
import { PodIdentity } from "../lib/constructs/pod-identity";
import { stateBackend } from "../lib/constructs/state-backend";
import type { ServiceModel } from "../lib/model/stack";
import { validateIdentities } from "./identity-validation";
import { type ServiceStackProps, serviceModel } from "./service-stack-props";

/**
 * The stack of one service repository, or of one of its environments: its identities, and the providers and the state
 * they need. Further identities are made in it with `new PodIdentity(stack, name, …)` and take its clusters, names,
 * tags and boundary. Throws a DeclarationError with all that is wrong with the props.
 */
export class ServiceStack extends TerraformStack {
  private readonly made = new Map<string, PodIdentity>();
  private readonly providers: RegionalProviders;
  private readonly home: string;

  constructor(scope: Construct, props: ServiceStackProps | ServiceModel) {
    const model = "kind" in props ? props : serviceModel(props);
    super(scope, model.name);
    stateBackend(this, model.state);
    this.providers = new RegionalProviders(this, model.regions, model.account);
    this.home = model.clusters[0]?.region ?? "";
    const provider = (region: string) => this.provider(region);
    makeHome(this, { model, provider });
    for (const identity of model.identities) {
      this.made.set(identity.name, new PodIdentity(this, identity.name, { identity, provider, associate: true }));
    }
    if (!("kind" in props)) validateIdentities(this, model);
  }

  /** An identity that the props declare, by its name. Throws where there is none. */
  identity(name: string): PodIdentity {
    const identity = this.made.get(name);
    if (identity === undefined) {
      throw new Error(
        `the stack ${this.node.id} has no identity \`${name}\`; it has: ${[...this.made.keys()].join(", ")}`,
      );
    }
    return identity;
  }

  /**
   * The AWS provider of a region, for resources of one's own in this stack; of the first cluster's region where none is
   * given. Throws where the stack has no cluster in that region.
   */
  provider(region: string = this.home): TerraformProvider {
    return this.providers.of(region);
  }
}
