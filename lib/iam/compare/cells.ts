import { type Budget, spend } from "./budget";
import { DEAD, type Pattern } from "./pattern";

/** All texts that match the same patterns of a list. */
export interface Cell {
  /** Which patterns, by index, ascending. */
  matched: readonly number[];
  sample: string;
  /** Whether one of the sample's characters stands for any that the patterns do not name. */
  fresh: boolean;
}

interface Walk {
  /** Pattern and state by turns, for the patterns that can still match. */
  live: readonly number[];
  fresh: boolean;
  from: Walk | undefined;
  code: number;
}

/** Characters to stand for all that are not named, the likeliest to be legal first. */
const FILLERS = "x0zqjkwy9_-XZQ~|";
const COLON = 58;

/**
 * The cells into which patterns divide the texts that match every one of `required`; a cell for each combination that some
 * text has. The walk goes through the patterns' automata side by side, so it is exact. Undefined when the budget is used up.
 */
export function cellsWithin(
  required: readonly Pattern[],
  patterns: readonly Pattern[],
  budget: Budget,
): Cell[] | undefined {
  const all = [...required, ...patterns];
  const cells = new Map<string, Cell>();
  const first: Walk = {
    live: all.flatMap((pattern, index) => [index, pattern.start]),
    fresh: false,
    from: undefined,
    code: -1,
  };
  const seen = new Set([keyOf(first)]);
  const queue: Walk[] = [first];
  for (let at = 0; at < queue.length; at++) {
    const walk = queue[at];
    if (walk === undefined) break;
    const special = specialOf(all, walk.live);
    const filler = fillerBeside(special);
    if (!spend(budget, walk.live.length + special.size)) return undefined;
    record(cells, all, required.length, walk);
    if (walk.fresh && settled(all, walk.live)) continue;
    for (const code of [...special, filler]) {
      const live = advance(all, walk.live, code, required.length);
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

function specialOf(all: readonly Pattern[], live: readonly number[]): Set<number> {
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

function advance(
  all: readonly Pattern[],
  live: readonly number[],
  code: number,
  required: number,
): number[] | undefined {
  const next: number[] = [];
  for (let i = 0; i < live.length; i += 2) {
    const index = live[i] ?? 0;
    const state = all[index]?.step(live[i + 1] ?? 0, code) ?? DEAD;
    if (state !== DEAD) next.push(index, state);
    else if (index < required) return undefined;
  }
  return next;
}

function record(cells: Map<string, Cell>, all: readonly Pattern[], required: number, walk: Walk): void {
  const matched: number[] = [];
  let met = 0;
  for (let i = 0; i < walk.live.length; i += 2) {
    const index = walk.live[i] ?? 0;
    if (!all[index]?.accepts(walk.live[i + 1] ?? 0)) continue;
    if (index < required) met += 1;
    else matched.push(index - required);
  }
  if (met < required) return;
  const key = matched.join(",");
  const known = cells.get(key);
  if (known !== undefined && (known.fresh || !walk.fresh)) return;
  cells.set(key, { matched, sample: sampleOf(walk), fresh: walk.fresh });
}

/** Whether nothing that follows can change what matches. */
function settled(all: readonly Pattern[], live: readonly number[]): boolean {
  for (let i = 0; i < live.length; i += 2) {
    if (!all[live[i] ?? 0]?.acceptsAll(live[i + 1] ?? 0)) return false;
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
