import type { TerraformProvider, TerraformStack } from "cdktf";
import type { ServiceModel } from "../model/stack";

/** What a service's stack offers the identities made in it. */
export interface IdentityHome {
  model: ServiceModel;
  tags: Readonly<Record<string, string>>;
  permissionsBoundary?: string | undefined;
  provider: (region: string) => TerraformProvider;
}

const homes = new WeakMap<TerraformStack, IdentityHome>();

/** Makes a stack a home for identities: they take its clusters, names, tags, boundary and providers. */
export function makeHome(stack: TerraformStack, home: IdentityHome): void {
  homes.set(stack, home);
}

/** Undefined for a stack that is no ServiceStack. */
export function identityHome(stack: TerraformStack): IdentityHome | undefined {
  return homes.get(stack);
}
