import { ADDON_CATALOG, type CatalogAddon } from "./addon-catalog";
import { page } from "./page";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeAddonVersions.html, with all its filters. */
export function describeAddonVersions(query: URLSearchParams): Record<string, unknown> {
  const name = query.get("addonName");
  const kubernetes = query.get("kubernetesVersion");
  const matching = ADDON_CATALOG.filter(
    (addon) =>
      (name === null || addon.name === name) &&
      oneOf(query.getAll("types"), addon.type) &&
      oneOf(query.getAll("publishers"), addon.publisher) &&
      oneOf(query.getAll("owners"), addon.owner),
  )
    .map((addon) => describe(addon, kubernetes))
    .filter((addon) => addon.addonVersions.length > 0);
  const { items, nextToken } = page(matching, (addon) => addon.addonName, query);
  return { addons: items, nextToken };
}

function oneOf(wanted: readonly string[], found: string): boolean {
  return wanted.length === 0 || wanted.includes(found);
}

function describe(addon: CatalogAddon, kubernetes: string | null) {
  return {
    addonName: addon.name,
    type: addon.type,
    publisher: addon.publisher,
    owner: addon.owner,
    defaultNamespace: addon.namespace,
    addonVersions: addon.versions
      .filter((version) => kubernetes === null || version.kubernetes.includes(kubernetes))
      .map((version) => ({
        addonVersion: version.version,
        architecture: ["amd64", "arm64"],
        computeTypes: ["ec2", "hybrid", "auto"],
        compatibilities: version.kubernetes
          .filter((candidate) => kubernetes === null || candidate === kubernetes)
          .map((clusterVersion) => ({
            clusterVersion,
            platformVersions: ["*"],
            defaultVersion: version.defaultFor.includes(clusterVersion),
          })),
        requiresConfiguration: false,
        requiresIamPermissions: addon.serviceAccounts.length > 0,
      })),
  };
}
