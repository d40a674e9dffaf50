import { compareTexts } from "../../compare-texts";
import type { AccessLevel } from "../catalog";
import type { Region } from "./change";
import { ACCESS_LEVELS, type KnownActions, serviceOf } from "./known-actions";
import { NOTABLE_ACTIONS } from "./notable-actions";

/** The actions of one service in an entry. */
export interface ServiceActions {
  service: string;
  /** Whether these are all its known actions, all those of the entry's level, or some. */
  extent: "service" | "level" | "some";
  count: number;
  /** Their names where they are some, sorted. */
  actions: readonly string[];
}

/** Access of one level that has changed. "unknown": actions that a statement names and AWS is not known to have. */
export interface AccessEntry<R extends Region = Region> {
  level: AccessLevel | "unknown";
  region: R;
  /** Whether every known action of the level is meant. */
  everything: boolean;
  count: number;
  /** Empty where every action is meant. */
  services: readonly ServiceActions[];
  /** Those among them that a reader should see by name. */
  notable: readonly string[];
}

/** Actions, as places in the list of known ones and as names that are not in it, and what has changed for them. */
export interface ChangedActions<R extends Region> {
  known: readonly number[];
  named: readonly string[];
  regions: readonly R[];
}

/** Changes as entries: one for each region and level, the gravest level first. */
export function accessEntries<R extends Region>(
  changes: readonly ChangedActions<R>[],
  actions: KnownActions,
): AccessEntry<R>[] {
  if (changes.length === 0) return [];
  const byRegion = new Map<string, Group<R>>();
  for (const { known, named, regions } of changes) {
    for (const region of regions) {
      const key = JSON.stringify(region);
      const group = byRegion.get(key) ?? { region, known: [], named: new Set<string>() };
      if (known.length > 0) group.known.push(known);
      for (const name of named) group.named.add(name);
      byRegion.set(key, group);
    }
  }
  return inReadingOrder([...byRegion.values()].flatMap((group) => entriesOf(group, actions)));
}

/** The gravest level first, then by region. */
export function inReadingOrder<R extends Region>(entries: readonly AccessEntry<R>[]): AccessEntry<R>[] {
  const isInOrder = entries.every((entry, index) => {
    const before = entries[index - 1];
    return before === undefined || compareEntries(before, entry) <= 0;
  });
  return isInOrder ? [...entries] : [...entries].sort(compareEntries);
}

function compareEntries(a: AccessEntry, b: AccessEntry): number {
  const rank = a.level === b.level ? 0 : RANK.indexOf(a.level) - RANK.indexOf(b.level);
  return rank !== 0 ? rank : compareRegions(a.region, b.region);
}

function compareRegions(a: Region, b: Region): number {
  if (a === b) return 0;
  const whole = a.resource === b.resource;
  const [one, other] = whole ? [JSON.stringify(a), JSON.stringify(b)] : [a.resource, b.resource];
  return compareTexts(one, other);
}

const RANK: readonly AccessEntry["level"][] = [...ACCESS_LEVELS, "unknown"];

interface Group<R extends Region> {
  region: R;
  known: (readonly number[])[];
  named: Set<string>;
}

function entriesOf<R extends Region>({ region, known, named }: Group<R>, actions: KnownActions): AccessEntry<R>[] {
  const [first, ...more] = known;
  const levels = first === undefined ? [] : more.length === 0 ? keptLevels(first, actions) : levelsOf(known, actions);
  const entries = levels.map(
    ({ level, everything, count, services, notable }): AccessEntry<R> => ({
      level,
      region,
      everything,
      count,
      services,
      notable,
    }),
  );
  if (named.size > 0) entries.push(namedEntry(region, [...named].sort()));
  return entries;
}

type Level = Omit<AccessEntry, "region">;

/** A list of actions that comparisons share comes to the same entries each time. */
function keptLevels(known: readonly number[], actions: KnownActions): readonly Level[] {
  const own = kept.get(actions) ?? new WeakMap<readonly number[], readonly Level[]>();
  kept.set(actions, own);
  const levels = own.get(known) ?? levelsOf([known], actions);
  own.set(known, levels);
  return levels;
}

const kept = new WeakMap<KnownActions, WeakMap<readonly number[], readonly Level[]>>();

function levelsOf(known: readonly (readonly number[])[], actions: KnownActions): Level[] {
  const levels = new Map<AccessLevel, Map<string, string[]>>();
  const services = new Map<string, number>();
  for (const index of new Set(known.flat())) {
    const action = actions.actions[index];
    if (action === undefined) continue;
    const service = serviceOf(action.id);
    const level = levels.get(action.level) ?? new Map<string, string[]>();
    levels.set(action.level, level);
    const names = level.get(service);
    if (names === undefined) level.set(service, [action.id]);
    else names.push(action.id);
    services.set(service, (services.get(service) ?? 0) + 1);
  }
  return [...levels].map(([level, found]) => {
    const names = [...found.values()].flat();
    const everything = actions.complete && names.length === actions.countOf(level);
    const whole = (service: string) => services.get(service) === actions.ofService(service.toLowerCase()).length;
    const parts = [...found]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([service, own]): ServiceActions => {
        const ofLevel = own.length === actions.countOf(level, service.toLowerCase());
        const extent = whole(service) ? "service" : ofLevel ? "level" : "some";
        return { service, extent, count: own.length, actions: extent === "some" ? own.sort() : [] };
      });
    const notable = names.filter((name) => NOTABLE_ACTIONS.has(name.toLowerCase())).sort();
    return { level, everything, count: names.length, services: everything ? [] : parts, notable };
  });
}

function namedEntry<R extends Region>(region: R, named: readonly string[]): AccessEntry<R> {
  const byService = new Map<string, string[]>();
  for (const name of named) byService.set(serviceOf(name), [...(byService.get(serviceOf(name)) ?? []), name]);
  const services = [...byService].map(
    ([service, own]): ServiceActions => ({ service, extent: "some", count: own.length, actions: own }),
  );
  return { level: "unknown", region, everything: false, count: named.length, services, notable: [] };
}
