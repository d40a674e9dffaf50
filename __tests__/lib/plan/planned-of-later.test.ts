import { serviceAccountText } from "../../../lib/model/identity";
import type { ConfigurationModule, Plan } from "../../../lib/plan/format";
import type { NotAnalysable, Planned } from "../../../lib/plan/planned";
import { plannedAlone } from "./planned-alone";
import {
  ASSOCIATION,
  associationValues,
  configured,
  newAssociation,
  newRole,
  POLICY,
  planOf,
  policyText,
  type Resources,
  ROLE,
  ROLE_ARN_REFERS,
  roleValues,
  standing,
  type Values,
  type Written,
} from "./small-plan";

/** `api -> aws_iam_role.api`: the service account's name, and the role, or `?`. */
function joined({ after }: Planned): string[] {
  return after.pods.map(({ serviceAccount, role }) => `${serviceAccount.name} -> ${role?.address ?? "?"}`);
}

/** `aws_iam_role_policy.api policy (policy) of backend/api`. */
function gap({ address, attribute, part, serviceAccounts }: NotAnalysable): string {
  return `${address} ${attribute} (${part}) of ${serviceAccounts.join(" ")}`;
}

describe("association to role, by what is made of references", () => {
  const ADMIN = "arn:aws:iam::492000000148:role/admin";
  const resources = {
    [ROLE]: newRole(),
    "aws_iam_role.admin": standing(roleValues("admin")),
    [ASSOCIATION]: newAssociation("api", ROLE_ARN_REFERS),
  };
  const cases: [string, string, string][] = [
    ["a reference", "aws_iam_role.api.arn", ROLE],
    ["a function", 'replace(aws_iam_role.api.arn, "/api", "/admin")', "?"],
    [
      "a choice that hangs on what is not known",
      `length(aws_iam_role.api.arn) > 5 ? "${ADMIN}" : aws_iam_role.api.arn`,
      "?",
    ],
    ["a choice that is known", `true ? "${ADMIN}" : aws_iam_role.api.arn`, "aws_iam_role.admin"],
    ["a choice that is known, of the reference", `false ? "${ADMIN}" : aws_iam_role.api.arn`, ROLE],
    ["what falls back", `try(aws_iam_role.api.arn, "${ADMIN}")`, ROLE],
    ["another attribute of it", "aws_iam_role.api.create_date", "?"],
  ];
  test.each(cases)("HCL: %s", (_, role, wanted) => {
    const text = `resource "aws_iam_role" "api" {}
      resource "aws_eks_pod_identity_association" "api" { role_arn = ${role} }`;
    expect(joined(plannedAlone(planOf(resources), { "main.tf": text }))).toEqual([`api -> ${wanted}`]);
  });

  // In JSON the plan has the text of the expression itself.
  test.each([
    ["a reference", "aws_iam_role.api.arn", ROLE],
    ["another attribute", "aws_iam_role.api.description", "?"],
  ])("HCL, without its file: %s", (_, reference, wanted) => {
    const association = newAssociation("api", [reference, ROLE]);
    expect(joined(plannedAlone(planOf({ ...resources, [ASSOCIATION]: association })))).toEqual([`api -> ${wanted}`]);
  });

  test.each([...cases.slice(0, 3), ["text around it", '"x${aws_iam_role.api.arn}"', "?"]])(
    "JSON, without its file: %s",
    (_, role, wanted) => {
      const role_arn = role.startsWith('"') ? role.slice(1, -1) : `\${${role}}`;
      const association = { ...newAssociation("api", ROLE_ARN_REFERS), constants: { role_arn } };
      const found = plannedAlone(planOf({ ...resources, [ASSOCIATION]: association }));
      expect(joined(found)).toEqual([`api -> ${wanted}`]);
      expect(found.notAnalysable).toHaveLength(wanted === "?" ? 1 : 0);
    },
  );

  test.each([
    ["aws_iam_role.api.arn", ROLE],
    ['replace(aws_iam_role.api.arn, "api", "x")', "?"],
  ])("an add-on's own, by the block of its service account: %s", (role, wanted) => {
    const block = (name: string, arn: string) =>
      `pod_identity_association {
        service_account = "${name}"
        role_arn = ${arn}
      }`;
    const text = `resource "aws_iam_role" "api" {}
      resource "aws_eks_addon" "ebs" {
        ${block("job", '"arn:aws:iam::492000000148:role/job"')}
        ${block("api", role)}
      }`;
    const addon: Written = {
      after: {
        addon_name: "ebs",
        cluster_name: "atlas-eks",
        pod_identity_association: [{ service_account: "api" }],
      },
      unknown: { pod_identity_association: [{ role_arn: true }] },
    };
    const plan = planOf({ [ROLE]: newRole(), "aws_eks_addon.ebs": addon });
    expect(joined(plannedAlone(plan, { "main.tf": text }))).toEqual([`api -> ${wanted}`]);
  });

  test("a policy and a boundary", () => {
    const policy = (name: string) => ({
      after: { name, path: "/", policy: policyText("s3:*") },
      unknown: ["arn", "id"],
    });
    const other = (name: string) =>
      `aws_iam_policy.${name}.arn == "x" ? aws_iam_policy.${name}.arn : "arn:aws:iam::aws:policy/AdministratorAccess"`;
    const text = `resource "aws_iam_role" "api" { permissions_boundary = ${other("b")} }
      resource "aws_iam_policy" "a" {}
      resource "aws_iam_policy" "b" {}
      resource "aws_iam_role_policy_attachment" "a" { policy_arn = ${other("a")} }`;
    const refers = (name: string) => [`aws_iam_policy.${name}.arn`, `aws_iam_policy.${name}`];
    const role = newRole();
    const { notAnalysable } = plannedAlone(
      planOf({
        [ROLE]: {
          ...role,
          unknown: ["arn", "id", "permissions_boundary"],
          refers: { permissions_boundary: refers("b") },
        },
        [ASSOCIATION]: newAssociation("api", ROLE_ARN_REFERS, {}),
        "aws_iam_policy.a": policy("a"),
        "aws_iam_policy.b": policy("b"),
        "aws_iam_role_policy_attachment.a": {
          after: { role: "api" },
          unknown: ["policy_arn"],
          refers: { policy_arn: refers("a") },
        },
      }),
      {
        "main.tf": `${text}
        resource "aws_eks_pod_identity_association" "api" { role_arn = aws_iam_role.api.arn }`,
      },
    );
    expect(notAnalysable.map(gap)).toEqual([
      `${ROLE} permissions_boundary (boundary) of backend/api`,
      "aws_iam_role_policy_attachment.a policy_arn (policy) of backend/api",
    ]);
  });
});

describe("association to role, by references", () => {
  const worker = { "aws_iam_role.worker": newRole("worker") };
  const each = (name: string, key: string) => `aws_iam_role.${name}["${key}"]`;
  const cases: [string, Resources, string[]][] = [
    ["by its ARN", { [ROLE]: newRole(), [ASSOCIATION]: newAssociation("api", ROLE_ARN_REFERS) }, [`api -> ${ROLE}`]],
    [
      "by its ARN, in a text of CDKTF",
      {
        [ROLE]: newRole(),
        [ASSOCIATION]: { ...newAssociation("api", ROLE_ARN_REFERS), constants: { role_arn: `\${${ROLE}.arn}` } },
      },
      [`api -> ${ROLE}`],
    ],
    [
      "of two that may be meant the one whose ARN is not known yet",
      {
        [ROLE]: newRole(),
        "aws_iam_role.old": standing(roleValues("old")),
        [ASSOCIATION]: newAssociation("api", [...ROLE_ARN_REFERS, "aws_iam_role.old.arn", "aws_iam_role.old"]),
      },
      [`api -> ${ROLE}`],
    ],
    [
      "never one of two that may both be meant",
      {
        [ROLE]: newRole(),
        ...worker,
        [ASSOCIATION]: newAssociation("api", [...ROLE_ARN_REFERS, "aws_iam_role.worker.arn", "aws_iam_role.worker"]),
      },
      ["api -> ?"],
    ],
    [
      "by a literal key",
      {
        [each("all", "a")]: { ...newRole("a"), forEach: true },
        [each("all", "b.c")]: { ...newRole("b"), forEach: true },
        [ASSOCIATION]: newAssociation("api", [
          'aws_iam_role.all["b.c"].arn',
          'aws_iam_role.all["b.c"]',
          "aws_iam_role.all",
        ]),
      },
      ['api -> aws_iam_role.all["b.c"]'],
    ],
    [
      "by the own key, where both have the same",
      {
        [each("all", "a")]: { ...newRole("a"), forEach: true },
        [each("all", "b")]: { ...newRole("b"), forEach: true },
        [`${ASSOCIATION}["a"]`]: { ...newAssociation("a", ["aws_iam_role.all", "each.key"]), forEach: true },
        [`${ASSOCIATION}["b"]`]: { ...newAssociation("b", ["aws_iam_role.all", "each.key"]), forEach: true },
      },
      ['a -> aws_iam_role.all["a"]', 'b -> aws_iam_role.all["b"]'],
    ],
    [
      "not by the own key, where the keys are others",
      {
        [each("all", "a")]: { ...newRole("a"), forEach: true },
        [each("all", "b")]: { ...newRole("b"), forEach: true },
        [`${ASSOCIATION}["a"]`]: { ...newAssociation("a", ["aws_iam_role.all", "each.key"]), forEach: true },
      },
      ["a -> ?"],
    ],
    [
      "not by the own key, where more has a say",
      {
        [each("all", "a")]: { ...newRole("a"), forEach: true },
        [each("all", "b")]: { ...newRole("b"), forEach: true },
        [`${ASSOCIATION}["a"]`]: {
          ...newAssociation("a", ["aws_iam_role.all", "each.key", "local.map"]),
          forEach: true,
        },
        [`${ASSOCIATION}["b"]`]: {
          ...newAssociation("b", ["aws_iam_role.all", "each.key", "local.map"]),
          forEach: true,
        },
      },
      ["a -> ?", "b -> ?"],
    ],
    [
      "by each.value of roles",
      {
        [each("all", "a")]: { ...newRole("a"), forEach: true },
        [each("all", "b")]: { ...newRole("b"), forEach: true },
        [`${ASSOCIATION}["a"]`]: {
          ...newAssociation("a", ["each.value.arn", "each.value"]),
          forEach: ["aws_iam_role.all"],
        },
        [`${ASSOCIATION}["b"]`]: {
          ...newAssociation("b", ["each.value.arn", "each.value"]),
          forEach: ["aws_iam_role.all"],
        },
      },
      ['a -> aws_iam_role.all["a"]', 'b -> aws_iam_role.all["b"]'],
    ],
    [
      "a splat over one instance",
      {
        "aws_iam_role.all[0]": { ...newRole("a"), forEach: true },
        [ASSOCIATION]: newAssociation("api", ["aws_iam_role.all"]),
      },
      ["api -> aws_iam_role.all[0]"],
    ],
    [
      "a local cannot be followed",
      { [ROLE]: newRole(), [ASSOCIATION]: newAssociation("api", ["local.role"]) },
      ["api -> ?"],
    ],
    [
      "a data source that reads the role by its name",
      {
        [ROLE]: newRole(),
        "data.aws_iam_role.api": { after: { name: "api" }, unknown: ["arn", "id"], actions: ["read"] },
        [ASSOCIATION]: newAssociation("api", ["data.aws_iam_role.api.arn", "data.aws_iam_role.api"]),
      },
      [`api -> ${ROLE}`],
    ],
  ];
  test.each(cases)("%s", (_, resources, expected) => {
    const made = plannedAlone(planOf(resources));
    expect(joined(made)).toEqual(expected);
    expect(made.notAnalysable.map(({ part }) => part)).toEqual(
      expected.filter((one) => one.endsWith("?")).map(() => "role"),
    );
  });
});

describe("through modules", () => {
  const role = configured("aws_iam_role.this", newRole());
  const outputs = { arn: { expression: { references: ["aws_iam_role.this.arn", "aws_iam_role.this"] } } };
  const roleModule: ConfigurationModule = { resources: [role], outputs };
  const roleIn = (key: string) => ({ [`module.role${key}.aws_iam_role.this`]: newRole(`role${key}`) });

  function withCalls(resources: Resources, calls: ConfigurationModule["module_calls"]): Plan {
    const plan = planOf(resources);
    const root = { ...plan.configuration?.root_module, ...(calls === undefined ? {} : { module_calls: calls }) };
    return { ...plan, configuration: { ...plan.configuration, root_module: root } };
  }

  test("an output", () => {
    const plan = withCalls(
      { ...roleIn(""), [ASSOCIATION]: newAssociation("api", ["module.role.arn", "module.role"]) },
      { role: { module: roleModule } },
    );
    expect(joined(plannedAlone(plan))).toEqual(["api -> module.role.aws_iam_role.this"]);
  });

  test("an output of one of several instances, by the own key", () => {
    const association = (key: string) => ({
      ...newAssociation(key, ["module.role", "each.key"]),
      forEach: true as const,
    });
    const plan = withCalls(
      {
        ...roleIn('["a"]'),
        ...roleIn('["b"]'),
        [`${ASSOCIATION}["a"]`]: association("a"),
        [`${ASSOCIATION}["b"]`]: association("b"),
      },
      { role: { module: roleModule, for_each_expression: {} } },
    );
    expect(joined(plannedAlone(plan))).toEqual([
      'a -> module.role["a"].aws_iam_role.this',
      'b -> module.role["b"].aws_iam_role.this',
    ]);
  });

  test("a variable, back to what the call says", () => {
    const inner = newAssociation("api", ["var.role_arn"]);
    const plan = withCalls(
      { [ROLE]: newRole(), 'module.bind["a"].aws_eks_pod_identity_association.this': inner },
      {
        bind: {
          for_each_expression: {},
          expressions: { role_arn: { references: ROLE_ARN_REFERS } },
          module: { resources: [configured("aws_eks_pod_identity_association.this", inner)] },
        },
      },
    );
    expect(joined(plannedAlone(plan))).toEqual([`api -> ${ROLE}`]);
  });

  test("what goes in circles ends", () => {
    const circle = { expression: { references: ["module.role.arn", "module.role"] } };
    const plan = withCalls(
      { ...roleIn(""), [ASSOCIATION]: newAssociation("api", ["module.role.arn", "module.role"]) },
      {
        role: { expressions: { x: { references: ["module.role"] } }, module: { outputs: { arn: circle, x: circle } } },
      },
    );
    expect(joined(plannedAlone(plan))).toEqual(["api -> ?"]);
  });
});

describe("policies of a role that is made", () => {
  const attachment = { after: {}, unknown: ["role", "policy_arn"] };
  const ofRole = [`${ROLE}.name`, ROLE];
  const base = { [ROLE]: newRole(), [ASSOCIATION]: newAssociation("api", ROLE_ARN_REFERS) };
  const orders = {
    "aws_iam_policy.orders": { after: { name: "orders", policy: policyText("sqs:*") }, unknown: ["arn"] },
  };

  test("an attachment to it of a policy that is made", () => {
    const refers = { role: ofRole, policy_arn: ["aws_iam_policy.orders.arn", "aws_iam_policy.orders"] };
    const made = plannedAlone(
      planOf({ ...base, ...orders, "aws_iam_role_policy_attachment.a": { ...attachment, refers } }),
    );
    expect(made.after.roles[0]?.identity.role).toMatchObject({
      managedPolicies: [
        { arn: "arn:${later:arn of aws_iam_policy.orders}", document: { Statement: [{ Action: "sqs:*" }] } },
      ],
    });
    expect(made.notAnalysable).toEqual([]);
  });

  test("a list in which one is not known", () => {
    const boundary = { permissions_boundary: ["aws_iam_policy.orders.arn", "aws_iam_policy.orders"] };
    const managed = { managed_policy_arns: ["aws_iam_policy.orders.arn", "aws_iam_policy.orders"] };
    const s3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";
    const role = {
      after: { ...roleValues(), arn: undefined, id: undefined, managed_policy_arns: [null, s3] },
      unknown: { arn: true, id: true, permissions_boundary: true, managed_policy_arns: [true, false] },
      refers: { ...boundary, ...managed },
    };
    const made = plannedAlone(planOf({ ...base, ...orders, [ROLE]: role }));
    expect(made.after.roles[0]?.identity.role).toMatchObject({
      permissionsBoundary: "arn:${later:arn of aws_iam_policy.orders}",
      permissionsBoundaryDocument: { Statement: [{ Action: "sqs:*" }] },
      managedPolicies: [{ arn: s3 }, { arn: "arn:${later:arn of aws_iam_policy.orders}" }],
    });
    expect(made.notAnalysable).toEqual([]);
  });

  const open: [string, Resources, string[]][] = [
    [
      "a policy that is known only after apply",
      {
        [POLICY]: { after: { name: "p" }, unknown: ["role", "policy"], refers: { role: ofRole, policy: ["local.x"] } },
      },
      [`${POLICY} policy (policy) of backend/api`],
    ],
    [
      "a policy that is no JSON",
      { [POLICY]: { after: { name: "p", policy: "{" }, unknown: ["role"], refers: { role: ofRole } } },
      [`${POLICY} policy (policy) of backend/api`],
    ],
    [
      "a policy that nests without end",
      {
        [POLICY]: {
          after: { name: "p", policy: `{"a":${"[".repeat(4000)}${"]".repeat(4000)}}` },
          unknown: ["role"],
          refers: { role: ofRole },
        },
      },
      [`${POLICY} policy (policy) of backend/api`],
    ],
    [
      "a policy that is sensitive",
      {
        [POLICY]: {
          after: { name: "p", policy: policyText("s3:*") },
          unknown: ["role"],
          sensitive: ["policy"],
          refers: { role: ofRole },
        },
      },
      [`${POLICY} policy (policy) of backend/api`],
    ],
    [
      "a policy that may be any role's that is made",
      {
        [POLICY]: {
          after: { name: "p", policy: policyText("s3:*") },
          unknown: ["role"],
          refers: { role: ["local.role"] },
        },
      },
      [`${POLICY} role (policy) of backend/api`],
    ],
    [
      "an attachment of nobody knows what",
      { "aws_iam_role_policy_attachment.a": { ...attachment, refers: { role: ofRole, policy_arn: ["local.x"] } } },
      ["aws_iam_role_policy_attachment.a policy_arn (policy) of backend/api"],
    ],
  ];
  test.each(open)("not analysable: %s", (_, resources, expected) => {
    const made = plannedAlone(planOf({ ...base, ...resources }));
    expect(made.notAnalysable.map(gap)).toEqual(expected);
    expect(made.notAnalysable.every(({ why, fix, side }) => why !== "" && fix !== "" && side === "after")).toBe(true);
    // What cannot be read stands in the role, so that nobody takes it for "no policy".
    const role = made.after.roles[0]?.identity.role;
    const documents = role?.kind === "own" ? [...role.inlinePolicies, ...role.managedPolicies] : [];
    expect(documents.map(({ document }) => document)).toEqual([{}]);
  });

  test("a policy of a role that no pod uses is nobody's business here", () => {
    const lambda = newRole("lambda", { assume_role_policy: policyText("sts:AssumeRole") });
    const refers = { role: ["aws_iam_role.lambda.name", "aws_iam_role.lambda"], policy: ["local.x"] };
    const policy = { after: { name: "p" }, unknown: ["role", "policy"], refers };
    const made = plannedAlone(planOf({ ...base, "aws_iam_role.lambda": lambda, [POLICY]: policy }));
    expect(made.notAnalysable).toEqual([]);
    expect(made.after.roles).toHaveLength(1);
  });
});

describe("other parts that cannot be told", () => {
  const stood = (more: Values, written: Written) => ({
    ...written,
    after: { ...associationValues(), ...more },
  });
  const cases: [string, Written, string][] = [
    [
      "service account",
      stood({ service_account: undefined }, { unknown: ["service_account"] }),
      `${ASSOCIATION} service_account (service account)`,
    ],
    [
      "cluster",
      stood({ cluster_name: undefined }, { unknown: ["cluster_name"] }),
      `${ASSOCIATION} cluster_name (cluster)`,
    ],
    [
      "a sensitive service account",
      stood({ service_account: "hush" }, { sensitive: ["service_account"] }),
      `${ASSOCIATION} service_account (service account)`,
    ],
    [
      "a sensitive namespace",
      stood({ namespace: "hush" }, { sensitive: ["namespace"] }),
      `${ASSOCIATION} namespace (service account)`,
    ],
    [
      "a sensitive cluster",
      stood({ cluster_name: "hush" }, { sensitive: ["cluster_name"] }),
      `${ASSOCIATION} cluster_name (cluster)`,
    ],
    ["target role", stood({}, { unknown: ["target_role_arn"] }), `${ASSOCIATION} target_role_arn (target role)`],
    ["session policy", stood({ policy: "{" }, {}), `${ASSOCIATION} policy (session policy)`],
  ];
  test.each(cases)("%s", (_, written, expected) => {
    const made = plannedAlone(planOf({ [ROLE]: standing(roleValues()), [ASSOCIATION]: written }));
    expect(made.notAnalysable.map((one) => gap(one).replace(/ of .*/, ""))).toEqual([expected]);
    expect(made.notAnalysable[0]?.serviceAccounts).toEqual(
      made.after.pods.map(({ serviceAccount }) => serviceAccountText(serviceAccount)),
    );
    expect(JSON.stringify(made)).not.toContain("hush");
  });

  test("trust policy, and a role's own gap is told once for all who use it", () => {
    const role = { ...newRole("api", { assume_role_policy: undefined }), unknown: ["arn", "id", "assume_role_policy"] };
    const made = plannedAlone(
      planOf({
        [ROLE]: role,
        "aws_eks_pod_identity_association.a": newAssociation("a", ROLE_ARN_REFERS),
        "aws_eks_pod_identity_association.b": newAssociation("b", ROLE_ARN_REFERS),
      }),
    );
    expect(made.notAnalysable.map(gap)).toEqual([`${ROLE} assume_role_policy (trust policy) of backend/a backend/b`]);
  });
});

describe("with the configuration's text", () => {
  test("a policy is rebuilt, and a role found through a local", () => {
    const main = `
      locals { role = aws_iam_role.api.arn }
      resource "aws_iam_role" "api" { name = "api" }
      resource "aws_iam_role_policy" "api" {
        name   = "p"
        role   = aws_iam_role.api.id
        policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = aws_sqs_queue.q.arn }] })
      }
      resource "aws_sqs_queue" "q" {}
      resource "aws_eks_pod_identity_association" "api" { role_arn = local.role }
    `;
    const policy = {
      after: { name: "p" },
      unknown: ["role", "policy"],
      refers: { role: [`${ROLE}.id`, ROLE], policy: ["aws_sqs_queue.q.arn", "aws_sqs_queue.q"] },
    };
    const queue = { after: {}, unknown: ["arn"] };
    const plan = planOf({
      [ROLE]: newRole(),
      "aws_sqs_queue.q": queue,
      [POLICY]: policy,
      [ASSOCIATION]: newAssociation("api", ["local.role"]),
    });
    const made = plannedAlone(plan, { "main.tf": main });
    expect(joined(made)).toEqual([`api -> ${ROLE}`]);
    expect(made.after.roles[0]?.identity.role).toMatchObject({
      inlinePolicies: [{ name: "p", document: { Statement: [{ Resource: "arn:${later:arn of aws_sqs_queue.q}" }] } }],
    });
    expect(made.notAnalysable).toEqual([]);
  });
});
