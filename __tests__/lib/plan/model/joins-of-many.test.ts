import type { Plan } from "../../../../lib/plan/format";
import type { Planned } from "../../../../lib/plan/planned";
import { plannedOf } from "../../../../lib/plan/planned-of";
import {
  ACCOUNT,
  ASSOCIATION,
  associationValues,
  configured,
  documentOf,
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

const AWS = { expressions: { region: { constant_value: "us-east-1" } } };
/** Provider configurations whose accounts are not stated. */
const UNSTATED = { aws: AWS, "aws.b": AWS, "aws.c": AWS };

const ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";
const QUEUES = "arn:aws:iam::aws:policy/AmazonSQSFullAccess";
const OTHER = "111111111111";

/** A plan whose providers state no account. */
function unstated(resources: Resources, more: Partial<Plan> = {}): Plan {
  const plan = planOf(resources, more);
  return { ...plan, configuration: { ...plan.configuration, provider_config: UNSTATED } };
}

/** `api aws_iam_role.a: AdministratorAccess`, of every role after apply; `?` for a policy that cannot be told. */
function policies(planned: readonly Planned[]): string[] {
  return planned.flatMap(({ after }) =>
    after.roles.map(({ stack, address, identity: { role } }) => {
      if (role.kind !== "own") return `${stack} ${address}: existing`;
      const managed = role.managedPolicies.map(({ arn }) => (arn.includes("${") ? "?" : arn.replace(/^.*\//, "")));
      const inline = role.inlinePolicies.map(({ name }) => (name.includes("${") ? "?" : name));
      return `${stack} ${address}: ${[...managed, ...inline].join(" ")}`;
    }),
  );
}

/** `after aws_iam_role_policy_attachment.x role`, of all gaps. */
function gaps(planned: readonly Planned[]): string[] {
  return planned.flatMap(({ notAnalysable }) =>
    notAnalysable.map(({ side, address, attribute }) => `${side} ${address} ${attribute}`),
  );
}

function attachment(policy_arn: string, more: Partial<Written> = {}, role = "api"): Written {
  return { after: { role, policy_arn }, unknown: ["id"], ...more };
}

const refersTo = (address: string, attribute = "name") => [`${address}.${attribute}`, address];
const GAP = "after aws_iam_role_policy_attachment.x role";

describe("roles of one name", () => {
  const roles = (more: Resources): Resources => ({
    "aws_iam_role.a": newRole("api"),
    "aws_iam_role.b": { ...newRole("api"), provider: "aws.b" },
    ...more,
  });
  const b = { role: refersTo("aws_iam_role.b") };

  test.each<[string, Written, string, string, boolean]>([
    ["of the one's provider", attachment(ADMIN), "AdministratorAccess", "", false],
    ["of the other's", attachment(ADMIN, { provider: "aws.b", refers: b }), "", "AdministratorAccess", false],
    ["of the one's, whatever it refers to", attachment(ADMIN, { refers: b }), "AdministratorAccess", "", false],
    ["of neither's", attachment(ADMIN, { provider: "aws.c", refers: b }), "?", "?", true],
  ])("in one plan, and an attachment %s", (_, x, ofA, ofB, isGap) => {
    const found = plannedOf([documentOf(unstated(roles({ "aws_iam_role_policy_attachment.x": x })))]);
    expect(policies(found)).toEqual([`api aws_iam_role.a: ${ofA}`, `api aws_iam_role.b: ${ofB}`]);
    expect(gaps(found)).toEqual(isGap ? [GAP] : []);
  });

  test("made by one provider block that is repeated: the one that is referred to", () => {
    const x = attachment(ADMIN, { refers: { role: refersTo("aws_iam_role.b") } });
    const plan = unstated({
      "aws_iam_role.a": newRole("api"),
      "aws_iam_role.b": newRole("api"),
      "aws_iam_role_policy_attachment.x": x,
    });
    const found = plannedOf([documentOf(plan)]);
    expect(policies(found)).toEqual(["api aws_iam_role.a: ", "api aws_iam_role.b: AdministratorAccess"]);
    expect(gaps(found)).toEqual([]);
  });

  test.each<[string, readonly string[], string, boolean]>([
    ["the only provider made it", ["aws"], "AdministratorAccess", false],
    ["one of two made it", ["aws", "aws.b"], "?", true],
  ])("a role that is forgotten, and is in no configuration any more: %s", (_, providers, held, isGap) => {
    const x = attachment(ADMIN);
    const plan = planOf({
      [ROLE]: { actions: ["forget"], before: roleValues("api") },
      [ASSOCIATION]: { actions: ["forget"], before: associationValues("api") },
      "aws_iam_role_policy_attachment.x": x,
    });
    const configuration = {
      provider_config: Object.fromEntries(providers.map((key) => [key, { name: "aws", ...AWS }])),
      root_module: { resources: [configured("aws_iam_role_policy_attachment.x", x)] },
    };
    const found = plannedOf([documentOf({ ...plan, configuration })]);
    expect(policies(found)).toEqual([`api ${ROLE}: ${held}`]);
    expect(gaps(found)).toEqual(isGap ? [GAP] : []);
  });

  test("in two calls of a module with two providers", () => {
    const written = (provider: string) => ({
      module: {
        resources: [
          configured(ROLE, { provider }),
          configured("aws_iam_role_policy_attachment.x", { provider, refers: { role: refersTo(ROLE) } }),
        ],
      },
    });
    const plan = planOf({
      [`module.prod.${ROLE}`]: newRole(),
      "module.prod.aws_iam_role_policy_attachment.x": attachment(ADMIN),
      [`module.staging.${ROLE}`]: newRole(),
      "module.staging.aws_iam_role_policy_attachment.x": attachment(QUEUES),
    });
    const module_calls = { prod: written("aws"), staging: written("aws.b") };
    const configuration = { provider_config: UNSTATED, root_module: { module_calls } };
    const found = plannedOf([documentOf({ ...plan, configuration })]);
    expect(policies(found)).toEqual([
      `api module.prod.${ROLE}: AdministratorAccess`,
      `api module.staging.${ROLE}: AmazonSQSFullAccess`,
    ]);
    expect(gaps(found)).toEqual([]);
  });

  const standingRole = (account: string) => standing(roleValues("api", { arn: `arn:aws:iam::${account}:role/api` }));
  const stacks = (extras: Plan) =>
    plannedOf([
      documentOf(unstated({ [ROLE]: standingRole(ACCOUNT) }), "prod"),
      documentOf(unstated({ [ROLE]: standingRole(OTHER) }), "staging"),
      documentOf(extras, "extras"),
    ]);

  test("in two stacks, and an attachment of a third one: it may be either's", () => {
    const found = stacks(unstated({ "aws_iam_role_policy_attachment.x": attachment(ADMIN) }));
    expect(policies(found)).toEqual([`prod ${ROLE}: ?`, `staging ${ROLE}: ?`]);
    expect(gaps(found)).toEqual([GAP]);
  });

  test("in two stacks, and an attachment of a third one in a known account", () => {
    const found = stacks(planOf({ "aws_iam_role_policy_attachment.x": attachment(ADMIN) }));
    expect(policies(found)).toEqual([`prod ${ROLE}: AdministratorAccess`, `staging ${ROLE}: `]);
    expect(gaps(found)).toEqual([]);
  });

  test("in two stacks of unknown accounts, each with its own attachment", () => {
    const plan = (arn: string) => unstated({ [ROLE]: newRole(), "aws_iam_role_policy_attachment.x": attachment(arn) });
    const found = plannedOf([documentOf(plan(ADMIN), "one"), documentOf(plan(QUEUES), "two")]);
    expect(policies(found)).toEqual([`one ${ROLE}: AdministratorAccess`, `two ${ROLE}: AmazonSQSFullAccess`]);
    expect(gaps(found)).toEqual([]);
  });

  test("one that no provider tells to be in the account of what names it, and that no pod has", () => {
    const decoy = newRole("admin", { assume_role_policy: trustText(undefined, "ec2.amazonaws.com") });
    const plan = planOf({
      "aws_iam_role.decoy": { ...decoy, provider: "aws.eu" },
      "aws_iam_role_policy_attachment.x": attachment(ADMIN, {}, "admin"),
    });
    expect(gaps(plannedOf([documentOf(plan)]))).toEqual([GAP]);
  });

  test("an attachment that is taken away is of the role of its module", () => {
    const module = { resources: [configured(ROLE, { provider: "aws.b" })] };
    const plan = planOf({
      [ROLE]: standingRole(ACCOUNT),
      [`module.b.${ROLE}`]: standingRole(OTHER),
      "module.b.aws_iam_role_policy_attachment.x": { before: { id: "x", role: "api", policy_arn: ADMIN } },
    });
    const root_module = { ...plan.configuration?.root_module, module_calls: { b: { module } } };
    const found = plannedOf([documentOf({ ...plan, configuration: { provider_config: UNSTATED, root_module } })]);
    const before = found.flatMap(({ before }) => before.roles.map(({ identity: { role } }) => role));
    expect(before.map((role) => (role.kind === "own" ? role.managedPolicies.length : "?"))).toEqual([0, 1]);
    expect(gaps(found)).toEqual([]);
  });
});

describe("an attachment of roles that are known later", () => {
  const later = (refers: readonly string[]): Written => ({
    after: { name: "x", policy_arn: ADMIN, roles: [null] },
    unknown: { roles: [true], id: true },
    refers: { roles: refers },
  });
  const nameLater = (trust: string): Written => {
    const { name: _, arn: __, ...after } = roleValues("api", { assume_role_policy: trustText(undefined, trust) });
    return { after, unknown: ["arn", "id", "name"] };
  };
  const DECOY = "aws_iam_role.decoy";
  const decoy = { [DECOY]: nameLater("ec2.amazonaws.com") };
  const gap = "after aws_iam_policy_attachment.x roles";
  const text = `resource "aws_iam_policy_attachment" "x" {
      roles = [replace(aws_iam_role.decoy.name, "x", "y")]
    }`;

  test("which may be anybody's, by the text: any role of any plan", () => {
    const plan = planOf({ [ROLE]: standing(roleValues()), ...decoy, "aws_iam_policy_attachment.x": later([]) });
    const found = plannedOf([
      documentOf(plan, "api", { "main.tf": text }),
      documentOf(planOf({ [ROLE]: standing(roleValues()) }), "more"),
    ]);
    expect(policies(found)).toEqual([`api ${ROLE}: ?`, `more ${ROLE}: ?`]);
    expect(gaps(found)).toEqual([gap]);
  });

  test("which may be anybody's, but for what is in another account", () => {
    const role = standing(roleValues("api", { arn: `arn:aws:iam::${OTHER}:role/api` }));
    const x = { "aws_iam_policy_attachment.x": later(["random_pet.x.id", "random_pet.x"]) };
    const found = plannedOf([documentOf(planOf(x), "x"), documentOf(unstated({ [ROLE]: role }), "other")]);
    expect(policies(found)).toEqual([`other ${ROLE}: `]);
    expect(gaps(found)).toEqual([gap]);
  });

  test.each<[string, readonly string[]]>([
    ["no role at all", ["random_pet.x.id", "random_pet.x"]],
    ["several that are no roles of pods", [...refersTo(DECOY), ...refersTo("aws_iam_role.second")]],
  ])("where no role of pods is, and it refers to %s", (_, refers) => {
    const second = { "aws_iam_role.second": nameLater("ec2.amazonaws.com") };
    const plan = planOf({ ...decoy, ...second, "aws_iam_policy_attachment.x": later(refers) });
    expect(gaps(plannedOf([documentOf(plan)]))).toEqual([gap]);
  });
});

describe("an ARN in a known account", () => {
  const role_arn = `arn:aws:iam::${ACCOUNT}:role/admin`;
  const association: Written = {
    after: { ...associationValues("api", { role_arn }), association_arn: undefined },
    unknown: ["association_arn"],
  };
  const joined = (...plans: Plan[]) =>
    plannedOf(plans.map((plan, index) => documentOf(plan, `s${index}`)))
      .flatMap(({ after }) => after.pods)
      .map(({ role }) => role?.address ?? "?");

  test.each<[string, string, string]>([
    ["of the same provider", "aws", "aws_iam_role.admin"],
    ["of a provider whose account is not known", "aws.eu", "?"],
  ])("and a new role %s", (_, provider, wanted) => {
    // What stands tells the account of the one provider alone.
    const other = { "aws_iam_role.other": standing(roleValues("other")) };
    const plan = { ...other, "aws_iam_role.admin": { ...newRole("admin"), provider }, [ASSOCIATION]: association };
    expect(joined(planOf(plan))).toEqual([wanted]);
  });

  test("and a new role of the same provider, whose account is not known either", () => {
    expect(joined(unstated({ [ROLE]: newRole("admin"), [ASSOCIATION]: association }))).toEqual([ROLE]);
  });

  test("is not that of a new role in a stack of an unknown account", () => {
    expect(joined(planOf({ [ASSOCIATION]: association }), unstated({ [ROLE]: newRole("admin") }))).toEqual(["?"]);
  });

  test("a policy of AWS's own is none of the plan's", () => {
    const plan = unstated({
      [ROLE]: newRole(),
      "aws_iam_policy.x": {
        after: { name: "AdministratorAccess", path: "/", policy: policyText("sqs:*") },
        unknown: ["arn"],
      },
      "aws_iam_role_policy_attachment.x": attachment(ADMIN),
      [ASSOCIATION]: newAssociation("api", refersTo(ROLE, "arn")),
    });
    expect(policies(plannedOf([documentOf(plan)]))).toEqual([`api ${ROLE}: AdministratorAccess`]);
  });
});

describe("a list of references in JSON", () => {
  const policy: Written = { after: { name: "p", path: "/", policy: policyText("sqs:*") }, unknown: ["arn", "id"] };
  const role = (managed_policy_arns: readonly string[], references: readonly string[], more: Values = {}): Written => ({
    ...newRole("api", { managed_policy_arns: managed_policy_arns.map(() => null), ...more }),
    unknown: { arn: true, managed_policy_arns: managed_policy_arns.map(() => true) },
    constants: { managed_policy_arns },
    refers: { managed_policy_arns: references },
  });

  test("of the plan's own policies", () => {
    const [p, q] = ["aws_iam_policy.p", "aws_iam_policy.q"] as const;
    const references = [...refersTo(p, "arn"), ...refersTo(q, "arn")];
    const plan = planOf({ [ROLE]: role([`\${${p}.arn}`, `\${${q}.arn}`], references), [p]: policy, [q]: policy });
    const found = plannedOf([documentOf(plan)]);
    expect(found.flatMap(({ after }) => after.roles.map(({ identity }) => identity.role))).toMatchObject([
      { managedPolicies: [{ arn: expect.stringContaining(p) }, { arn: expect.stringContaining(q) }] },
    ]);
    expect(gaps(found)).toEqual([]);
  });

  test("through an output, which may make anything of them", () => {
    const plan = planOf({
      [ROLE]: role(["${module.m.arn}"], ["module.m.arn", "module.m"]),
      "module.m.aws_iam_policy.p": policy,
    });
    const module = {
      resources: [configured("aws_iam_policy.p", policy)],
      outputs: { arn: { expression: { references: refersTo("aws_iam_policy.p", "arn") } } },
    };
    const root_module = { ...plan.configuration?.root_module, module_calls: { m: { module } } };
    const found = plannedOf([documentOf({ ...plan, configuration: { ...plan.configuration, root_module } })]);
    expect(gaps(found)).toEqual([`after ${ROLE} managed_policy_arns`]);
  });
});
