import { nearest, didYouMean as nearestOf } from "../suggest";
import { type ActionLine, catalogHeader, type ServiceLine, serviceLine, serviceTexts } from "./catalog-data";
import { glob, matches } from "./match";

/**
 * AWS's actions, resource types and condition keys, as the Service Authorization Reference has them on the day of the data,
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */

export type AccessLevel = "list" | "read" | "write" | "tagging" | "permissions";

const LEVELS: readonly AccessLevel[] = ["list", "read", "write", "tagging", "permissions"];

export interface Service {
  /** `s3`. */
  prefix: string;
  /** `Amazon S3`. */
  name: string;
  /** By name. */
  actions: readonly Action[];
  resourceTypes: readonly ResourceType[];
  conditionKeys: readonly ConditionKey[];
}

export interface Action {
  /** `s3:GetObject`, as AWS spells it. */
  id: string;
  service: string;
  /** `GetObject`. */
  name: string;
  level: AccessLevel;
  /** What it can be restricted to; `required`: a policy for it must name such a resource. */
  resourceTypes: readonly { type: ResourceType; required: boolean }[];
  /** Whether it takes no resource but `*`. */
  wildcardOnly: boolean;
  /** The keys of the action and of its resource types; `${TagKey}` and the like stand for any text. */
  conditionKeys: readonly string[];
  /** Actions that a call of it needs as well. */
  dependentActions: readonly string[];
}

export interface ResourceType {
  /** `object`. */
  name: string;
  /** `arn:${Partition}:s3:::${BucketName}/${ObjectName}`. */
  arn: string;
}

export interface ConditionKey {
  key: string;
  /** `String`, `ArrayOfString`, `ARN`, `Bool`, `Date`, `Numeric`… */
  type: string;
}

const services = new Map<string, Service | undefined>();

/** The service of a prefix; letter case does not matter. */
export function service(prefix: string): Service | undefined {
  const lower = prefix.toLowerCase();
  if (!services.has(lower)) {
    const line = serviceLine(lower);
    services.set(lower, line && readService(lower, line));
  }
  return services.get(lower);
}

/** The prefixes of all services, in order. */
export function servicePrefixes(): string[] {
  return [...serviceTexts().keys()];
}

/** The day of the data, `YYYY-MM-DD`. */
export function catalogDate(): string {
  return catalogHeader().date;
}

/** The condition keys that every service knows. */
export function globalConditionKeys(): ConditionKey[] {
  return catalogHeader().keys.map(([key, type]) => ({ key, type }));
}

/** The action of an id, `s3:GetObject`; letter case does not matter. */
export function action(id: string): Action | undefined {
  const colon = id.indexOf(":");
  const found = colon < 0 ? undefined : service(id.slice(0, colon));
  if (found === undefined) return undefined;
  return actionsByName(found).get(id.slice(colon + 1).toLowerCase());
}

const byName = new WeakMap<Service, Map<string, Action>>();

function actionsByName(of: Service): Map<string, Action> {
  const known = byName.get(of);
  if (known !== undefined) return known;
  const made = new Map(of.actions.map((one) => [one.name.toLowerCase(), one]));
  byName.set(of, made);
  return made;
}

/** The actions that a pattern of Action matches, `s3:Get*`, `*`; none where nothing is known by it. */
export function expand(pattern: string): Action[] {
  if (!/[*?]/.test(pattern)) {
    const one = action(pattern);
    return one === undefined ? [] : [one];
  }
  const lower = pattern.toLowerCase();
  const colon = lower.indexOf(":");
  const prefix = colon < 0 ? "*" : lower.slice(0, colon);
  const whole = glob(lower);
  const those = /[*?]/.test(prefix) ? servicePrefixes().filter((one) => matches(glob(prefix), one)) : [prefix];
  const found = those.flatMap((one) => service(one)?.actions ?? []);
  return found.filter(({ id }) => matches(whole, id.toLowerCase()));
}

/** "did you mean `s3:GetObject`?" for an action that does not exist, or an empty string. */
export function didYouMean(id: string): string {
  const colon = id.indexOf(":");
  const prefix = id.slice(0, Math.max(0, colon)).toLowerCase();
  const name = id.slice(colon + 1, colon + 129);
  const meant = service(prefix) ?? service(nearest(prefix, servicePrefixes()) ?? "");
  const ids = meant?.actions.map((one) => one.id) ?? [];
  const within = meant === undefined ? "" : nearestOf(`${meant.prefix}:${name}`, ids);
  return (
    within ||
    elsewhere(name) ||
    (meant === undefined || meant.prefix === prefix ? "" : `did you mean \`${meant.prefix}\`?`)
  );
}

/** More services than this that have an action of the name, and naming them would help nobody. */
const MOST_SERVICES = 4;

/** The actions of that very name, of whatever service. */
function elsewhere(name: string): string {
  const quoted = `["${name.toLowerCase()}",`;
  const found: string[] = [];
  for (const [prefix, text] of serviceTexts()) {
    const one = text.toLowerCase().includes(quoted) ? action(`${prefix}:${name}`) : undefined;
    if (one !== undefined) found.push(`\`${one.id}\``);
  }
  return found.length === 0 || found.length > MOST_SERVICES ? "" : `did you mean ${found.join(" or ")}?`;
}

/** Keys that are called global, and yet only in the requests of actions that say so. */
const OF_SOME_ACTIONS = /^aws:(resourcetag\/|requesttag\/|tagkeys$)/i;

/**
 * Whether an action knows a condition key: by itself, by its resource types, or because all do; letter case does not
 * matter.
 */
export function knowsConditionKey(of: Action, key: string): boolean {
  const lower = key.toLowerCase();
  if (of.conditionKeys.some((known) => fits(known, lower))) return true;
  return !OF_SOME_ACTIONS.test(key) && catalogHeader().keys.some(([known]) => fits(known, lower));
}

/** `aws:RequestTag/${TagKey}` fits every tag; so does `aws:PrincipalTag/`, as the global keys have it. */
function fits(known: string, key: string): boolean {
  const pattern = known.toLowerCase().replace(/\$\{[^}]*\}|(?<=\/)tag-?key$|(?<=\/)$/g, "*");
  return pattern.includes("*") ? matches(glob(pattern), key) : pattern === key;
}

function readService(prefix: string, [name, actions, types, keys]: ServiceLine): Service {
  const resourceTypes = types.map(([type, arn]) => ({ name: type, arn }));
  const keyNames = (indexes: readonly number[]) => indexes.flatMap((index) => keys[index]?.[0] ?? []);
  const readAction = ([actionName, level, on, own, dependentActions]: ActionLine): Action => {
    const all = [...own, ...on.flatMap(([index, , more]) => [...more, ...(types[index]?.[2] ?? [])])];
    return {
      id: `${prefix}:${actionName}`,
      service: prefix,
      name: actionName,
      level: LEVELS[level] ?? "write",
      resourceTypes: on.flatMap(([index, required]) => {
        const type = resourceTypes[index];
        return type === undefined ? [] : [{ type, required: required === 1 }];
      }),
      wildcardOnly: on.length === 0,
      conditionKeys: keyNames([...new Set(all)]),
      dependentActions,
    };
  };
  return {
    prefix,
    name,
    actions: actions.map(readAction),
    resourceTypes,
    conditionKeys: keys.map(([key, type]) => ({ key, type })),
  };
}
