import type { AnyDocument } from "../../../lib/iam/document";
import { trustPolicy } from "../../../lib/model/trust";
import type { Planned, PlannedPod } from "../../../lib/plan/planned";
import { accessChanges } from "../../../lib/review/access-changes";
import { fingerprint } from "../../../lib/review/fingerprint";
import { indexed } from "../../../lib/review/indexed-plans";
import fc from "../../property";
import { action, addon, allowing, pinnedTo, plan, pod, role } from "./planned";

function of(...plans: readonly Planned[]): string {
  const all = indexed(plans);
  return fingerprint(plans, accessChanges(all), all);
}

const SEND = allowing(["sqs:SendMessage"]);
const OPEN = trustPolicy(undefined);
const TARGET = { roleArn: "arn:aws:iam::492000000999:role/target", trust: OPEN };
const LEFT = pod({ role: role({ policy: SEND }) });
const BUCKET = "aws_s3_bucket.reports";

type Role = Parameters<typeof role>[0];
type Pod = Parameters<typeof pod>[0];
const stands = (of: Role, more: Pod = {}, others: Parameters<typeof plan>[0] = {}) =>
  plan({ ...others, after: { pods: [pod({ role: role(of), ...more })] } });
const acting = (...actions: Parameters<typeof action>[0][]) => plan({ actions: actions.map(action) });
const update = { kind: "update", address: BUCKET, changed: ["tags", "bucket"] } as const;
const unread = (digest: string, address = "aws_eks_access_policy_association.a") =>
  plan({ unread: [{ address, type: "aws_eks_access_policy_association", what: "", serviceAccounts: [], digest }] });

const statements = [
  { Effect: "Allow", Action: ["s3:GetObject", "s3:PutObject"], Resource: "arn:aws:s3:::a/*" },
  { Effect: "Deny", Action: "s3:*", Resource: ["arn:aws:s3:::b/*", "arn:aws:s3:::a/b"], Sid: "Never" },
];
const document = (parts: readonly unknown[]): AnyDocument => ({ Version: "2012-10-17", Statement: parts });

describe("one fingerprint", () => {
  const cases: [string, Planned[], Planned[]][] = [
    [
      "whatever the order of a policy",
      [stands({ policy: document(statements) })],
      [
        stands({
          policy: document([
            { Effect: "Deny", Action: ["S3:*"], Resource: ["arn:aws:s3:::a/b", "arn:aws:s3:::b/*"] },
            { Effect: "Allow", Action: ["s3:PutObject", "s3:GetObject"], Resource: ["arn:aws:s3:::a/*"] },
          ]),
        }),
      ],
    ],
    [
      "whatever the order of a trust policy",
      [stands({ trust: pinnedTo(["backend/api", "backend/web"]) })],
      [stands({ trust: pinnedTo(["backend/web", "backend/api"]) })],
    ],
    [
      "whatever the order of plans, pods and actions",
      [
        plan({
          after: { pods: [pod(), pod({ name: "backend/web" })] },
          actions: [action(update), action({ kind: "create" })],
        }),
        plan({ stack: "other", actions: [action({ ...update, stack: "other" })] }),
      ],
      [
        plan({ stack: "other", actions: [action({ ...update, stack: "other", changed: ["bucket", "tags"] })] }),
        plan({
          after: { pods: [pod({ name: "backend/web" }), pod()] },
          actions: [action({ kind: "create" }), action(update)],
        }),
      ],
    ],
    ["whoever is left alone", [plan()], [plan({ before: { pods: [LEFT] }, after: { pods: [LEFT] } })]],
    [
      "whatever the plan's file is called",
      [plan()],
      [plan({ state: { file: "elsewhere/plan", terraformVersion: "1.9.0" } })],
    ],
    [
      "whatever the reason that Terraform gives",
      [acting(update)],
      [acting({ ...update, reason: "replace_by_request" })],
    ],
  ];
  it.each(cases)("%s", (_, one, other) => {
    expect(of(...one)).toBe(of(...other));
    expect(of(...one)).toMatch(/^pi1-[0-9a-f]{40}$/);
  });
});

describe("another fingerprint", () => {
  const base = stands({ policy: SEND });
  const cases: [string, Planned, Planned][] = [
    ["for an action", base, stands({ policy: allowing(["sqs:ReceiveMessage"]) })],
    [
      "for a resource",
      base,
      stands({ policy: allowing(["sqs:SendMessage"], ["arn:aws:sqs:us-east-1:492000000148:other"]) }),
    ],
    [
      "for a policy that is attached",
      base,
      stands({ policy: SEND, managed: [{ arn: "arn:aws:iam::aws:policy/ReadOnlyAccess" }] }),
    ],
    [
      "for an unknown policy",
      stands({ managed: [{ arn: "arn:aws:iam::492000000148:policy/a" }] }),
      stands({ managed: [{ arn: "arn:aws:iam::492000000148:policy/b" }] }),
    ],
    ["for a boundary", base, stands({ policy: SEND, boundary: "arn:aws:iam::492000000148:policy/limit" })],
    ["for a trust policy", base, stands({ policy: SEND, trust: OPEN })],
    [
      "for a trust policy that does not let it in",
      stands({ trust: pinnedTo(["x/y"]) }),
      stands({ trust: pinnedTo(["x/z"]) }),
    ],
    [
      "for policies behind a trust policy that does not let it in",
      stands({ trust: pinnedTo(["x/y"]) }),
      stands({ policy: SEND, trust: pinnedTo(["x/y"]) }),
    ],
    ["for tags of the role", base, stands({ policy: SEND, tags: { team: "a" } })],
    ["for a role's name", base, stands({ policy: SEND, name: "other" })],
    ["for the service account", base, stands({ policy: SEND }, { name: "backend/web" })],
    ["for the cluster", base, stands({ policy: SEND }, { cluster: "nova-eks" })],
    ["for a target role", base, stands({ policy: SEND }, { target: TARGET })],
    [
      "for the policies of the role that assumes a target role",
      stands({}, { target: TARGET }),
      stands({ policy: SEND }, { target: TARGET }),
    ],
    [
      "for session tags",
      stands({ policy: SEND, trust: OPEN }),
      stands({ policy: SEND, trust: OPEN }, { disableSessionTags: true }),
    ],
    [
      "for a session policy",
      stands({ policy: SEND, trust: OPEN }, { disableSessionTags: true }),
      stands({ policy: SEND, trust: OPEN }, { disableSessionTags: true, sessionPolicy: SEND }),
    ],
    [
      "for what was before",
      base,
      plan({
        before: { pods: [pod({ role: role({ policy: SEND }) })] },
        after: { pods: [pod({ role: role({ policy: SEND }) })] },
      }),
    ],
    [
      "for a role without an association",
      plan({ after: { roles: [role()] } }),
      plan({ after: { roles: [role({ policy: SEND })] } }),
    ],
    [
      "for the trust policy of one",
      plan({ after: { roles: [role()] } }),
      plan({ after: { roles: [role({ trust: OPEN })] } }),
    ],
    ["for the stack", plan(), plan({ stack: "other" })],
    ["for an address", acting(update), acting({ ...update, address: "aws_s3_bucket.other" })],
    ["for what is done", acting(update), acting({ ...update, kind: "delete" })],
    [
      "for the order of a replacement",
      acting({ ...update, kind: "replace" }),
      acting({ ...update, kind: "replace", order: "create first" }),
    ],
    ["for a deposed object", acting(update), acting({ ...update, deposed: "0a1b2c3d" })],
    ["for a move", acting(update), acting({ ...update, previousAddress: "aws_s3_bucket.old" })],
    ["for an import", acting(update), acting({ ...update, importing: {} })],
    [
      "for the import of another",
      acting({ ...update, importing: { id: "a" } }),
      acting({ ...update, importing: { id: "b" } }),
    ],
    ["for a path that changes", acting(update), acting({ ...update, changed: ["tags"] })],
    ["for drift", plan(), plan({ drift: [action(update)] })],
    [
      "for the agent's version",
      plan({ after: { addons: [addon()] } }),
      plan({ after: { addons: [addon({ version: "v1.3.11-eksbuild.1" })] } }),
    ],
    ["for a resource that is not read", plan(), unread("a")],
    ["for what a resource says that is not read", unread("a"), unread("b")],
    ["for the resource that is not read", unread("a"), unread("a", "aws_eks_access_policy_association.b")],
    [
      "for the agent's version before",
      plan({ before: { addons: [addon()] } }),
      plan({ before: { addons: [addon({ version: "v1.3.11-eksbuild.1" })] } }),
    ],
    ["for what is deferred", plan(), plan({ state: { deferred: [{ address: BUCKET, reason: "r" }] } })],
    [
      "for what is deferred of it",
      plan({ state: { deferred: [{ address: BUCKET, reason: "r" }] } }),
      plan({ state: { deferred: [{ address: `${BUCKET}-b`, reason: "r" }] } }),
    ],
    [
      "for the service account of a role that lets in all",
      stands({ trust: OPEN }),
      stands({ trust: OPEN }, { name: "backend/web" }),
    ],
    ["for an errored plan", plan(), plan({ state: { errored: true } })],
    ["for an incomplete plan", plan({ state: { complete: true } }), plan({ state: { complete: false } })],
    [
      "for what could not be analysed",
      plan(),
      plan({
        notAnalysable: [
          {
            stack: "backend-api",
            side: "after",
            address: BUCKET,
            attribute: "policy",
            part: "policy",
            why: "",
            fix: "",
            serviceAccounts: [],
            at: { source: "", path: [] },
          },
        ],
      }),
    ],
  ];
  it.each(cases)("%s", (_, one, other) => {
    expect(of(one)).not.toBe(of(other));
  });
});

describe("another fingerprint for what alone was otherwise before", () => {
  const held = role({ policy: SEND, trust: OPEN });
  const is = pod({ role: held });
  const was = (parts: Partial<PlannedPod["identity"]>, more: Partial<PlannedPod> = {}): PlannedPod => ({
    ...is,
    ...more,
    identity: { ...is.identity, ...parts },
  });
  const onCluster = (parts: Partial<PlannedPod["cluster"]>) => was({}, { cluster: { ...is.cluster, ...parts } });
  const cases: [string, PlannedPod, PlannedPod, PlannedPod?][] = [
    ["the role", was({ role: role({ name: "a" }).identity.role }), was({ role: role({ name: "b" }).identity.role })],
    ["the target role", was({ target: TARGET }), was({ target: { ...TARGET, roleArn: `${TARGET.roleArn}-b` } })],
    ["the tags", was({ tags: { team: "a" } }), was({ tags: { team: "b" } })],
    ["the stack", was({}, { stack: "a" }), was({}, { stack: "b" })],
    ["the add-on", was({}, { addon: "a" }), was({}, { addon: "b" })],
    ["the cluster's ARN", onCluster({ arn: "a" }), onCluster({ arn: "b" })],
    ["session tags", was({ tags: { team: "a" } }), was({ tags: { team: "a" }, disableSessionTags: true })],
  ];
  it.each(cases)("%s", (_, one, other) => {
    const withBefore = (before: PlannedPod) => of(plan({ before: { pods: [before] }, after: { pods: [is] } }));
    expect(withBefore(one)).not.toBe(withBefore(other));
  });
});

describe("generated policies", () => {
  const names = fc.subarray(["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage", "s3:GetObject"], {
    minLength: 1,
  });
  const queues = fc.subarray(
    ["a", "b", "c"].map((name) => `arn:aws:sqs:us-east-1:492000000148:${name}`),
    { minLength: 1 },
  );
  const written = fc.tuple(names, queues).map(([Action, Resource]) => ({ Effect: "Allow", Action, Resource }));
  const list = fc.array(written, { minLength: 1, maxLength: 3 });

  it("have one fingerprint in any order, and others where access differs", () => {
    const shuffled = list.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    fc.assert(
      fc.property(shuffled, ([all, other]) => {
        const turned = other.map((one) => ({
          ...one,
          Action: [...one.Action].reverse(),
          Resource: [...one.Resource].reverse(),
        }));
        expect(of(stands({ policy: document(turned) }))).toBe(of(stands({ policy: document(all) })));
      }),
      { numRuns: 50 },
    );
    fc.assert(
      fc.property(list, list, (one, other) => {
        const planned = plan({
          before: { pods: [pod({ role: role({ policy: document(one) }) })] },
          after: { pods: [pod({ role: role({ policy: document(other) }) })] },
        });
        const [judged] = accessChanges(indexed([planned]));
        fc.pre(judged?.change.verdict !== "equivalent");
        expect(of(stands({ policy: document(other) }))).not.toBe(of(stands({ policy: document(one) })));
      }),
      { numRuns: 50 },
    );
  });
});
