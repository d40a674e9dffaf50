import type { Atom, Literal, Term } from "./atoms";
import { type Budget, spend, type Work } from "./budget";
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
export function satisfiable(required: readonly Literal[], avoided: readonly Term[], work: Work): Answer {
  if (avoided.some(({ literals }) => literals.length === 0)) return "no";
  const spaces = spacesOf([...required, ...avoided.flatMap(({ literals }) => literals)], work);
  const start = assumeAll({ keys: new Map(), literals: new Map() }, required, spaces);
  if (start === undefined) return "no";
  const steps = { left: Math.min(MOST_STEPS, Math.max(0, work.left)) };
  const before = steps.left;
  const answer = search(start, avoided, spaces, steps);
  spend(work, before - steps.left);
  return answer;
}

/** Whether some request can make literals true, however little is known of it. */
export function compatible(literals: readonly Literal[], work: Work): boolean {
  return satisfiable(literals, [], work) !== "no";
}

type Spaces = ReadonlyMap<string, KeySpace>;

function isOpen({ variables }: Atom): boolean {
  return variables.length > 0;
}

function isOfResource({ id, key }: Atom): boolean {
  return id === key;
}

function spacesOf(literals: readonly Literal[], work: Work): Spaces {
  const byKey = new Map<string, Map<string, Atom>>();
  for (const { atom } of literals) {
    if (isOpen(atom)) continue;
    const atoms = byKey.get(atom.key) ?? new Map<string, Atom>();
    byKey.set(atom.key, atoms.set(atom.id, atom));
  }
  return new Map([...byKey].map(([key, atoms]) => [key, spaceOf([...atoms.values()], work)]));
}

function spaceOf(atoms: readonly Atom[], work: Work): KeySpace {
  const name = atoms
    .map(({ id, version }) => `${version} ${id}`)
    .sort()
    .join(" ");
  const known = work.spaces.get(name);
  if (known !== undefined) return known;
  const space = keySpace(atoms, work);
  work.spaces.set(name, space);
  return space;
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

/**
 * Whether what is assumed is true of a request for sure, not only as far as was looked. With policy variables it is where
 * values can be chosen one after the other: the variables as the resource asks, then each key as the variables ask.
 */
function isCertain({ keys, literals }: Assumed): boolean {
  for (const bits of keys.values()) if (bits === UNKNOWN) return false;
  const open = [...literals.values()].filter(({ atom }) => isOpen(atom));
  if (open.length === 0) return true;
  const compared = [...literals.values()].map(({ atom }) => atom.key);
  const variables = new Set(open.flatMap(({ atom }) => atom.variables));
  if (compared.some((key) => variables.has(key))) return false;
  if (open.some(({ atom }) => compared.filter((key) => key === atom.key).length > 1)) return false;
  const all = open.flatMap(({ atom }) => atom.variables);
  return (
    isDistinct(open.flatMap(({ atom, holds }) => (isOfResource(atom) && holds ? atom.variables : []))) &&
    open.every(({ atom, holds }) => {
      const free = !isOfResource(atom) || holds;
      return free || atom.variables.every((variable) => all.filter((other) => other === variable).length === 1);
    })
  );
}

function isDistinct(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
