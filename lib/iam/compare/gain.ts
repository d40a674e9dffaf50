import { type Literal, type ShownCondition, type Term, termWith } from "./atoms";
import { spend, type Work } from "./budget";
import { Candidates } from "./candidates";
import { type Cell, cellsWithin } from "./cells";
import { type Region, UNCLEAR_BUDGET, UNCLEAR_CONDITIONS, type UnclearRegion } from "./change";
import { describeRegions, type FoundCell } from "./describe";
import { Pattern } from "./pattern";
import { aboutResource, plainlyCovers, type ResourcePattern, type Rule } from "./rules";
import { type Active, type Way, waysToGain } from "./ways";
import { type Zone, zonesOf } from "./zones";

/** The rules of one side for one action. What is undefined does not limit. */
export interface SideRules {
  allow: readonly Rule[];
  deny: readonly Rule[];
  boundary: readonly Rule[] | undefined;
  session: readonly Rule[] | undefined;
}

export interface Gain {
  sure: Region[];
  unclear: UnclearRegion[];
}

const SOMETHING = new Pattern([{ text: "?*", literal: false }], "text");

/** What `to` allows and `from` does not: by resource and conditions, for one action. */
export function gain(from: SideRules, to: SideRules, work: Work): Gain {
  const found: Gain = { sure: [], unclear: [] };
  const sources = to.allow.length === 0 ? [] : sourcesOf(from, to);
  if (sources.length === 0) return found;
  let sides: Relevant | undefined;
  const fresh = from.allow.length === 0 && isUnlimited(from) && isUnlimited(to);
  for (const source of sources) {
    if (fresh && source.outside.length === 0) gainOfWholeRule(source, work, found);
    else {
      sides ??= new Relevant(from, to);
      gainFromRule(source, sides, work, found);
    }
  }
  return found;
}

function isUnlimited({ deny, boundary, session }: SideRules): boolean {
  return deny.length === 0 && boundary === undefined && session === undefined;
}

/** Of a rule of one pattern, where nothing was allowed and nothing limits, all is gained: no pattern divides its resources. */
function gainOfWholeRule(source: Rule, work: Work, found: Gain): void {
  spend(work, 1);
  const active = activeIn([source], new Set([source.within.id]), false);
  const ways = waysToGain(active, NOTHING, NO_LIMITS, work);
  describe(source, [], [{ zones: new Set(), ways }], found);
}

const NO_LIMITS = { deny: [], boundary: undefined, session: undefined };
const NOTHING = { ...NO_LIMITS, allow: [] };

function describe(source: Rule, zones: readonly Zone[], cells: readonly FoundCell[], found: Gain): void {
  const regions = describeRegions(source, zones, cells);
  const sure = regions.flatMap(({ region, sure: certain }) => (certain ? [region] : []));
  found.sure.push(...sure);
  for (const { region, sure: certain } of regions) {
    if (certain || sure.some((one) => saysAsMuch(one, region))) continue;
    found.unclear.push({ ...region, why: UNCLEAR_CONDITIONS });
  }
}

/**
 * Whether all of an unclear region lies in one that is sure: it says of its resources that they are not like what the other
 * excepts, patterns of which a part is known later.
 */
function saysAsMuch(sure: Region, unclear: Region): boolean {
  const excepted = new Set<string>();
  const rest = unclear.unless.filter(([only, ...more]) => {
    const own = only?.key === "Resource" && more.length === 0 && only.values.every((one) => sure.except.includes(one));
    if (own) for (const one of only.values) excepted.add(one);
    return !own;
  });
  const key = ({ resource, when }: Region, unless: Region["unless"]) => JSON.stringify([resource, when, unless]);
  return (
    excepted.size > 0 &&
    sure.except.every((one) => excepted.has(one) || unclear.except.includes(one)) &&
    sure.within.every((one) => unclear.within.includes(one)) &&
    key(sure, sure.unless) === key(unclear, rest)
  );
}

/** The rules of `to` that may allow more than `from` does. */
function sourcesOf(from: SideRules, to: SideRules): readonly Rule[] {
  // Of a rule that both sides have something is gained only where a limit on it has gone.
  const limitsStay =
    includes(to.deny, from.deny) && limitStays(from.boundary, to.boundary) && limitStays(from.session, to.session);
  if (!limitsStay) return to.allow;
  const before = new Set(from.allow);
  const byCondition = new Map<string, ResourcePattern[]>();
  for (const { within, outside, condition, terms } of from.allow) {
    if (outside.length > 0 || !within.pattern.prefixDecides) continue;
    const kind = terms.some(({ literals }) => literals.length === 0) ? "" : condition;
    byCondition.set(kind, [...(byCondition.get(kind) ?? []), within]);
  }
  const wide = (kind: string) => byCondition.get(kind) ?? [];
  return to.allow.filter((rule) => {
    if (before.has(rule)) return false;
    return ![...wide(""), ...wide(rule.condition)].some((pattern) => plainlyCovers(pattern, rule.within));
  });
}

function limitStays(from: readonly Rule[] | undefined, to: readonly Rule[] | undefined): boolean {
  return from === undefined || (to !== undefined && includes(from, to));
}

function includes(all: readonly Rule[], some: readonly Rule[]): boolean {
  const set = new Set(all);
  return some.every((rule) => set.has(rule));
}

/** The rules of both sides, found by the resources that they are about. */
class Relevant {
  private readonly parts: readonly { rules: readonly Rule[] | undefined; found: Candidates<Rule> }[];

  constructor(from: SideRules, to: SideRules) {
    this.parts = [from.allow, from.deny, from.boundary, from.session, to.deny, to.boundary, to.session].map(
      (rules) => ({
        rules,
        found: new Candidates(rules ?? [], ({ within }) => within.pattern),
      }),
    );
  }

  for(pattern: ResourcePattern): (readonly Rule[] | undefined)[] {
    return this.parts.map(({ rules, found }) => rules && found.for(pattern.pattern));
  }
}

function gainFromRule(source: Rule, sides: Relevant, work: Work, found: Gain): void {
  const near = work.left < 0 ? [] : sides.for(source.within);
  const within = spend(work, 1 + near.reduce((sum, rules) => sum + (rules?.length ?? 0), 0));
  const zones = within ? zonesOf(patternsNear(source, near), [[source], ...near]) : [];
  const cells = within ? cellsOf(source.within, zones, work) : undefined;
  if (cells === undefined) {
    const except = source.outside.map(({ text }) => text);
    const region = { resource: source.within.text, within: [], except, when: shownOf(source.terms), unless: [] };
    found.unclear.push({ ...region, why: UNCLEAR_BUDGET });
    return;
  }
  const known = new Map<string, readonly Way[]>();
  const foundCells = cells.map(({ matched }): FoundCell => {
    const zonesHere = matched.flatMap((index) => zones[index] ?? []);
    const ids = new Set(zonesHere.flatMap(({ patterns }) => patterns.map(({ id }) => id)));
    const [allowed, denied, boundary, session, denies, limit, sessionLimit] = near.map(
      (rules) => rules && activeIn(rules, ids, true),
    );
    const key = [[source], ...near]
      .map((rules) => rules?.map((rule) => aboutKey(rule, ids)).join(",") ?? "-")
      .join(";");
    const ways =
      known.get(key) ??
      waysToGain(
        activeIn([source], ids, false),
        { allow: allowed ?? [], deny: denied ?? [], boundary, session },
        { deny: denies ?? [], boundary: limit, session: sessionLimit },
        work,
      );
    known.set(key, ways);
    return { zones: new Set(zonesHere), ways };
  });
  describe(source, zones, foundCells, found);
}

function cellsOf(within: ResourcePattern, zones: readonly Zone[], work: Work): readonly Cell[] | undefined {
  if (within.pattern.exact) {
    const { prefix } = within.pattern;
    const matched = [...zones.keys()].filter((index) => zones[index]?.automata.some((one) => one.matches(prefix)));
    return [{ matched, sample: prefix, fresh: false }];
  }
  const name = [within.id, ...zones.map(({ patterns }) => patterns.map(({ id }) => id).join(","))].join(";");
  if (work.cells.has(name)) return work.cells.get(name);
  const groups = zones.map(({ automata }) => automata);
  const cells = cellsWithin([within.pattern, SOMETHING], groups, work);
  work.cells.set(name, cells);
  return cells;
}

/** The patterns of rules that may match what the source's pattern matches. */
function patternsNear(source: Rule, near: readonly (readonly Rule[] | undefined)[]): ResourcePattern[] {
  const all = new Set<ResourcePattern>();
  for (const rules of [[source], ...near]) {
    for (const { within, outside } of rules ?? []) {
      all.add(within);
      for (const pattern of outside) all.add(pattern);
    }
  }
  return new Candidates([...all], ({ pattern }) => pattern).for(source.within.pattern);
}

function shownOf(terms: readonly Term[]) {
  return terms.length === 1 ? (terms[0]?.conditions ?? []) : [];
}

/** What a rule says in a cell, for telling cells apart. */
function aboutKey(rule: Rule, matched: ReadonlySet<number>): string {
  const literals = aboutResource(rule, matched);
  return literals === undefined ? "" : [rule.id, ...literals.map(({ atom, holds }) => `${holds}${atom.id}`)].join(" ");
}

function shownLiteral({ atom, holds }: Literal): ShownCondition {
  return { operator: holds ? "ArnLike" : "ArnNotLike", key: "Resource", values: atom.condition.values };
}

/** The terms of the rules that are about a cell. `shown`: the rule's own pattern is shown as a condition, if variables fill it. */
function activeIn(rules: readonly Rule[], matched: ReadonlySet<number>, shown: boolean): Active[] {
  const found = new Map<string, Active>();
  for (const rule of rules) {
    const literals = aboutResource(rule, matched);
    if (literals === undefined) continue;
    for (const term of rule.terms) {
      const whole = termWith(term, literals, literals.filter(({ holds }) => shown || !holds).map(shownLiteral));
      if (!found.has(whole.id)) found.set(whole.id, { term: whole, rule });
    }
  }
  return [...found.values()];
}
