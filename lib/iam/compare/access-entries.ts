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
  const byRegion = new Map<string, { region: R; known: number[]; named: Set<string> }>();
  for (const { known, named, regions } of changes) {
    for (const region of regions) {
      const key = JSON.stringify(region);
      const group = byRegion.get(key) ?? { region, known: [], named: new Set<string>() };
      for (const index of known) group.known.push(index);
      for (const name of named) group.named.add(name);
      byRegion.set(key, group);
    }
  }
  const entries = [...byRegion].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, group]) => entriesOf(group, actions));
  return entries.sort((a, b) => RANK.indexOf(a.level) - RANK.indexOf(b.level));
}

const RANK: readonly AccessEntry["level"][] = [...ACCESS_LEVELS, "unknown"];

function entriesOf<R extends Region>(
  { region, known, named }: { region: R; known: readonly number[]; named: ReadonlySet<string> },
  actions: KnownActions,
): AccessEntry<R>[] {
  const distinct = new Set(known);
  const levels = new Map<AccessLevel, Map<string, string[]>>();
  const services = new Map<string, number>();
  for (const index of distinct) {
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
  const entries: AccessEntry<R>[] = [];
  for (const [level, found] of levels) {
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
    entries.push({ level, region, everything, count: names.length, services: everything ? [] : parts, notable });
  }
  if (named.size > 0) entries.push(namedEntry(region, [...named].sort()));
  return entries;
}

function namedEntry<R extends Region>(region: R, named: readonly string[]): AccessEntry<R> {
  const byService = new Map<string, string[]>();
  for (const name of named) byService.set(serviceOf(name), [...(byService.get(serviceOf(name)) ?? []), name]);
  const services = [...byService].map(
    ([service, own]): ServiceActions => ({ service, extent: "some", count: own.length, actions: own }),
  );
  return { level: "unknown", region, everything: false, count: named.length, services, notable: [] };
}
