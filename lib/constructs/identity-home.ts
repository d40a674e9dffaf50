import type { TerraformProvider, TerraformStack } from "cdktf";
import type { ServiceModel } from "../model/stack";

/** What a service's stack offers the identities made in it: clusters, names, what they inherit, providers. */
export interface IdentityHome {
  model: ServiceModel;
  provider: (region: string) => TerraformProvider;
}

const homes = new WeakMap<TerraformStack, IdentityHome>();

/** Makes a stack a home for identities. */
export function makeHome(stack: TerraformStack, home: IdentityHome): void {
  homes.set(stack, home);
}

/** Undefined for a stack that is no ServiceStack. */
export function identityHome(stack: TerraformStack): IdentityHome | undefined {
  return homes.get(stack);
}
