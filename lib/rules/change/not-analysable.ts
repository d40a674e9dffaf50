import type { ChangeFinding, ChangeRule } from "./change-rule";

export const notAnalysable: ChangeRule = {
  id: "not-analysable",
  severity: "error",
  what: "All of a plan that says what pods may do can be rebuilt.",
  why: "What the plan does not tell could be anything; `no findings` would say that all is well.",
  source: "https://developer.hashicorp.com/terraform/internals/json-format",
  fix: "Keep the configuration beside the plan, or write the policy so that its text does not depend on what is known only after apply.",
  judge: ({ plans }) =>
    plans.flatMap((planned) => {
      const first = new Map<string, ChangeFinding>();
      for (const { stack, side, address, attribute, part, why, fix, serviceAccounts, at } of planned.notAnalysable) {
        // The same part of both sides is one thing to mend.
        const key = `${address} ${attribute} ${part}`;
        const standing = first.get(key);
        const all = [...new Set([...(standing?.serviceAccounts ?? []), ...serviceAccounts])].sort();
        const when = side === "before" ? " as it stands now" : "";
        first.set(key, {
          stack,
          at,
          found: `${address}.${attribute}`,
          message: standing?.message ?? `${why}: the ${part}${when} cannot be told`,
          fix,
          serviceAccounts: all,
        });
      }
      return [...first.values()];
    }),
};
