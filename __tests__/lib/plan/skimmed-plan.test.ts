import { plannedOf } from "../../../lib/plan/planned-of";
import { readPlanBytes } from "../../../lib/plan/read-plan-bytes";
import { skimmedPlan } from "../../../lib/plan/skimmed-plan";
import { plansOf, SCENARIOS } from "../../plans/load";
import fc from "../../property";

const role = (name: string, more: object = {}) => ({
  address: `aws_iam_role.${name}`,
  mode: "managed",
  type: "aws_iam_role",
  name,
  ...more,
});
const changed = (name: string, more: object = {}) => role(name, { change: { actions: ["no-op"] }, ...more });
const stateOf = (...resources: object[]) => ({ format_version: "1.0", values: { root_module: { resources } } });
const skimmedState = (...resources: object[]) => ({ values: { root_module: { resources } } });

const head = { format_version: "1.2", terraform_version: "1.11.4" };
const planned = { planned_values: { root_module: { resources: [role("api", { values: { name: "api" } })] } } };
const changes = { resource_changes: [changed("api")] };
const rest = { configuration: { root_module: {} }, timestamp: "2026-11-23T10:00:00Z", errored: false };

function skimmed(plan: object | string): unknown {
  return skimmedPlan(Buffer.from(typeof plan === "string" ? plan : JSON.stringify(plan)));
}

describe("what is left of a plan", () => {
  const data = { address: "data.aws_iam_role.x", mode: "data", type: "aws_iam_role", name: "x", values: {} };
  const beyond = role("gone", { values: { name: 'ü → \\"{[' } });
  const forged = { a: 1, resource_changes: [changed("forged")], prior_state: stateOf(beyond), end: {} };
  const cases: [string, object, object][] = [
    ["all but the planned values", { ...head, ...planned, ...changes, ...rest }, { ...head, ...changes, ...rest }],
    [
      "variables before, drift and other members between",
      { ...head, variables: { a: { value: '"}' } }, ...planned, resource_drift: [changed("api")], ...changes, ...rest },
      { ...head, variables: { a: { value: '"}' } }, resource_drift: [changed("api")], ...changes, ...rest },
    ],
    [
      "a plan that only refreshes",
      { ...head, ...planned, resource_drift: [changed("api")], prior_state: stateOf(role("api")), ...rest },
      { ...head, resource_drift: [changed("api")], prior_state: skimmedState(role("api")), ...rest },
    ],
    [
      "of the state what no change tells",
      { ...head, ...planned, ...changes, prior_state: stateOf(role("api"), data, beyond), ...rest },
      { ...head, ...changes, prior_state: skimmedState(data, beyond), ...rest },
    ],
    [
      "of the state what only a deposed object's change tells",
      { ...head, ...planned, resource_changes: [changed("api", { deposed: "0a" })], prior_state: stateOf(role("api")) },
      { ...head, resource_changes: [changed("api", { deposed: "0a" })], prior_state: skimmedState(role("api")) },
    ],
    [
      "of the state what is read, though a change tells that it is read",
      {
        ...head,
        ...planned,
        resource_changes: [changed("api"), { ...data, change: { actions: ["read"] } }],
        prior_state: stateOf(role("api"), data),
      },
      {
        ...head,
        resource_changes: [changed("api"), { ...data, change: { actions: ["read"] } }],
        prior_state: skimmedState(data),
      },
    ],
    [
      "a state beside changes that are none",
      { ...head, ...planned, resource_changes: [null, 5, "x"], prior_state: stateOf(role("api")) },
      { ...head, resource_changes: [null, 5, "x"], prior_state: skimmedState(role("api")) },
    ],
    [
      "modules of the state, as deep as they are",
      {
        ...head,
        ...planned,
        ...changes,
        prior_state: {
          values: {
            outputs: { x: { value: 1 } },
            root_module: {
              child_modules: [{ address: "module.a", resources: [role("api"), beyond], child_modules: [] }],
            },
          },
        },
      },
      {
        ...head,
        ...changes,
        prior_state: {
          values: { root_module: { child_modules: [{ address: "module.a", resources: [beyond], child_modules: [] }] } },
        },
      },
    ],
    [
      "an empty state",
      { ...head, ...planned, ...changes, prior_state: { format_version: "1.0" } },
      { ...head, ...changes, prior_state: { values: {} } },
    ],
  ];
  test.each(cases)("%s", (_, plan, wanted) => {
    expect(skimmed(plan)).toEqual(wanted);
  });

  test("a plan that ends with its state, and a line's end", () => {
    const plan = { ...head, ...planned, ...changes, prior_state: stateOf(beyond) };
    const wanted = { ...head, ...changes, prior_state: skimmedState(beyond) };
    for (const end of ["", "\n", "\r\n"]) expect(skimmed(`${JSON.stringify(plan)}${end}`)).toEqual(wanted);
  });

  test("values within the planned ones are never taken for members of the plan", () => {
    for (const planned_values of [{ outputs: forged }, forged, { a: [forged, [forged]] }]) {
      expect(skimmed({ ...head, planned_values, ...changes, ...rest })).toEqual({ ...head, ...changes, ...rest });
      const state = { prior_state: stateOf(beyond) };
      expect(skimmed({ ...head, planned_values, ...changes, ...state })).toEqual({
        ...head,
        ...changes,
        prior_state: skimmedState(beyond),
      });
    }
  });

  test("a change that holds what is named like the state leaves the plan to be read as a whole", () => {
    const plan = { ...head, ...planned, resource_changes: [changed("api", forged)], ...rest };
    expect(skimmed(plan)).toBeUndefined();
    expect(readPlanBytes(Buffer.from(JSON.stringify(plan)), "p").plans).toEqual([plan]);
  });
});

describe("what is left to be read as a whole", () => {
  const json = JSON.stringify({ ...head, ...planned, ...changes, prior_state: stateOf(role("api")), ...rest });
  const cases: [string, string][] = [
    ["nothing", ""],
    ["no object", "[]"],
    ["pretty-printed JSON", JSON.stringify(JSON.parse(json), null, 1)],
    ["two plans", `${json}${json}`],
    [
      "two plans, the first of which has no changes",
      `${JSON.stringify({ ...head, ...planned, errored: true })}${json}`,
    ],
    [
      "two plans, the first of which only finds drift",
      `${JSON.stringify({ ...head, ...planned, resource_drift: [changed("api")], errored: true })}${json}`,
    ],
    [
      "members in the order of their names",
      JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(json)).sort())),
    ],
    [
      "drift after the changes, and others between",
      JSON.stringify({ ...head, ...planned, relevant_attributes: [], ...changes, resource_drift: [changed("api")] }),
    ],
    ["an escaped name in the state", json.replace('"values":{"root_module"', '"val\\u0075es":{"root_module"')],
    [
      "a name in the state that is none",
      json.replace(',"prior_state":{', ',"prior_state":{"__proto__":{"values":{}},'),
    ],
    ["a plan and other output", `${json} done`],
    ["a plan without planned values", JSON.stringify({ ...head, ...changes, ...rest })],
    ["planned values at the front", JSON.stringify({ ...planned, ...head, ...changes })],
    [
      "a state whose resources begin with something else",
      JSON.stringify({
        ...head,
        ...planned,
        ...changes,
        prior_state: stateOf(Object.assign({ mode: "managed" }, role("api"))),
      }),
    ],
    [
      "modules that are deeper than can be gone through",
      `${JSON.stringify({ ...head, ...planned, ...changes }).slice(0, -1)},"prior_state":{"values":{"root_module":${'{"child_modules":['.repeat(100_000)}${"]}".repeat(100_000)}}}}`,
    ],
    ["what is broken in the state", json.replace('"prior_state":{', '"prior_state":{7:')],
    ["what is broken after the state", json.replace('"configuration":', '"configuration"')],
  ];
  test.each(cases)("%s", (_, text) => {
    const bytes = Buffer.from(text);
    expect(skimmedPlan(bytes)).toBeUndefined();
    expect(bytes.toString()).toBe(text);
  });

  test("a plan that ends too early, wherever that is", () => {
    for (let length = 0; length < json.length; length++) expect(skimmed(json.slice(0, length))).toBeUndefined();
    expect(skimmed(`${json}\n`)).toBeDefined();
  });
});

test.each(SCENARIOS)("the models of a plan are those of the whole plan: %s", (name) => {
  const documents = plansOf(name);
  const read = documents.map((document) => {
    const bytes = Buffer.from(JSON.stringify(document.plan));
    const plan = skimmedPlan(bytes);
    expect(plan).toBeDefined();
    expect(plan).not.toHaveProperty("planned_values");
    expect(bytes.toString()).toBe(JSON.stringify(document.plan));
    const [same] = readPlanBytes(bytes, document.file).plans;
    return { ...document, plan: same ?? document.plan };
  });
  expect(plannedOf(read)).toEqual(plannedOf(documents));
});

test("whatever a plan's values are, it is read as JSON.parse reads it, but for what is left out", () => {
  const names = ["resource_changes", "prior_state", "planned_values", "resource_drift", "values", "root_module", "a"];
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.constantFrom("", '"', "\\", '\\"', ',"prior_state":{', "}", "]", "ü", 0, -1.5e9, true, null),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie("value"), { maxKeys: 4 }),
    ),
  }));
  const objects = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
  fc.assert(
    fc.property(objects, fc.array(objects), value, (plannedValues, all, configuration) => {
      const plan = { ...head, planned_values: plannedValues, resource_changes: all, configuration };
      const { planned_values: _, ...wanted } = plan;
      const read = skimmed(plan);
      expect(read === undefined ? wanted : read).toEqual(JSON.parse(JSON.stringify(wanted)));
    }),
    { numRuns: 2000 },
  );
});
