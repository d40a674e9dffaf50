import { decoded } from "../../../lib/plan/plan-text";
import { readPlans } from "../../../lib/plan/read-plan";
import { findingLine } from "../../../lib/report/findings-text";
import fc from "../../property";
import { planOf, resourceChange } from "./plans";

const plan = planOf([resourceChange({ actions: ["no-op"] })]);
const json = JSON.stringify(plan);
const message = '{"@level":"info","@message":"Terraform 1.11.4","type":"version"}';

function utf16(text: string, { swap = false, mark = true } = {}): Buffer {
  const bytes = Buffer.from(`${mark ? "\ufeff" : ""}${text}`, "utf16le");
  return swap ? bytes.swap16() : bytes;
}

describe("plans are read", () => {
  const cases: [string, Uint8Array | string, number][] = [
    ["from a text", json, 1],
    ["from bytes", Buffer.from(json), 1],
    ["pretty-printed", JSON.stringify(plan, null, 2), 1],
    ["with a mark of UTF-8", `\ufeff${json}`, 1],
    ["in UTF-16, as PowerShell writes it", utf16(json), 1],
    ["in UTF-16 of the other order", utf16(json, { swap: true }), 1],
    ["in UTF-16 without a mark", utf16(json, { mark: false }), 1],
    ["one a line", `${json}\n${json}\n`, 2],
    ["one after the other, pretty-printed", `${JSON.stringify(plan, null, 2)}${JSON.stringify(plan, null, 2)}`, 2],
    ["with braces and quotes in their texts", `${json.replace("api", 'a}\\"{\\\\')}\n${json}`, 2],
    ["beside the messages of `terraform plan -json`", `${message}\n${message}\n${json}\n`, 1],
    ["of the oldest format 1", JSON.stringify({ ...plan, format_version: "1.0" }), 1],
    ["of a later format 1", JSON.stringify({ ...plan, format_version: "1.17" }), 1],
    ["with keys that nobody knows", JSON.stringify({ ...plan, action_invocations: 7, new: { key: [] } }), 1],
    ["without any resource", '{"format_version":"1.2","planned_values":{}}', 1],
    [
      "with actions and reasons that nobody knows",
      JSON.stringify(planOf([resourceChange({ actions: ["pause", "resume"] }, { action_reason: "because" })])),
      1,
    ],
  ];
  test.each(cases)("%s", (_, input, count) => {
    const { plans, problems } = readPlans(
      decoded(typeof input === "string" ? Buffer.from(input) : input) ?? "",
      "plan.json",
    );
    expect(problems).toEqual([]);
    expect(plans).toHaveLength(count);
    for (const read of plans) expect(read.format_version).toMatch(/^1\./);
  });
});

const JSON_FIX = "fix: write it with `terraform show -json PLANFILE`";
const ALLOWED = "allowed: a plan file, or the output of `terraform show -json PLANFILE`";

describe("what is no plan is refused in words", () => {
  const cases: [string, string, string[]][] = [
    ["empty", " \n", [`[p] is empty; ${ALLOWED}; ${JSON_FIX}, and look whether that command failed (unreadable)`]],
    [
      "format 2",
      JSON.stringify({ ...plan, format_version: "2.0" }),
      [
        "[p format_version] `2.0` is a newer format of plans than this version of pod-identity-stacks reads; allowed: format_version 1.x; fix: update pod-identity-stacks, or plan with an older Terraform (unreadable)",
      ],
    ],
    [
      "format 0",
      JSON.stringify({ ...plan, format_version: "0.2" }),
      [
        "[p format_version] `0.2` is the format of Terraform before 1.1, and not read here; allowed: format_version 1.x; fix: plan with Terraform 1.5 or newer (unreadable)",
      ],
    ],
    [
      "no version at all",
      '{"resource_changes":[]}',
      [`[p format_version] says no format_version; allowed: format_version 1.x; ${JSON_FIX} (unreadable)`],
    ],
    [
      "a version that is none",
      '{"format_version":"1","resource_changes":[]}',
      [
        `[p format_version] \`1\` is not a version of the plan's format; allowed: format_version 1.x; ${JSON_FIX} (unreadable)`,
      ],
    ],
    [
      "a state, shown",
      '{"format_version":"1.0","terraform_version":"1.11.4","values":{"root_module":{}}}',
      [
        `[p] is a state, and not a plan; ${ALLOWED}; fix: name the plan file: \`terraform show -json PLANFILE\`; without a file Terraform shows the state (unreadable)`,
      ],
    ],
    [
      "an empty state, shown",
      '{"format_version":"1.0"}',
      [
        `[p] is a state, and not a plan; ${ALLOWED}; fix: name the plan file: \`terraform show -json PLANFILE\`; without a file Terraform shows the state (unreadable)`,
      ],
    ],
    [
      "a state file",
      '{"version":4,"terraform_version":"1.11.4","serial":1,"lineage":"x","resources":[]}',
      [`[p] is a state file, and not a plan; ${ALLOWED}; ${JSON_FIX} (unreadable)`],
    ],
    [
      "other JSON",
      '{"a":1,"b":2,"c":3,"d":4,"e":5,"f":6}',
      [`[p] is JSON, but not a plan: an object with a, b, c, d, e, …; ${ALLOWED}; ${JSON_FIX} (unreadable)`],
    ],
    ["a list", "[]", [`[p] is an empty list, and not a plan; ${ALLOWED}; ${JSON_FIX} (unreadable)`]],
    [
      "messages alone",
      `${message}\n${message}\n`,
      [
        `[p] holds the messages of \`terraform plan -json\`, which do not say what the plan changes; ${ALLOWED}; fix: plan with \`-out=PLANFILE\`, then hand in that file or the output of \`terraform show -json PLANFILE\` (unreadable)`,
      ],
    ],
    [
      "cut off",
      json.slice(0, -20),
      [
        `[p] is not whole: the JSON ends before the plan does, or is broken; ${ALLOWED}; ${JSON_FIX} again, and look whether the disk is full or the command was stopped (unreadable)`,
      ],
    ],
    [
      "the wrapper of setup-terraform",
      `[command]/opt/terraform-bin show -json plan\n${json}`,
      [
        `[p] begins with a line of the wrapper of \`hashicorp/setup-terraform\`; ${ALLOWED}; fix: set \`terraform_wrapper: false\` in the step that sets Terraform up (unreadable)`,
      ],
    ],
    [
      "text, which is not repeated",
      "password=hunter2",
      [`[p] holds text that is not JSON; ${ALLOWED}; ${JSON_FIX}, with its messages kept apart: \`2>\` (unreadable)`],
    ],
  ];
  test.each(cases)("%s", (_, input, wanted) => {
    expect(readPlans(input, "p").problems.map(findingLine)).toEqual(wanted);
  });

  test("a broken plan beside a whole one is not passed by", () => {
    const { plans, problems } = readPlans(`${json}\n${json.slice(0, -3)}`, "p");
    expect(plans).toHaveLength(1);
    expect(problems).toHaveLength(1);
  });
});

describe("parts of other types than Terraform's are refused by their place", () => {
  const entry = resourceChange({ actions: ["no-op"] });
  const cases: [string, object, string, string, string][] = [
    [
      "no address",
      { resource_changes: [{ ...entry, address: undefined }] },
      "resource_changes[0].address",
      "nothing",
      "a text",
    ],
    ["the second entry", { resource_changes: [entry, null] }, "resource_changes[1]", "null", "an object"],
    [
      "a mode",
      { resource_changes: [{ ...entry, mode: "ephemeral" }] },
      "resource_changes[0].mode",
      "a text",
      "managed or data",
    ],
    [
      "no actions",
      { resource_changes: [{ ...entry, change: {} }] },
      "resource_changes[0].change.actions",
      "nothing",
      "a list of at least 1",
    ],
    [
      "empty actions",
      { resource_changes: [{ ...entry, change: { actions: [] } }] },
      "resource_changes[0].change.actions",
      "an empty list",
      "a list of at least 1",
    ],
    [
      "an action",
      { resource_changes: [{ ...entry, change: { actions: [1] } }] },
      "resource_changes[0].change.actions[0]",
      "a number",
      "a text",
    ],
    [
      "a path",
      { configuration: {}, resource_drift: [{ ...entry, change: { actions: ["update"], replace_paths: [[true]] } }] },
      "resource_drift[0].change.replace_paths[0][0]",
      "true",
      "a text or a number",
    ],
    [
      "an import",
      { resource_changes: [{ ...entry, change: { actions: ["no-op"], importing: "id" } }] },
      "resource_changes[0].change.importing",
      "a text",
      "an object",
    ],
    [
      "deferred",
      { resource_changes: [], deferred_changes: [{ reason: "unknown" }] },
      "deferred_changes[0].resource_change",
      "nothing",
      "an object",
    ],
    ["changes", { resource_changes: {} }, "resource_changes", "an object", "a list"],
    ["errored", { resource_changes: [], errored: "no" }, "errored", "a text", "true or false"],
    [
      "a module",
      { configuration: { root_module: { module_calls: { role: { module: [] } } } } },
      "configuration.root_module.module_calls.role.module",
      "an empty list",
      "an object",
    ],
    [
      "a state's resource",
      { configuration: {}, prior_state: { values: { root_module: { child_modules: [{ resources: [{}] }] } } } },
      "prior_state.values.root_module.child_modules[0].resources[0].address",
      "nothing",
      "a text",
    ],
    [
      "a check",
      { configuration: {}, checks: [{ instances: [{ problems: ["x"] }] }] },
      "checks[0].instances[0].problems[0]",
      "a text",
      "an object",
    ],
  ];
  test.each(cases)("%s", (_, part, place, found, allowed) => {
    const { plans, problems } = readPlans(JSON.stringify({ format_version: "1.2", ...part }), "p");
    expect(plans).toEqual([]);
    expect(problems[0] && findingLine(problems[0])).toBe(
      `[p ${place}] is ${found}, and not what a plan holds here; allowed: ${allowed}; fix: hand in the output of \`terraform show -json PLANFILE\` as it is (unreadable)`,
    );
  });

  test("of very many only the first are said, and how many more there are", () => {
    const broken = JSON.stringify({
      format_version: "1.2",
      resource_changes: Array.from({ length: 5000 }, () => null),
    });
    const { problems } = readPlans(broken, "p");
    expect(problems).toHaveLength(11);
    expect(problems[10]?.message).toBe("is not a plan in 4990 more places");
  });

  test("modules nested deeper than anybody nests them", () => {
    const depth = 10_000;
    const nested = `${'{"child_modules":['.repeat(depth)}${"]}".repeat(depth)}`;
    const { plans, problems } = readPlans(
      `{"format_version":"1.2","resource_changes":[],"prior_state":{"values":{"root_module":${nested}}}}`,
      "p",
    );
    expect(plans).toEqual([]);
    expect(problems[0]?.allowed).toBe("fewer levels of modules in each other");
  });
});

test("whatever the text is, something is said of it and nothing is thrown", () => {
  const pieces = fc.constantFrom(json, message, "{", "}", '"', "\\", "[]", "null", "\n", "x", json.slice(0, 40));
  fc.assert(
    fc.property(fc.array(pieces, { minLength: 1, maxLength: 8 }), (parts) => {
      const { plans, problems } = readPlans(parts.join(""), "p");
      expect(plans.length + problems.length).toBeGreaterThan(0);
    }),
    { numRuns: 200 },
  );
});
