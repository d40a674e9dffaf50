import { parse } from "yaml";
import { acknowledge } from "../../../lib/declaration/schema/acknowledge";
import type { AnyDocument } from "../../../lib/iam/document";
import { placeholder } from "../../../lib/model/placeholder";
import { trustPolicy } from "../../../lib/model/trust";
import type { Planned, PlannedPod } from "../../../lib/plan/planned";
import type { ReviewContext } from "../../../lib/review/context";
import { reviewFindings } from "../../../lib/review/findings";
import type { ReviewFinding } from "../../../lib/review/review";
import { declared } from "../rules/declared";
import { action, allowing, plan, pod, role } from "./planned";

const WIDE = allowing(["sqs:*"]);
const NARROW = allowing(["sqs:SendMessage"]);
const TRUST = trustPolicy(undefined);

/** `status severity rule[about]`. */
function told(plans: readonly Planned[], context: ReviewContext = {}): string[] {
  return reviewFindings(plans, context).findings.map(
    ({ status, severity, rule, about }) => `${status} ${severity} ${rule}${about === undefined ? "" : `[${about}]`}`,
  );
}

function changed(was: Parameters<typeof role>[0] | undefined, is: Parameters<typeof role>[0], stack?: string): Planned {
  const of = (parts: Parameters<typeof role>[0]) => ({
    pods: [
      pod({
        ...(stack === undefined ? {} : { stack }),
        role: role({ ...parts, ...(stack === undefined ? {} : { stack }) }),
      }),
    ],
  });
  return plan({
    ...(stack === undefined ? {} : { stack }),
    ...(was === undefined ? {} : { before: of(was) }),
    after: of(is),
  });
}

/** A part of another role of the plan. */
const UNTOLD: Planned["notAnalysable"][number] = {
  stack: "backend-api",
  side: "after",
  address: "aws_iam_role_policy.other",
  attribute: "policy",
  part: "policy",
  why: "is known only after apply",
  fix: "write it as a constant",
  serviceAccounts: [],
  at: { source: "aws_iam_role_policy.other", path: [] },
};
const SQS_FULL = { arn: "arn:aws:iam::aws:policy/AmazonSQSFullAccess" };
const SQS = "warning wildcard-action[sqs:*]";

describe("new and old", () => {
  test.each([
    { name: "nothing to find", plans: [changed({ policy: NARROW }, { policy: NARROW })], finds: [] },
    { name: "a new role", plans: [changed(undefined, { policy: WIDE })], finds: [`new ${SQS}`] },
    { name: "a role that is widened", plans: [changed({ policy: NARROW }, { policy: WIDE })], finds: [`new ${SQS}`] },
    { name: "a role that was so", plans: [changed({ policy: WIDE }, { policy: WIDE })], finds: [`old ${SQS}`] },
    { name: "a role that is mended", plans: [changed({ policy: WIDE }, { policy: NARROW })], finds: [] },
    {
      name: "a moved role that was so",
      plans: [
        plan({
          before: { roles: [role({ address: "aws_iam_role.was", policy: WIDE })] },
          after: { roles: [role({ policy: WIDE })] },
          actions: [action({ kind: "no-op", address: "aws_iam_role.api", previousAddress: "aws_iam_role.was" })],
        }),
      ],
      finds: [`old ${SQS}`],
    },
    {
      name: "a role that comes from another stack",
      plans: [
        plan({ stack: "a", before: { roles: [role({ stack: "a", policy: WIDE })] } }),
        plan({ stack: "b", after: { roles: [role({ stack: "b", address: "aws_iam_role.b", policy: WIDE })] } }),
      ],
      finds: [`old ${SQS}`],
    },
    {
      name: "a role that comes from another stack, with its letters in another case",
      plans: [
        plan({ stack: "a", before: { roles: [role({ stack: "a", name: "Backend-API", policy: WIDE })] } }),
        plan({ stack: "b", after: { roles: [role({ stack: "b", name: "backend-api", policy: WIDE })] } }),
      ],
      finds: [`old ${SQS}`],
    },
    {
      name: "another role that was so is another role",
      plans: [
        plan({
          before: { roles: [role({ address: "aws_iam_role.x", name: "x", policy: WIDE })] },
          after: { roles: [role({ policy: WIDE })] },
        }),
      ],
      finds: [`new ${SQS}`],
    },
    {
      name: "it is worse than it was",
      plans: [
        changed(
          { policy: allowing(["iam:CreateAccessKey"], ["*"]), boundary: "arn:aws:iam::492000000148:policy/b" },
          { policy: allowing(["iam:CreateAccessKey"], ["*"]) },
        ),
      ],
      finds: [
        "new error boundary-removed",
        "new error privilege-escalation[iam:CreateAccessKey]",
        "old warning credential-exposure[iam:CreateAccessKey]",
      ],
    },
    {
      name: "what AWS's own policies come to is in the access that changes",
      plans: [changed(undefined, { managed: [SQS_FULL] })],
      finds: [],
    },
  ])("$name", ({ plans, finds }) => {
    expect(told(plans)).toEqual(finds);
  });
});

describe("who gets a role that stands", () => {
  const wide = role({ name: "wide", address: "aws_iam_role.wide", policy: WIDE });
  const web = pod({ name: "backend/web", address: "aws_eks_pod_identity_association.web", role: wide });
  const aiming = (roleArn: string) => pod({ target: { roleArn, trust: TRUST } });
  const heldBy = (of: ReturnType<typeof role>) => ({
    role: of,
    identity: pod({ name: "backend/web", role: of }).identity,
  });
  const news = (plans: readonly Planned[]) =>
    reviewFindings(plans, {})
      .findings.filter(({ rule }) => rule === "wildcard-action")
      .map(({ status, serviceAccounts }) => `${status}: ${serviceAccounts.join(", ")}`);
  test.each([
    {
      name: "a service account is pointed at it",
      plans: [plan({ before: { pods: [pod()], roles: [wide] }, after: { pods: [pod({ role: wide })] } })],
      is: ["new: backend/api"],
    },
    {
      name: "another one had it before",
      plans: [plan({ before: { pods: [pod(), web] }, after: { pods: [pod({ role: wide }), web] } })],
      is: ["new: backend/api"],
    },
    {
      name: "a new service account gets it",
      plans: [plan({ before: { pods: [web] }, after: { pods: [web, pod({ role: wide })] } })],
      is: ["new: backend/api"],
    },
    {
      name: "from another stack",
      plans: [
        plan({ before: { pods: [web] }, after: { pods: [web] } }),
        plan({ stack: "b", after: { pods: [pod({ stack: "b", role: wide })] } }),
      ],
      is: ["new: backend/api"],
    },
    {
      name: "as a target role",
      plans: [
        plan({
          before: { pods: [pod()], roles: [wide] },
          after: { pods: [pod({ target: { roleArn: wide.identity.role.arn, trust: TRUST } })], roles: [wide] },
        }),
      ],
      is: ["new: backend/api"],
    },
    {
      name: "as another target role than before",
      plans: [
        plan({
          before: { pods: [aiming(`${wide.identity.role.arn}-other`)], roles: [wide] },
          after: { pods: [aiming(wide.identity.role.arn)], roles: [wide] },
        }),
      ],
      is: ["new: backend/api"],
    },
    {
      name: "nobody, as a target role as before",
      plans: [
        plan({
          before: { pods: [aiming(wide.identity.role.arn)], roles: [wide] },
          after: { pods: [aiming(wide.identity.role.arn)], roles: [wide] },
        }),
      ],
      is: ["old: backend/api"],
    },
    {
      name: "nobody, while the role itself is moved and renamed",
      plans: [
        plan({
          before: { pods: [web] },
          after: {
            pods: [{ ...web, ...heldBy(role({ name: "wider", address: "aws_iam_role.wider", policy: WIDE })) }],
          },
          actions: [action({ kind: "replace", address: "aws_iam_role.wider", previousAddress: wide.address })],
        }),
      ],
      is: ["old: backend/web"],
    },
    { name: "nobody", plans: [plan({ before: { pods: [web] }, after: { pods: [web] } })], is: ["old: backend/web"] },
    {
      name: "nobody, at another address",
      plans: [
        plan({
          before: { pods: [web] },
          after: { pods: [{ ...web, address: "aws_eks_pod_identity_association.moved" }] },
        }),
      ],
      is: ["old: backend/web"],
    },
    {
      name: "nobody, while the role itself is moved",
      plans: [
        plan({
          before: { pods: [web] },
          after: { pods: [{ ...web, role: { ...wide, address: "aws_iam_role.moved" } }] },
          actions: [action({ kind: "no-op", address: "aws_iam_role.moved", previousAddress: wide.address })],
        }),
      ],
      is: ["old: backend/web"],
    },
    {
      name: "nobody, while it is opened further",
      plans: [changed({ policy: NARROW }, { policy: WIDE })],
      is: ["new: backend/api"],
    },
  ])("$name", ({ plans, is }) => {
    expect(news(plans)).toEqual(is);
  });
});

describe("a role outside of the plans, to which they give policies", () => {
  /** As a plan knows it: what else it has cannot be read. */
  const partly = (policy: AnyDocument | undefined, name = "backend/api") => {
    const { identity } = role({ name: "outside", address: "aws_iam_role.outside", ...(policy && { policy }) });
    const { role: _, ...bound } = pod({ name, role: { stack: "backend-api", address: "none", identity } });
    if (identity.role.kind !== "own") throw new Error("it is an own role");
    const rest = { name: "or other policies outside of the plans", document: {}, at: identity.at };
    identity.role.inlinePolicies = [...identity.role.inlinePolicies, rest];
    return bound;
  };
  const news = (before: readonly PlannedPod[], after: readonly PlannedPod[]) =>
    reviewFindings([plan({ before: { pods: before }, after: { pods: after } })], {})
      .findings.filter(({ rule }) => rule === "wildcard-action")
      .map(
        ({ status, serviceAccounts, acknowledge }) => `${status}: ${serviceAccounts.join(", ")}${acknowledge ?? ""}`,
      );
  const [api, web] = [partly(WIDE), partly(WIDE, "backend/web")];
  test.each([
    { name: "given with the association", before: [], after: [api], finds: ["new: backend/api"] },
    { name: "given to a role that pods have", before: [partly(undefined)], after: [api], finds: ["new: backend/api"] },
    { name: "as it was", before: [api], after: [api], finds: ["old: backend/api"] },
    {
      name: "once for all who have it",
      before: [api, web],
      after: [api, web],
      finds: ["old: backend/api, backend/web"],
    },
    { name: "somebody new gets it", before: [api], after: [api, web], finds: ["new: backend/web"] },
    { name: "taken away", before: [api], after: [partly(NARROW)], finds: [] },
  ])("$name", ({ before, after, finds }) => {
    expect(news(before, after)).toEqual(finds);
  });
});

describe("a policy of AWS's that opens ways to more rights", () => {
  const ADMIN = { arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
  const boundary = "arn:aws:iam::492000000148:policy/b";
  test.each([
    ["attached to a new role", undefined, { managed: [ADMIN] }, "new error"],
    ["attached to a role that stands", { policy: NARROW }, { policy: NARROW, managed: [ADMIN] }, "new error"],
    ["attached before", { managed: [ADMIN] }, { managed: [ADMIN], policy: NARROW }, "old warning"],
    [
      "attached where a boundary that is not known may prevent it",
      { policy: NARROW, boundary },
      { managed: [ADMIN], boundary },
      "new warning",
    ],
  ])("%s", (_, was, is, finds) => {
    const found = told([changed(was, is)]).filter((one) => one.includes("privilege-escalation"));
    expect(found).toEqual([`${finds} privilege-escalation[AdministratorAccess]`]);
  });
  test("given to a service account by a role that stands", () => {
    const admin = role({ name: "admin", address: "aws_iam_role.admin", managed: [ADMIN] });
    const plans = [plan({ before: { pods: [pod()], roles: [admin] }, after: { pods: [pod({ role: admin })] } })];
    expect(told(plans)).toContain("new error privilege-escalation[AdministratorAccess]");
  });
});

describe("what AWS would refuse", () => {
  const twice = pod({
    stack: "b",
    address: "aws_eks_pod_identity_association.b",
    role: "arn:aws:iam::492000000148:role/b",
  });
  test.each([
    {
      name: "two plans bind one service account",
      plans: [plan({ after: { pods: [pod()] } }), plan({ stack: "b", after: { pods: [twice] } })],
      finds: ["new error duplicate-association", "new warning unknown-policy"],
    },
    {
      name: "they did before",
      plans: [
        plan({ before: { pods: [pod()] }, after: { pods: [pod()] } }),
        plan({ stack: "b", before: { pods: [twice] }, after: { pods: [twice] } }),
      ],
      finds: ["old error duplicate-association"],
    },
    {
      name: "a service account that is known only after apply",
      plans: [
        plan({
          after: {
            pods: [pod({ name: `${placeholder("n")}/a` }), pod({ name: `${placeholder("n")}/a`, address: "x" })],
          },
        }),
      ],
      finds: [],
    },
    {
      name: "a role of another account",
      plans: [plan({ after: { pods: [pod({ role: "arn:aws:iam::111122223333:role/x" })] } })],
      finds: ["new error arn-account", "new warning unknown-policy"],
    },
    {
      name: "a session policy beside session tags",
      plans: [plan({ after: { pods: [pod({ sessionPolicy: NARROW })] } })],
      finds: ["new error session-tags"],
    },
  ])("$name", ({ plans, finds }) => {
    expect(told(plans)).toEqual(finds);
  });
});

test("session tags switched off are told once, not by each tag", () => {
  const guarded = allowing(["s3:GetObject"], ["arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*"]);
  const on = role({ policy: guarded });
  const plans = [
    plan({ before: { pods: [pod({ role: on })] }, after: { pods: [pod({ role: on, disableSessionTags: true })] } }),
  ];
  expect(told(plans)).toEqual(["new error session-tags-off"]);
});

test.each([
  {
    name: "off for the role's pods",
    disableSessionTags: true,
    finds: ["old error session-tag-access[kubernetes-namespace]"],
  },
  { name: "on", disableSessionTags: false, finds: [] },
])(
  "a policy on session tags, as before, of a role outside of the plans too: $name",
  ({ disableSessionTags, finds }) => {
    const guarded = allowing(["s3:GetObject"], ["arn:aws:s3:::b/${aws:PrincipalTag/kubernetes-namespace}/*"]);
    const managed = pod({ role: role({ policy: guarded, trust: TRUST }), disableSessionTags });
    const { role: _, ...outside } = managed;
    for (const one of [managed, outside]) {
      const found = told([plan({ before: { pods: [one] }, after: { pods: [one] } })]);
      expect(found.filter((text) => text.includes("session-tag-access"))).toEqual(finds);
    }
  },
);

describe("with the declaration at hand", () => {
  const yaml = (more = "", top = "") =>
    [
      "service: backend-api",
      `clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }`,
      ...(top === "" ? [] : [top]),
      "identities:",
      "  - name: api",
      "    serviceAccounts: [backend/api]",
      "    allow:",
      "      - { actions: [sqs:SendMessage], resources: ['arn:aws:sqs:us-east-1:492000000148:a'] }",
      "      - { actions: ['sqs:*'], resources: ['arn:aws:sqs:us-east-1:492000000148:orders'] }",
      more,
    ].join("\n");
  const context = (more?: string, files: Record<string, string> = {}, today?: string, top?: string): ReviewContext => ({
    declared: {
      stacks: declared({ "pod-identity.yaml": yaml(more, top), ...files }),
      placeOf: (at) => ({ file: at.path.join("."), line: 1, column: 1 }),
    },
    ...(today === undefined ? {} : { today }),
  });
  const acknowledged = (rule: string, until?: string) =>
    [
      "    acknowledge:",
      `      - rule: "${rule}"`,
      "        reason: r",
      ...(until === undefined ? [] : [`        until: ${until}`]),
    ].join("\n");
  const PLANS = [changed({ policy: NARROW }, { policy: WIDE })];

  test.each([
    { name: "as it is", context: context(), finds: [`new ${SQS}`] },
    { name: "acknowledged", context: context(acknowledged("wildcard-action[sqs:*]")), finds: [] },
    { name: "acknowledged by a pattern", context: context(acknowledged("wildcard-action[*]")), finds: [] },
    {
      name: "acknowledged until a day that has passed",
      context: context(acknowledged("wildcard-action[sqs:*]", "2026-01-31"), {}, "2026-02-01"),
      finds: ["new warning acknowledgement[wildcard-action[sqs:*]]", `new ${SQS}`],
    },
    {
      name: "acknowledged something else",
      context: context(acknowledged("wildcard-action[s3:*]")),
      finds: ["new warning acknowledgement[wildcard-action[s3:*]]", `new ${SQS}`],
    },
    {
      name: "raised by the platform",
      context: context(
        "",
        { "platform.yaml": "platform: acme\nclusters: {}\nrules: { wildcard-action: error }" },
        undefined,
        "platform: platform.yaml",
      ),
      finds: ["new error wildcard-action[sqs:*]"],
    },
    {
      name: "a note that the platform raised",
      context: context(
        "",
        { "platform.yaml": 'platform: acme\nclusters: {}\nrules: { "wildcard-action[AmazonSQSFullAccess]": warning }' },
        undefined,
        "platform: platform.yaml",
      ),
      plans: [changed({ policy: NARROW }, { policy: NARROW, managed: [SQS_FULL] })],
      finds: ["new warning wildcard-action[AmazonSQSFullAccess]"],
    },
    {
      name: "a note that is acknowledged",
      context: context(acknowledged("wildcard-action[AmazonSQSFullAccess]")),
      plans: [changed({ policy: NARROW }, { policy: NARROW, managed: [SQS_FULL] })],
      finds: [],
    },
    {
      name: "a service account of the declaration, with a role of another name",
      context: context(acknowledged("wildcard-action[sqs:*]")),
      plans: [changed({ name: "x", policy: NARROW }, { name: "x", policy: WIDE })],
      finds: [],
    },
    {
      name: "a stack of another name",
      context: context(acknowledged("wildcard-action[sqs:*]")),
      plans: [changed({ policy: NARROW }, { policy: WIDE }, "other")],
      finds: [`new ${SQS}`],
    },
  ])("$name", ({ context: given, plans = PLANS, finds }) => {
    expect(told(plans, given)).toEqual(finds);
  });

  const WITH_RULES = (rules: string) => ({ "platform.yaml": `platform: acme\nclusters: {}\nrules: ${rules}` });
  const LEFT_OUT = {
    stack: "backend-api",
    rule: "wildcard-action[sqs:*]",
    severity: "warning",
    serviceAccounts: ["backend/api"],
    message: "allows all actions of a service",
    reason: "r",
    place: { file: "identities.0.acknowledge.0", line: 1, column: 1 },
  };
  const LEFT_OVER = "acknowledgement[wildcard-action[sqs:*]]";
  const standing = pod({ role: role({ policy: NARROW }) });
  const { role: _, ...outside } = standing;
  test.each<[string, PlannedPod, Planned["notAnalysable"], string[]]>([
    ["that is told whole", standing, [], [`old warning ${LEFT_OVER}`]],
    ["of a plan with a part that cannot be told", standing, [UNTOLD], []],
    ["outside of the plans", outside, [], []],
  ])("an acknowledgement may be of what is not seen in a role %s", (_, one, notAnalysable, finds) => {
    const plans = [plan({ before: { pods: [one] }, after: { pods: [one] }, notAnalysable })];
    const found = told(plans, context(acknowledged("wildcard-action[sqs:*]")));
    expect(found.filter((text) => text.includes("acknowledgement"))).toEqual(finds);
  });

  test.each([
    { name: "nothing of what is not", given: context(), is: [] },
    { name: "what is new", given: context(acknowledged("wildcard-action[sqs:*]")), is: [LEFT_OUT] },
    {
      name: "until when",
      given: context(acknowledged("wildcard-action[*]", "2026-03-01"), {}, "2026-02-01"),
      is: [{ ...LEFT_OUT, until: "2026-03-01" }],
    },
    {
      name: "nothing of what is shown again, since its day has passed",
      given: context(acknowledged("wildcard-action[*]", "2026-01-31"), {}, "2026-02-01"),
      is: [],
    },
    {
      name: "nothing that stood before",
      given: context(acknowledged("wildcard-action[sqs:*]")),
      plans: [changed({ policy: WIDE }, { policy: WIDE })],
      is: [],
    },
    {
      name: "nothing that the platform turned off",
      given: context(
        acknowledged("wildcard-action[sqs:*]"),
        WITH_RULES("{ wildcard-action: off }"),
        undefined,
        "platform: platform.yaml",
      ),
      is: [],
    },
    {
      name: "what the platform raised, as it raised it",
      given: context(
        acknowledged("wildcard-action[sqs:*]"),
        WITH_RULES("{ wildcard-action: error }"),
        undefined,
        "platform: platform.yaml",
      ),
      is: [{ ...LEFT_OUT, severity: "error" }],
    },
    {
      name: "no notes",
      given: context(acknowledged("wildcard-action[AmazonSQSFullAccess]")),
      plans: [changed({ policy: NARROW }, { policy: NARROW, managed: [SQS_FULL] })],
      is: [],
    },
  ])("of what is acknowledged it keeps $name", ({ given, plans = PLANS, is }) => {
    expect(reviewFindings(plans, given).acknowledged).toEqual(is);
  });

  test("an administrator's rights may be acknowledged, and are told", () => {
    const admin = { arn: "arn:aws:iam::aws:policy/AdministratorAccess" };
    const plans = [changed({ policy: NARROW }, { policy: NARROW, managed: [admin] })];
    const given = context(acknowledged("privilege-escalation[AdministratorAccess]"));
    expect(told(plans, given)).toEqual([]);
    expect(reviewFindings(plans, given).acknowledged).toMatchObject([
      { rule: "privilege-escalation[AdministratorAccess]", severity: "error", reason: "r" },
    ]);
  });

  test("a left-over acknowledgement is nothing of a plan that changes nothing", () => {
    const plans = [changed({ policy: NARROW }, { policy: NARROW })];
    expect(told(plans, context(acknowledged("wildcard-action[sqs:*]")))).toEqual([
      "old warning acknowledgement[wildcard-action[sqs:*]]",
    ]);
  });

  const place = (plans: readonly Planned[]) =>
    reviewFindings(plans, context()).findings.map((one) => [one.rule, one.place?.file]);
  test.each([
    { name: "the very statement", plans: PLANS, places: [["wildcard-action", "identities.0.allow.1"]] },
    {
      name: "the identity, where the declaration has no such statement",
      plans: [
        changed({ policy: NARROW }, { policy: allowing(["sns:*"], ["arn:aws:sns:us-east-1:492000000148:news"]) }),
      ],
      places: [["wildcard-action", "identities.0"]],
    },
    {
      name: "the service account",
      plans: [
        plan({
          before: { pods: [pod()] },
          after: { pods: [pod({ role: role({ name: "x", address: "aws_iam_role.x" }) })] },
        }),
      ],
      places: [["association-repointed", "identities.0.serviceAccounts.0"]],
    },
    {
      name: "the role's identity",
      plans: [changed({ boundary: "arn:aws:iam::492000000148:policy/b" }, {})],
      places: [["boundary-removed", "identities.0"]],
    },
    {
      name: "nowhere",
      plans: [plan({ before: { pods: [pod({ name: "backend/gone" })] } })],
      places: [["association-removed", undefined]],
    },
  ])("points at $name", ({ plans, places }) => {
    expect(place(plans)).toEqual(places);
  });
});

describe("what to acknowledge", () => {
  const snippets = (plans: readonly Planned[], about?: string) =>
    reviewFindings(plans, {})
      .findings.filter(({ rule }) => about === undefined || about.startsWith(`${rule}[`))
      .map(({ acknowledge: text }) => text);
  const passing = (name: string) => `arn:aws:iam::492000000148:role/${name}*`;

  test.each([
    { name: "an action", policy: WIDE, rule: "wildcard-action[sqs:*]" },
    {
      name: "quotes and backslashes",
      policy: allowing(["iam:PassRole"], [passing('"\\')]),
      rule: `pass-role-unscoped[${passing('"\\')}]`,
    },
    {
      name: "what YAML takes for something else",
      policy: allowing(["iam:PassRole"], [passing("x # - \u2028\u0085")]),
      rule: `pass-role-unscoped[${passing("x # - \u2028\u0085")}]`,
    },
  ])("$name: a snippet that the schema takes", ({ policy, rule }) => {
    const [text = ""] = snippets([changed(undefined, { policy })], rule);
    const read: unknown = parse(text);
    expect(read).toEqual({ acknowledge: [{ rule, reason: expect.stringContaining(" ") }] });
    expect(acknowledge.safeParse(parse(text).acknowledge).success).toBe(true);
  });

  test("nothing for what is no rule on permissions", () => {
    const { findings } = reviewFindings([plan({ before: { pods: [pod()] } })], {});
    expect(findings.map(({ rule, acknowledge: text }) => [rule, text])).toEqual([["association-removed", undefined]]);
  });

  test("nothing for a role that no declaration makes", () => {
    expect(snippets([changed(undefined, { path: "/", policy: WIDE })])).toEqual([undefined]);
  });
});

test("placeholders are texts that people read", () => {
  const name = `${placeholder("name of kubernetes_namespace.a")}/api`;
  const [finding] = reviewFindings([plan({ before: { pods: [pod({ name })] } })], {}).findings;
  expect(finding).toMatchObject({
    found: "<name of kubernetes_namespace.a>/api",
    serviceAccounts: ["<name of kubernetes_namespace.a>/api"],
  });
});

test("every finding says where its rule is explained, and whom it is about", () => {
  const plans = [changed({ policy: NARROW, boundary: "arn:aws:iam::492000000148:policy/b" }, { policy: WIDE })];
  for (const { help, serviceAccounts, stack } of reviewFindings(plans, {}).findings) {
    expect(help).toMatch(/^https:\/\//);
    expect(serviceAccounts).toEqual(["backend/api"]);
    expect(stack).toBe("backend-api");
  }
});

test("new before old, errors before the rest, whatever the order of the plans", () => {
  const plans = [
    changed({ policy: WIDE }, { policy: WIDE }, "a"),
    changed({ policy: NARROW, boundary: "arn:aws:iam::492000000148:policy/b" }, { policy: WIDE }, "b"),
    changed(undefined, { policy: allowing(["iam:CreateAccessKey"], ["*"]) }, "c"),
  ].map((one, index) => ({ ...one, state: { ...one.state, errored: index === 2 } }));
  const { findings: found } = reviewFindings(plans, {});
  expect(reviewFindings([...plans].reverse(), {}).findings).toEqual(found);
  const rank = ({ status, severity }: ReviewFinding) =>
    ["new", "old"].indexOf(status) * 3 + ["error", "warning", "info"].indexOf(severity);
  expect(found.map(rank)).toEqual(found.map(rank).sort());
  expect(new Set(found.map(rank)).size).toBeGreaterThan(2);
});
