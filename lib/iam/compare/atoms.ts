import { operatorNamed } from "../conditions/operators";
import type { Condition, Policy, Principals } from "../policy";
import { type Piece, parseTemplate, type Variable } from "../variables";

/** A condition as a comparison shows it: the operator with its set prefix and its IfExists. */
export interface ShownCondition {
  operator: string;
  key: string;
  values: readonly string[];
}

/** A condition, or that a resource is what a pattern with policy variables becomes: true or false for a request. */
export interface Atom {
  /** Two atoms of one id are true of the same requests. */
  id: string;
  /** The condition key in lower case; for a pattern with variables what it says of the resource. */
  key: string;
  condition: Condition;
  version: Policy["version"];
  /** The keys of its policy variables: what it compares with is known in a request only. */
  variables: readonly string[];
}

export interface Literal {
  atom: Atom;
  holds: boolean;
}

/** All of the literals hold. */
export interface Term {
  id: string;
  literals: readonly Literal[];
  conditions: readonly ShownCondition[];
}

export const ALWAYS: Term = { id: "", literals: [], conditions: [] };

/** How many terms a statement may become; over it a condition with variables stays whole. */
const MOST_TERMS = 64;

export function templateOf(text: string, version: Policy["version"]): (Piece | Variable)[] {
  return version === "2012-10-17" ? parseTemplate(text) : [{ text, literal: false }];
}

export function variablesOf(parts: readonly (Piece | Variable)[]): string[] {
  return parts.flatMap((part) => ("key" in part ? [part.key] : []));
}

/**
 * The conditions of a statement as terms of which one must hold. Most often that is one; a value with variables beside
 * plain ones becomes a term of its own, so that the plain ones can still be compared exactly.
 */
export function termsOf(conditions: readonly Condition[], version: Policy["version"]): Term[] {
  let terms: Term[] = [ALWAYS];
  for (const condition of conditions) {
    const choices = choicesOf(condition, version);
    const fine = terms.length * choices.length <= MOST_TERMS ? choices : [[atomOf(condition, version)]];
    const shown = shownCondition(condition);
    terms = terms.flatMap((term) =>
      fine.map((atoms) =>
        termWith(
          term,
          atoms.map((atom) => ({ atom, holds: true })),
          [shown],
        ),
      ),
    );
  }
  return terms;
}

/** A term with further literals. */
export function termWith(term: Term, literals: readonly Literal[], conditions: readonly ShownCondition[] = []): Term {
  if (literals.length === 0) return term;
  const all = new Map<string, Literal>();
  for (const literal of [...term.literals, ...literals]) {
    all.set(`${literal.holds ? "" : "!"}${literal.atom.id}`, literal);
  }
  const shown = new Map([...term.conditions, ...conditions].map((condition) => [JSON.stringify(condition), condition]));
  return {
    id: [...all.keys()].sort().join("&"),
    literals: [...all.values()],
    conditions: [...shown].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, condition]) => condition),
  };
}

/** Each choice is a list of atoms that must all hold; a condition holds when one of its choices does. */
function choicesOf(condition: Condition, version: Policy["version"]): Atom[][] {
  const operator = operatorNamed(condition.operator);
  const open = (value: string) => operator?.variables === true && variablesOf(templateOf(value, version)).length > 0;
  const plain = condition.values.filter((value) => !open(value));
  if (plain.length === condition.values.length) return [[atomOf(condition, version)]];
  const parts = [
    ...(plain.length === 0 ? [] : [plain]),
    ...condition.values.filter((value) => open(value)).map((value) => [value]),
  ].map((values) => atomOf({ ...condition, values }, version));
  const some = operator?.negated !== true && condition.set !== "ForAllValues";
  const every = operator?.negated === true && condition.set !== "ForAnyValue";
  if (some) return parts.map((atom) => [atom]);
  return every ? [parts] : [[atomOf(condition, version)]];
}

function atomOf(condition: Condition, version: Policy["version"]): Atom {
  const values = [...new Set(condition.values)].sort();
  const operator = operatorNamed(condition.operator);
  const templates = operator?.variables === true ? values.map((value) => templateOf(value, version)) : [];
  const variables = templates.flatMap((template) => variablesOf(template));
  const key = condition.key.toLowerCase();
  const text = JSON.stringify([fullOperator(condition), key, templates.length > 0 ? templates : values]);
  return { id: text, key, condition: { ...condition, values }, version, variables };
}

/** The atom "the resource is what this pattern becomes when its variables are filled in". */
export function resourceAtom(text: string, version: Policy["version"]): Atom {
  const template = templateOf(text, version);
  const condition: Condition = { operator: "ArnLike", ifExists: false, key: "resource", values: [text], path: [] };
  const id = JSON.stringify(["resource", template]);
  return { id, key: id, condition, version, variables: variablesOf(template) };
}

/** The atom "the caller is one of these". */
export function principalAtom({ not, entries }: Principals): Atom {
  const values = entries.map(({ type, value }) => `${type} ${value}`).sort();
  const id = JSON.stringify(["principal", not, values]);
  const condition: Condition = { operator: "StringEquals", ifExists: false, key: "principal", values, path: [] };
  return { id, key: id, condition, version: "2012-10-17", variables: ["principal"] };
}

function shownCondition(condition: Condition): ShownCondition {
  return {
    operator: fullOperator(condition),
    key: condition.key,
    values: [...new Set(condition.values)].sort(),
  };
}

function fullOperator({ operator, set, ifExists }: Condition): string {
  return `${set === undefined ? "" : `${set}:`}${operator}${ifExists ? "IfExists" : ""}`;
}
