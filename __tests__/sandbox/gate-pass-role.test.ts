import {
  CreateAddonCommand,
  CreateClusterCommand,
  CreatePodIdentityAssociationCommand,
  UpdateAddonCommand,
  UpdatePodIdentityAssociationCommand,
} from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  PutRolePermissionsBoundaryCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import {
  allow,
  type Clients,
  deny,
  type GateWorld,
  PODS_TRUST,
  ROLE_ARN,
  SESSION_ARN,
  type Statement,
  startGateWorld,
} from "./gate-world";
import { ACCOUNT_TRUST, document } from "./iam-world";
import { ACCOUNT, CLUSTER, OTHER_ACCOUNT, REGION, refusal } from "./test-world";

let world: GateWorld;
beforeEach(async () => {
  world = await startGateWorld();
});
afterEach(() => world.close());

const PASSED = `arn:aws:iam::${ACCOUNT}:role/team/passed`;
const OWNED = `arn:aws:iam::${ACCOUNT}:role/team/owned`;
const OTHER = `arn:aws:iam::${ACCOUNT}:role/team/other`;

/** A deployer with all of EKS and what else is given; two roles that pods may have; and an association of the second. */
async function deployer(...more: Statement[]): Promise<{ as: Clients; associationId: string }> {
  await world.role({ trust: PODS_TRUST }, "passed");
  await world.role({ trust: PODS_TRUST }, "other");
  const made = await world.root.eks.send(
    new CreatePodIdentityAssociationCommand({
      clusterName: CLUSTER,
      namespace: "backend",
      serviceAccount: "web",
      roleArn: OTHER,
    }),
  );
  const as = await world.session({ inline: [allow("eks:*"), ...more] });
  return { as, associationId: made.association?.associationId ?? "" };
}

const associate = ({ eks }: Clients, roleArn = PASSED) =>
  eks.send(
    new CreatePodIdentityAssociationCommand({
      clusterName: CLUSTER,
      namespace: "backend",
      serviceAccount: "api",
      roleArn,
    }),
  );
const addon = { clusterName: CLUSTER, addonName: "aws-ebs-csi-driver" };
const podIdentityAssociations = [{ serviceAccount: "ebs-csi-controller-sa", roleArn: PASSED }];

const passing: [string, string, (as: Clients, associationId: string) => Promise<unknown>][] = [
  ["a new association", "pods.eks.amazonaws.com", (as) => associate(as)],
  [
    "an association that gets another role",
    "pods.eks.amazonaws.com",
    ({ eks }, associationId) =>
      eks.send(new UpdatePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId, roleArn: PASSED })),
  ],
  [
    "an add-on with an association",
    "pods.eks.amazonaws.com",
    ({ eks }) => eks.send(new CreateAddonCommand({ ...addon, podIdentityAssociations })),
  ],
  [
    "an add-on with a role for its service account",
    "eks.amazonaws.com",
    ({ eks }) => eks.send(new CreateAddonCommand({ ...addon, serviceAccountRoleArn: PASSED })),
  ],
  [
    "a cluster",
    "eks.amazonaws.com",
    ({ eks }) => eks.send(new CreateClusterCommand({ name: "new", roleArn: PASSED, resourcesVpcConfig: {} })),
  ],
];

describe("iam:PassRole", () => {
  const refused = {
    code: "AccessDeniedException",
    status: 403,
    message: `User: ${SESSION_ARN} is not authorized to perform: iam:PassRole on resource: ${PASSED} because no identity-based policy allows the iam:PassRole action`,
  };
  const toService = (service: string) => ({ StringEquals: { "iam:PassedToService": service } });

  test.each(passing)("%s needs it, for %s", async (_name, service, call) => {
    const { as, associationId } = await deployer(allow("iam:PassRole", PASSED, toService(service)));
    await call(as, associationId);
  });

  test.each(passing)("%s is refused without it, for another role and another service", async (_name, service, call) => {
    const { as, associationId } = await deployer(
      allow("iam:PassRole", OTHER),
      allow(
        "iam:PassRole",
        PASSED,
        toService(service === "eks.amazonaws.com" ? "pods.eks.amazonaws.com" : "eks.amazonaws.com"),
      ),
    );
    expect(await refusal(call(as, associationId))).toEqual(refused);
    expect(world.records.at(-1)).toMatchObject({
      decision: "denied",
      why: `iam:PassRole on ${PASSED} because no identity-based policy allows the iam:PassRole action`,
    });
  });

  test("an add-on that is there and gets an association needs it", async () => {
    const { as } = await deployer(allow("iam:PassRole", PASSED));
    await world.root.eks.send(new CreateAddonCommand(addon));
    await new Promise((resolve) => setTimeout(resolve, 200));
    await as.eks.send(new UpdateAddonCommand({ ...addon, podIdentityAssociations }));
  });

  test("a denial of it counts, and the log names the policy", async () => {
    const { as } = await deployer(allow("iam:PassRole"), { Sid: "NotThis", ...deny("iam:PassRole", PASSED) });
    expect((await refusal(associate(as))).message).toMatch(/with an explicit deny in an identity-based policy$/);
    expect(world.records.at(-1)?.why).toBe(
      `iam:PassRole on ${PASSED} with an explicit deny in an identity-based policy: inline (NotThis)`,
    );
  });

  test("an update that names no role needs none, and a role of another account nobody passes", async () => {
    const { as, associationId } = await deployer();
    await as.eks.send(
      new UpdatePodIdentityAssociationCommand({ clusterName: CLUSTER, associationId, disableSessionTags: true }),
    );
    expect(await refusal(associate(as, `arn:aws:iam::${OTHER_ACCOUNT}:role/x`))).toMatchObject({
      code: "AccessDeniedException",
      message: "Cross-account pass role is not allowed.",
    });
  });
});

describe("condition keys of what is asked", () => {
  const clusterArn = `arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`;
  const boundary = "arn:aws:iam::aws:policy/ReadOnlyAccess";
  const role = (more: object = {}) => ({ RoleName: "new", AssumeRolePolicyDocument: ACCOUNT_TRUST, ...more });
  const newCluster = { name: "new", roleArn: `arn:aws:iam::${OTHER_ACCOUNT}:role/eks`, resourcesVpcConfig: {} };
  const tags = [{ Key: "team", Value: "core" }];
  const equals = (key: string, value: unknown) => ({ StringEquals: { [key]: value } });

  /** What is allowed; the call that it lets through; the call that it does not. */
  const cases: [string, Statement[], (as: Clients) => Promise<unknown>, (as: Clients) => Promise<unknown>][] = [
    [
      "iam:PermissionsBoundary of a new role",
      [allow("iam:CreateRole", "*", equals("iam:PermissionsBoundary", boundary))],
      ({ iam }) => iam.send(new CreateRoleCommand(role({ PermissionsBoundary: boundary }))),
      ({ iam }) => iam.send(new CreateRoleCommand(role())),
    ],
    [
      "iam:PermissionsBoundary that a role is to get",
      [allow("iam:PutRolePermissionsBoundary", "*", equals("iam:PermissionsBoundary", boundary))],
      ({ iam }) =>
        iam.send(new PutRolePermissionsBoundaryCommand({ RoleName: "passed", PermissionsBoundary: boundary })),
      ({ iam }) =>
        iam.send(
          new PutRolePermissionsBoundaryCommand({
            RoleName: "passed",
            PermissionsBoundary: "arn:aws:iam::aws:policy/AdministratorAccess",
          }),
        ),
    ],
    [
      "iam:PolicyARN",
      [allow("iam:AttachRolePolicy", PASSED, { ArnLike: { "iam:PolicyARN": "arn:aws:iam::aws:policy/*ReadOnly*" } })],
      ({ iam }) => iam.send(new AttachRolePolicyCommand({ RoleName: "passed", PolicyArn: boundary })),
      ({ iam }) =>
        iam.send(
          new AttachRolePolicyCommand({
            RoleName: "passed",
            PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess",
          }),
        ),
    ],
    [
      "the tags of a new role, and the permission to tag it",
      [allow(["iam:CreateRole", "iam:TagRole"], "*", equals("aws:RequestTag/team", "core"))],
      ({ iam }) => iam.send(new CreateRoleCommand(role({ Tags: tags }))),
      ({ iam }) => iam.send(new CreateRoleCommand(role())),
    ],
    [
      "a new role without the permission to tag it",
      [allow("iam:CreateRole")],
      ({ iam }) => iam.send(new CreateRoleCommand(role())),
      ({ iam }) => iam.send(new CreateRoleCommand(role({ Tags: tags }))),
    ],
    [
      "the keys of tags that go",
      [allow("iam:UntagRole", PASSED, { "ForAllValues:StringEquals": { "aws:TagKeys": ["team"] } })],
      ({ iam }) => iam.send(new UntagRoleCommand({ RoleName: "passed", TagKeys: ["team"] })),
      ({ iam }) => iam.send(new UntagRoleCommand({ RoleName: "passed", TagKeys: ["team", "site"] })),
    ],
    [
      "the tags of the role",
      [allow("iam:TagRole", "*", equals("iam:ResourceTag/owner", "core"))],
      ({ iam }) => iam.send(new TagRoleCommand({ RoleName: "owned", Tags: tags })),
      ({ iam }) => iam.send(new TagRoleCommand({ RoleName: "passed", Tags: tags })),
    ],
    [
      "the tags of a new association",
      [
        allow("eks:CreatePodIdentityAssociation", clusterArn, equals("aws:RequestTag/team", "core")),
        allow("iam:PassRole", PASSED),
      ],
      ({ eks }) =>
        eks.send(
          new CreatePodIdentityAssociationCommand({
            clusterName: CLUSTER,
            namespace: "backend",
            serviceAccount: "api",
            roleArn: PASSED,
            tags: { team: "core" },
          }),
        ),
      (as) => associate(as),
    ],
    [
      "the tags of a role that is passed",
      [allow("eks:CreatePodIdentityAssociation"), allow("iam:PassRole", "*", equals("iam:ResourceTag/owner", "core"))],
      (as) => associate(as, OWNED),
      (as) => associate(as),
    ],
    [
      "the version of a new cluster",
      [allow("eks:CreateCluster", "*", equals("eks:kubernetesVersion", "1.33"))],
      ({ eks }) => eks.send(new CreateClusterCommand({ ...newCluster, version: "1.33" })),
      ({ eks }) => eks.send(new CreateClusterCommand({ ...newCluster, version: "1.32" })),
    ],
    [
      "the external id and the name of a session",
      [
        allow("sts:AssumeRole", "*", {
          StringEquals: { "sts:ExternalId": "x-1" },
          StringLike: { "sts:RoleSessionName": "ci-*" },
        }),
      ],
      ({ sts }) => sts.send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: "ci-1", ExternalId: "x-1" })),
      ({ sts }) => sts.send(new AssumeRoleCommand({ RoleArn: ROLE_ARN, RoleSessionName: "me", ExternalId: "x-1" })),
    ],
  ];
  test.each(cases)("%s", async (_name, inline, allowed, refused) => {
    await world.role({ trust: PODS_TRUST }, "passed");
    await world.role({ trust: PODS_TRUST, tags: { owner: "core" } }, "owned");
    const as = await world.session({ inline });
    expect((await refusal(refused(as))).message).toContain("because no identity-based policy allows");
    await allowed(as);
  });
});

describe("who assumes a role", () => {
  const named = document({ Effect: "Allow", Principal: { AWS: ROLE_ARN }, Action: "sts:AssumeRole" });
  const account = document({
    Effect: "Allow",
    Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    Action: "sts:AssumeRole",
  });
  const permitted = [allow("sts:AssumeRole", PASSED)];
  const mute = `User: ${SESSION_ARN} is not authorized to perform: sts:AssumeRole on resource: ${PASSED}`;
  const lacking = `${mute} because no identity-based policy allows the sts:AssumeRole action`;

  /** The target's trust, what the caller's own policies allow, and the refusal. */
  test.each<[string, string, Statement[], string]>([
    ["is trusted by name, in its own account: that is enough", named, [], ""],
    ["is of the account that is trusted, and permitted", account, permitted, ""],
    ["is of the account that is trusted, and not permitted", account, [], lacking],
    ["is permitted, and not trusted", PODS_TRUST, permitted, mute],
    [
      "is trusted, and denied",
      named,
      [deny("sts:AssumeRole")],
      `${mute} with an explicit deny in an identity-based policy`,
    ],
  ])("%s", async (_name, trust, inline, message) => {
    const { sts } = await world.session({ inline });
    await world.role({ trust }, "passed");
    const call = sts.send(new AssumeRoleCommand({ RoleArn: PASSED, RoleSessionName: "next" }));
    if (message === "") expect((await call).Credentials).toBeDefined();
    else expect(await refusal(call)).toEqual({ code: "AccessDenied", status: 403, message });
  });
});
