import { type AccessEntry, accessEntries, type ChangedActions } from "./compare/access-entries";
import { actionPlan } from "./compare/action-plan";
import { type Work, workOf } from "./compare/budget";
import { type Region, UNCLEAR_BUDGET, type UnclearRegion } from "./compare/change";
import { FreshComparisons, freshShape } from "./compare/fresh-access";
import { type Gain, gain } from "./compare/gain";
import { type KnownActions, knownActionsFor } from "./compare/known-actions";
import { Sides } from "./compare/sides";
import type { PolicySet } from "./request";

export type Verdict = "equivalent" | "broadened" | "narrowed" | "both" | "cannot tell";

/** Access to actions that AWS is not known to have, but that a wildcard takes in once it has them. */
export interface FutureAccess {
  /** The patterns of actions. */
  patterns: readonly string[];
  regions: readonly (Region | UnclearRegion)[];
}

/** The difference between what two sets of policies allow. */
export interface Comparison {
  /**
   * Of the actions that AWS is known to have and of those that a statement names. "cannot tell" where something in `unclear`
   * could change the verdict.
   */
  verdict: Verdict;
  gained: readonly AccessEntry[];
  lost: readonly AccessEntry[];
  /** Access that may have been gained or lost, and why it cannot be told. */
  unclear: { gained: readonly AccessEntry<UnclearRegion>[]; lost: readonly AccessEntry<UnclearRegion>[] };
  /** What wildcards gain and lose of actions that AWS may add. It has no part in the verdict. */
  future: { gained: readonly FutureAccess[]; lost: readonly FutureAccess[] };
}

/** Steps of automata and searches that one comparison may take: about a second. */
const MOST_STEPS = 3_000_000;

/**
 * What access is gained and lost from one set of policies to another: of the identity policies, as far as boundary and
 * session policy let it through, less what is denied anywhere. Policies of resources are not looked at.
 *
 * "equivalent" means that no request to a known or named action is allowed by the one and not by the other, whatever its
 * resource and context, where keys that AWS does not call multivalued and that no condition reads with ForAllValues or ForAnyValue have one
 * value at most.
 *
 * `actions` are the known ones, the catalog's where they are left out; `steps` bounds the work.
 */
export function compareAccess(
  before: PolicySet,
  after: PolicySet,
  { actions, steps = MOST_STEPS }: { actions?: KnownActions; steps?: number } = {},
): Comparison {
  // What is kept holds for AWS's own actions and the usual bound on work.
  const shape = actions === undefined && steps === MOST_STEPS ? freshShape(before, after) : undefined;
  if (shape === undefined) return compareInFull(before, after, { actions, steps });
  const made = fresh.of(shape);
  if (made !== undefined) return made;
  const comparison = compareInFull(before, after, { steps });
  fresh.keep(shape, comparison);
  return comparison;
}

const fresh = new FreshComparisons();

/** The same, without anything that another comparison has left. */
export function compareInFull(
  before: PolicySet,
  after: PolicySet,
  { actions, steps = MOST_STEPS }: { actions?: KnownActions | undefined; steps?: number },
): Comparison {
  const sides = new Sides(before, after);
  if (sides.before.key === sides.after.key) return NO_CHANGE;
  const known = actions ?? knownActionsFor(sides.actionSets);
  const differences = new Differences(sides, workOf(steps));
  const gained = new Changes();
  const lost = new Changes();
  const allowing = new Set([...sides.before.bodies.allow.keys(), ...sides.after.bodies.allow.keys()]);
  const { classes, unlisted } = actionPlan(sides.actionSets, allowing, known, steps);
  for (const { matched, known: places } of classes) {
    const { gained: more, lost: less } = differences.of(matched);
    gained.add(more, { known: places, named: [] });
    lost.add(less, { known: places, named: [] });
  }
  const future = { gained: new Map<string, FutureAccess>(), lost: new Map<string, FutureAccess>() };
  for (const { matched, patterns, named } of unlisted.found) {
    const { gained: more, lost: less } = differences.of(matched);
    if (named) {
      gained.add(more, { known: [], named: patterns });
      lost.add(less, { known: [], named: patterns });
    } else {
      addFuture(future.gained, patterns, more);
      addFuture(future.lost, patterns, less);
    }
  }
  for (const pattern of unlisted.unclear) {
    for (const part of [gained, lost])
      part.add({ sure: [], unclear: [UNCLEAR_ACTIONS] }, { known: [], named: [pattern] });
  }
  return {
    verdict: verdictOf(gained, lost),
    gained: accessEntries(gained.sure, known),
    lost: accessEntries(lost.sure, known),
    unclear: { gained: accessEntries(gained.unclear, known), lost: accessEntries(lost.unclear, known) },
    future: { gained: [...future.gained.values()], lost: [...future.lost.values()] },
  };
}

const NO_CHANGE: Comparison = {
  verdict: "equivalent",
  gained: [],
  lost: [],
  unclear: { gained: [], lost: [] },
  future: { gained: [], lost: [] },
};

const UNCLEAR_ACTIONS: UnclearRegion = {
  resource: "*",
  within: [],
  except: [],
  when: [],
  unless: [],
  why: UNCLEAR_BUDGET,
};

/** What actions gain and lose, found once for all that the same statements are about. */
class Differences {
  private readonly found = new Map<string, { gained: Gain; lost: Gain }>();

  constructor(
    private readonly sides: Sides,
    private readonly work: Work,
  ) {}

  of(matched: ReadonlySet<number>): { gained: Gain; lost: Gain } {
    const before = this.sides.about(this.sides.before, matched);
    const after = this.sides.about(this.sides.after, matched);
    if (before.key === after.key) return NOTHING;
    const key = `${before.key} → ${after.key}`;
    const known = this.found.get(key);
    if (known !== undefined) return known;
    const from = before.rules();
    const to = after.rules();
    const difference = { gained: gain(from, to, this.work), lost: gain(to, from, this.work) };
    this.found.set(key, difference);
    return difference;
  }
}

const NOTHING: { gained: Gain; lost: Gain } = {
  gained: { sure: [], unclear: [] },
  lost: { sure: [], unclear: [] },
};

class Changes {
  readonly sure: ChangedActions<Region>[] = [];
  readonly unclear: ChangedActions<UnclearRegion>[] = [];

  add({ sure, unclear }: Gain, of: { known: readonly number[]; named: readonly string[] }): void {
    if (sure.length > 0) this.sure.push({ ...of, regions: sure });
    if (unclear.length > 0) this.unclear.push({ ...of, regions: unclear });
  }
}

function addFuture(found: Map<string, FutureAccess>, patterns: readonly string[], { sure, unclear }: Gain): void {
  const regions = [...sure, ...unclear];
  if (regions.length === 0) return;
  const key = JSON.stringify(regions);
  const own = new Set([...(found.get(key)?.patterns ?? []), ...patterns]);
  found.set(key, { patterns: [...own].sort(), regions });
}

function verdictOf(gained: Changes, lost: Changes): Verdict {
  const more = gained.sure.length > 0;
  const less = lost.sure.length > 0;
  if (more && less) return "both";
  const open = (gained.unclear.length > 0 && !more) || (lost.unclear.length > 0 && !less);
  if (open) return "cannot tell";
  return more ? "broadened" : less ? "narrowed" : "equivalent";
}
