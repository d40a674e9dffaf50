import type { Plan } from "../../../../lib/plan/format";
import type { PlannedSide } from "../../../../lib/plan/planned";
import { plannedOf } from "../../../../lib/plan/planned-of";
import { plannedAlone } from "../planned-alone";
import {
  ACCOUNT,
  ASSOCIATION,
  associationValues,
  documentOf,
  inlinePolicyValues,
  newAssociation,
  newRole,
  planOf,
  policyText,
  type Resources,
  ROLE,
  roleValues,
  standing,
  trustText,
  type Values,
  type Written,
} from "../small-plan";

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
const ATTACHMENT = "aws_iam_role_policy_attachment";

const attached = (arn: string, role = "api"): Values => ({ id: `${role}-${arn}`, role, policy_arn: arn });
const block = (name: string): Values => ({ name, policy: policyText(`${name}:*`) });
/** A role at which the provider found policies. */
const having = (arns: readonly string[], blocks: readonly string[] = []): Values =>
  roleValues("api", { managed_policy_arns: arns, inline_policy: blocks.map(block) });

/** What the roles of the pods hold, by pod. */
function heldBy({ pods }: PlannedSide): Record<string, string[]> {
  return Object.fromEntries(
    pods.map(({ serviceAccount, identity: { role } }) => {
      const policies =
        role.kind === "own"
          ? [...role.managedPolicies.map(({ arn }) => arn), ...role.inlinePolicies.map(({ name }) => name)]
          : [role.arn];
      return [serviceAccount.name, policies.sort()];
    }),
  );
}

/** What the only role holds before and after. */
function held(resources: Resources): (string[] | undefined)[] {
  const { before, after } = plannedAlone(planOf({ [ASSOCIATION]: standing(associationValues()), ...resources }));
  return [before, after].map((side) => heldBy(side).api);
}

describe("exclusive lists", () => {
  const managedList = (arns: readonly string[]): Values => ({ role_name: "api", policy_arns: arns });
  const inlineList = (names: readonly string[]): Values => ({ role_name: "api", policy_names: names });
  const MANAGED = "aws_iam_role_policy_attachments_exclusive.x";
  const INLINE = "aws_iam_role_policies_exclusive.x";
  const forgotten = (before: Values): Written => ({ before, actions: ["forget"] });
  const bare = standing(roleValues());

  test.each<[string, Resources, string[], string[]]>([
    [
      "one that is left alone does not take away what is attached beside it",
      {
        [ROLE]: bare,
        [`${ATTACHMENT}.s3`]: standing(attached(S3)),
        [`${ATTACHMENT}.admin`]: { after: attached(ADMIN) },
        [MANAGED]: standing(managedList([S3])),
      },
      [S3],
      [ADMIN, S3],
    ],
    [
      "nor does it attach again what is detached beside it",
      {
        [ROLE]: standing(having([S3], [])),
        [`${ATTACHMENT}.s3`]: { before: attached(S3) },
        [MANAGED]: standing(managedList([S3, ADMIN])),
      },
      [ADMIN, S3],
      [ADMIN],
    ],
    [
      "one that changes does",
      {
        [ROLE]: standing(having([S3], [])),
        [`${ATTACHMENT}.s3`]: { before: attached(S3) },
        [MANAGED]: { before: managedList([S3]), after: managedList([S3, ADMIN]) },
      },
      [S3],
      [ADMIN, S3],
    ],
    [
      "nor does a new one: what is applied last is open",
      { [ROLE]: bare, [`${ATTACHMENT}.admin`]: { after: attached(ADMIN) }, [MANAGED]: { after: managedList([S3]) } },
      [],
      [ADMIN, S3],
    ],
    [
      "nor one that is forgotten",
      { [ROLE]: bare, [`${ATTACHMENT}.admin`]: { after: attached(ADMIN) }, [MANAGED]: forgotten(managedList([S3])) },
      [S3],
      [ADMIN, S3],
    ],
    [
      "nor is what the role itself gets taken away",
      {
        [ROLE]: { before: having([S3], ["sqs"]), after: having([ADMIN, S3], ["iam", "sqs"]) },
        [MANAGED]: { before: managedList([ADMIN]), after: managedList([S3]) },
        [INLINE]: { before: inlineList([]), after: inlineList(["sqs"]) },
      },
      [ADMIN, S3, "sqs"],
      [ADMIN, S3, "iam", "sqs"],
    ],
    [
      "what nobody declared stays where the list is left alone",
      {
        [ROLE]: standing(having([ADMIN], ["iam"])),
        [MANAGED]: standing(managedList([S3])),
        [INLINE]: standing(inlineList(["sqs"])),
      },
      [ADMIN, S3, "iam"],
      [ADMIN, S3, "iam"],
    ],
    [
      "and where it is forgotten",
      {
        [ROLE]: standing(having([ADMIN, S3], ["iam"])),
        [MANAGED]: forgotten(managedList([S3])),
        [INLINE]: forgotten(inlineList(["sqs"])),
      },
      [ADMIN, S3, "iam"],
      [ADMIN, S3, "iam"],
    ],
    [
      "what the list has stays",
      {
        [ROLE]: standing(having([ADMIN, S3], ["iam", "sqs"])),
        [MANAGED]: { before: managedList([]), after: managedList([S3]) },
        [INLINE]: { before: inlineList([]), after: inlineList(["sqs"]) },
      },
      [ADMIN, S3, "iam", "sqs"],
      [S3, "sqs"],
    ],
    [
      "one that has nothing takes all away",
      {
        [ROLE]: standing(having([ADMIN], ["iam"])),
        [MANAGED]: { before: managedList([ADMIN]), after: { role_name: "api" } },
        [INLINE]: { before: inlineList(["iam"]), after: { role_name: "api" } },
      },
      [ADMIN, "iam"],
      [],
    ],
    [
      "what Terraform forgets stays, beside what it keeps",
      {
        [ROLE]: bare,
        "aws_iam_role_policy.left": forgotten(inlinePolicyValues("api", policyText("sqs:*"), "sqs")),
        "aws_iam_role_policy.kept": standing(inlinePolicyValues("api", policyText("sns:*"), "sns")),
      },
      ["sns", "sqs"],
      ["sns", "sqs"],
    ],
    [
      "and gives way to the role's own block of its name",
      {
        [ROLE]: { before: having([], ["sqs"]), after: having([], ["iam", "sqs"]) },
        "aws_iam_role_policy.left": forgotten(inlinePolicyValues("api", policyText("*"), "sqs")),
      },
      ["sqs"],
      ["iam", "sqs"],
    ],
    [
      "a block without a name says that there is no other policy",
      {
        [ROLE]: {
          before: having([], ["sqs"]),
          after: roleValues("api", { inline_policy: [{ name: "", policy: "" }] }),
        },
      },
      ["sqs"],
      [],
    ],
    [
      "it goes where the list changes, and so does what Terraform forgets",
      {
        [ROLE]: standing(having([ADMIN], ["iam"])),
        [`${ATTACHMENT}.left`]: forgotten(attached("arn:left")),
        [MANAGED]: { before: managedList([]), after: managedList([S3]) },
        [INLINE]: { before: inlineList([]), after: inlineList(["sqs"]) },
      },
      [ADMIN, "arn:left", "iam"],
      [S3],
    ],
  ])("%s", (_, resources, before, after) => expect(held(resources)).toEqual([before, after]));

  test.each<[string, string, Written, string]>([
    [
      "managed policies",
      MANAGED,
      { before: managedList([]), after: { role_name: "api" }, unknown: ["policy_arns"] },
      ADMIN,
    ],
    [
      "managed policies, one of them",
      MANAGED,
      {
        before: managedList([]),
        after: { role_name: "api", policy_arns: [S3, null] },
        unknown: { policy_arns: [false, true] },
      },
      ADMIN,
    ],
    [
      "inline policies",
      INLINE,
      { before: inlineList([]), after: { role_name: "api" }, unknown: ["policy_names"] },
      "iam",
    ],
    [
      "inline policies, one of them",
      INLINE,
      {
        before: inlineList([]),
        after: { role_name: "api", policy_names: ["sqs", null] },
        unknown: { policy_names: [false, true] },
      },
      "iam",
    ],
  ])("what is known only after apply takes nothing away: %s", (_, address, list, stays) => {
    const [, after] = held({ [ROLE]: standing(having([ADMIN], ["iam"])), [address]: list });
    expect(after).toContain(stays);
  });
});

describe("what cannot be told of what a role holds", () => {
  const SECRET = "secret-name";
  const secret = (more: Values = {}) => roleValues("api", more);
  const told = (resources: Resources) => {
    const { before, after, notAnalysable } = plannedAlone(
      planOf({ [ASSOCIATION]: standing(associationValues()), ...resources }),
    );
    const gaps = notAnalysable.filter(({ side }) => side === "after");
    return {
      gaps: gaps.map(({ address, attribute, why }) => `${address}.${attribute} ${why}`),
      names: [...(heldBy(before).api ?? []), ...(heldBy(after).api ?? [])],
    };
  };
  const POLICY = "aws_iam_role_policy.x";
  const HIDDEN = "is marked sensitive, and is not opened here";
  const READ = "data.aws_iam_policy.shared";
  const OWN = `arn:aws:iam::${ACCOUNT}:policy/shared`;
  const role = standing(roleValues());

  test.each<[string, Resources, string[]]>([
    [
      "a policy that says nothing",
      { [ROLE]: role, [POLICY]: { after: { role: "api", name: "x" } } },
      [`${POLICY}.policy holds no policy`],
    ],
    [
      "blocks that are known only after apply",
      { [ROLE]: { before: secret({ inline_policy: [] }), after: secret(), unknown: ["inline_policy"] } },
      [`${ROLE}.inline_policy is known only after apply, and the plan does not tell its blocks`],
    ],
    [
      "a block that says nothing",
      { [ROLE]: { before: secret({ inline_policy: [] }), after: secret({ inline_policy: [{ name: "x" }] }) } },
      [`${ROLE}.inline_policy[0].policy holds no policy`],
    ],
    [
      "a block that is sensitive",
      {
        [ROLE]: {
          before: secret({ inline_policy: [] }),
          after: secret({ inline_policy: [block(SECRET)] }),
          sensitive: ["inline_policy"],
        },
      },
      [`${ROLE}.inline_policy[0].policy ${HIDDEN}`],
    ],
    [
      "a list that is sensitive",
      {
        [ROLE]: standing(secret({ managed_policy_arns: [`arn:aws:iam::${ACCOUNT}:policy/${SECRET}`] }), {
          sensitive: ["managed_policy_arns"],
        }),
      },
      [`${ROLE}.managed_policy_arns ${HIDDEN}`],
    ],
    [
      "a name that is sensitive",
      {
        [ROLE]: role,
        [POLICY]: { after: inlinePolicyValues("api", policyText("sqs:*"), SECRET), sensitive: ["name"] },
      },
      [],
    ],
    [
      "a policy that is read and sensitive",
      {
        [ROLE]: role,
        [READ]: standing({ arn: OWN, policy: policyText("*") }, { sensitive: ["policy"] }),
        [`${ATTACHMENT}.x`]: standing(attached(OWN)),
      },
      [`${READ}.policy ${HIDDEN}`],
    ],
    [
      "a policy that is read only during the apply stands outside of the plans",
      {
        [ROLE]: role,
        [READ]: { after: { arn: OWN }, unknown: ["policy"], actions: ["read"] },
        [`${ATTACHMENT}.x`]: standing(attached(OWN)),
      },
      [],
    ],
    [
      "a policy that is made and says nothing",
      {
        [ROLE]: role,
        "aws_iam_policy.x": standing({ arn: OWN, name: "shared" }),
        [`${ATTACHMENT}.x`]: standing(attached(OWN)),
      },
      ["aws_iam_policy.x.policy holds no policy"],
    ],
    [
      "a block that changes, and a policy of its name",
      {
        [ROLE]: { before: having([], ["sqs"]), after: having([], ["iam", "sqs"]) },
        [POLICY]: standing(inlinePolicyValues("api", policyText("*"), "sqs")),
      },
      [
        `${ROLE}.name is the name of another inline policy of the role too: only one of both will stand, and the plan does not tell which`,
      ],
    ],
    [
      "a block and a policy of its name that stay",
      {
        [ROLE]: standing(having([], ["sqs"]), { refers: { inline_policy: [] } }),
        [POLICY]: standing(inlinePolicyValues("api", policyText("*"), "sqs")),
      },
      [],
    ],
  ])("%s", (_, resources, gaps) => {
    const found = told(resources);
    expect(found.gaps).toEqual(gaps);
    expect(found.names.join()).not.toContain(SECRET);
  });
});

describe("lists of a role that stay as they are", () => {
  const detached: Resources = {
    [`${ATTACHMENT}.x`]: { before: attached(S3) },
    "aws_iam_role_policy.x": { before: inlinePolicyValues("api", policyText("sqs:*"), "sqs") },
  };
  const written = { managed_policy_arns: ["var.arns"], inline_policy: [] };
  const values = having([S3], ["sqs"]);

  test.each<[string, Written, string[]]>([
    ["a variable that is null: what is detached goes", standing(values, { refers: written }), []],
    [
      "the same where the role changes",
      { before: values, after: { ...values, description: "x" }, refers: written },
      [],
    ],
    [
      "a list that changes gives what it says",
      { before: values, after: having([ADMIN, S3], ["iam", "sqs"]), refers: written },
      [ADMIN, S3, "iam", "sqs"],
    ],
  ])("%s", (_, role, after) => expect(held({ [ROLE]: role, ...detached })).toEqual([[S3, "sqs"], after]));

  test("a block and a new resource of its name: which one stands is not told", () => {
    const { notAnalysable } = plannedAlone(
      planOf({
        [ASSOCIATION]: standing(associationValues()),
        [ROLE]: standing(having([], ["sqs"]), { refers: { inline_policy: [] } }),
        "aws_iam_role_policy.x": { after: inlinePolicyValues("api", policyText("*"), "sqs") },
      }),
    );
    expect(notAnalysable.map(({ address, attribute }) => `${address} ${attribute}`)).toEqual([
      "aws_iam_role_policy.x name",
    ]);
  });
});

describe("the same address in two stacks, whose ARN is known only after apply", () => {
  const sidesOf = (plans: Readonly<Record<string, Plan>>) =>
    plannedOf(Object.entries(plans).map(([stack, plan]) => documentOf(plan, stack))).map((planned) => planned.after);

  test("two roles that are read", () => {
    const of = (name: string, arn: string) =>
      planOf({
        "data.aws_iam_role.shared": { after: { name }, unknown: ["arn", "id"], actions: ["read"] },
        [ASSOCIATION]: newAssociation(name, ["data.aws_iam_role.shared.arn", "data.aws_iam_role.shared"]),
        [`${ATTACHMENT}.x`]: { after: attached(arn, name) },
      });
    const rest = "or other policies outside of the plans";
    expect(sidesOf({ a: of("a-role", S3), b: of("b-role", ADMIN) }).map(heldBy)).toEqual([
      { "a-role": [S3, rest] },
      { "b-role": [ADMIN, rest] },
    ]);
  });

  test("one policy that two stacks attach is one", () => {
    const pod = { [ROLE]: standing(roleValues()), [ASSOCIATION]: standing(associationValues()) };
    const attachment = { [`${ATTACHMENT}.x`]: standing(attached(S3)) };
    const [own] = sidesOf({ a: planOf({ ...pod, ...attachment }), b: planOf(attachment) });
    expect(own && heldBy(own)).toEqual({ api: [S3] });
  });

  test("two policies of one role", () => {
    const of = (action: string, more: Resources = {}) =>
      planOf({
        ...more,
        "aws_iam_policy.extra": { after: { name: action, policy: policyText(action) }, unknown: ["arn"] },
        [`${ATTACHMENT}.extra`]: {
          after: { role: "api" },
          unknown: ["policy_arn"],
          refers: { policy_arn: ["aws_iam_policy.extra.arn", "aws_iam_policy.extra"] },
        },
      });
    const pod = { [ROLE]: standing(roleValues()), [ASSOCIATION]: standing(associationValues()) };
    const [own] = sidesOf({ a: of("*", pod), b: of("sqs:SendMessage") });
    const role = own?.pods[0]?.identity.role;
    const documents = role?.kind === "own" ? role.managedPolicies.map(({ document }) => JSON.stringify(document)) : [];
    expect(documents.sort()).toEqual([policyText("*"), policyText("sqs:SendMessage")]);
  });
});

describe("which of an add-on's blocks tells the role", () => {
  const reader = { references: [`${ROLE}.arn`, ROLE] };
  /** The roles of the service accounts, by what is written. */
  const rolesOf = (accounts: readonly string[], written: readonly Values[]) => {
    const plan = planOf({
      [ROLE]: newRole(),
      "aws_eks_addon.x": {
        after: {
          addon_name: "aws-ebs-csi-driver",
          cluster_name: "atlas-eks",
          pod_identity_association: accounts.map((service_account) => ({ service_account })),
        },
        unknown: { pod_identity_association: accounts.map(() => ({ role_arn: true })) },
      },
    });
    const addon = plan.configuration?.root_module?.resources?.find(({ address }) => address === "aws_eks_addon.x");
    if (addon?.expressions !== undefined) Object.assign(addon.expressions, { pod_identity_association: written });
    const pods = plannedAlone(plan).after.pods;
    return Object.fromEntries(pods.map(({ serviceAccount, role }) => [serviceAccount.name, role?.address]));
  };

  test.each<[string, string[], Values[], Record<string, string | undefined>]>([
    [
      "a `dynamic` block has not the role of the one that is written",
      ["b-controller", "a-node"],
      [{ service_account: { constant_value: "a-node" }, role_arn: reader }],
      { "b-controller": undefined, "a-node": ROLE },
    ],
    [
      "whatever the written one's service account is",
      ["b-controller", "a-node"],
      [{ service_account: { references: ["var.account"] }, role_arn: reader }],
      { "b-controller": undefined, "a-node": undefined },
    ],
    [
      "the only one, by a variable",
      ["a-node"],
      [{ service_account: { references: ["var.account"] }, role_arn: reader }],
      { "a-node": ROLE },
    ],
  ])("%s", (_, accounts, written, roles) => expect(rolesOf(accounts, written)).toEqual(roles));
});

test.each<[string, unknown, boolean]>([
  ["everybody", "*", true],
  ["everybody, as an account", { AWS: "*" }, true],
  ["everybody, in a list", { AWS: [`arn:aws:iam::${ACCOUNT}:root`, "*"] }, true],
  ["one account", { AWS: `arn:aws:iam::${ACCOUNT}:root` }, false],
])("a role that trusts %s", (_, Principal, isOfPods) => {
  const trust = JSON.stringify({ Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }] });
  const { after } = plannedAlone(planOf({ [ROLE]: standing(roleValues("api", { assume_role_policy: trust })) }));
  expect(after.roles.map(({ address }) => address)).toEqual(isOfPods ? [ROLE] : []);
});

test("what is attached to a role without a name may be anybody's", () => {
  const { notAnalysable } = plannedAlone(
    planOf({
      [ROLE]: standing(roleValues("api", { assume_role_policy: trustText() })),
      "data.aws_iam_role.shared": { after: {}, unknown: ["arn", "id"], actions: ["read"] },
      [`${ATTACHMENT}.x`]: {
        after: { policy_arn: ADMIN },
        unknown: ["role"],
        refers: { role: ["data.aws_iam_role.shared.id", "data.aws_iam_role.shared"] },
      },
    }),
  );
  expect(notAnalysable.map(({ address, attribute, why }) => `${address}.${attribute} ${why}`)).toEqual([
    `${ATTACHMENT}.x.role is of a role whose name the plan does not tell`,
  ]);
});
