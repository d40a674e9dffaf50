import type { Planned } from "../../../../lib/plan/planned";
import type { ChangeRule } from "../../../../lib/rules/change/change-rule";
import { plannedChange } from "../../../../lib/rules/change/planned-change";

type Known = Parameters<typeof plannedChange>[1];

/** What a rule says of plans: `severity found message`, the severity where it is not the rule's own. */
export function said(rule: ChangeRule, plans: readonly Planned[], known: Known = {}): string[] {
  return rule
    .judge(plannedChange(plans, known))
    .map(({ severity, old, found, message }) =>
      [...(old === true ? ["old"] : []), ...(severity === undefined ? [] : [severity]), found, message].join(" "),
    );
}

export interface Case {
  name: string;
  plans: readonly Planned[];
  known?: Known;
  /** What is said, each matched by a part of it; nothing where left out. */
  says?: readonly (string | RegExp)[];
}

export function holds(rule: ChangeRule, cases: readonly Case[]): void {
  test.each(cases)("$name", ({ plans, known, says = [] }) => {
    const found = said(rule, plans, known);
    expect(found).toEqual(
      says.map((part) => (typeof part === "string" ? expect.stringContaining(part) : expect.stringMatching(part))),
    );
  });
}
