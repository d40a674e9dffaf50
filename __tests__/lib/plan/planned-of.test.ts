import { serviceAccountText } from "../../../lib/model/identity";
import type { Plan } from "../../../lib/plan/format";
import type { PlannedPod, PlannedRole, PlannedSide } from "../../../lib/plan/planned";
import { plannedOf } from "../../../lib/plan/planned-of";
import { plannedAlone } from "./planned-alone";
import {
  ASSOCIATION,
  associationValues,
  documentOf,
  newAssociation,
  newRole,
  POLICY,
  planOf,
  policyText,
  type Resources,
  ROLE,
  ROLE_ARN,
  ROLE_ARN_REFERS,
  roleValues,
  standing,
  trustText,
  type Written,
} from "./small-plan";

function of(resources: Resources, more: Partial<Plan> = {}) {
  return plannedAlone(planOf(resources, more));
}

/** `atlas-eks backend/api -> aws_iam_role.api`, or the role's ARN. */
function podText({ cluster, serviceAccount, role, identity }: PlannedPod): string {
  return `${cluster.name} ${serviceAccountText(serviceAccount)} -> ${role?.address ?? identity.role.arn}`;
}

function pods({ pods }: PlannedSide): string[] {
  return pods.map(podText);
}

/** What a role permits: actions of its policies by their names, `?` for what cannot be read. */
function permits({ identity: { role } }: Pick<PlannedRole, "identity">): Record<string, unknown> {
  if (role.kind !== "own") return {};
  const actionOf = (document: unknown) => /"Action":"([^"]+)"/.exec(JSON.stringify(document))?.[1] ?? "?";
  return {
    ...Object.fromEntries(role.inlinePolicies.map(({ name, document }) => [name, actionOf(document)])),
    ...Object.fromEntries(
      role.managedPolicies.map(({ arn, document }) => [arn, document === undefined ? "-" : actionOf(document)]),
    ),
  };
}

function permitsOn({ roles }: PlannedSide): Record<string, unknown> | undefined {
  return roles[0] === undefined ? undefined : permits(roles[0]);
}

const ATTACHMENT = "aws_iam_role_policy_attachment.api";
const S3 = "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess";

describe("which objects stand on which side", () => {
  const stands = { [ROLE]: standing(roleValues()) };
  const text = "atlas-eks backend/api -> aws_iam_role.api";
  const cases: [string, Written, string[], string[]][] = [
    ["one that is left alone", standing(associationValues()), [text], [text]],
    ["one that is made", { after: associationValues() }, [], [text]],
    ["one that is deleted", { before: associationValues() }, [text], []],
    ["one that Terraform forgets stays", { before: associationValues(), actions: ["forget"] }, [text], [text]],
    [
      "one that is replaced",
      { before: associationValues(), after: associationValues("worker"), actions: ["delete", "create"] },
      [text],
      ["atlas-eks backend/worker -> aws_iam_role.api"],
    ],
    [
      "one that is made anew and left standing",
      { before: associationValues(), after: associationValues("worker"), actions: ["create", "forget"] },
      [text],
      ["atlas-eks backend/worker -> aws_iam_role.api", text],
    ],
    ["one left over goes away", { before: associationValues(), deposed: "12345678" }, [text], []],
  ];
  test.each(cases)("%s", (_, written, before, after) => {
    const planned = of({ ...stands, [ASSOCIATION]: written });
    expect([pods(planned.before), pods(planned.after)]).toEqual([before, after]);
    expect(planned.notAnalysable).toEqual([]);
  });

  test("what is forgotten says so", () => {
    const planned = of({
      [ROLE]: { before: roleValues(), actions: ["forget"] },
      [ASSOCIATION]: { before: associationValues(), actions: ["forget"] },
    });
    expect([planned.after.pods[0]?.forgotten, planned.after.roles[0]?.forgotten]).toEqual([true, true]);
    expect([planned.before.pods[0]?.forgotten, planned.before.roles[0]?.address]).toEqual([true, ROLE]);
  });

  test("a left-over does not count as the object of its address", () => {
    const planned = of({
      [ROLE]: newRole("api-2"),
      [`${ROLE}#1`]: { before: roleValues(), deposed: "12345678" },
      [ASSOCIATION]: newAssociation("api", ROLE_ARN_REFERS),
    });
    expect(planned.after.roles.map(({ identity }) => identity.name)).toEqual(["api-2"]);
    expect(planned.before.roles.map(({ identity }) => identity.name)).toEqual(["api"]);
  });

  test("a move is one object, whatever its addresses", () => {
    const prior = { address: "aws_iam_role.old", mode: "managed" as const, type: "aws_iam_role", name: "old" };
    const planned = of(
      {
        [ROLE]: standing(roleValues(), { previous: "aws_iam_role.old" }),
        [ASSOCIATION]: standing(associationValues()),
      },
      { prior_state: { values: { root_module: { resources: [{ ...prior, values: roleValues() }] } } } },
    );
    expect([pods(planned.before), pods(planned.after)]).toEqual([
      ["atlas-eks backend/api -> aws_iam_role.api"],
      ["atlas-eks backend/api -> aws_iam_role.api"],
    ]);
    expect(planned.after.roles).toHaveLength(1);
  });

  test("what a targeted plan passes over stays as it is", () => {
    const resource = {
      address: ASSOCIATION,
      mode: "managed" as const,
      type: "aws_eks_pod_identity_association",
      name: "api",
    };
    const child = {
      address: 'module.m["a"]',
      resources: [{ ...resource, address: `module.m["a"].${ASSOCIATION}`, values: associationValues() }],
    };
    const planned = of(
      { [ROLE]: standing(roleValues()) },
      { complete: false, prior_state: { values: { root_module: { child_modules: [child] } } } },
    );
    expect([pods(planned.before), pods(planned.after)]).toEqual([
      ["atlas-eks backend/api -> aws_iam_role.api"],
      ["atlas-eks backend/api -> aws_iam_role.api"],
    ]);
    expect(planned.after.pods[0]?.address).toBe(`module.m["a"].${ASSOCIATION}`);
  });
});

describe("what a role permits", () => {
  const inline = (action: string, more = {}) => ({ name: "p", role: "api", policy: policyText(action), ...more });
  const attached = { role: "api", policy_arn: S3 };
  const customer = `arn:aws:iam::492000000148:policy/orders`;
  const cases: [string, Resources, object | undefined, object | undefined][] = [
    [
      "inline policies",
      { [POLICY]: { before: inline("s3:GetObject"), after: inline("s3:*") } },
      { p: "s3:GetObject" },
      { p: "s3:*" },
    ],
    ["one that goes", { [POLICY]: { before: inline("s3:GetObject") } }, { p: "s3:GetObject" }, {}],
    ["policies of AWS", { [ATTACHMENT]: standing(attached) }, { [S3]: "-" }, { [S3]: "-" }],
    ["a detached one", { [ATTACHMENT]: { before: attached } }, { [S3]: "-" }, {}],
    [
      "a customer managed one of the plan, on each side what it says there",
      {
        "aws_iam_policy.orders": {
          before: { arn: customer, name: "orders", policy: policyText("sqs:SendMessage") },
          after: { arn: customer, name: "orders", policy: policyText("sqs:*") },
        },
        [ATTACHMENT]: standing({ role: "api", policy_arn: customer }),
      },
      { [customer]: "sqs:SendMessage" },
      { [customer]: "sqs:*" },
    ],
    [
      "one outside of the plans, by its ARN",
      { [ATTACHMENT]: standing({ role: "api", policy_arn: customer }) },
      { [customer]: "-" },
      { [customer]: "-" },
    ],
    [
      "one that was read",
      {
        "data.aws_iam_policy.orders": standing({ arn: customer, name: "orders", policy: policyText("sqs:*") }),
        [ATTACHMENT]: standing({ role: "api", policy_arn: customer }),
      },
      { [customer]: "sqs:*" },
      { [customer]: "sqs:*" },
    ],
    [
      "an attachment to several roles, of which this one goes",
      {
        "aws_iam_policy_attachment.all": {
          before: { name: "all", policy_arn: S3, roles: ["api", "other"] },
          after: { name: "all", policy_arn: S3, roles: ["other"] },
        },
      },
      { [S3]: "-" },
      {},
    ],
  ];
  test.each(cases)("%s", (_, resources, before, after) => {
    const planned = of({ [ROLE]: standing(roleValues()), ...resources });
    expect([permitsOn(planned.before), permitsOn(planned.after)]).toEqual([before, after]);
    expect(planned.notAnalysable).toEqual([]);
  });

  /** The provider tells in the role what it found there when it refreshed. */
  const found = (names: readonly string[], arns: readonly string[] = []) => ({
    inline_policy: names.map((name) => ({ name, policy: policyText(`s3:${name}`) })),
    managed_policy_arns: arns,
  });
  const atTheRole: [string, Resources, object, object][] = [
    ["what nobody manages stays", {}, { a: "s3:a", [S3]: "-" }, { a: "s3:a", [S3]: "-" }],
    [
      "what a resource manages is as it says, and goes with it",
      {
        [POLICY]: { before: { name: "a", role: "api", policy: policyText("s3:a") } },
        [ATTACHMENT]: { before: attached },
      },
      { a: "s3:a", [S3]: "-" },
      {},
    ],
    [
      "what Terraform forgets stays",
      {
        [POLICY]: { before: { name: "a", role: "api", policy: policyText("s3:a") }, actions: ["forget"] },
        [ATTACHMENT]: { before: attached, actions: ["forget"] },
      },
      { a: "s3:a", [S3]: "-" },
      { a: "s3:a", [S3]: "-" },
    ],
    [
      "exclusive lists take away what is not in them",
      {
        "aws_iam_role_policies_exclusive.api": { after: { role_name: "api", policy_names: ["b"] } },
        "aws_iam_role_policy_attachments_exclusive.api": { after: { role_name: "api", policy_arns: [customer] } },
      },
      { a: "s3:a", [S3]: "-" },
      { [customer]: "-" },
    ],
  ];
  test.each(atTheRole)("found at the role: %s", (_, resources, before, after) => {
    const planned = of({ [ROLE]: standing(roleValues("api", found(["a"], [S3]))), ...resources });
    expect([permitsOn(planned.before), permitsOn(planned.after)]).toEqual([before, after]);
  });

  test("a role's own blocks are exclusive", () => {
    const planned = of({
      [ROLE]: {
        before: roleValues("api", found(["a"], [S3])),
        after: roleValues("api", found(["b"], [])),
        refers: { inline_policy: [], managed_policy_arns: [] },
      },
    });
    expect([permitsOn(planned.before), permitsOn(planned.after)]).toEqual([{ a: "s3:a", [S3]: "-" }, { b: "s3:b" }]);
  });

  test("a role that is replaced begins with nothing of the old one", () => {
    const values = roleValues("api", found(["a"], [S3]));
    const planned = of({ [ROLE]: { ...newRole(), before: values, actions: ["delete", "create"] } });
    expect([permitsOn(planned.before), permitsOn(planned.after)]).toEqual([{ a: "s3:a", [S3]: "-" }, {}]);
  });

  test("the boundary, and what it says where a plan tells it", () => {
    const planned = of({
      [ROLE]: {
        before: roleValues("api", { permissions_boundary: customer }),
        after: roleValues("api", { permissions_boundary: "" }),
      },
      "aws_iam_policy.orders": standing({ arn: customer, name: "orders", policy: policyText("sqs:*") }),
    });
    expect(planned.before.roles[0]?.identity.role).toMatchObject({
      permissionsBoundary: customer,
      permissionsBoundaryDocument: { Statement: [{ Action: "sqs:*" }] },
    });
    expect(planned.after.roles[0]?.identity.role).not.toHaveProperty("permissionsBoundary");
  });

  test("equal texts are one document, on both sides", () => {
    const planned = of({
      [ROLE]: standing(roleValues()),
      [POLICY]: standing(inline("s3:*")),
      "aws_iam_role_policy.more": standing(inline("s3:*", { name: "q" })),
    });
    const documents = [planned.before, planned.after].flatMap(({ roles }) =>
      roles.flatMap(({ identity: { role } }) => (role.kind === "own" ? role.inlinePolicies : [])),
    );
    expect(new Set(documents.map(({ document }) => document)).size).toBe(1);
    expect(documents).toHaveLength(4);
  });
});

test("a role that is left alone with all that it holds is the same object on both sides", () => {
  const resources = (policy: Written) => ({
    [ROLE]: standing(roleValues()),
    [POLICY]: standing({ name: "p", role: "api", policy: policyText("s3:*") }),
    "aws_iam_policy.orders": policy,
    [ATTACHMENT]: standing({ role: "api", policy_arn: "arn:aws:iam::492000000148:policy/orders" }),
  });
  const values = (action: string) => ({
    arn: "arn:aws:iam::492000000148:policy/orders",
    name: "orders",
    policy: policyText(action),
  });
  const isSame = ({ before, after }: ReturnType<typeof of>) =>
    before.roles[0]?.identity.role === after.roles[0]?.identity.role;
  expect(isSame(of(resources(standing(values("sqs:*")))))).toBe(true);
  expect(isSame(of(resources({ before: values("sqs:*"), after: values("sqs:SendMessage") })))).toBe(false);
});

describe("which roles", () => {
  test("those that trust EKS Pod Identity, on the side on which they do", () => {
    const planned = of({
      [ROLE]: {
        before: roleValues("api", { assume_role_policy: trustText(undefined, "ec2.amazonaws.com") }),
        after: roleValues(),
      },
      "aws_iam_role.lambda": standing(
        roleValues("lambda", { assume_role_policy: trustText(undefined, "lambda.amazonaws.com") }),
      ),
    });
    expect(planned.before.roles).toEqual([]);
    expect(planned.after.roles.map(({ address }) => address)).toEqual([ROLE]);
    expect(planned.after.model.identities.map(({ name }) => name)).toEqual(["api"]);
  });

  test("and those that an association names, whatever they trust", () => {
    const role = roleValues("api", { assume_role_policy: trustText(undefined, "ec2.amazonaws.com") });
    const planned = of({ [ROLE]: standing(role), [ASSOCIATION]: standing(associationValues()) });
    expect(planned.after.roles.map(({ address }) => address)).toEqual([ROLE]);
  });

  test("pinned are those whose trust asks for a session tag in each of its statements", () => {
    const pin = { StringEquals: { "aws:RequestTag/kubernetes-namespace": ["backend"] } };
    const planned = of({
      [ROLE]: standing(roleValues("api", { assume_role_policy: trustText(pin) })),
      "aws_iam_role.open": standing(roleValues("open")),
    });
    expect(planned.after.roles.map(({ identity }) => identity.pinned)).toEqual([true, false]);
  });

  test("one of another plan is its own plan's role", () => {
    const [first, second] = plannedOf([
      documentOf(planOf({ [ASSOCIATION]: standing(associationValues()) }), "api"),
      documentOf(planOf({ [ROLE]: standing(roleValues()) }), "roles"),
    ]);
    expect(first?.after.pods.map(podText)).toEqual(["atlas-eks backend/api -> aws_iam_role.api"]);
    expect(first?.after.pods[0]?.role?.stack).toBe("roles");
    expect([first?.after.roles.length, second?.after.roles.length]).toEqual([0, 1]);
  });

  test("one that another plan makes anew is told by its name", () => {
    const [first] = plannedOf([
      documentOf(planOf({ [ASSOCIATION]: { after: associationValues() } }), "api"),
      documentOf(planOf({ [ROLE]: newRole() }), "roles"),
    ]);
    expect(first?.after.pods.map(podText)).toEqual(["atlas-eks backend/api -> aws_iam_role.api"]);
  });

  test("one outside of the plans is known by its ARN", () => {
    const planned = of({ [ASSOCIATION]: standing(associationValues()) });
    expect(planned.after.pods[0]?.identity.role).toEqual({ kind: "existing", arn: ROLE_ARN });
    expect(planned.notAnalysable).toEqual([]);
  });

  test("one outside of the plans is known in part where they give it policies", () => {
    const planned = of({
      [ASSOCIATION]: standing(associationValues()),
      [POLICY]: { after: { name: "p", role: "api", policy: policyText("s3:*") } },
    });
    const rest = "or other policies outside of the plans";
    expect(planned.before.pods.map(permits)).toEqual([{ [rest]: "?" }]);
    expect(planned.after.pods.map(permits)).toEqual([{ p: "s3:*", [rest]: "?" }]);
    expect(planned.after.roles).toEqual([]);
  });
});

describe("identities", () => {
  test("service accounts of one role on the same clusters are one identity, others are their own", () => {
    const other = { cluster_name: "bora-eks", association_arn: undefined };
    const planned = of({
      [ROLE]: standing(roleValues()),
      "aws_eks_pod_identity_association.a": standing(associationValues("a")),
      "aws_eks_pod_identity_association.b": standing(associationValues("b")),
      "aws_eks_pod_identity_association.c": standing(associationValues("c", other)),
      "aws_eks_pod_identity_association.d": standing(associationValues("d", { disable_session_tags: true })),
    });
    const found = planned.after.model.identities.map(({ clusters, serviceAccounts, disableSessionTags }) => [
      clusters.map(({ name }) => name).join(),
      serviceAccounts.map(({ name }) => name).join(),
      disableSessionTags,
    ]);
    expect(found).toEqual([
      ["atlas-eks", "a,b", false],
      ["bora-eks", "c", false],
      ["atlas-eks", "d", true],
    ]);
    expect(new Set(planned.after.pods.map(({ identity }) => identity)).size).toBe(3);
  });

  test("target role and session policy", () => {
    const target = "arn:aws:iam::492000000199:role/target";
    const more = { target_role_arn: target, disable_session_tags: true, policy: policyText("s3:*") };
    const planned = of({ [ROLE]: standing(roleValues()), [ASSOCIATION]: standing(associationValues("api", more)) });
    expect(planned.after.pods[0]?.identity).toMatchObject({
      target: { roleArn: target },
      disableSessionTags: true,
      sessionPolicy: { Statement: [{ Action: "s3:*" }] },
    });
  });

  test("tags: the role's on the identity, the association's on the pod, none that is sensitive", () => {
    const planned = of({
      [ROLE]: standing(roleValues("api", { tags_all: { team: "a" } })),
      [ASSOCIATION]: {
        ...standing(associationValues("api", { tags_all: { secret: "x" } })),
        sensitive: ["tags_all"],
      },
    });
    expect(planned.after.pods[0]).toMatchObject({ tags: {}, identity: { tags: { team: "a" } } });
  });
});

describe("add-ons", () => {
  const addon = (more = {}) => ({
    cluster_name: "atlas-eks",
    addon_name: "aws-ebs-csi-driver",
    addon_version: "v1.48.0-eksbuild.2",
    pod_identity_association: [{ role_arn: ROLE_ARN, service_account: "ebs-csi-controller-sa" }],
    ...more,
  });

  test("their own associations, in the namespace of the add-on", () => {
    const planned = of({ [ROLE]: standing(roleValues()), "aws_eks_addon.ebs": standing(addon()) });
    expect(pods(planned.after)).toEqual(["atlas-eks kube-system/ebs-csi-controller-sa -> aws_iam_role.api"]);
    expect(planned.after.pods[0]).toMatchObject({ addon: "aws-ebs-csi-driver", address: "aws_eks_addon.ebs" });
    expect(planned.after.addons).toEqual([
      {
        stack: "api",
        address: "aws_eks_addon.ebs",
        cluster: "atlas-eks",
        name: "aws-ebs-csi-driver",
        version: "v1.48.0-eksbuild.2",
      },
    ]);
  });

  test("the namespace is the trust policy's where it pins one", () => {
    const pin = { StringEquals: { "aws:RequestTag/kubernetes-namespace": "storage" } };
    const planned = of({
      [ROLE]: standing(roleValues("api", { assume_role_policy: trustText(pin) })),
      "aws_eks_addon.ebs": standing(addon({ addon_name: "acme_driver" })),
    });
    expect(pods(planned.after)).toEqual(["atlas-eks storage/ebs-csi-controller-sa -> aws_iam_role.api"]);
  });

  test("an identity that somebody writes for the agent is one like any other", () => {
    const after = {
      cluster_name: "atlas-eks",
      addon_name: "eks-pod-identity-agent",
      pod_identity_association: [{ service_account: "eks-pod-identity-agent", role_arn: ROLE_ARN }],
    };
    const side = of({ [ROLE]: standing(roleValues()), "aws_eks_addon.agent": { after } }).after;
    expect(side.pods.map(({ addon, role }) => [addon, role?.address])).toEqual([
      ["eks-pod-identity-agent", "aws_iam_role.api"],
    ]);
  });

  test("the agent without a version that is known", () => {
    const agent = { cluster_name: "atlas-eks", addon_name: "eks-pod-identity-agent" };
    const planned = of({
      "aws_eks_addon.agent": { after: agent, unknown: ["addon_version", "pod_identity_association"] },
    });
    expect(planned.after.addons).toEqual([
      { stack: "api", address: "aws_eks_addon.agent", cluster: "atlas-eks", name: "eks-pod-identity-agent" },
    ]);
    expect([planned.after.pods, planned.notAnalysable]).toEqual([[], []]);
  });
});

describe("where clusters are", () => {
  const { association_arn: _, ...bare } = associationValues();
  const cases: [string, Written, string, string][] = [
    ["by the association's ARN", standing(associationValues(), { provider: "aws.eu" }), "us-east-1", "492000000148"],
    ["by its region", { after: { ...bare, region: "eu-north-1" } }, "eu-north-1", "492000000148"],
    ["by the provider configuration", { after: bare, provider: "aws.eu" }, "eu-west-1", "492000000148"],
    ["not at all", { after: bare, provider: "aws.none" }, "<region of provider aws.none>", "492000000148"],
  ];
  test.each(cases)("%s", (_, written, region, account) => {
    const planned = of({ [ROLE]: newRole(), [ASSOCIATION]: written });
    const cluster = planned.after.pods[0]?.cluster;
    const text = cluster?.region.replace(/^\$\{later:(.*)\}$/, "<$1>");
    expect([text, cluster?.account, cluster?.key]).toEqual([region, account, "atlas-eks"]);
  });

  test("two of one name in two regions are two", () => {
    const planned = of({
      [ROLE]: standing(roleValues()),
      "aws_eks_pod_identity_association.a": { after: bare },
      "aws_eks_pod_identity_association.b": { after: bare, provider: "aws.eu" },
    });
    expect(planned.after.model.clusters.map(({ arn }) => arn)).toEqual([
      "arn:aws:eks:us-east-1:492000000148:cluster/atlas-eks",
      "arn:aws:eks:eu-west-1:492000000148:cluster/atlas-eks",
    ]);
  });
});

describe("places", () => {
  test("the construct's path where CDKTF made it, else the address", () => {
    const stack = {
      "//": { metadata: { stackName: "api" } },
      resource: { aws_iam_role: { api: { "//": { metadata: { path: "api/api/role" } }, name: "api" } } },
    };
    const plan = planOf({ [ROLE]: standing(roleValues()), "aws_iam_role.other": standing(roleValues("other")) });
    const planned = plannedAlone(plan, { "cdk.tf.json": JSON.stringify(stack) });
    expect(planned.after.roles.map(({ identity }) => identity.at.source)).toEqual([
      "api/api/role",
      "aws_iam_role.other",
    ]);
  });
});

describe("what is made with the plan", () => {
  test("an association and its role are joined by what the configuration refers to", () => {
    const planned = of({ [ROLE]: newRole(), [ASSOCIATION]: newAssociation("api", ROLE_ARN_REFERS) });
    expect(pods(planned.after)).toEqual(["atlas-eks backend/api -> aws_iam_role.api"]);
    expect(planned.after.roles[0]?.identity.role.arn).toBe("arn:${later:arn of aws_iam_role.api}");
    expect(planned.notAnalysable).toEqual([]);
  });
});
