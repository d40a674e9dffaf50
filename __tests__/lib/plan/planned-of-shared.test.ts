import { plannedAlone } from "./planned-alone";
import {
  ASSOCIATION,
  associationValues,
  inlinePolicyValues,
  newRole,
  POLICY,
  planOf,
  policyText,
  type Resources,
  ROLE,
  ROLE_ARN,
  roleValues,
  standing,
  type Written,
} from "./small-plan";

const policyOn = (resource: string) => policyText("s3:*").replace('"*"', () => JSON.stringify(resource));
const policy = (text: string) => ({ name: "own", role: "api", policy: text });
const bare: Resources = { [ROLE]: standing(roleValues()), [ASSOCIATION]: standing(associationValues()) };
const left: Resources = {
  ...bare,
  [POLICY]: standing(policy(policyText("s3:GetObject"))),
};
const changed = (before: Written["before"], after: Written["after"]): Written => ({
  ...(before && { before }),
  ...(after && { after }),
});

describe("what the plan leaves alone, with all that it consists of, is the same on both sides", () => {
  const cases: [string, Resources, pod: boolean, role: boolean][] = [
    ["all of it", left, true, true],
    [
      "another policy of the role",
      { ...left, [POLICY]: changed(policy(policyText("s3:GetObject")), policy(policyText("s3:*"))) },
      false,
      false,
    ],
    [
      "tags of the association",
      { ...left, [ASSOCIATION]: changed(associationValues(), associationValues("api", { tags_all: { team: "api" } })) },
      false,
      false,
    ],
    [
      "a second service account of the role",
      {
        ...left,
        "aws_eks_pod_identity_association.more": { after: associationValues("more") },
      },
      false,
      false,
    ],
    ["a role beside it", { ...left, "aws_iam_role.other": newRole("other") }, true, true],
  ];
  test.each(cases)("%s", (_, resources, isSamePod, isSameRole) => {
    const { before, after } = plannedAlone(planOf(resources));
    expect(after.pods.includes(before.pods[0] ?? fail())).toBe(isSamePod);
    expect(after.roles.includes(before.roles[0] ?? fail())).toBe(isSameRole);
  });

  test("a mark that is taken off a policy is not passed by", () => {
    const { resource_changes = [], ...plan } = planOf(left);
    const marked = resource_changes.map((one) =>
      one.address === POLICY ? { ...one, change: { ...one.change, after_sensitive: { policy: true } } } : one,
    );
    const { notAnalysable } = plannedAlone({ ...plan, resource_changes: marked });
    expect(notAnalysable.map(({ side, address }) => [side, address])).toEqual([["after", POLICY]]);
  });

  test("an existing role that is only named", () => {
    const { before, after } = plannedAlone(
      planOf({ [ASSOCIATION]: standing(associationValues("api", { role_arn: `${ROLE_ARN}-2` })) }),
    );
    expect(after.pods[0]).toBeDefined();
    expect(after.pods[0]).toBe(before.pods[0]);
  });
});

describe("target roles", () => {
  const TARGET = `${ROLE_ARN}-target`;
  const values = roleValues("api-target");
  const bound = standing(associationValues("api", { target_role_arn: TARGET }));

  test("one that the plan makes comes with its policies, and is among the roles", () => {
    const given = { name: "given", role: "api-target", policy: policyText("sqs:*") };
    const { after } = plannedAlone(
      planOf({
        ...left,
        [ASSOCIATION]: bound,
        "aws_iam_role.target": standing({ ...values, assume_role_policy: policyText("sts:AssumeRole") }),
        "aws_iam_role_policy.given": standing(given),
      }),
    );
    expect(after.pods[0]?.identity.target?.roleArn).toBe(TARGET);
    expect(after.pods[0]?.identity.target?.role?.inlinePolicies.map(({ name }) => name)).toEqual(["given"]);
    expect(after.roles.map(({ address }) => address)).toEqual([ROLE, "aws_iam_role.target"]);
  });

  test("what cannot be read of it is of its pods", () => {
    const { notAnalysable } = plannedAlone(
      planOf({
        ...left,
        [ASSOCIATION]: bound,
        "aws_iam_role.target": standing(values),
        "aws_iam_role_policy.given": standing({ name: "given", role: "api-target", policy: "{" }),
      }),
    );
    expect(notAnalysable.map(({ side, address, serviceAccounts }) => [side, address, serviceAccounts])).toEqual([
      ["before", "aws_iam_role_policy.given", ["backend/api"]],
      ["after", "aws_iam_role_policy.given", ["backend/api"]],
    ]);
  });

  test("one that stands outside is known by its ARN alone", () => {
    const { after } = plannedAlone(planOf({ ...left, [ASSOCIATION]: bound }));
    expect(after.pods[0]?.identity.target).toEqual({ roleArn: TARGET, trust: expect.anything() });
  });
});

describe("a policy that would pass for one with placeholders cannot be read", () => {
  const FORGED = "holds `${later:`, which stands here for what is known only after apply";
  const cases: [string, text: string, why: string[]][] = [
    ["as it is", "arn:aws:s3:::${later:arn of x}", [FORGED]],
    ["in other letters, between spaces", "arn:aws:s3:::${ LATER :x}", [FORGED]],
    ["a variable of IAM's is none", "arn:aws:s3:::${aws:PrincipalTag/later:x}", []],
  ];
  const whyOf = (text: string) =>
    plannedAlone(planOf({ ...left, [POLICY]: { after: policy(text) } })).notAnalysable.map(({ why }) => why);

  test.each(cases)("%s", (_, resource, why) => {
    expect(whyOf(policyOn(resource))).toEqual(why);
  });

  test("spelt by numbers", () => {
    const text = policyOn("arn:aws:s3:::${later:x}").replace("${l", () => "\\u0024{\\u006c");
    expect(text).not.toContain("${later");
    expect(whyOf(text)).toEqual([FORGED]);
  });
});

function fail(): never {
  throw new Error("there is none");
}

describe("inline policies of one name", () => {
  const one = (name: string, action: string) => inlinePolicyValues("api", policyText(action), name);
  const SAME = "is the name of another inline policy of the role too";
  const block = (action: string): Written => ({
    before: roleValues("api", { inline_policy: [] }),
    after: roleValues("api", { inline_policy: [{ name: "x", policy: policyText(action) }] }),
  });
  const cases: [string, Resources, string[], string[]][] = [
    [
      "of two resources, both are shown",
      { "aws_iam_role_policy.a": { after: one("x", "iam:*") }, "aws_iam_role_policy.b": standing(one("x", "s3:*")) },
      ["iam:*", "s3:*"],
      ["aws_iam_role_policy.a name"],
    ],
    [
      "of two resources that say the same",
      { "aws_iam_role_policy.a": { after: one("x", "s3:*") }, "aws_iam_role_policy.b": standing(one("x", "s3:*")) },
      ["s3:*", "s3:*"],
      [],
    ],
    [
      "of one that is left behind, the new one stands",
      {
        "aws_iam_role_policy.a": standing(one("x", "iam:*"), { actions: ["forget"] }),
        "aws_iam_role_policy.b": { after: one("x", "s3:*") },
      },
      ["s3:*"],
      [],
    ],
    [
      "of a block and a resource",
      { [ROLE]: block("iam:*"), "aws_iam_role_policy.b": standing(one("x", "s3:*")) },
      ["iam:*", "s3:*"],
      ["aws_iam_role.api name"],
    ],
    [
      "of what the provider found at the role and the resource that manages it",
      {
        [ROLE]: standing(roleValues("api", { inline_policy: [{ name: "x", policy: policyText("s3:*") }] })),
        "aws_iam_role_policy.b": { before: one("x", "s3:*"), after: one("x", "sqs:*") },
      },
      ["sqs:*"],
      [],
    ],
  ];
  test.each(cases)("%s", (_, resources, actions, gaps) => {
    const { after, notAnalysable } = plannedAlone(planOf({ ...bare, ...resources }));
    const [role] = after.roles.map(({ identity }) => identity.role);
    const policies = role?.kind === "own" ? role.inlinePolicies : [];
    expect(policies.map(({ document }) => JSON.stringify(document)).sort()).toEqual(actions.map(policyText).sort());
    expect(notAnalysable.map(({ address, attribute }) => `${address} ${attribute}`)).toEqual(gaps);
    for (const { why } of notAnalysable) expect(why).toContain(SAME);
  });
});

describe("names of IAM know no letter case", () => {
  const ADMIN = "arn:aws:iam::492000000148:policy/Team";
  test.each<[string, Resources]>([
    [
      "a role's, for an inline policy",
      { "aws_iam_role_policy.x": { after: { name: "x", role: "API", policy: policyText("*") } } },
    ],
    [
      "a policy's ARN, for an attachment",
      {
        "aws_iam_policy.x": standing({ arn: ADMIN, name: "Team", path: "/", policy: policyText("*") }),
        "aws_iam_role_policy_attachment.x": { after: { role: "Api", policy_arn: ADMIN.toLowerCase() } },
      },
    ],
  ])("%s", (_, resources) => {
    const { after } = plannedAlone(planOf({ ...bare, ...resources }));
    const [role] = after.roles.map(({ identity }) => identity.role);
    if (role?.kind !== "own") throw new Error("no role");
    const documents = [...role.inlinePolicies, ...role.managedPolicies].map(({ document }) => JSON.stringify(document));
    expect(documents).toEqual([policyText("*")]);
  });

  test("clusters' do", () => {
    const cluster = standing({ name: "Atlas-eks", arn: "arn:aws:eks:eu-west-1:492000000148:cluster/Atlas-eks" });
    const { after } = plannedAlone(planOf({ ...bare, "aws_eks_cluster.x": cluster }));
    expect(after.pods[0]?.cluster.region).toBe("us-east-1");
  });
});
