import type { Budget } from "./budget";
import { Candidates } from "./candidates";
import { cellsWithin } from "./cells";
import type { KnownActions } from "./known-actions";
import { Pattern } from "./pattern";
import type { ActionSet } from "./sides";

/** Actions that the same statements are about. */
export interface ActionClass {
  /** The action sets whose patterns match them, by id. */
  matched: ReadonlySet<number>;
  /** Places in the list of known actions. */
  known: readonly number[];
}

/** Actions that no list knows, which the same statements are about. */
export interface UnlistedActions {
  matched: ReadonlySet<number>;
  /** The narrowest patterns that a statement has for them, or the actions themselves. */
  patterns: readonly string[];
  /**
   * Whether a statement names them: by an action, or by a pattern, that AWS is not known to have anything for. The others are
   * those that AWS may add under patterns that already have actions.
   */
  named: boolean;
}

/** The known actions, divided by what statements tell apart. */
export function classesOfKnown(sets: readonly ActionSet[], actions: KnownActions): ActionClass[] {
  const all = [...actions.actions.keys()];
  let parts: { matched: readonly number[]; known: number[] }[] = [{ matched: [], known: all }];
  const partOf = new Array<number>(all.length).fill(0);
  for (const { id, patterns } of sets) {
    const touched = new Set<number>();
    let everything = false;
    for (const pattern of patterns) {
      const found = actions.matching(pattern);
      if (found === "all") everything = true;
      else for (const index of found) touched.add(index);
    }
    if (everything) {
      parts = parts.map(({ matched, known }) => ({ matched: [...matched, id], known }));
      continue;
    }
    const moved = new Map<number, number>();
    for (const index of touched) {
      const from = partOf[index] ?? 0;
      let to = moved.get(from);
      if (to === undefined) {
        to = parts.length;
        parts.push({ matched: [...(parts[from]?.matched ?? []), id], known: [] });
        moved.set(from, to);
      }
      partOf[index] = to;
    }
  }
  const members = parts.map((): number[] => []);
  for (const [index, part] of partOf.entries()) members[part]?.push(index);
  return parts.flatMap(({ matched }, index) => {
    const known = members[index] ?? [];
    return known.length === 0 ? [] : [{ matched: new Set(matched), known }];
  });
}

const ACTION = new Pattern([{ text: "?*:?*", literal: false }], "text");

interface ActionPattern {
  text: string;
  pattern: Pattern;
  /** The sets that have it. */
  sets: number[];
  unheard: boolean;
}

/**
 * The actions that are not known and that one of `sources` (the action sets of statements that allow) is about, divided by
 * what statements tell apart. `unclear` are the patterns for which that is too much work.
 */
export function unlistedActions(
  sets: readonly ActionSet[],
  sources: ReadonlySet<number>,
  actions: KnownActions,
  budget: Budget,
): { found: UnlistedActions[]; unclear: string[] } {
  const patterns = patternsOf(sets, actions);
  const candidates = new Candidates([...patterns.values()], ({ pattern }) => pattern);
  const starts = new Set<string>();
  for (const { id, not, patterns: own } of sets) {
    if (sources.has(id)) for (const text of not ? ["*"] : own) starts.add(text);
  }
  const found = new Map<string, UnlistedActions>();
  const unclear: string[] = [];
  for (const start of starts) {
    if (actions.isKnown(start)) continue;
    if (budget.left < 0) {
      unclear.push(start);
      continue;
    }
    const own = textPattern(start);
    const groups = groupsOf(candidates.for(own));
    const cells = cellsWithin(
      [own, ACTION],
      groups.map((group) => group.map(({ pattern }) => pattern)),
      budget,
    );
    if (cells === undefined) {
      unclear.push(start);
      continue;
    }
    for (const { matched, sample, fresh } of cells) {
      if (!fresh && actions.isKnown(sample)) continue;
      const meant = matched.flatMap((index) => [groups[index] ?? []]);
      const ids = new Set(meant.flatMap(([first]) => first?.sets ?? []));
      const named = !fresh || meant.some(([first]) => first?.unheard);
      const key = `${named} ${[...ids].sort((a, b) => a - b).join(",")}`;
      const known = found.get(key) ?? { matched: ids, patterns: [], named };
      const texts = fresh ? narrowest(own, start, meant, actions) : [sample];
      found.set(key, { ...known, patterns: [...new Set([...known.patterns, ...texts])] });
    }
  }
  return { found: [...found.values()], unclear };
}

function patternsOf(sets: readonly ActionSet[], actions: KnownActions): Map<string, ActionPattern> {
  const patterns = new Map<string, ActionPattern>();
  for (const { id, patterns: texts } of sets) {
    for (const text of texts) {
      const known = patterns.get(text);
      if (known !== undefined) known.sets.push(id);
      else {
        const unheard = actions.matching(text).length === 0;
        patterns.set(text, { text, pattern: textPattern(text), sets: [id], unheard });
      }
    }
  }
  return patterns;
}

function textPattern(text: string): Pattern {
  return new Pattern([{ text, literal: false }], "text");
}

/** Patterns of which only matters whether one matches: the same sets have them. */
function groupsOf(patterns: readonly ActionPattern[]): ActionPattern[][] {
  const groups = new Map<string, ActionPattern[]>();
  for (const pattern of patterns) {
    const key = `${pattern.unheard} ${pattern.sets.join(",")}`;
    const same = groups.get(key);
    if (same === undefined) groups.set(key, [pattern]);
    else same.push(pattern);
  }
  return [...groups.values()];
}

/** The patterns that say best which actions are meant: those of a group that lie within the one started from, or that one. */
function narrowest(
  own: Pattern,
  start: string,
  groups: readonly (readonly ActionPattern[])[],
  actions: KnownActions,
): readonly string[] {
  let best: readonly string[] = [start];
  let least = own.prefix.length;
  for (const group of groups) {
    const open = group.filter(({ text }) => !actions.isKnown(text));
    const shortest = Math.min(...open.map(({ pattern }) => pattern.prefix.length));
    if (open.length === 0 || shortest <= least || !own.prefixDecides) continue;
    best = open.map(({ text }) => text);
    least = shortest;
  }
  return best;
}
