import type { ChangeFinding, ChangeRule } from "./change-rule";

export const planIncomplete: ChangeRule = {
  id: "plan-incomplete",
  severity: "warning",
  what: "A plan is of the whole configuration: nothing is left out by `-target`, nothing deferred.",
  why: "The next plan changes more, and what this one shows of access may not be all.",
  source: "https://developer.hashicorp.com/terraform/cli/commands/plan#resource-targeting",
  fix: "Plan without `-target`; apply what the deferred parts wait for, and plan again.",
  judge: ({ plans }) =>
    plans.flatMap(({ state }): ChangeFinding[] => {
      const { stack, file, complete, deferred, errored } = state;
      const [first] = deferred;
      const base = { stack, at: { source: file, path: [] }, found: stack, serviceAccounts: [] };
      if (first !== undefined) {
        const more = deferred.length > 1 ? ` and ${deferred.length - 1} more` : "";
        const message = `is planned in part: ${first.address}${more} are deferred (${first.reason})`;
        return [{ ...base, message, fix: "apply this plan, and review the next one, which has the rest" }];
      }
      // An error that ended the plan is told by plan-errored.
      if (complete !== false || errored) return [];
      const message = "is planned in part: it was made with `-target`, or parts of it wait for others";
      return [{ ...base, message, fix: "plan without `-target`" }];
    }),
};
