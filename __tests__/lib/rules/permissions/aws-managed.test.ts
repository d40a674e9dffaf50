import managed from "../../../../lib/iam/aws-managed-policies.json";
import { RULES } from "../../../../lib/rules/all";
import { PERMISSION_RULES } from "../../../../lib/rules/permissions/all";
import { declared, service } from "../declared";

const base = declared({ "pod-identity.yaml": service({ identity: "policies: [ReadOnlyAccess]" }) });

/** The stacks of the service with another of AWS's policies. */
function holding(name: string): typeof base {
  return base.map((stack) =>
    stack.kind === "cluster"
      ? stack
      : {
          ...stack,
          identities: stack.identities.map((identity) => ({
            ...identity,
            role:
              identity.role.kind === "own"
                ? {
                    ...identity.role,
                    managedPolicies: [{ arn: `arn:aws:iam::aws:policy/${name}`, at: identity.at }],
                  }
                : identity.role,
          })),
        },
  );
}

test("without notes a policy of AWS's is at most one warning, and never an error", () => {
  const loud = managed.names.filter((name) => {
    const findings = PERMISSION_RULES.flatMap((rule) => rule.judge(holding(name)));
    return findings.length > 1 || findings.some(({ severity }) => severity !== "warning");
  });
  expect(managed.names.length).toBeGreaterThan(1000);
  expect(loud).toEqual([]);
});

test("rules on permissions have ids of their own", () => {
  const ids = [...RULES, ...PERMISSION_RULES].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
