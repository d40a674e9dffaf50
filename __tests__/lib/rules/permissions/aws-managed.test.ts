import managed from "../../../../lib/iam/aws-managed-policies.json";
import { RULES } from "../../../../lib/rules/all";
import { PERMISSION_RULES } from "../../../../lib/rules/permissions/all";
import { declared, service } from "../declared";
import { holding } from "./holding";

const base = declared({ "pod-identity.yaml": service({ identity: "policies: [ReadOnlyAccess]" }) });

/** The stacks of the service with another of AWS's policies. */
const withManaged = (name: string) =>
  holding(base, (at) => ({ managedPolicies: [{ arn: `arn:aws:iam::aws:policy/${name}`, at }] }));

test("without notes a policy of AWS's is at most one warning, and never an error", () => {
  const loud = managed.names.filter((name) => {
    const findings = PERMISSION_RULES.flatMap((rule) => rule.judge(withManaged(name)));
    return findings.length > 1 || findings.some(({ severity }) => severity !== "warning");
  });
  expect(managed.names.length).toBeGreaterThan(1000);
  expect(loud).toEqual([]);
});

test("rules on permissions have ids of their own", () => {
  const ids = [...RULES, ...PERMISSION_RULES].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
});
