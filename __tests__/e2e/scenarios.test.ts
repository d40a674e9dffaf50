import { join } from "node:path";
import type { ResourceChange } from "../../lib/plan/format";
import { readPlan } from "../../lib/plan/read-plan";
import { makeScenario } from "../../scripts/scenarios/make-scenario";
import { readScenario } from "../../scripts/scenarios/scenario";
import { openWorkshop, type Workshop } from "../../scripts/scenarios/workshop";
import { plansOf } from "../plans/load";
import { describeE2e } from "./describe-e2e";
import { REPOSITORY } from "./project";
import { isAtLeast, theTools } from "./tools";

/** Quick ones of each kind: a first deployment and a change of a declaration, modules and unknown values of plain HCL. */
const SCENARIOS = ["new-service", "policy-widened", "hcl-community-module", "hcl-unknown-arn-document"];

describeE2e("scenarios of the plan review, made anew", () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop({ ...process.env, ...theTools().env });
  }, 120_000);

  afterAll(() => workshop?.close());

  test.each(SCENARIOS)(
    "%s: the plan is the one that is kept",
    async (name) => {
      const scenario = readScenario(join(REPOSITORY, "__tests__/plans"), name);
      const made = await makeScenario(workshop, join(REPOSITORY, "dist/main.js"), scenario);
      const kept = plansOf(name);
      // Newer providers have more attributes: the plans that are kept are of 5.100.0.
      const told = isAtLeast(theTools().providerVersion, "5.100.1") ? actionsOf : changesOf;
      expect(made.map(({ plan }) => told(plan))).toEqual(kept.map(({ plan }) => told(plan)));
    },
    180_000,
  );
});

function changesOf(value: unknown): readonly ResourceChange[] | undefined {
  const plan = readPlan(value, "plan.json");
  if (Array.isArray(plan)) throw new Error(JSON.stringify(plan));
  return plan.resource_changes;
}

function actionsOf(value: unknown): string[] | undefined {
  return changesOf(value)?.map(({ address, change }) => `${address}: ${change.actions.join(", ")}`);
}
