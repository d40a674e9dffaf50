import { entry } from "../../entry";
import type { Patterns, Policy, PolicyStatement } from "../policy";
import type { PolicySet } from "../request";
import type { SideRules } from "./gain";
import { type Rule, Rules } from "./rules";

/** The actions of a statement: one object for each set of patterns however often it is written. */
export interface ActionSet {
  id: number;
  not: boolean;
  /** In lower case, sorted. */
  patterns: readonly string[];
}

type Part = "allow" | "deny" | "boundary" | "session";

/** A statement's rules; statements of equal rules share their number. */
interface Body {
  id: number;
  rules: readonly Rule[];
}

/** One side of a comparison: what its statements say, by the actions that they are about. */
interface Side {
  bounded: boolean;
  sessioned: boolean;
  bodies: Readonly<Record<Part, ReadonlyMap<number, readonly Body[]>>>;
  /** Sides of one key say the same in the same words, but for order and repetition. */
  key: string;
}

/** Both sides in one vocabulary: what is equal in them is one object. */
export class Sides {
  readonly actionSets: ActionSet[] = [];
  readonly before: Side;
  readonly after: Side;
  private readonly rules = new Rules();
  private readonly sets = new Map<string, ActionSet>();
  private readonly bodies = new Map<string, Body>();
  private readonly excluding: readonly ActionSet[];

  constructor(before: PolicySet, after: PolicySet) {
    this.before = this.side(before);
    this.after = this.side(after);
    this.excluding = this.actionSets.filter(({ not }) => not);
  }

  /** The statements of a side about an action, told by the action sets whose patterns match it. */
  about(side: Side, matched: ReadonlySet<number>): { key: string; rules: () => SideRules } {
    // Where nothing allows, limits say nothing.
    if (side.bodies.allow.size === 0) return NOTHING;
    const ids = [...matched].filter((id) => this.actionSets[id]?.not === false);
    for (const { id } of this.excluding) if (!matched.has(id)) ids.push(id);
    const bodies = (part: Part) => {
      const found = new Map<number, Body>();
      if (side.bodies[part].size === 0) return found;
      for (const id of ids) for (const body of side.bodies[part].get(id) ?? []) found.set(body.id, body);
      return found;
    };
    const allow = bodies("allow");
    if (allow.size === 0) return NOTHING;
    const found = {
      allow,
      deny: bodies("deny"),
      boundary: bodies("boundary"),
      session: bodies("session"),
    };
    const keyOf = (part: Map<number, Body>) => [...part.keys()].sort((a, b) => a - b).join(",");
    const limits = [side.bounded ? keyOf(found.boundary) : "-", side.sessioned ? keyOf(found.session) : "-"];
    return {
      key: [keyOf(found.allow), keyOf(found.deny), ...limits].join(";"),
      rules: () => ({
        allow: rulesOf(found.allow),
        deny: rulesOf(found.deny),
        boundary: side.bounded ? rulesOf(found.boundary) : undefined,
        session: side.sessioned ? rulesOf(found.session) : undefined,
      }),
    };
  }

  private side(policies: PolicySet): Side {
    const bodies: Record<Part, Map<number, Body[]>> = {
      allow: new Map(),
      deny: new Map(),
      boundary: new Map(),
      session: new Map(),
    };
    const said = new Set<string>();
    const add = (policy: Policy, allowing: Part) => {
      for (const statement of policy.statements) {
        const part = statement.effect === "Deny" ? "deny" : allowing;
        const { id } = this.actionSet(statement);
        const body = this.body(statement, policy.version);
        const name = `${part} ${id} ${body.id}`;
        if (said.has(name)) continue;
        said.add(name);
        entry(bodies[part], id, () => []).push(body);
      }
    };
    for (const { policy } of policies.identity) add(policy, "allow");
    if (policies.boundary !== undefined) add(policies.boundary.policy, "boundary");
    if (policies.session !== undefined) add(policies.session.policy, "session");
    const bounded = policies.boundary !== undefined;
    const sessioned = policies.session !== undefined;
    return { bounded, sessioned, bodies, key: JSON.stringify([bounded, sessioned, [...said].sort()]) };
  }

  private actionSet({ action }: PolicyStatement): ActionSet {
    const { key, patterns } = writtenOnce(action);
    const known = this.sets.get(key);
    if (known !== undefined) return known;
    const set: ActionSet = { id: this.actionSets.length, not: action.not, patterns };
    this.sets.set(key, set);
    this.actionSets.push(set);
    return set;
  }

  private body(statement: PolicyStatement, version: Policy["version"]): Body {
    const rules = this.rules.of(statement, version);
    const key = rules
      .map(({ id }) => id)
      .sort((a, b) => a - b)
      .join(",");
    const known = this.bodies.get(key);
    if (known !== undefined) return known;
    const body: Body = { id: this.bodies.size, rules };
    this.bodies.set(key, body);
    return body;
  }
}

interface WrittenOnce {
  key: string;
  patterns: readonly string[];
}

/** Actions in lower case, sorted; kept by them, since many statements share them. */
function writtenOnce(action: Patterns): WrittenOnce {
  const standing = written.get(action);
  if (standing !== undefined) return standing;
  const patterns = [...new Set(action.patterns.map((pattern) => pattern.toLowerCase().replace(/\*+/g, "*")))].sort();
  const made = { key: `${action.not ? "!" : ""}${patterns.join(" ")}`, patterns };
  written.set(action, made);
  return made;
}

const written = new WeakMap<Patterns, WrittenOnce>();

const NO_RULES: SideRules = { allow: [], deny: [], boundary: undefined, session: undefined };
const NOTHING = { key: "", rules: () => NO_RULES };

function rulesOf(bodies: ReadonlyMap<number, Body>): Rule[] {
  const rules = new Set<Rule>();
  for (const { rules: own } of bodies.values()) for (const rule of own) rules.add(rule);
  return [...rules];
}
