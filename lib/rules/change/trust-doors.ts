import type { AnyDocument } from "../../iam/document";
import { parsePolicy } from "../../iam/parse";
import type { Condition, Patterns, Policy, PolicyStatement, Principal, Principals } from "../../iam/policy";
import { isRecord } from "../../is-record";
import { hasPlaceholder } from "../../model/placeholder";
import { POD_IDENTITY_PRINCIPAL } from "../../model/trust";
import { patternFor } from "../permissions/role-grants";

/** Whom one statement of a trust policy lets in, and under which conditions. */
export interface Door {
  principal: Principal;
  /** Which of the ways to assume a role it opens: `sts:AssumeRole`, `sts:AssumeRoleWithWebIdentity` … */
  actions: readonly string[];
  conditions: readonly Condition[];
}

export interface Trust {
  doors: readonly Door[];
  /** What denies, as it is written. */
  denials: readonly PolicyStatement[];
  /** The whole of it. */
  policy: Policy;
}

export const WAYS_IN = ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity", "sts:AssumeRoleWithSAML", "sts:TagSession"];

/** A trust policy taken apart, kept by its document; undefined where it cannot be read. */
export function trustOf(document: AnyDocument): Trust | undefined {
  if (!read.has(document)) read.set(document, plainPin(document) ?? takenApart(document));
  return read.get(document);
}

const read = new WeakMap<AnyDocument, Trust | undefined>();

/** The trust policy of every role that this project makes, read without a parser: a plan may hold thousands. */
function plainPin(document: AnyDocument): Trust | undefined {
  const { Version, Statement, ...others } = document;
  if (Version !== "2012-10-17" || !Array.isArray(Statement) || Statement.length !== 1 || hasKeys(others))
    return undefined;
  const statement: unknown = Statement[0];
  if (!isRecord(statement)) return undefined;
  const { Effect, Principal, Action, Condition, ...more } = statement;
  if (Effect !== "Allow" || hasKeys(more) || !isRecord(Principal) || !isRecord(Condition)) return undefined;
  const { Service, ...principals } = Principal;
  const { StringEquals: pins, ...operators } = Condition;
  if (Service !== POD_IDENTITY_PRINCIPAL || hasKeys(principals) || hasKeys(operators) || !isRecord(pins))
    return undefined;
  if (!isTexts(Action) || Action.length !== 2) return undefined;
  const { patterns: actions } = PLAIN_ACTION;
  if (!actions.every((action) => Action.includes(action))) return undefined;
  const conditions: Condition[] = [];
  for (const [key, values] of Object.entries(pins)) {
    if (!PIN_KEYS.some((pin) => pin === key.toLowerCase()) || !isTexts(values)) return undefined;
    const path = ["Statement", 0, "Condition", "StringEquals", key];
    conditions.push({ operator: "StringEquals", ifExists: false, key, values, path });
  }
  const made: PolicyStatement = {
    effect: "Allow",
    action: actions.every((action, index) => action === Action[index])
      ? PLAIN_ACTION
      : { not: false, patterns: Action },
    principal: PLAIN_PRINCIPAL,
    conditions,
    path: ["Statement", 0],
  };
  return {
    doors: PLAIN_PRINCIPAL.entries.map((principal) => ({ principal, actions, conditions })),
    denials: [],
    policy: { version: "2012-10-17", statements: [made] },
  };
}

/** One object each in all plain pins: what is made of them is made once. */
const PLAIN_ACTION: Patterns = { not: false, patterns: ["sts:AssumeRole", "sts:TagSession"] };
const PLAIN_PRINCIPAL: Principals = { not: false, entries: [{ type: "Service", value: POD_IDENTITY_PRINCIPAL }] };

function hasKeys(value: object): boolean {
  return Object.keys(value).length > 0;
}

/** At least one text, and nothing else; without policy variables, which the parser reads. */
function isTexts(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === "string" && !one.includes("${"))
  );
}

function takenApart(document: AnyDocument): Trust | undefined {
  const later: string[] = [];
  const { policy } = parsePolicy(withKnownPrincipals(document, later), "trust");
  if (policy === undefined) return undefined;
  const doors = policy.statements
    .filter(({ effect }) => effect === "Allow")
    .flatMap((statement) => {
      const actions = WAYS_IN.filter((action) => patternFor(statement, action) !== undefined);
      const entries = statement.principal?.entries ?? [];
      return actions.length === 0
        ? []
        : entries.map(
            (entry): Door => ({ principal: asWritten(entry, later), actions, conditions: statement.conditions }),
          );
    });
  return { doors, denials: policy.statements.filter(({ effect }) => effect === "Deny"), policy };
}

/** Of a principal that is known only after apply: a name that no role can have, so that the rest can be read. */
const LATER = "arn:aws:iam::000000000000:role/later=";

function withKnownPrincipals(document: AnyDocument, later: string[]): unknown {
  const statements: unknown = document.Statement;
  const list: readonly unknown[] = Array.isArray(statements) ? statements : [statements];
  return { ...document, Statement: list.map((statement) => withKnownPrincipal(statement, later)) };
}

function withKnownPrincipal(statement: unknown, later: string[]): unknown {
  if (!isRecord(statement) || !isRecord(statement.Principal)) return statement;
  const known = (value: unknown) =>
    typeof value === "string" && hasPlaceholder(value) ? `${LATER}${later.push(value) - 1}` : value;
  const principals = Object.entries(statement.Principal).map(([type, value]): [string, unknown] => [
    type,
    Array.isArray(value) ? value.map(known) : known(value),
  ]);
  return { ...statement, Principal: Object.fromEntries(principals) };
}

function asWritten({ type, value }: Principal, later: readonly string[]): Principal {
  const index = value.startsWith(LATER) ? Number(value.slice(LATER.length)) : Number.NaN;
  return { type, value: later[index] ?? value };
}

/** The request tags by which a trust policy is pinned, in lower case. */
export const PIN_KEYS = [
  "aws:requesttag/eks-cluster-arn",
  "aws:requesttag/kubernetes-namespace",
  "aws:requesttag/kubernetes-service-account",
] as const;

/** Whether a condition pins: it says which clusters, namespaces or service accounts get in. */
export function isPin({ key, operator, set, ifExists, values }: Condition): boolean {
  return (
    PIN_KEYS.some((pin) => pin === key.toLowerCase()) &&
    !ifExists &&
    set !== "ForAllValues" &&
    /^(StringEquals|StringEqualsIgnoreCase|StringLike|ArnEquals|ArnLike)$/.test(operator) &&
    !values.some((value) => /^[*?]+$/.test(value))
  );
}
