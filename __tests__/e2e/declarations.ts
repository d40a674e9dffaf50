import { stringify } from "yaml";
import type { z } from "zod";
import type { platform } from "../../lib/declaration/schema/platform";
import type { service } from "../../lib/declaration/schema/service";
import { ACCOUNT, ATLAS, BORA } from "./world";

type ServiceDeclaration = z.input<typeof service>;
type PlatformDeclaration = z.input<typeof platform>;

/** The clusters as a service writes them without a platform file. */
export const INLINE = {
  atlas: { name: ATLAS.name, account: ACCOUNT, region: ATLAS.region },
  bora: { name: BORA.name, account: ACCOUNT, region: BORA.region },
};

/** A `pod-identity.yaml`. */
export function serviceFile(declared: ServiceDeclaration): string {
  return stringify(declared);
}

/** A `platform.yaml` with both clusters, the agent installed by other means. */
export function platformFile(more: Partial<PlatformDeclaration> = {}): string {
  const cluster = { kubernetesVersion: "1.33", nodes: ["linux-ec2" as const], agent: "external" as const };
  return stringify({
    platform: "acme",
    clusters: { atlas: { ...INLINE.atlas, ...cluster }, bora: { ...INLINE.bora, ...cluster } },
    ...more,
  } satisfies PlatformDeclaration);
}
