import { entry } from "../../entry";
import type { PolicyStatement, Principal } from "../../iam/policy";
import { patternFor } from "../permissions/role-grants";
import { WAYS_IN } from "./trust-doors";
import { EVERYBODY, principalKey, wholeAccountKey } from "./trust-principals";
import { areWithin } from "./trust-within";

/** What a statement of a trust policy can deny to any effect. */
const DENIABLE = [...WAYS_IN, "sts:SetSourceIdentity", "sts:SetContext"];

/**
 * The actions that one trust policy denies to somebody and another does not, however both are written. Where it cannot be
 * told, it does not.
 */
export function liftedDenials(was: readonly PolicyStatement[], is: readonly PolicyStatement[]): string[] {
  if (was.length === 0) return [];
  return DENIABLE.filter((action) => {
    const standing = denying(is, action);
    const byKey = new Map<string, PolicyStatement[]>();
    for (const statement of standing) {
      for (const key of keysOf(statement)) entry(byKey, key, () => []).push(statement);
    }
    const denies = (wanted: PolicyStatement, keys: readonly string[]) =>
      keys.some((key) => byKey.get(key)?.some((given) => areWithin(wanted.conditions, given.conditions, NO_MORE)));
    return denying(was, action).some((wanted) => {
      const { principal } = wanted;
      if (principal === undefined) return true;
      if (!principal.not) return principal.entries.some((entry) => !denies(wanted, keysOver(entry)));
      return !denies(wanted, [EVERYBODY]) && !standing.some((given) => exceptsNoMore(given, wanted));
    });
  });
}

const NO_MORE = new Map<string, ReadonlySet<string>>();

function denying(statements: readonly PolicyStatement[], action: string): PolicyStatement[] {
  return statements.filter((statement) => patternFor(statement, action) !== undefined);
}

/** The keys of those whom a statement names. */
function keysOf({ principal }: PolicyStatement): Set<string> {
  return new Set(principal === undefined || principal.not ? [] : principal.entries.map(principalKey));
}

/** By what a principal can be denied: itself, its account, everybody. */
function keysOver(entry: Principal): string[] {
  return [...new Set([principalKey(entry), wholeAccountKey(entry) ?? EVERYBODY, EVERYBODY])];
}

/** Whether a denial to all but some excepts nobody whom another does not. */
function exceptsNoMore(given: PolicyStatement, wanted: PolicyStatement): boolean {
  if (given.principal?.not !== true) return false;
  const excepted = new Set(wanted.principal?.entries.map(principalKey));
  return (
    given.principal.entries.every((entry) => excepted.has(principalKey(entry))) &&
    areWithin(wanted.conditions, given.conditions, NO_MORE)
  );
}
