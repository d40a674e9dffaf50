import type { Literal, ShownCondition, Term } from "./atoms";
import type { Work } from "./budget";
import type { Rule } from "./rules";
import { compatible, satisfiable } from "./satisfy";

/** One term of a rule that is about the resources at hand. */
export interface Active {
  term: Term;
  rule: Rule;
}

/** The terms of one side that are about the resources at hand. What is undefined does not limit. */
export interface ActiveLimits {
  deny: readonly Active[];
  boundary: readonly Active[] | undefined;
  session: readonly Active[] | undefined;
}

/** One way in which a request is allowed by one side and not by the other. */
export interface Way {
  sure: boolean;
  when: readonly ShownCondition[];
  unless: readonly (readonly ShownCondition[])[];
  /** The rules that must be about the resource for it. */
  rules: readonly Rule[];
}

const MOST_COMBINATIONS = 400;

/** The ways in which one of `sources` allows, within the limits of `to`, what `from` does not; empty when there is none. */
export function waysToGain(
  sources: readonly Active[],
  from: ActiveLimits & { allow: readonly Active[] },
  to: ActiveLimits,
  work: Work,
): readonly Way[] {
  const ways: Way[] = [];
  const combinations = combined([sources, ...[to.boundary, to.session].filter((limit) => limit !== undefined)]);
  if (combinations === undefined) return [wholly(sources)];
  for (const chosen of combinations) ways.push(...waysOf(chosen, from, to.deny, work));
  return ways;
}

function wholly(sources: readonly Active[]): Way {
  return { sure: false, when: sources[0]?.term.conditions ?? [], unless: [], rules: [] };
}

function combined(lists: readonly (readonly Active[])[]): Active[][] | undefined {
  if (lists.reduce((count, list) => count * list.length, 1) > MOST_COMBINATIONS) return undefined;
  let found: Active[][] = [[]];
  for (const list of lists) found = found.flatMap((chosen) => list.map((active) => [...chosen, active]));
  return found;
}

/** Why `from` does not allow: nothing allows, a limit does not let through, or one of its denials applies. */
interface Reason {
  fails: readonly Active[];
  applies: Active | undefined;
}

function waysOf(
  chosen: readonly Active[],
  from: ActiveLimits & { allow: readonly Active[] },
  denies: readonly Active[],
  work: Work,
): Way[] {
  const reasons: Reason[] = [from.allow, from.boundary, from.session]
    .filter((fails) => fails !== undefined)
    .map((fails) => ({ fails, applies: undefined }));
  for (const applies of from.deny) reasons.push({ fails: [], applies });
  // A reason that holds always makes the others idle.
  reasons.sort((a, b) => weight(a) - weight(b));
  const ways: Way[] = [];
  for (const reason of reasons) {
    const way = wayOf(chosen, reason, denies, work);
    if (way === undefined) continue;
    ways.push(way);
    if (way.sure && weight(reason) === 0) return [way];
  }
  return ways;
}

function weight({ fails, applies }: Reason): number {
  return fails.length + (applies?.term.literals.length ?? 0);
}

function wayOf(
  chosen: readonly Active[],
  { fails, applies }: Reason,
  denies: readonly Active[],
  work: Work,
): Way | undefined {
  const required = applies === undefined ? chosen : [...chosen, applies];
  const literals: Literal[] = required.flatMap(({ term }) => term.literals);
  const avoided = [...fails, ...denies].filter(({ term }) => compatible([...literals, ...term.literals], work));
  const answer = satisfiable(
    literals,
    avoided.map(({ term }) => term),
    work,
  );
  if (answer === "no") return undefined;
  return {
    sure: answer === "yes",
    when: distinct(required.flatMap(({ term }) => term.conditions)),
    unless: distinct(avoided.map(({ term }) => term.conditions).filter(({ length }) => length > 0)),
    rules: required.map(({ rule }) => rule),
  };
}

function distinct<T>(items: readonly T[]): T[] {
  const found = new Map(items.map((item) => [JSON.stringify(item), item]));
  return [...found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
}
