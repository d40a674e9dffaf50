import type { Change, Plan, ResourceChange } from "../../../lib/plan/format";
import { refreshedPlan } from "../../../lib/plan/refreshed-plan";

const ROLE: Omit<ResourceChange, "change"> = {
  address: "aws_iam_role.a",
  mode: "managed",
  type: "aws_iam_role",
  name: "a",
};
const [OLD, NEW] = [{ path: "/old/" }, { path: "/new/" }];
const DRIFT: Change = {
  actions: ["update"],
  before: OLD,
  after: NEW,
  before_sensitive: false,
  after_sensitive: { path: true },
};

/** What a plan says of one object that stood with `OLD`, and was found otherwise. */
function planned(change: Change, drift: Partial<ResourceChange> = {}): Change | undefined {
  const plan: Plan = {
    format_version: "1.2",
    resource_changes: [{ ...ROLE, change }],
    resource_drift: [{ ...ROLE, change: DRIFT, ...drift }],
  };
  return refreshedPlan(plan).resource_changes?.[0]?.change;
}

describe("what a deletion takes away", () => {
  test("it is what Terraform found, with what of it is sensitive", () => {
    expect(planned({ actions: ["delete"], before: OLD, after: null, before_sensitive: {} })).toEqual({
      actions: ["delete"],
      before: NEW,
      after: null,
      before_sensitive: { path: true },
    });
  });

  test.each<[string, Change, Partial<ResourceChange>]>([
    ["an update says it itself", { actions: ["update"], before: NEW, after: OLD }, {}],
    ["a replacement says it itself", { actions: ["delete", "create"], before: NEW, after: OLD }, {}],
    ["what is forgotten Terraform does not read", { actions: ["forget"], before: OLD, after: OLD }, {}],
    ["another object", { actions: ["delete"], before: OLD, after: null }, { address: "aws_iam_role.b" }],
    [
      "the object that an earlier replacement left",
      { actions: ["delete"], before: OLD, after: null },
      { deposed: "1" },
    ],
    [
      "an object that is gone tells nothing",
      { actions: ["delete"], before: OLD, after: null },
      { change: { ...DRIFT, actions: ["delete"], after: null } },
    ],
    [
      "nor one of which nothing is said",
      { actions: ["delete"], before: OLD, after: null },
      { change: { actions: ["delete"], before: OLD } },
    ],
  ])("as it stands: %s", (_, change, drift) => {
    expect(planned(change, drift)).toBe(change);
  });

  test("each by itself, where a plan deletes one and keeps another", () => {
    const other = { ...ROLE, address: "aws_iam_role.b", name: "b" };
    const kept: ResourceChange = { ...other, change: { actions: ["update"], before: OLD, after: OLD } };
    const plan: Plan = {
      format_version: "1.2",
      resource_changes: [kept, { ...ROLE, change: { actions: ["delete"], before: OLD, after: null } }],
      resource_drift: [
        { ...other, change: DRIFT },
        { ...ROLE, change: DRIFT },
      ],
    };
    const [first, second] = refreshedPlan(plan).resource_changes ?? [];
    expect([first, second?.change.before]).toEqual([kept, NEW]);
  });

  test("a plan without drift is the same plan", () => {
    const plan: Plan = { format_version: "1.2", resource_changes: [{ ...ROLE, change: { actions: ["delete"] } }] };
    expect(refreshedPlan(plan)).toBe(plan);
  });
});
