import { randomUuid } from "../random";
import { emptyRecord } from "../record";
import { dropOwnAssociations, readOwnAssociations, replaceOwnAssociations } from "./addon-associations";
import { ADDON_CATALOG, type CatalogAddon, catalogVersion } from "./addon-catalog";
import { checkAddonConfiguration, checkAddonRole, checkResolveConflicts } from "./addon-rules";
import { findCluster } from "./clusters";
import { type EksContext, eksArn } from "./context";
import { invalidParameter, resourceInUse, resourceNotFound } from "./errors";
import { page } from "./page";
import { oncePerToken } from "./request-tokens";
import { epochSeconds, type JsonInput } from "./rest-json";
import type { AddonRecord, AddonUpdateRecord, ClusterRecord } from "./state";
import { checkTags } from "./tags";

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateAddon.html */
export function createAddon(context: EksContext, clusterName: string, input: JsonInput): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const name = input.required("addonName");
  const subject = { clusterName, addonName: name };
  const known = catalogAddon(name, clusterName);
  const version = catalogVersion(known, cluster.version, input.text("addonVersion"))?.version;
  if (version === undefined) throw invalidParameter("Addon version specified is not supported", subject);
  const configurationValues = input.text("configurationValues") ?? "";
  const serviceAccountRoleArn = input.text("serviceAccountRoleArn");
  const tags = input.map("tags") ?? emptyRecord<string>();
  const identities = readOwnAssociations(input);
  checkResolveConflicts(input, subject);
  checkAddonConfiguration(configurationValues, subject);
  checkAddonRole(context, serviceAccountRoleArn, subject);
  checkTags(tags);

  const addon = oncePerToken(
    context,
    `CreateAddon ${clusterName}`,
    input,
    (made) => existing(context, cluster, made),
    () => {
      if (existing(context, cluster, name) !== undefined) throw resourceInUse("Addon already exists.", subject);
      const result: AddonRecord = {
        name,
        arn: eksArn(context, `addon/${clusterName}/${name}/${randomUuid(context.world)}`),
        version,
        configurationValues,
        ...(serviceAccountRoleArn !== undefined && { serviceAccountRoleArn }),
        namespace: input.object("namespaceConfig")?.text("namespace") ?? known.namespace,
        tags,
        createdAt: context.now,
        modifiedAt: context.now,
        settledAt: context.now + context.settleMs,
        changing: "CREATING",
        associationArns: [],
        updates: emptyRecord(),
      };
      result.associationArns = replaceOwnAssociations(context, cluster, known, result, identities ?? []);
      cluster.addons[name] = result;
      return { made: name, result };
    },
  );
  return { addon: addonReply(context, cluster, addon) };
}

export function describeAddon(context: EksContext, clusterName: string, name: string): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  return { addon: addonReply(context, cluster, findAddon(context, cluster, name)) };
}

export function listAddons(context: EksContext, clusterName: string, query: URLSearchParams): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const names = Object.keys(cluster.addons).filter((name) => existing(context, cluster, name) !== undefined);
  const { items, nextToken } = page(names, (name) => name, query);
  return { addons: items, nextToken };
}

/**
 * https://docs.aws.amazon.com/eks/latest/APIReference/API_UpdateAddon.html: what the input does not name stays, but
 * the add-on's associations, where named, are replaced as a whole.
 */
export function updateAddon(
  context: EksContext,
  clusterName: string,
  name: string,
  input: JsonInput,
): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const addon = findAddon(context, cluster, name);
  const subject = { clusterName, addonName: name };
  const known = catalogAddon(name, clusterName);
  const version = catalogVersion(known, cluster.version, input.text("addonVersion") ?? addon.version)?.version;
  if (version === undefined) throw invalidParameter("Addon version specified is not supported", subject);
  const configurationValues = input.text("configurationValues") ?? addon.configurationValues;
  const serviceAccountRoleArn = input.text("serviceAccountRoleArn") ?? addon.serviceAccountRoleArn;
  const identities = readOwnAssociations(input);
  checkResolveConflicts(input, subject);
  checkAddonConfiguration(configurationValues, subject);
  checkAddonRole(context, input.text("serviceAccountRoleArn"), subject);

  const update = oncePerToken(
    context,
    `UpdateAddon ${clusterName} ${name}`,
    input,
    (made) => addon.updates[made],
    () => {
      const status = addonStatus(context, addon);
      if (status !== "ACTIVE")
        throw resourceInUse(`Addon ${name} cannot be updated as it is currently in ${status} state`, subject);
      if (identities !== undefined)
        addon.associationArns = replaceOwnAssociations(context, cluster, known, { ...addon, version }, identities);
      const result: AddonUpdateRecord = {
        id: randomUuid(context.world),
        createdAt: context.now,
        doneAt: context.now + context.settleMs,
        params: updateParams(input, version),
      };
      Object.assign(addon, {
        version,
        configurationValues,
        ...(serviceAccountRoleArn !== undefined && { serviceAccountRoleArn }),
        modifiedAt: context.now,
        settledAt: result.doneAt,
        changing: "UPDATING",
      });
      addon.updates[result.id] = result;
      return { made: result.id, result };
    },
  );
  return { update: updateReply(context, update) };
}

/** Deletes an add-on and its associations. `preserve=true` leaves its workloads, and so its associations, standing. */
export function deleteAddon(
  context: EksContext,
  clusterName: string,
  name: string,
  query: URLSearchParams,
): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const addon = findAddon(context, cluster, name);
  if (addon.goneAt === undefined) {
    dropOwnAssociations(context, cluster, addon, query.get("preserve") === "true");
    addon.goneAt = context.now + context.settleMs;
  }
  return { addon: addonReply(context, cluster, addon) };
}

/** https://docs.aws.amazon.com/eks/latest/APIReference/API_DescribeUpdate.html, for updates of add-ons. */
export function describeUpdate(
  context: EksContext,
  clusterName: string,
  id: string,
  query: URLSearchParams,
): Record<string, unknown> {
  const cluster = findCluster(context, clusterName);
  const addonName = query.get("addonName");
  const addons = addonName === null ? Object.values(cluster.addons) : [findAddon(context, cluster, addonName)];
  for (const addon of addons) {
    const update = addon.updates[id];
    if (update !== undefined) return { update: updateReply(context, update) };
  }
  throw resourceNotFound(`No update found for ID: ${id}`, { clusterName });
}

/** The ARN of an add-on; where there is none, an ARN that names any add-on of that name. */
export function addonArn(context: EksContext, clusterName: string, name: string): string {
  const addon = context.state.clusters[clusterName]?.addons[name];
  return addon?.arn ?? eksArn(context, `addon/${clusterName}/${name}/*`);
}

/** Whether an add-on is there still: a deleted one is, for the time that its deletion takes. */
export function existing(context: EksContext, cluster: ClusterRecord, name: string): AddonRecord | undefined {
  const addon = cluster.addons[name];
  if (addon?.goneAt !== undefined && addon.goneAt <= context.now) return undefined;
  return addon;
}

function findAddon(context: EksContext, cluster: ClusterRecord, name: string): AddonRecord {
  const addon = existing(context, cluster, name);
  if (addon !== undefined) return addon;
  throw resourceNotFound(`No addon: ${name} found in cluster: ${cluster.name}`, {
    clusterName: cluster.name,
    addonName: name,
  });
}

function catalogAddon(name: string, clusterName: string): CatalogAddon {
  const addon = ADDON_CATALOG.find((candidate) => candidate.name === name);
  if (addon !== undefined) return addon;
  throw invalidParameter("Addon specified is not supported", { clusterName, addonName: name });
}

function addonStatus(context: EksContext, addon: AddonRecord): string {
  if (addon.goneAt !== undefined) return "DELETING";
  return context.now < addon.settledAt ? addon.changing : "ACTIVE";
}

function addonReply(context: EksContext, cluster: ClusterRecord, addon: AddonRecord): Record<string, unknown> {
  const known = ADDON_CATALOG.find((candidate) => candidate.name === addon.name);
  return {
    addonName: addon.name,
    clusterName: cluster.name,
    status: addonStatus(context, addon),
    addonVersion: addon.version,
    health: { issues: [] },
    addonArn: addon.arn,
    createdAt: epochSeconds(addon.createdAt),
    modifiedAt: epochSeconds(addon.modifiedAt),
    serviceAccountRoleArn: addon.serviceAccountRoleArn,
    tags: addon.tags,
    publisher: known?.publisher,
    owner: known?.owner,
    ...(addon.configurationValues !== "" && { configurationValues: addon.configurationValues }),
    podIdentityAssociations: addon.associationArns,
    namespaceConfig: { namespace: addon.namespace },
  };
}

function updateParams(input: JsonInput, version: string): AddonUpdateRecord["params"] {
  const named = [
    { type: "ServiceAccountRoleArn", value: input.text("serviceAccountRoleArn") },
    { type: "ResolveConflicts", value: input.text("resolveConflicts") },
    { type: "ConfigurationValues", value: input.text("configurationValues") },
  ];
  const params = [{ type: "AddonVersion", value: version }];
  for (const { type, value } of named) if (value !== undefined) params.push({ type, value });
  return params;
}

function updateReply(context: EksContext, update: AddonUpdateRecord): Record<string, unknown> {
  return {
    id: update.id,
    status: context.now < update.doneAt ? "InProgress" : "Successful",
    type: "AddonUpdate",
    params: update.params,
    createdAt: epochSeconds(update.createdAt),
    errors: [],
  };
}
