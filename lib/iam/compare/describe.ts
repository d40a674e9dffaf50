import type { Region } from "./change";
import { plainlyCovers, type ResourcePattern, type Rule } from "./rules";
import type { Way } from "./ways";

/** Resources that all patterns tell apart from others, and the ways in which access to them is gained. */
export interface FoundCell {
  /** The patterns that match them, by id. */
  matched: ReadonlySet<number>;
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
  patterns: readonly ResourcePattern[],
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
    shapesOf(source, patterns, cells, gained, way).map((shape) => ({
      region: { ...shape, when: way.when, unless: way.unless },
      sure: way.sure,
    })),
  );
}

type Shape = Pick<Region, "resource" | "within" | "except">;

function shapesOf(
  source: Rule,
  patterns: readonly ResourcePattern[],
  all: readonly FoundCell[],
  gained: readonly FoundCell[],
  way: Way,
): Shape[] {
  const inside = new Set(gained);
  const needed = patterns.filter(
    ({ id }) =>
      way.rules.some(({ within }) => within.id === id) &&
      gained.every(({ matched }) => matched.has(id)) &&
      !all.every(({ matched }) => matched.has(id)),
  );
  const others = all.filter((cell) => !inside.has(cell) && needed.every(({ id }) => cell.matched.has(id)));
  const excluded = patterns.filter(
    ({ id }) => others.some(({ matched }) => matched.has(id)) && !gained.some(({ matched }) => matched.has(id)),
  );
  const told = others.every(({ matched }) => excluded.some(({ id }) => matched.has(id)));
  if (told) return [shape(source.within, needed, excluded)];
  return gained.map(({ matched }) => {
    const more = patterns.filter(({ id }) => matched.has(id) && !all.every((cell) => cell.matched.has(id)));
    const less = patterns.filter(({ id }) => !matched.has(id));
    return shape(source.within, more, less);
  });
}

function shape(own: ResourcePattern, needed: readonly ResourcePattern[], excluded: readonly ResourcePattern[]): Shape {
  const all = [...new Set([own, ...needed])];
  const narrow = all.filter((pattern) => !all.some((other) => isIdleBeside(other, pattern)));
  const [resource = own, ...within] = narrow;
  const except = excluded.filter((pattern) => !excluded.some((other) => isIdleBeside(pattern, other)));
  return {
    resource: resource.text,
    within: within.map(({ text }) => text).sort(),
    except: except.map(({ text }) => text).sort(),
  };
}

/** Whether one pattern is part of another, wider one. Of two that are the same the first stays. */
function isIdleBeside(narrow: ResourcePattern, wide: ResourcePattern): boolean {
  return narrow !== wide && plainlyCovers(wide, narrow) && !(plainlyCovers(narrow, wide) && narrow.id < wide.id);
}
