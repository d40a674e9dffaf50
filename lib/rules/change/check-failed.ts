import type { ChangeRule } from "./change-rule";

export const checkFailed: ChangeRule = {
  id: "check-failed",
  severity: "warning",
  what: "The checks, preconditions and postconditions of the configuration hold.",
  why: "Its authors wrote down what must be so, and in this plan it is not, or could not be looked at.",
  source: "https://developer.hashicorp.com/terraform/language/checks",
  fix: "Do what the check's message says. What is known only after apply is looked at then: a note.",
  judge: ({ plans }) =>
    plans.flatMap(({ state }) =>
      state.checks
        .filter(({ status }) => status !== "pass")
        .map(({ address, status, problems }) => ({
          stack: state.stack,
          at: { source: address, path: [] },
          found: address,
          ...(status === "unknown" ? { severity: "info" as const } : {}),
          message:
            status === "unknown"
              ? "can be checked only after apply"
              : `does not hold${problems.length === 0 ? "" : `: ${problems.slice(0, 3).join("; ")}`}`,
          fix: status === "unknown" ? "nothing has to be done now" : "do what the check's message says",
          serviceAccounts: [],
        })),
    ),
};
