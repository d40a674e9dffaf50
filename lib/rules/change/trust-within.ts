import { entry } from "../../entry";
import { glob, matches } from "../../iam/match";
import type { Condition, Principal } from "../../iam/policy";
import type { Door } from "./trust-doors";
import { accountOf, EVERYBODY, principalKey, wholeAccountKey } from "./trust-principals";

/** Values by the key of a condition, in lower case. */
type ValuesByKey = ReadonlyMap<string, ReadonlySet<string>>;

/** The doors of a trust policy, looked up by whom they let in: a trust policy may name thousands. */
export class DoorsByPrincipal {
  private readonly byKey = new Map<string, Door[]>();

  /** `account`: that of the role, where it is known. */
  constructor(
    doors: readonly Door[],
    private readonly account: string | undefined,
  ) {
    for (const door of doors) entry(this.byKey, principalKey(door.principal), () => []).push(door);
  }

  /** The doors that name this very principal. */
  of(principal: Principal): readonly Door[] {
    return this.byKey.get(principalKey(principal)) ?? [];
  }

  /**
   * Whether one of the doors lets in all whom another lets in: where it cannot be told, no. `more` are values of conditions
   * that do not count as wider.
   */
  letIn(inner: Door, more: ValuesByKey): boolean {
    const named = [...this.of(inner.principal), ...(this.byKey.get(EVERYBODY) ?? [])];
    const whole = this.needsOwnPolicy(inner.principal) ? [] : this.ofAccount(inner.principal);
    return [...named, ...whole].some((outer) => isUnder(inner, outer, more));
  }

  /**
   * The doors of the whole account that a principal is of. In the role's own account they are less than one that names the
   * principal: who is let in by the account needs a policy of its own as well, who is named does not. Source: IAM user
   * guide, "AWS JSON policy elements: Principal".
   */
  ofAccount(principal: Principal): readonly Door[] {
    const key = wholeAccountKey(principal);
    return key === undefined || key === principalKey(principal) ? [] : (this.byKey.get(key) ?? []);
  }

  /** Whether a principal is let in with its whole account, and is named nowhere. */
  isOfAccountAlone(principal: Principal): boolean {
    return this.of(principal).length === 0 && this.ofAccount(principal).length > 0;
  }

  private needsOwnPolicy({ value }: Principal): boolean {
    return this.account === undefined || accountOf(value) === this.account;
  }
}

function isUnder(inner: Door, outer: Door, more: ValuesByKey): boolean {
  return (
    inner.actions.every((action) => outer.actions.includes(action)) &&
    areWithin(inner.conditions, outer.conditions, more)
  );
}

/** Whether conditions hold only where others do. */
export function areWithin(given: readonly Condition[], wanted: readonly Condition[], more: ValuesByKey): boolean {
  return wanted.every((one) => given.some((other) => implies(other, one, more)));
}

const NEGATED = /^(String|Arn|Numeric|Date)Not|^NotIpAddress$/;

function implies(given: Condition, wanted: Condition, more: ValuesByKey): boolean {
  const key = given.key.toLowerCase();
  if (key !== wanted.key.toLowerCase() || given.set !== wanted.set) return false;
  if (given.ifExists && !wanted.ifExists) return false;
  const like = given.operator === "StringEquals" && wanted.operator === "StringLike";
  if (given.operator !== wanted.operator && !like) return false;
  if (NEGATED.test(wanted.operator)) return wanted.values.every((value) => given.values.includes(value));
  const known = more.get(key);
  const patterns = /Like$/.test(wanted.operator);
  return given.values.every(
    (value) =>
      wanted.values.includes(value) ||
      known?.has(value) === true ||
      (patterns && !/[*?$]/.test(value) && wanted.values.some((pattern) => matches(glob(pattern), value))),
  );
}
