import { globalConditionKeys, service } from "../catalog";
import { type Context, prepareCondition } from "../conditions/hold";
import type { Atom } from "./atoms";
import { type Budget, spend } from "./budget";
import { requestValues } from "./request-values";

/**
 * All that requests can say of one condition key, as far as some conditions tell it apart: no value, one, several. A set of
 * them is a number, a bit for each; bit 0 is "something that was not thought of" where the list may not be complete.
 */
export interface KeySpace {
  all: bigint;
  /** By atom's id: where it holds. */
  holding: ReadonlyMap<string, bigint>;
}

/** The bit for what was not thought of. */
export const UNKNOWN = 1n;

/**
 * Whether a request may have several values of a key: where AWS's reference calls it multivalued. Any other key has several
 * only where a condition reads it with ForAllValues or ForAnyValue: AWS asks for those with multivalued keys and warns of
 * them with others. Source:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
 */
function isMultivalued(key: string): boolean {
  const keys = [...globalConditionKeys(), ...(service(key.slice(0, key.indexOf(":")))?.conditionKeys ?? [])];
  return keys.some((known) => known.type.startsWith("ArrayOf") && known.key.toLowerCase() === key);
}

/** Up to so many values every combination of them is looked at. */
const ALL_COMBINATIONS = 7;
const PAIRS = 40;

export function keySpace(atoms: readonly Atom[], budget: Budget): KeySpace {
  const { values, complete } = requestValues(atoms, budget);
  const several = atoms.some(({ condition }) => condition.set !== undefined) || isMultivalued(atoms[0]?.key ?? "");
  const combinations = several ? combined(values) : { lists: [], complete: true };
  const points: (readonly string[] | undefined)[] = [
    undefined,
    ...values.map((value) => [value]),
    ...combinations.lists,
  ];
  const loose = complete && combinations.complete ? 0n : UNKNOWN;
  spend(budget, points.length * atoms.length);
  const holding = new Map<string, bigint>();
  for (const atom of atoms) {
    const { holds } = prepareCondition(atom.condition, atom.version === "2012-10-17");
    let bits = loose;
    for (const [index, point] of points.entries()) {
      if (holds(contextOf(point))) bits |= 1n << BigInt(index + 1);
    }
    holding.set(atom.id, bits);
  }
  return { all: (((1n << BigInt(points.length)) - 1n) << 1n) | loose, holding };
}

function contextOf(values: readonly string[] | undefined): Context {
  return { values: () => values, single: () => undefined };
}

/** Lists of two and more of the values. */
function combined(values: readonly string[]): { lists: string[][]; complete: boolean } {
  if (values.length <= ALL_COMBINATIONS) {
    const lists: string[][] = [];
    for (let bits = 3; bits < 1 << values.length; bits++) {
      if ((bits & (bits - 1)) === 0) continue;
      lists.push(values.filter((_value, index) => (bits & (1 << index)) !== 0));
    }
    return { lists, complete: true };
  }
  const few = values.slice(0, PAIRS);
  const lists = few.flatMap((first, index) => few.slice(index + 1).map((second) => [first, second]));
  lists.push([...values]);
  for (const left of few) lists.push(values.filter((value) => value !== left));
  return { lists, complete: false };
}
