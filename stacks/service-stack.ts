import { TerraformStack } from "cdktf";
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

  constructor(scope: Construct, props: ServiceStackProps | ServiceModel) {
    const { model, tags, permissionsBoundary } =
      "kind" in props ? { model: props, tags: {}, permissionsBoundary: undefined } : serviceModel(props);
    super(scope, model.name);
    stateBackend(this, model.state);
    const providers = new RegionalProviders(this, model.regions, model.account);
    const provider = (region: string) => providers.of(region);
    makeHome(this, { model, tags, permissionsBoundary, provider });
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
}
