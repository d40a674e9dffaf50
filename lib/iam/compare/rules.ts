import type { Policy, PolicyStatement } from "../policy";
import type { Piece, Variable } from "../variables";
import { type Literal, principalAtom, resourceAtom, type Term, templateOf, termsOf, termWith } from "./atoms";
import { Pattern } from "./pattern";

/** A pattern of resources, one object for each text however often it is written. */
export class ResourcePattern {
  /** The text with a `*` for each variable: what the automaton accepts. */
  readonly widest: string;
  /** Where the pattern has variables: that the resource is what they make of it. The automaton then accepts any such. */
  readonly filled: Literal | undefined;
  private readonly template: readonly (Piece | Variable)[];
  private automaton: Pattern | undefined;

  constructor(
    readonly id: number,
    readonly text: string,
    version: Policy["version"],
  ) {
    this.template = text.includes("${") ? templateOf(text, version) : [{ text, literal: false }];
    const open = this.template.some((part) => "key" in part);
    this.widest = open ? this.template.map(widestText).join("") : text;
    this.filled = open ? { atom: resourceAtom(text, version), holds: true } : undefined;
  }

  /** Made when it is first asked for: where a whole rule is gained nobody does. */
  get pattern(): Pattern {
    this.automaton ??= patternOf(this.template, this.filled !== undefined);
    return this.automaton;
  }
}

/**
 * What one statement says of the actions that it is about: one resource pattern, or all resources but some, under one of
 * several terms. A statement with many resources is as many rules. Equal rules are one object.
 */
export interface Rule {
  id: number;
  within: ResourcePattern;
  outside: readonly ResourcePattern[];
  terms: readonly Term[];
  /** The terms' ids: rules of one condition. */
  condition: string;
}

/** Makes the rules of a comparison, the same for the same words. */
export class Rules {
  private readonly patterns = new Map<string, ResourcePattern>();
  private readonly rules = new Map<string, Rule>();

  of(statement: PolicyStatement, version: Policy["version"]): Rule[] {
    const { resource, principal } = statement;
    const named: Literal[] = principal === undefined ? [] : [{ atom: principalAtom(principal), holds: true }];
    const terms = termsOf(statement.conditions, version).map((term) => termWith(term, named));
    if (resource === undefined) return [this.rule(this.pattern("*", version), [], terms)];
    const patterns = [...new Set(resource.patterns)].map((text) => this.pattern(text, version));
    if (resource.not) return [this.rule(this.pattern("*", version), patterns, terms)];
    const all = patterns.find(({ text }) => text === "*");
    return (all === undefined ? patterns : [all]).map((pattern) => this.rule(pattern, [], terms));
  }

  private rule(within: ResourcePattern, outside: readonly ResourcePattern[], terms: readonly Term[]): Rule {
    const condition = terms
      .map(({ id }) => id)
      .sort()
      .join("|");
    const ids = outside.map(({ id }) => id).sort((a, b) => a - b);
    const key = `${within.id}!${ids.join(",")}?${condition}`;
    const known = this.rules.get(key);
    if (known !== undefined) return known;
    const rule: Rule = { id: this.rules.size, within, outside, terms, condition };
    this.rules.set(key, rule);
    return rule;
  }

  private pattern(written: string, version: Policy["version"]): ResourcePattern {
    const text = written.includes("${") ? written : written.replace(/\*+/g, "*");
    const key = text.includes("${") ? `${version} ${text}` : text;
    const known = this.patterns.get(key);
    if (known !== undefined) return known;
    const pattern = new ResourcePattern(this.patterns.size, text, version);
    this.patterns.set(key, pattern);
    return pattern;
  }
}

function patternOf(template: readonly (Piece | Variable)[], open: boolean): Pattern {
  const pieces = template.map((part) => ("text" in part ? part : { text: "*", literal: false }));
  // A variable may bring colons with it: what follows it is then in another part of the ARN.
  const early = template.findIndex((part) => "key" in part);
  const before = pieces.slice(0, Math.max(0, early)).map((piece) => piece.text);
  const shifting = open && before.join("").split(":").length < 6;
  return new Pattern(pieces, shifting ? "text" : "resource");
}

function widestText(part: Piece | Variable): string {
  if ("key" in part) return "*";
  return part.literal ? `\${${part.text}}` : part.text;
}

/**
 * What must hold, beside a rule's own conditions, for it to be about a resource that the patterns of `matched` match.
 * Undefined when it is not about it.
 */
export function aboutResource(rule: Rule, matched: ReadonlySet<number>): Literal[] | undefined {
  const literals: Literal[] = [];
  if (!matched.has(rule.within.id)) return undefined;
  if (rule.within.filled !== undefined) literals.push(rule.within.filled);
  for (const { id, filled } of rule.outside) {
    if (!matched.has(id)) continue;
    if (filled === undefined) return undefined;
    literals.push({ atom: filled.atom, holds: false });
  }
  return literals;
}

/** Whether each text that `inner` matches surely begins with all that `outer` asks for; false where that is not plain. */
export function plainlyCovers(outer: ResourcePattern, inner: ResourcePattern): boolean {
  if (outer === inner) return true;
  return (
    outer.filled === undefined && outer.pattern.prefixDecides && inner.pattern.prefix.startsWith(outer.pattern.prefix)
  );
}
