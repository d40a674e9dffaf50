import { type Budget, spend } from "./budget";
import { DEAD, type Pattern } from "./pattern";

/** Patterns of which only matters whether any matches. */
export type PatternGroup = readonly Pattern[];

/** All texts for which the same groups have a pattern that matches. */
export interface Cell {
  /** Which groups, by index, ascending. */
  matched: readonly number[];
  sample: string;
  /** Whether one of the sample's characters stands for any that the patterns do not name. */
  fresh: boolean;
}

interface Walk {
  /**
   * Pattern and state by turns, for the patterns that can still match; for a group that matches whatever follows its own
   * number, counted on from the last pattern, and 0.
   */
  live: readonly number[];
  fresh: boolean;
  from: Walk | undefined;
  code: number;
}

interface Patterns {
  all: readonly Pattern[];
  required: number;
  /** For each pattern its group; -1 for the required ones. */
  groupOf: readonly number[];
}

/** Characters to stand for all that are not named, the likeliest to be legal first. */
const FILLERS = "x0zqjkwy9_-XZQ~|";
const COLON = 58;

/**
 * The cells into which groups of patterns divide the texts that match every one of `required`; a cell for each combination
 * that some text has. The walk goes through the patterns' automata side by side, so it is exact. Undefined when the budget is
 * used up.
 */
export function cellsWithin(
  required: readonly Pattern[],
  groups: readonly PatternGroup[],
  budget: Budget,
): Cell[] | undefined {
  const patterns: Patterns = {
    all: [...required, ...groups.flat()],
    required: required.length,
    groupOf: [...required.map(() => -1), ...groups.flatMap((group, index) => group.map(() => index))],
  };
  const cells = new Map<string, Cell>();
  const live = settle(
    patterns,
    patterns.all.flatMap((pattern, index) => [index, pattern.start]),
  );
  const first: Walk = { live, fresh: false, from: undefined, code: -1 };
  const seen = new Set([keyOf(first)]);
  const queue: Walk[] = [first];
  for (let at = 0; at < queue.length; at++) {
    const walk = queue[at];
    if (walk === undefined) break;
    const special = specialOf(patterns, walk.live);
    const filler = fillerBeside(special);
    if (!spend(budget, walk.live.length + special.size)) return undefined;
    record(cells, patterns, walk);
    if (walk.fresh && isSettled(patterns, walk.live)) continue;
    for (const code of [...special, filler]) {
      const live = advance(patterns, walk.live, code);
      if (live === undefined) continue;
      if (!spend(budget, live.length)) return undefined;
      const next: Walk = { live, fresh: walk.fresh || code === filler, from: walk, code };
      const key = keyOf(next);
      if (seen.has(key)) continue;
      seen.add(key);
      queue.push(next);
    }
  }
  return [...cells.values()];
}

function keyOf({ live, fresh }: Walk): string {
  return `${fresh ? "+" : ""}${live.join(",")}`;
}

function specialOf({ all }: Patterns, live: readonly number[]): Set<number> {
  const codes = new Set<number>();
  for (let i = 0; i < live.length; i += 2) {
    for (const code of all[live[i] ?? 0]?.special(live[i + 1] ?? 0) ?? []) codes.add(code);
  }
  return codes;
}

function fillerBeside(special: ReadonlySet<number>): number {
  for (let i = 0; i < FILLERS.length; i++) {
    const code = FILLERS.charCodeAt(i);
    if (!special.has(code)) return code;
  }
  let code = 0xe000;
  while (special.has(code) || code === COLON) code += 1;
  return code;
}

function advance(patterns: Patterns, live: readonly number[], code: number): number[] | undefined {
  const { all, required } = patterns;
  const next: number[] = [];
  for (let i = 0; i < live.length; i += 2) {
    const index = live[i] ?? 0;
    const pattern = all[index];
    const state = pattern === undefined ? 0 : pattern.step(live[i + 1] ?? 0, code);
    if (state !== DEAD) next.push(index, state);
    else if (index < required) return undefined;
  }
  return settle(patterns, next);
}

/** Leaves of a group of which one pattern matches whatever follows nothing but that. */
function settle({ all, required, groupOf }: Patterns, live: number[]): number[] {
  let settled: Set<number> | undefined;
  for (let i = 0; i < live.length; i += 2) {
    const index = live[i] ?? 0;
    if (index < required || all[index]?.acceptsAll(live[i + 1] ?? 0) === false) continue;
    settled ??= new Set();
    settled.add(groupOf[index] ?? index - all.length);
  }
  if (settled === undefined) return live;
  const left: number[] = [];
  for (let i = 0; i < live.length; i += 2) {
    const index = live[i] ?? 0;
    const group = groupOf[index];
    if (group !== undefined && !settled.has(group)) left.push(index, live[i + 1] ?? 0);
  }
  for (const group of [...settled].sort((a, b) => a - b)) left.push(all.length + group, 0);
  return left;
}

function record(cells: Map<string, Cell>, { all, required, groupOf }: Patterns, walk: Walk): void {
  const matched = new Set<number>();
  let met = 0;
  for (let i = 0; i < walk.live.length; i += 2) {
    const index = walk.live[i] ?? 0;
    if (all[index]?.accepts(walk.live[i + 1] ?? 0) === false) continue;
    if (index < required) met += 1;
    else matched.add(groupOf[index] ?? index - all.length);
  }
  if (met < required) return;
  const sorted = [...matched].sort((a, b) => a - b);
  const key = sorted.join(",");
  const known = cells.get(key);
  if (known !== undefined && (known.fresh || !walk.fresh)) return;
  cells.set(key, { matched: sorted, sample: sampleOf(walk), fresh: walk.fresh });
}

/** Whether nothing that follows can change what matches. */
function isSettled({ all }: Patterns, live: readonly number[]): boolean {
  for (let i = 0; i < live.length; i += 2) {
    if (all[live[i] ?? 0]?.acceptsAll(live[i + 1] ?? 0) === false) return false;
  }
  return true;
}

function sampleOf(walk: Walk): string {
  const codes: number[] = [];
  for (let at: Walk | undefined = walk; at?.from !== undefined; at = at.from) codes.push(at.code);
  let text = "";
  for (const code of codes.reverse()) text += String.fromCharCode(code);
  return text;
}
