import type { ChangeRule } from "./change-rule";

export const planErrored: ChangeRule = {
  id: "plan-errored",
  severity: "error",
  what: "Terraform could finish the plan.",
  why: "A plan that ended in an error is written all the same, and holds only what was planned until then.",
  source: "https://developer.hashicorp.com/terraform/internals/json-format",
  fix: "Mend what Terraform's own messages say, and plan again.",
  judge: ({ plans }) =>
    plans.flatMap(({ state }) =>
      state.errored
        ? [
            {
              stack: state.stack,
              at: { source: state.file, path: [] },
              message: "ended in an error: what it would have changed beyond that is not known",
              found: state.stack,
              fix: "look at what `terraform plan` says, mend it, and plan again",
              serviceAccounts: [],
            },
          ]
        : [],
    ),
};
