import { plannedOf } from "../../../lib/plan/planned-of";
import { reviewPlans } from "../../../lib/review/review-plans";
import {
  associationValues,
  documentOf,
  planOf,
  policyText,
  type Resources,
  ROLE_ARN,
  standing,
  type Values,
  type Written,
} from "./small-plan";

/** Roles that no plan manages, and to which plans give policies: what is told of them, and of whom. */

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const OTHER = "111111111111";
const ASSOCIATION = "aws_eks_pod_identity_association.api";
const ATTACHMENT = "aws_iam_role_policy_attachment.x";

const attached = (more: Values = {}): Values => ({ role: "api", policy_arn: ADMIN, ...more });
const bound = (account = "api", more: Values = {}) => associationValues(account, { role_arn: ROLE_ARN, ...more });
const made = (after: Values): Written => ({ after });

/** Plans by their stacks; those whose name is an account work in it. */
function reviewOf(plans: Readonly<Record<string, Resources>>) {
  const documents = Object.entries(plans).map(([stack, resources]) => {
    if (!/^\d{12}$/.test(stack)) return documentOf(planOf(resources), stack);
    const { configuration = {}, ...plan } = planOf(resources);
    const expressions = { region: { constant_value: "us-east-1" }, allowed_account_ids: { constant_value: [stack] } };
    return documentOf(
      { ...plan, configuration: { ...configuration, provider_config: { aws: { expressions } } } },
      stack,
    );
  });
  return reviewPlans(plannedOf(documents), {});
}

/** `status severity rule: service accounts`, of the rules on permissions and of what is not read. */
function found(plans: Readonly<Record<string, Resources>>): string[] {
  return reviewOf(plans)
    .findings.filter(({ rule }) => ["privilege-escalation", "unread-access"].includes(rule))
    .map(({ status, severity, rule, serviceAccounts }) =>
      `${status} ${severity} ${rule}: ${serviceAccounts.join(", ")}`.trim(),
    );
}

const NEW = "new error privilege-escalation: backend/api";
const OLD = "old warning privilege-escalation: backend/api";

describe("a name is one account's", () => {
  const inOther = bound("api", {
    role_arn: `arn:aws:iam::${OTHER}:role/api`,
    association_arn: `arn:aws:eks:us-east-1:${OTHER}:podidentityassociation/atlas-eks/a-2`,
  });
  const told = (plans: Readonly<Record<string, Resources>>) =>
    reviewOf(plans).access.map(({ stack, verdict }) => `${stack} ${verdict}`);

  test("what one account gives is not what the other's role gets", () => {
    const plans = {
      "492000000148": { [ASSOCIATION]: standing(bound()), [ATTACHMENT]: made(attached()) },
      [OTHER]: { [ASSOCIATION]: standing(inOther), [ATTACHMENT]: standing(attached()) },
    };
    expect(told(plans)).toContain("492000000148 broadened");
    expect(told(plans)).not.toContain(`${OTHER} broadened`);
    expect(found(plans)).toEqual([NEW, OLD]);
  });

  test("nor what it keeps where the other's is taken away", () => {
    const plans = {
      "492000000148": { [ASSOCIATION]: standing(bound()), [ATTACHMENT]: { before: attached() } },
      [OTHER]: { [ASSOCIATION]: standing(inOther), [ATTACHMENT]: standing(attached()) },
    };
    expect(told(plans)).toContain("492000000148 narrowed");
    expect(found(plans)).toEqual([OLD]);
  });
});

test("what a pod's own role gets is not told twice where it is another pod's target role too", () => {
  const web = bound("web", { role_arn: "arn:aws:iam::492000000148:role/web", target_role_arn: ROLE_ARN });
  const plans = {
    a: {
      [ASSOCIATION]: standing(bound()),
      [`${ASSOCIATION}-web`]: standing(web),
      [ATTACHMENT]: made(attached()),
    },
  };
  expect(found(plans)).toEqual([`${NEW}, backend/web`]);
});

test("a role whose account is known only after apply is told by its stack, and two stacks' are two", () => {
  const reads = { role_arn: ["data.aws_iam_role.api.arn", "data.aws_iam_role.api"] };
  const { role_arn: _, ...values } = bound();
  const stack = (account: string) => ({
    "data.aws_iam_role.api": { after: { name: "api" }, unknown: ["arn", "id"], actions: ["read"] },
    [`${ASSOCIATION}-${account}`]: {
      after: { ...values, service_account: account },
      unknown: ["role_arn"],
      refers: reads,
    },
    [ATTACHMENT]: made(attached()),
  });
  expect(found({ "492000000148": stack("api"), [OTHER]: stack("web") })).toEqual([
    "new error privilege-escalation: backend/web",
    NEW,
  ]);
});

describe("new and old, over all plans", () => {
  const reads = { role_arn: ["data.aws_iam_role.api.arn", "data.aws_iam_role.api"] };
  test.each<[string, Readonly<Record<string, Resources>>, string[]]>([
    ["given now", { a: { [ASSOCIATION]: standing(bound()), [ATTACHMENT]: made(attached()) } }, [NEW]],
    [
      "given to a role that two stacks bind",
      {
        a: { [ASSOCIATION]: standing(bound()) },
        b: { [ASSOCIATION]: standing(bound("web")) },
        c: { [ATTACHMENT]: made(attached()) },
      },
      [`${NEW}, backend/web`],
    ],
    [
      "given to a role that two stacks bind, each with its letters in a case of its own",
      {
        a: { [ASSOCIATION]: standing(bound()) },
        b: { [ASSOCIATION]: standing(bound("web", { role_arn: ROLE_ARN.replace("/api", "/Api") })) },
        c: { [ATTACHMENT]: made(attached()) },
      },
      [`${NEW}, backend/web`],
    ],
    [
      "an association that goes to another stack",
      {
        a: { [ASSOCIATION]: { before: bound() } },
        b: { [ASSOCIATION]: made(bound("api", { association_arn: undefined })) },
        c: { [ATTACHMENT]: standing(attached()) },
      },
      [OLD],
    ],
    [
      "the role's letters in another case",
      {
        a: {
          [ASSOCIATION]: { before: bound(), after: bound("api", { role_arn: ROLE_ARN.replace("/api", "/Api") }) },
          [ATTACHMENT]: standing(attached()),
        },
      },
      [OLD],
    ],
    [
      "a role that is read only during the apply",
      {
        a: {
          "data.aws_iam_role.api": { after: { name: "api" }, unknown: ["arn", "id"], actions: ["read"] },
          [ASSOCIATION]: {
            before: bound(),
            after: { ...bound(), role_arn: undefined },
            unknown: ["role_arn"],
            refers: reads,
          },
          [ATTACHMENT]: standing(attached()),
        },
      },
      [OLD],
    ],
    [
      "attached under a name in another case",
      { a: { [ASSOCIATION]: standing(bound()), [ATTACHMENT]: made(attached({ role: "API" })) } },
      [NEW],
    ],
    [
      "with session tags and without",
      {
        a: {
          [ASSOCIATION]: standing(bound()),
          [`${ASSOCIATION}-web`]: standing(bound("web", { disable_session_tags: true })),
          [ATTACHMENT]: made(attached()),
        },
      },
      [`${NEW}, backend/web`],
    ],
  ])("%s", (_, plans, wanted) => expect(found(plans)).toEqual(wanted));
});

test("a policy of the plan that such a role has is not said to be nobody's", () => {
  const arn = "arn:aws:iam::492000000148:policy/p";
  const policy = (text: string): Values => ({ arn, name: "p", path: "/", policy: text });
  const plans = {
    a: {
      [ASSOCIATION]: standing(bound()),
      [ATTACHMENT]: standing(attached({ policy_arn: arn })),
      "aws_iam_policy.p": { before: policy(policyText("s3:GetObject")), after: policy(policyText("s3:*")) },
    },
  };
  expect(found(plans)).toEqual([]);
  expect(reviewOf(plans).access.map(({ verdict }) => verdict)).toEqual(["broadened"]);
});

test.each<[string, string, Values]>([
  ["of policies", "aws_iam_role_policy_attachments_exclusive.x", { role_name: "api", policy_arns: [ADMIN] }],
  ["of names", "aws_iam_role_policies_exclusive.x", { role_name: "api", policy_names: [] }],
])("an exclusive list %s that is applied takes away what nobody knows", (_, address, values) => {
  const untold = (list: Written) =>
    reviewOf({ a: { [ASSOCIATION]: standing(bound()), [address]: list } })
      .findings.filter(({ rule, status }) => rule === "not-analysable" && status === "new")
      .map(({ at, serviceAccounts }) => [at.source, ...serviceAccounts].join(" "));
  expect(untold(made(values))).toEqual([`${address} backend/api`]);
  expect(untold(standing(values))).toEqual([]);
});

describe("a target role", () => {
  const TARGET = "arn:aws:iam::492000000148:role/teams/target";
  const aims = (arn = TARGET): Values => bound("api", { target_role_arn: arn });
  const inline = (action: string): Values => ({ name: "p", role: "target", policy: policyText(action) });
  const given = made(attached({ role: "target" }));
  const told = (plans: Readonly<Record<string, Resources>>) =>
    reviewOf(plans).access.map(({ verdict, gained, lost }) => {
      const levels = [...gained.map(({ level }) => `+${level}`), ...lost.map(({ level }) => `-${level}`)];
      return [verdict, ...levels].join(" ");
    });

  test.each<[string, Readonly<Record<string, Resources>>, string[], string[]]>([
    [
      "is given a policy of AWS's",
      { a: { [ASSOCIATION]: standing(aims()), [ATTACHMENT]: given } },
      [expect.stringMatching(/^broadened \+permissions/)],
      [NEW],
    ],
    [
      "by another plan",
      { a: { [ASSOCIATION]: standing(aims()) }, b: { [ATTACHMENT]: given } },
      [expect.stringMatching(/^broadened \+permissions/)],
      [NEW],
    ],
    [
      "has a policy of its own widened",
      {
        a: {
          [ASSOCIATION]: standing(aims()),
          "aws_iam_role_policy.x": { before: inline("s3:GetObject"), after: inline("s3:*Object") },
        },
      },
      ["broadened +write"],
      [],
    ],
    [
      "has one taken away",
      { a: { [ASSOCIATION]: standing(aims()), "aws_iam_role_policy.x": { before: inline("s3:GetObject") } } },
      ["narrowed -read"],
      [],
    ],
    [
      "has had it before, and the service account is new to it",
      {
        a: {
          [ASSOCIATION]: { before: bound(), after: aims() },
          [ATTACHMENT]: standing(attached({ role: "target" })),
        },
      },
      [expect.stringMatching(/^broadened \+permissions|^cannot tell/)],
      [NEW],
    ],
    [
      "has had it before",
      { a: { [ASSOCIATION]: standing(aims()), [ATTACHMENT]: standing(attached({ role: "target" })) } },
      [],
      [OLD],
    ],
    [
      "is another account's, of that name",
      {
        "492000000148": { [ATTACHMENT]: given },
        [OTHER]: { [ASSOCIATION]: standing(aims(`arn:aws:iam::${OTHER}:role/target`)) },
      },
      [],
      ["new warning unread-access:"],
    ],
  ])("that no plan has %s", (_, plans, access, findings) => {
    expect([told(plans), found(plans)]).toEqual([access, findings]);
  });

  test("that cannot be rebuilt in part is told of its service accounts", () => {
    const later: Written = { after: { name: "p", role: "target" }, unknown: ["policy"] };
    const review = reviewOf({ a: { [ASSOCIATION]: standing(aims()), "aws_iam_role_policy.x": later } });
    const gaps = review.findings.filter(({ rule }) => rule === "not-analysable");
    expect(gaps.map(({ severity, serviceAccounts }) => [severity, ...serviceAccounts])).toEqual([
      ["error", "backend/api"],
    ]);
  });
});

test("the boundary of a role that is read is opened where the plan has it", () => {
  const arn = "arn:aws:iam::492000000148:policy/boundary";
  const boundary: Values = { arn, name: "boundary", path: "/", policy: policyText("s3:GetObject") };
  const plans = {
    a: {
      "data.aws_iam_role.api": standing({ name: "api", arn: ROLE_ARN, id: "api", permissions_boundary: arn }),
      "aws_iam_policy.boundary": standing(boundary),
      [ASSOCIATION]: standing(bound()),
      [ATTACHMENT]: made(attached()),
    },
  };
  const [change] = reviewOf(plans).access;
  expect(change?.gained.map(({ level, count }) => `${level} ${count}`)).toEqual(["read 1"]);
});
