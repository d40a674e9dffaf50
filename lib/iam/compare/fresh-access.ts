import type { Comparison, FutureAccess } from "../compare";
import { numberOf } from "../number-of";
import type { Condition, Policy, PolicyStatement } from "../policy";
import type { PolicySet } from "../request";
import { type AccessEntry, inReadingOrder } from "./access-entries";
import type { Region, UnclearRegion } from "./change";

/**
 * Access that is wholly new, or wholly gone: the other side says nothing, and nothing limits. Then the resources of one
 * statement have no say in what another comes to, so that two sets which differ only in the names of their resources differ
 * only in those names in their comparison: one is made from the other's. The roles of a big plan are of a few kinds.
 */
export interface FreshShape {
  /** Sets of one key have the same comparison but for the resources. */
  key: string;
  /** The resources that the key numbers, as comparisons show them. */
  resources: readonly string[];
}

/** Undefined for sets that have to be compared by themselves. */
export function freshShape(before: PolicySet, after: PolicySet): FreshShape | undefined {
  if (isSilent(before) === isSilent(after)) return undefined;
  const [direction, { identity, boundary, session }] = isSilent(before) ? ["+", after] : ["-", before];
  if (boundary !== undefined || session !== undefined) return undefined;
  const numbers = new Numbers();
  let key = direction;
  for (const { policy } of identity) {
    for (const statement of policy.statements) {
      const text = statementKey(statement, policy.version, numbers);
      if (text === undefined) return undefined;
      key += `\n${text}`;
    }
  }
  return key.length > LONGEST_KEY ? undefined : { key, resources: numbers.resources };
}

const LONGEST_KEY = 20_000;

function isSilent({ identity, boundary, session }: PolicySet): boolean {
  const said = identity.some(({ policy }) => policy.statements.length > 0);
  return !said && boundary === undefined && session === undefined;
}

/** Gives each resource, and each placeholder in one, a number in the order in which they come. */
class Numbers {
  readonly resources: string[] = [];
  private readonly ofResource = new Map<string, number>();
  private readonly ofVariable = new Map<string, number>();

  resource(text: string): number {
    const known = this.ofResource.get(text);
    if (known !== undefined) return known;
    const made = this.resources.push(text) - 1;
    this.ofResource.set(text, made);
    return made;
  }

  variable(text: string): number {
    const made = this.ofVariable.get(text) ?? this.ofVariable.size;
    this.ofVariable.set(text, made);
    return made;
  }
}

function statementKey(
  { effect, action, resource, principal, conditions }: PolicyStatement,
  version: Policy["version"],
  numbers: Numbers,
): string | undefined {
  if (effect !== "Allow" || resource === undefined || resource.not || principal !== undefined) return undefined;
  // What a condition says of a placeholder, resources may say as well.
  if (conditions.length > 0 && speaksOfLater(conditions)) return undefined;
  let key = `${version} ${numberOf(action)} ${conditions.length === 0 ? "" : numberOf(conditions)}`;
  const { patterns } = resource;
  for (const written of new Set(patterns)) {
    const text = resourceKey(written, version, numbers);
    if (text === undefined) return undefined;
    key += text;
  }
  return key;
}

function speaksOfLater(conditions: readonly Condition[]): boolean {
  return conditions.some(({ key, values }) => [key, ...values].some((text) => text.toLowerCase().includes("later:")));
}

function resourceKey(written: string, version: Policy["version"], numbers: Numbers): string | undefined {
  if (!written.includes("${")) {
    const text = written.includes("**") ? written.replace(/\*+/g, "*") : written;
    // Beside "*" no other resource of the statement counts.
    return text === "*" ? " *" : ` ${numbers.resource(text)}`;
  }
  if (version !== "2012-10-17") return undefined;
  const variables = written.split("${").slice(1);
  let key = ` ${numbers.resource(written)}`;
  for (const variable of variables) {
    const name = PLACEHOLDER.exec(variable)?.[1];
    if (name === undefined) return undefined;
    key += `$${numbers.variable(name)}`;
  }
  return key;
}

/** A placeholder as lib/model writes it, and nothing that a variable may have beside its name. */
const PLACEHOLDER = /^(later:(?:[a-z0-9_.:/ [\]"%;-]*[a-z0-9_.:/[\]"%;-])?)\}/;

/** Comparisons that others are made from. */
export class FreshComparisons {
  private readonly kept = new Map<string, Kept>();

  of(shape: FreshShape): Comparison | undefined {
    const standing = this.kept.get(shape.key);
    return standing && renamed(standing, shape.resources);
  }

  keep(shape: FreshShape, comparison: Comparison): void {
    // Whoever writes policies chooses the keys: what is kept must not grow with them.
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    this.kept.set(shape.key, { comparison, places: new Map(shape.resources.map((text, index) => [text, index])) });
  }
}

interface Kept {
  comparison: Comparison;
  /** The numbers of its resources. */
  places: ReadonlyMap<string, number>;
}

const MOST_KEPT = 500;

function renamed({ comparison, places }: Kept, names: readonly string[]): Comparison {
  const { verdict, gained, lost, unclear, future } = comparison;
  const nameOf = (resource: string) => names[places.get(resource) ?? -1] ?? resource;
  // A region is shared by its entries.
  const made = new Map<Region, Region>();
  const regionOf = (region: Region): Region => {
    const standing = made.get(region);
    if (standing !== undefined) return standing;
    const { resource, within, except, when, unless } = region;
    const own = { resource: nameOf(resource), within, except, when, unless };
    made.set(region, own);
    return own;
  };
  const entryOf = ({ level, region, everything, count, services, notable }: AccessEntry): AccessEntry => ({
    level,
    region: regionOf(region),
    everything,
    count,
    services,
    notable,
  });
  const named = <R extends Region>(region: R): R => ({ ...region, resource: nameOf(region.resource) });
  const unclearEntries = (list: readonly AccessEntry<UnclearRegion>[]) =>
    inReadingOrder(list.map((entry): AccessEntry<UnclearRegion> => ({ ...entry, region: named(entry.region) })));
  const more = (list: readonly FutureAccess[]) =>
    list.map(({ patterns, regions }): FutureAccess => ({ patterns, regions: regions.map(named) }));
  return {
    verdict,
    gained: inReadingOrder(gained.map(entryOf)),
    lost: inReadingOrder(lost.map(entryOf)),
    unclear: { gained: unclearEntries(unclear.gained), lost: unclearEntries(unclear.lost) },
    future: { gained: more(future.gained), lost: more(future.lost) },
  };
}
