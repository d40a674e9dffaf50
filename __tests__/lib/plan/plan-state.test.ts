import type { Change, CheckResult, Plan, ResourceChange } from "../../../lib/plan/format";
import { planState } from "../../../lib/plan/plan-state";
import type { ResourceAction } from "../../../lib/plan/resource-action";
import { planOf, resourceChange } from "./plans";

function stateOf(plan: Plan) {
  return planState({ file: "plan.json", stack: "orders", plan });
}

function actionOf(change: Change, more: Partial<ResourceChange> = {}): ResourceAction | undefined {
  return stateOf(planOf([resourceChange(change, more)])).actions[0];
}

describe("what happens to an object", () => {
  const cases: [string[], Partial<ResourceAction> | undefined][] = [
    [["no-op"], undefined],
    [["create"], { kind: "create" }],
    [["read"], { kind: "read" }],
    [["update"], { kind: "update" }],
    [["delete"], { kind: "delete" }],
    [["forget"], { kind: "forget" }],
    [["delete", "create"], { kind: "replace", order: "delete first" }],
    [["create", "delete"], { kind: "replace", order: "create first" }],
    [["create", "forget"], { kind: "replace", order: "forget" }],
    [["forget", "create"], { kind: "replace", said: "forget,create" }],
    [["create", "pause", "delete"], { kind: "replace", said: "create,pause,delete" }],
    [["pause", "delete"], { kind: "delete", said: "pause,delete" }],
    [["pause", "forget"], { kind: "forget", said: "pause,forget" }],
    [["pause", "create"], { kind: "create", said: "pause,create" }],
    [["pause"], { kind: "update", said: "pause" }],
    [["no-op", "no-op"], { kind: "update", said: "no-op,no-op" }],
    [["constructor"], { kind: "update", said: "constructor" }],
  ];
  test.each(cases)("%j", (actions, wanted) => {
    const action = actionOf({ actions });
    const { kind, order, said } = action ?? {};
    expect(action && { kind, order, said }).toEqual(wanted);
  });

  test("all that is said of a replacement, and no value of it", () => {
    const change: Change = {
      actions: ["create", "delete"],
      before: { name: "old", tags: { team: "s3cret" }, policy: '{"Statement":[]}' },
      after: { name: "new", tags: { team: "s4cret" } },
      after_unknown: { arn: true },
      before_sensitive: { tags: true },
      after_sensitive: {},
      replace_paths: [["name"], ["tags", "team"], ["rule", 0, "id"]],
    };
    const action = actionOf(change, { action_reason: "replace_because_of_something_new" });
    expect(action).toEqual({
      stack: "orders",
      address: "aws_iam_role.api",
      type: "aws_iam_role",
      mode: "managed",
      kind: "replace",
      order: "create first",
      reason: "replace_because_of_something_new",
      replacedBy: ["name", 'tags["team"]', "rule[0].id"],
      changed: ["name", 'tags["team"]', "policy", "arn"],
      sensitive: true,
      unknown: true,
      at: { source: "aws_iam_role.api", path: [] },
    });
  });

  test("a tainted object names no path that replaces it", () => {
    expect(actionOf({ actions: ["delete", "create"], before: {}, after: {} })?.replacedBy).toEqual([]);
  });

  test.each(["create", "delete", "read", "forget"])("a %s lists no changed paths", (kind) => {
    const action = actionOf({ actions: [kind], before: { a: 1 }, after: { a: 2 }, after_unknown: { b: true } });
    expect(action).toMatchObject({ changed: [], sensitive: false, unknown: false });
  });

  test("a deposed object is an entry of its own at the same address", () => {
    const entries = [
      resourceChange({ actions: ["update"] }),
      resourceChange({ actions: ["delete"] }, { deposed: "0e10" }),
    ];
    const { actions } = stateOf(planOf(entries));
    expect(actions.map(({ address, kind, deposed }) => [address, kind, deposed])).toEqual([
      ["aws_iam_role.api", "update", undefined],
      ["aws_iam_role.api", "delete", "0e10"],
    ]);
  });

  test("moved, with nothing else to it and with more", () => {
    const moved = { previous_address: "aws_iam_role.old" };
    expect(actionOf({ actions: ["no-op"] }, moved)).toMatchObject({
      kind: "no-op",
      previousAddress: "aws_iam_role.old",
    });
    expect(actionOf({ actions: ["update"] }, moved)).toMatchObject({
      kind: "update",
      previousAddress: "aws_iam_role.old",
    });
    expect(actionOf({ actions: ["no-op"] }, { previous_address: "aws_iam_role.api" })).toBeUndefined();
  });

  test.each<[string, NonNullable<Change["importing"]>, { id?: string }]>([
    ["an id", { id: "orders-api" }, { id: "orders-api" }],
    [
      "an identity",
      { identity: { name: "orders-api", account_id: "1", nested: {}, none: null } },
      { id: "account_id=1, name=orders-api" },
    ],
    ["an id that is not known yet", { unknown: true }, {}],
    ["an identity of a shape that nobody knows", { identity: ["x"] }, {}],
  ])("imported by %s", (_, importing, wanted) => {
    expect(actionOf({ actions: ["no-op"], importing })).toMatchObject({ kind: "no-op", importing: wanted });
  });

  test("a policy that means what it meant is told from one that does not", () => {
    const document = (...actions: string[]) =>
      JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: actions, Resource: "*" }] });
    const trust = (service: string) => ({
      Effect: "Allow",
      Action: "sts:AssumeRole",
      Principal: { Service: service },
    });
    const action = actionOf({
      actions: ["update"],
      before: {
        policy: document("s3:GetObject", "s3:PutObject"),
        other: document("s3:GetObject"),
        trust: JSON.stringify({ Statement: [trust("a.amazonaws.com"), trust("b.amazonaws.com")] }),
        text: "{",
      },
      after: {
        policy: document("s3:PutObject", "s3:GetObject"),
        other: document("s3:PutObject"),
        trust: JSON.stringify({ Statement: [trust("b.amazonaws.com"), trust("a.amazonaws.com")] }),
        text: "{}",
      },
    });
    expect(action?.changed).toEqual(["policy", "other", "trust", "text"]);
    expect(action?.sameMeaning).toEqual(["policy", "trust"]);
  });
});

describe("where an object is declared", () => {
  const text = JSON.stringify({
    resource: { aws_iam_role: { api: { "//": { metadata: { path: "orders/api/role" } } } } },
    data: { aws_iam_role: { api: { "//": { metadata: { path: "orders/lookup" } } } } },
  });
  const configuration = { modules: new Map([["", new Map([["cdk.tf.json", text]])]]) };
  test.each<[string, Partial<ResourceChange>, string]>([
    ["a construct's", {}, "orders/api/role"],
    ["an instance of it", { address: "aws_iam_role.api[0]", index: 0 }, "orders/api/role"],
    ["a data source", { address: "data.aws_iam_role.api", mode: "data" }, "orders/lookup"],
    ["one that CDKTF did not make", { address: "aws_iam_role.job", name: "job" }, "aws_iam_role.job"],
    ["in a module", { address: "module.m.aws_iam_role.api", module_address: "module.m" }, "module.m.aws_iam_role.api"],
  ])("%s", (_, more, source) => {
    const plan = planOf([resourceChange({ actions: ["delete"] }, more)]);
    const { actions } = planState({ file: "p", stack: "orders", plan, configuration });
    expect(actions[0]?.at).toEqual({ source, path: [] });
  });
});

describe("the plan as a whole", () => {
  test("nothing said is nothing known", () => {
    expect(stateOf({ format_version: "1.0" })).toEqual({
      stack: "orders",
      file: "plan.json",
      errored: false,
      deferred: [],
      checks: [],
      actions: [],
      drift: [],
    });
  });

  test("errored, incomplete, and what is deferred, data too", () => {
    const state = stateOf(
      planOf([], {
        errored: true,
        complete: false,
        deferred_changes: [
          { reason: "instance_count_unknown", resource_change: resourceChange({ actions: ["create"] }) },
          { resource_change: resourceChange({ actions: ["read"] }, { mode: "data", address: "data.aws_iam_role.x" }) },
        ],
      }),
    );
    expect(state).toMatchObject({
      terraformVersion: "1.11.4",
      errored: true,
      complete: false,
      deferred: [
        { address: "aws_iam_role.api", reason: "instance_count_unknown" },
        { address: "data.aws_iam_role.x", reason: "" },
      ],
      actions: [],
    });
  });

  const at = (to_display: string) => ({ address: { to_display } });
  test.each<[string, CheckResult, unknown[]]>([
    ["passes", { ...at("check.a"), status: "pass", instances: [{ ...at("check.a"), status: "pass" }] }, []],
    [
      "fails in one of two instances",
      {
        ...at("aws_x.a"),
        status: "fail",
        instances: [
          { ...at("aws_x.a[0]"), status: "pass" },
          { ...at("aws_x.a[1]"), status: "fail", problems: [{ message: "too dear" }, {}] },
        ],
      },
      [{ address: "aws_x.a[1]", status: "fail", problems: ["too dear"] }],
    ],
    [
      "cannot be told",
      { ...at("check.a"), status: "unknown" },
      [{ address: "check.a", status: "unknown", problems: [] }],
    ],
    [
      "errored without instances",
      { ...at("check.a"), status: "error", instances: [] },
      [{ address: "check.a", status: "error", problems: [] }],
    ],
    ["says nothing", {}, [{ address: "", status: "unknown", problems: [] }]],
    [
      "fails, though all of its instances pass",
      { ...at("check.a"), status: "fail", instances: [{ ...at("check.a"), status: "pass" }] },
      [{ address: "check.a", status: "fail", problems: [] }],
    ],
  ])("a check that %s", (_, check, wanted) => expect(stateOf(planOf([], { checks: [check] })).checks).toEqual(wanted));
});

describe("drift", () => {
  const role = (before: object, after: object, actions = ["update"]) =>
    resourceChange({ actions, before: { name: "api", ...before }, after: { name: "api", ...after } });
  const inline = (...names: string[]) => ({ inline_policy: names.map((name) => ({ name, policy: "{}" })) });
  const managed = (...arns: string[]) => ({ managed_policy_arns: arns });
  const own = [
    resourceChange({ actions: ["no-op"], before: { role: "api", name: "own" } }, { type: "aws_iam_role_policy" }),
    resourceChange(
      { actions: ["no-op"], before: { role: "api", policy_arn: "arn:own" } },
      { type: "aws_iam_role_policy_attachment" },
    ),
    resourceChange(
      { actions: ["no-op"], before: { roles: ["api"], policy_arn: "arn:all" } },
      { type: "aws_iam_policy_attachment" },
    ),
    resourceChange({ actions: ["no-op"], before: { role: "job", name: "theirs" } }, { type: "aws_iam_role_policy" }),
  ];
  const cases: [string, ResourceChange, string[] | undefined][] = [
    [
      "a trust policy",
      role({ assume_role_policy: "a" }, { assume_role_policy: "b" }),
      ["update", "assume_role_policy"],
    ],
    ["a deleted object", resourceChange({ actions: ["delete"], before: { name: "api" }, after: null }), ["delete"]],
    ["an object that only moved", resourceChange({ actions: ["no-op"] }, { previous_address: "x" }), undefined],
    ["its own policy, read for the first time", role(inline(), inline("own")), undefined],
    ["its own attachments, read for the first time", role(managed(), managed("arn:own", "arn:all")), undefined],
    ["a policy that nobody declared", role(inline(), inline("own", "stranger")), ["update", "inline_policy"]],
    ["a policy of another role's", role(inline(), inline("theirs")), ["update", "inline_policy"]],
    [
      "an attachment that nobody declared",
      role(managed("arn:own"), managed("arn:own", "arn:x")),
      ["update", "managed_policy_arns"],
    ],
    ["empty tags where there were none", role({ tags: null }, { tags: {} }), undefined],
    [
      "a boundary that was set, beside what is no drift",
      role({ ...inline(), permissions_boundary: "" }, { ...inline("own"), permissions_boundary: "arn:b" }),
      ["update", "permissions_boundary"],
    ],
    [
      "a policy that was attached",
      resourceChange(
        { actions: ["update"], before: { attachment_count: 0 }, after: { attachment_count: 1 } },
        { type: "aws_iam_policy" },
      ),
      undefined,
    ],
  ];
  test.each(cases)("%s", (_, entry, wanted) => {
    const { drift } = stateOf(planOf(own, { resource_drift: [entry] }));
    expect(drift.map(({ kind, changed }) => [kind, ...changed])).toEqual(wanted === undefined ? [] : [wanted]);
  });

  test("a refresh-only plan knows its policies from the state, in modules too", () => {
    const resources = [
      {
        address: "x",
        mode: "managed" as const,
        type: "aws_iam_role_policy",
        name: "x",
        values: { role: "api", name: "own" },
      },
    ];
    const plan: Plan = {
      format_version: "1.2",
      resource_drift: [role(inline(), inline("own"))],
      prior_state: { values: { root_module: { child_modules: [{ resources }] } } },
    };
    expect(stateOf(plan).drift).toEqual([]);
  });
});
