import { Candidates } from "./candidates";
import type { Region } from "./change";
import { plainlyCovers, type ResourcePattern, type Rule } from "./rules";
import type { Way } from "./ways";
import type { Zone } from "./zones";

/** Resources that all patterns tell apart from others, and the ways in which access to them is gained. */
export interface FoundCell {
  /** The zones that they lie in. */
  zones: ReadonlySet<Zone>;
  ways: readonly Way[];
}

interface Group {
  way: Way;
  cells: FoundCell[];
}

/**
 * The resources and conditions that are gained through one rule, in as few patterns as can say it exactly: the rule's own,
 * narrower ones that must match too, and others that must not.
 */
export function describeRegions(
  source: Rule,
  zones: readonly Zone[],
  cells: readonly FoundCell[],
): { region: Region; sure: boolean }[] {
  const groups = new Map<string, Group>();
  for (const cell of cells) {
    for (const way of cell.ways) {
      const key = JSON.stringify([way.sure, way.when, way.unless, way.rules.map(({ within }) => within.id)]);
      const group = groups.get(key) ?? { way, cells: [] };
      group.cells.push(cell);
      groups.set(key, group);
    }
  }
  return [...groups.values()].flatMap(({ way, cells: gained }) =>
    shapesOf(source, zones, cells, gained, way).map((shape) => ({
      region: { ...shape, when: way.when, unless: way.unless },
      sure: way.sure,
    })),
  );
}

type Shape = Pick<Region, "resource" | "within" | "except">;

function shapesOf(
  source: Rule,
  zones: readonly Zone[],
  all: readonly FoundCell[],
  gained: readonly FoundCell[],
  way: Way,
): Shape[] {
  const inside = new Set(gained);
  const everywhere = (zone: Zone) => all.every((cell) => cell.zones.has(zone));
  const needed = zones.filter(
    (zone) =>
      way.rules.some(({ within }) => zone.patterns.includes(within)) &&
      gained.every((cell) => cell.zones.has(zone)) &&
      !everywhere(zone),
  );
  const others = all.filter((cell) => !inside.has(cell) && needed.every((zone) => cell.zones.has(zone)));
  const excluded = fewest(
    zones.filter((zone) => !gained.some((cell) => cell.zones.has(zone))),
    others,
  );
  const told = others.every((cell) => excluded.some((zone) => cell.zones.has(zone)));
  if (told) return shapes(source.within, needed, excluded, way);
  return gained.flatMap((cell) => {
    const more = zones.filter((zone) => cell.zones.has(zone) && !everywhere(zone));
    const less = zones.filter((zone) => !cell.zones.has(zone));
    return shapes(source.within, more, less, way);
  });
}

/** As few zones as hold all the cells that any of them holds, the widest first. */
function fewest(zones: readonly Zone[], cells: readonly FoundCell[]): Zone[] {
  const sized = zones
    .map((zone) => ({ zone, size: cells.filter((cell) => cell.zones.has(zone)).length, name: nameOf(zone) }))
    .sort((a, b) => b.size - a.size || (a.name < b.name ? -1 : 1));
  const open = new Set(cells);
  const chosen: Zone[] = [];
  for (const { zone } of sized) {
    const held = [...open].filter((cell) => cell.zones.has(zone));
    if (held.length > 0) chosen.push(zone);
    for (const cell of held) open.delete(cell);
  }
  return chosen;
}

function nameOf({ patterns }: Zone): string {
  return patterns
    .map(({ text }) => text)
    .sort()
    .join(" ");
}

const MOST_SHAPES = 200;

/**
 * A shape for each choice of a pattern from every needed zone. Where that makes too many, a zone is left out: then more is
 * said to have changed than has, never less.
 */
function shapes(own: ResourcePattern, needed: readonly Zone[], excluded: readonly Zone[], way: Way): Shape[] {
  const except = excluded.flatMap(({ patterns }) => patterns);
  let choices: ResourcePattern[][] = [[]];
  for (const { patterns } of needed) {
    if (choices.length * patterns.length > MOST_SHAPES) continue;
    choices = choices.flatMap((chosen) => patterns.map((pattern) => [...chosen, pattern]));
  }
  return choices.map((chosen) => shape(own, chosen, except, way));
}

function shape(
  own: ResourcePattern,
  needed: readonly ResourcePattern[],
  excluded: readonly ResourcePattern[],
  way: Way,
): Shape {
  const sorted = [...needed].sort((a, b) => (a.text < b.text ? -1 : 1));
  const all = [...new Set([own, ...sorted])];
  const narrow = all.filter(
    (pattern) => pattern.filled !== undefined || !all.some((other) => isIdleBeside(other, pattern)),
  );
  const except = withoutIdle(excluded);
  // That a resource is what variables make of a pattern is meant only where a rule of the way says so.
  const meant = (pattern: ResourcePattern) =>
    way.rules.some(({ within }) => within === pattern) ? pattern.text : pattern.widest;
  const [resource = own.text, ...within] = new Set(narrow.map(meant));
  return { resource, within: within.sort(), except: [...new Set(except.map(exceptText))].sort() };
}

/** Patterns but for those that are part of another, wider one: only one of the same text, or one that a `*` ends, can be. */
function withoutIdle(patterns: readonly ResourcePattern[]): ResourcePattern[] {
  const same = new Map<string, ResourcePattern[]>();
  for (const pattern of patterns) {
    const own = same.get(pattern.widest);
    if (own === undefined) same.set(pattern.widest, [pattern]);
    else own.push(pattern);
  }
  const wide = patterns.filter(({ filled, pattern }) => filled === undefined && pattern.prefixDecides);
  const candidates = new Candidates(wide, ({ pattern }) => pattern);
  return patterns.filter((one) => {
    const others = [...(same.get(one.widest) ?? []), ...candidates.for(one.pattern)];
    return !others.some((other) => isIdleBeside(one, other));
  });
}

/** What a plan knows later is one text in every request: there the pattern itself is excepted, and no more. */
function exceptText({ filled, text, widest }: ResourcePattern): string {
  return filled?.atom.variables.every((variable) => variable.startsWith("later:")) === true ? text : widest;
}

/** Whether one pattern is part of another, wider one. Of two that are the same the first stays. */
function isIdleBeside(narrow: ResourcePattern, wide: ResourcePattern): boolean {
  if (narrow.widest === wide.widest) return narrow !== wide && narrow.id < wide.id && narrow.filled === undefined;
  return narrow !== wide && plainlyCovers(wide, narrow) && !(plainlyCovers(narrow, wide) && narrow.id < wide.id);
}
