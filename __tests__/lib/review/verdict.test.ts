import type { Planned } from "../../../lib/plan/planned";
import { accessChanges, isChange } from "../../../lib/review/access-changes";
import { indexed } from "../../../lib/review/indexed-plans";
import { resourceCounts } from "../../../lib/review/resource-counts";
import type { ReviewFinding, ReviewVerdict } from "../../../lib/review/review";
import { reviewVerdict } from "../../../lib/review/verdict";
import { action, allowing, pinnedTo, plan, pod, role } from "./planned";

const bucket = (kind: Parameters<typeof action>[0]["kind"], more: Partial<Parameters<typeof action>[0]> = {}) =>
  action({ address: "aws_s3_bucket.reports", ...more, kind });

function finding(severity: ReviewFinding["severity"], more: Partial<ReviewFinding> = {}): ReviewFinding {
  const at = { source: "aws_iam_role.api", path: [] };
  return {
    rule: "some-rule",
    severity,
    at,
    message: "is wrong",
    stack: "backend-api",
    status: "new",
    serviceAccounts: [],
    help: "",
    ...more,
  };
}

function verdictOf(plans: readonly Planned[], findings: readonly ReviewFinding[] = []): ReviewVerdict {
  const access = accessChanges(indexed(plans)).flatMap(({ change }) => (isChange(change) ? [change] : []));
  return reviewVerdict(plans, access, findings);
}

/** The pod of one service account whose role may call some actions. */
function held(name: string, ...actions: string[]) {
  const parts = { name: `role-${name}`, address: `aws_iam_role.${name}`, trust: pinnedTo([`ns/${name}`]) };
  const of = role({ ...parts, ...(actions.length > 0 && { policy: allowing(actions) }) });
  return pod({ name: `ns/${name}`, address: `aws_eks_pod_identity_association.${name}`, role: of });
}

const [SEND, RECEIVE] = ["sqs:SendMessage", "sqs:ReceiveMessage"];

describe("the counts", () => {
  const cases: [string, Parameters<typeof action>[0][], Partial<ReturnType<typeof resourceCounts>>][] = [
    ["a replacement is one", [bucket("replace")], { replace: 1 }],
    ["one that creates first is one, too", [bucket("replace", { order: "create first" })], { replace: 1 }],
    ["one that leaves the old object is one, too", [bucket("replace", { order: "forget" })], { replace: 1 }],
    [
      "a deposed object is one more",
      [bucket("replace"), bucket("delete", { deposed: "0a" })],
      { replace: 1, delete: 1 },
    ],
    ["a move alone", [bucket("no-op", { previousAddress: "aws_s3_bucket.old" })], { move: 1 }],
    ["a move with an update", [bucket("update", { previousAddress: "aws_s3_bucket.old" })], { move: 1, update: 1 }],
    ["an import alone", [bucket("no-op", { importing: { id: "reports" } })], { import: 1 }],
    ["an import by identity, with an update", [bucket("update", { importing: {} })], { import: 1, update: 1 }],
    ["what is forgotten is not deleted", [bucket("forget")], { forget: 1 }],
    ["data is not counted", [bucket("read", { mode: "data" }), bucket("no-op")], {}],
  ];
  it.each(cases)("%s", (_, actions, expected) => {
    const none = { create: 0, update: 0, replace: 0, delete: 0, forget: 0, import: 0, move: 0 };
    const counts = resourceCounts([plan({ actions: actions.map(action) })]);
    expect(counts).toEqual({ ...none, ...expected });
  });
});

describe("the sentence", () => {
  const cases: [string, Planned[], ReviewFinding[], string][] = [
    ["nothing at all", [plan()], [], "No service account gains or loses access; no resource changes."],
    [
      "no access",
      [plan({ actions: [bucket("create"), bucket("update"), bucket("delete")] })],
      [],
      "No service account gains or loses access; 3 resources change.",
    ],
    [
      "one gain",
      [plan({ before: { pods: [held("a")] }, after: { pods: [held("a", SEND)] } })],
      [],
      "1 service account gains access.",
    ],
    [
      "gains, a loss of all, a replacement, an error",
      [
        plan({
          before: { pods: [held("a"), held("b"), held("c", SEND)] },
          after: { pods: [held("a", SEND), held("b", SEND)] },
          actions: [action({ kind: "replace", address: "aws_eks_pod_identity_association.a" })],
        }),
      ],
      [finding("error"), finding("error", { status: "old" })],
      "2 service accounts gain access, 1 loses all access; 1 association is replaced; 1 error.",
    ],
    [
      "gains and losses of one, a loss of some",
      [
        plan({
          before: { pods: [held("a", SEND), held("b", SEND, RECEIVE)] },
          after: { pods: [held("a", RECEIVE), held("b", RECEIVE)] },
        }),
      ],
      [finding("warning"), finding("warning"), finding("info")],
      "1 service account gains some access and loses other, 1 loses access; 2 warnings.",
    ],
    [
      "a gain: the resources have a part of their own",
      [
        plan({
          before: { pods: [held("a")] },
          after: { pods: [held("a", SEND)] },
          actions: [bucket("create"), action({ kind: "update", address: "aws_iam_role_policy.a" })],
        }),
      ],
      [],
      "1 service account gains access.",
    ],
    [
      "a replacement that leaves access as it is",
      [
        plan({
          before: { pods: [held("a", SEND)] },
          after: { pods: [held("a", SEND)] },
          actions: [action({ kind: "replace", address: "aws_eks_pod_identity_association.a" })],
        }),
      ],
      [],
      "No service account gains or loses access; 1 association is replaced.",
    ],
    [
      "a role without an association",
      [
        plan({
          after: {
            pods: [held("a", SEND)],
            roles: [role({ name: "alone", address: "aws_iam_role.alone", policy: allowing([SEND]) })],
          },
        }),
      ],
      [],
      "1 service account and 1 role without an association gain access.",
    ],
    [
      "what cannot be told",
      [plan({ after: { pods: [pod({ role: "arn:aws:iam::492000000148:role/legacy" })] } })],
      [],
      "1 service account may gain or lose access, which cannot be told.",
    ],
    [
      "a plan that Terraform could not finish",
      [plan({ state: { errored: true } })],
      [finding("error", { rule: "plan-errored" })],
      "Terraform could not finish the plan of backend-api; no service account is known to gain or lose access; 1 error.",
    ],
    [
      "what gives access and is not read",
      [plan({ actions: [action({ kind: "update", address: "aws_s3_bucket_policy.reports" })] })],
      [finding("warning", { rule: "unread-access" })],
      "No service account is known to gain or lose access; 1 other change may give or take access; 1 resource changes; 1 warning.",
    ],
    [
      "what gives access and is not read, beside what is",
      [plan({ before: { pods: [held("a")] }, after: { pods: [held("a", SEND)] } })],
      [finding("warning", { rule: "unread-access" }), finding("error", { rule: "unread-access" })],
      "1 service account gains access; 2 other changes may give or take access; 1 error, 1 warning.",
    ],
    [
      "a part that cannot be rebuilt, of nobody's that is known",
      [plan()],
      [finding("error", { rule: "not-analysable" })],
      "No service account is known to gain or lose access; no resource changes; 1 error.",
    ],
    [
      "what was not read before either",
      [plan()],
      [finding("error", { rule: "not-analysable", status: "old" })],
      "No service account gains or loses access; no resource changes.",
    ],
  ];
  it.each(cases)("%s", (_, plans, findings, text) => {
    expect(verdictOf(plans, findings).text).toBe(text);
  });
});

describe("the level", () => {
  const quiet = [plan()];
  const unclear = (tag: string) => {
    const Condition = { StringLike: { "aws:username": `\${aws:PrincipalTag/${tag}}*` } };
    const Statement = [{ Effect: "Allow", Action: SEND, Resource: "*", Condition }];
    return pod({ role: role({ policy: { Version: "2012-10-17", Statement } }) });
  };
  const cases: [string, Planned[], ReviewFinding[], ReviewVerdict["level"]][] = [
    ["nothing found", quiet, [], "fine"],
    ["something worth knowing", quiet, [finding("info")], "fine"],
    ["old findings", quiet, [finding("error", { status: "old" })], "fine"],
    ["a warning", quiet, [finding("warning")], "warning"],
    ["an error", quiet, [finding("warning"), finding("error")], "error"],
    ["a part that could not be rebuilt", quiet, [finding("error", { rule: "not-analysable" })], "cannot tell"],
    [
      "a part that could not be rebuilt before, either",
      quiet,
      [finding("error", { rule: "not-analysable", status: "old" })],
      "fine",
    ],
    ["a plan that is errored", [plan({ state: { errored: true } })], [], "cannot tell"],
    [
      "policies that cannot be compared",
      [plan({ before: { pods: [unclear("x")] }, after: { pods: [unclear("y")] } })],
      [],
      "cannot tell",
    ],
    [
      "policies that stand outside of the plans",
      [plan({ after: { pods: [pod({ role: "arn:aws:iam::492000000148:role/legacy" })] } })],
      [finding("warning", { rule: "unknown-policy" })],
      "warning",
    ],
  ];
  it.each(cases)("%s", (_, plans, findings, level) => {
    expect(verdictOf(plans, findings).level).toBe(level);
  });
});

describe("whether anything changes", () => {
  const cases: [string, Planned, boolean][] = [
    ["nothing", plan({ before: { pods: [held("a", SEND)] }, after: { pods: [held("a", SEND)] } }), false],
    ["data is read", plan({ actions: [bucket("read", { mode: "data" })] }), false],
    ["a resource", plan({ actions: [bucket("create")] }), true],
    ["a move", plan({ actions: [bucket("no-op", { previousAddress: "aws_s3_bucket.old" })] }), true],
    ["access", plan({ before: { pods: [held("a")] }, after: { pods: [held("a", SEND)] } }), true],
  ];
  it.each(cases)("%s", (_, planned, changes) => {
    expect(verdictOf([planned]).changes).toBe(changes);
  });
});
