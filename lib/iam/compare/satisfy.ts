import type { Atom, Literal, Term } from "./atoms";
import { type Budget, spend } from "./budget";
import { type KeySpace, keySpace, UNKNOWN } from "./request-space";

/** Whether some request makes a combination of conditions true: surely, surely not, or it cannot be told. */
export type Answer = "yes" | "no" | "unclear";

interface Assumed {
  /** For each key what a request may still say of it. */
  keys: ReadonlyMap<string, bigint>;
  literals: ReadonlyMap<string, Literal>;
}

const MOST_STEPS = 4_000;

/**
 * Whether a request exists in which all of `required` hold and none of `avoided` does. Conditions on different keys are
 * independent of each other. What a policy variable stands for is known in a request only, so a condition with one is
 * taken as true or false at will: "no" is then certain all the same, "yes" only where nothing else is said of its keys.
 */
export function satisfiable(required: readonly Literal[], avoided: readonly Term[], budget: Budget): Answer {
  if (avoided.some(({ literals }) => literals.length === 0)) return "no";
  const spaces = spacesOf([...required, ...avoided.flatMap(({ literals }) => literals)], budget);
  const start = assumeAll({ keys: new Map(), literals: new Map() }, required, spaces);
  if (start === undefined) return "no";
  const steps = { left: Math.min(MOST_STEPS, Math.max(0, budget.left)) };
  const before = steps.left;
  const answer = search(start, avoided, spaces, steps);
  spend(budget, before - steps.left);
  return answer;
}

/** Whether some request can make literals true, however little is known of it. */
export function compatible(literals: readonly Literal[], budget: Budget): boolean {
  return satisfiable(literals, [], budget) !== "no";
}

type Spaces = ReadonlyMap<string, KeySpace>;

function isOpen({ variables, key }: Atom): boolean {
  return variables.length > 0 || key.startsWith("[");
}

function spacesOf(literals: readonly Literal[], budget: Budget): Spaces {
  const byKey = new Map<string, Map<string, Atom>>();
  for (const { atom } of literals) {
    if (isOpen(atom)) continue;
    const atoms = byKey.get(atom.key) ?? new Map<string, Atom>();
    byKey.set(atom.key, atoms.set(atom.id, atom));
  }
  return new Map([...byKey].map(([key, atoms]) => [key, keySpace([...atoms.values()], budget)]));
}

function search(assumed: Assumed, avoided: readonly Term[], spaces: Spaces, steps: Budget): Answer {
  if (!spend(steps, 1 + avoided.length)) return "unclear";
  let fewest: { choices: Assumed[]; left: Term[] } | undefined;
  const left: Term[] = [];
  for (const term of avoided) {
    if (assumeAll(assumed, term.literals, spaces) !== undefined) left.push(term);
  }
  for (const term of left) {
    const choices = term.literals.flatMap(({ atom, holds }) => {
      return assume(assumed, { atom, holds: !holds }, spaces) ?? [];
    });
    if (choices.length === 0) return "no";
    if (fewest !== undefined && fewest.choices.length <= choices.length) continue;
    fewest = { choices, left: left.filter((other) => other !== term) };
    if (choices.length === 1) break;
  }
  if (fewest === undefined) return isCertain(assumed) ? "yes" : "unclear";
  let answer: Answer = "no";
  for (const choice of fewest.choices) {
    const found = search(choice, fewest.left, spaces, steps);
    if (found === "yes") return found;
    if (found === "unclear") answer = found;
  }
  return answer;
}

function assumeAll(assumed: Assumed, literals: readonly Literal[], spaces: Spaces): Assumed | undefined {
  let next: Assumed | undefined = assumed;
  for (const literal of literals) {
    next = assume(next, literal, spaces);
    if (next === undefined) return undefined;
  }
  return next;
}

/** What is left when a literal is assumed too; undefined when nothing is. */
function assume(assumed: Assumed, literal: Literal, spaces: Spaces): Assumed | undefined {
  const { atom, holds } = literal;
  const known = assumed.literals.get(atom.id);
  if (known !== undefined) return known.holds === holds ? assumed : undefined;
  const literals = new Map(assumed.literals).set(atom.id, literal);
  const space = spaces.get(atom.key);
  if (isOpen(atom) || space === undefined) return { keys: assumed.keys, literals };
  const holding = space.holding.get(atom.id) ?? 0n;
  const here = holds ? holding : (space.all & ~holding) | (space.all & UNKNOWN);
  const still = (assumed.keys.get(atom.key) ?? space.all) & here;
  return still === 0n ? undefined : { keys: new Map(assumed.keys).set(atom.key, still), literals };
}

/** Whether what is assumed is true of a request for sure, not only as far as was looked. */
function isCertain({ keys, literals }: Assumed): boolean {
  for (const bits of keys.values()) if (bits === UNKNOWN) return false;
  const named = new Map<string, number>();
  let open = false;
  for (const { atom } of literals.values()) {
    open ||= isOpen(atom);
    for (const key of [atom.key, ...atom.variables]) named.set(key, (named.get(key) ?? 0) + 1);
  }
  if (!open) return true;
  for (const { atom } of literals.values()) {
    if (isOpen(atom) && [atom.key, ...atom.variables].some((key) => named.get(key) !== 1)) return false;
  }
  return true;
}
