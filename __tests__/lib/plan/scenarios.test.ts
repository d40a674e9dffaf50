import { plannedOf } from "../../../lib/plan/planned-of";
import type { Review } from "../../../lib/review/review";
import { reviewPlans } from "../../../lib/review/review-plans";
import { expectedOf, plansOf, SCENARIOS } from "../../plans/load";
import { differences, isAsBefore, whoOf } from "../../plans/told";

/** Plans that Terraform made, each with the configuration that it is of and what a person expects of its review. */
const ROWS = SCENARIOS.map((name) => ({ name, expected: expectedOf(name) }));
const reviews = new Map<string, Review>();

function reviewOf(name: string): Review {
  const known = reviews.get(name) ?? reviewPlans(plannedOf(plansOf(name)), {});
  reviews.set(name, known);
  return known;
}

test("there are as many scenarios as the review has to stand", () => {
  expect(SCENARIOS.length).toBeGreaterThanOrEqual(46);
  expect(SCENARIOS.filter((name) => name.startsWith("hcl-")).length).toBeGreaterThanOrEqual(14);
});

describe.each(ROWS)("$name", ({ name, expected }) => {
  test("whose access changes, and how", () => {
    const { access } = reviewOf(name);
    const named = new Set(expected.access.map(({ who }) => who));
    const told = access.filter((change) => named.has(whoOf(change)) || !isAsBefore(change));
    const summary = told.map((change) => `${whoOf(change)}: ${change.association}, ${change.verdict}`);
    expect(summary.sort()).toEqual(
      expected.access.map(({ who, association, verdict }) => `${who}: ${association}, ${verdict}`).sort(),
    );
    const problems = expected.access.flatMap(({ who, gained, lost, partly }) => {
      const change = told.find((one) => whoOf(one) === who);
      return [
        ...differences(gained ?? [], change?.gained ?? [], partly || gained === undefined),
        ...differences(lost ?? [], change?.lost ?? [], partly || lost === undefined),
      ].map((problem) => `${who}: ${problem}`);
    });
    expect(problems).toEqual([]);
    const sure = told.filter(({ verdict }) => verdict !== "cannot tell");
    expect(sure.flatMap(({ unclear }) => [...unclear.gained, ...unclear.lost])).toEqual([]);
  });

  test("what is found, and the verdict", () => {
    const { findings, verdict } = reviewOf(name);
    const rules = findings
      .filter(({ status, severity }) => status === "new" && severity !== "info")
      .map(({ rule }) => rule);
    expect([...new Set(rules)].sort()).toEqual([...expected.findings].sort());
    expect(verdict.level).toBe(expected.verdict);
  });

  test("what is counted, and who is to be restarted", () => {
    const { verdict, deploy } = reviewOf(name);
    const { create, update, replace, delete: gone, forget, import: imported, move } = verdict.counts;
    const counts = { create, update, replace, delete: gone, forget, import: imported, move };
    expect(counts).toEqual({ ...NOTHING, ...expected.counts });
    const restarts = deploy.restarts.map(({ serviceAccount }) => serviceAccount);
    expect(restarts.sort()).toEqual([...expected.restarts].sort());
  });
});

const NOTHING = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };

const SECRETIVE = ROWS.filter(({ expected }) => expected.secrets.length > 0);

test.each(SECRETIVE)("nothing that is sensitive is in the review: $name", ({ name, expected }) => {
  const text = JSON.stringify(reviewOf(name));
  expect(expected.secrets.filter((secret) => text.includes(secret))).toEqual([]);
});
