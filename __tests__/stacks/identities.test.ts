import { ACCOUNT, ATLAS, BORA, only, policyIn, resource, resources, synthIdentity, synthServices } from "./synth";

const statement = {
  actions: ["s3:GetObject"],
  resources: ["arn:aws:s3:::orders/*"],
};

test("names and logical ids are a contract", () => {
  const stack = synthIdentity(
    {
      serviceAccounts: ["shop/api", "shop/api.v2"],
      policies: ["AmazonS3ReadOnlyAccess", `arn:aws:iam::${ACCOUNT}:policy/team/orders`],
      allow: [statement],
      policyFiles: ["policies/team.json"],
    },
    { clusters: { atlas: ATLAS, bora: BORA } },
    {
      "policies/team.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: [{ Effect: "Deny", Action: "s3:*", Resource: "*" }],
      }),
    },
  );
  const addresses = Object.entries(stack.json.resource).flatMap(([type, all]) =>
    Object.entries(all).map(([id, one]) => `${type}.${id} ${one.name ?? one.policy_arn ?? one.service_account}`),
  );
  expect(addresses.sort()).toMatchInlineSnapshot(`
    [
      "aws_eks_pod_identity_association.api_atlas_shop_api_834DC0F7 api",
      "aws_eks_pod_identity_association.api_atlas_shop_apiv2_6344C73D api.v2",
      "aws_eks_pod_identity_association.api_bora_shop_api_D40BC3E4 api",
      "aws_eks_pod_identity_association.api_bora_shop_apiv2_3A51AF33 api.v2",
      "aws_iam_role.api_role_47A338DA orders-api",
      "aws_iam_role_policy.api_inline_pod-identity_3B5CFF1E pod-identity",
      "aws_iam_role_policy.api_inline_team_9C4207DB team",
      "aws_iam_role_policy_attachment.api_managed_492000000148_team--orders_F14F8DD3 arn:aws:iam::492000000148:policy/team/orders",
      "aws_iam_role_policy_attachment.api_managed_aws_AmazonS3ReadOnlyAccess_1D7B83C6 arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    ]
  `);
  expect(resource(stack, "iam_role")).toMatchObject({
    name: "orders-api",
    path: "/pod-identity/orders/",
  });
});

test("an environment's name stands in the stack's and the roles' names", () => {
  const stacks = synthServices({
    identities: [{ name: "api", serviceAccounts: ["shop/api"] }],
    environments: {
      staging: {
        clusters: { bora: { ...BORA, account: "111122223333" } },
        tags: { stage: "s" },
      },
      production: {
        clusters: { atlas: ATLAS },
        identities: [{ name: "audit", serviceAccounts: ["shop/audit"] }],
      },
    },
  });
  const roles = Object.entries(stacks).map(([name, stack]) => [
    name,
    Object.values(resources(stack, "iam_role")).map((role) => `${role.path}${role.name}`),
    stack.json.provider.aws?.map((provider) => provider.allowed_account_ids),
  ]);
  expect(roles.sort()).toEqual([
    [
      "orders-production",
      ["/pod-identity/orders/orders-production-api", "/pod-identity/orders/orders-production-audit"],
      [[ACCOUNT]],
    ],
    ["orders-staging", ["/pod-identity/orders/orders-staging-api"], [["111122223333"]]],
  ]);
});

test("a role's name over 64 characters is cut and ends in a hash", () => {
  const stack = synthIdentity({ name: `a${"b".repeat(62)}` });
  expect(resource(stack, "iam_role").name).toBe(`orders-a${"b".repeat(47)}-a09fc99b`);
});

test("associations come after all policies of their role, and refer to it", () => {
  const stack = synthIdentity({
    serviceAccounts: ["shop/api", "shop/worker"],
    policies: ["AmazonS3ReadOnlyAccess"],
    allow: [statement],
  });
  const [role = ""] = Object.keys(resources(stack, "iam_role"));
  const policies = ["iam_role_policy", "iam_role_policy_attachment"].flatMap((type) =>
    Object.keys(resources(stack, type)).map((id) => `aws_${type}.${id}`),
  );
  const associations = Object.values(resources(stack, "eks_pod_identity_association"));
  expect(associations).toHaveLength(2);
  for (const one of associations) {
    expect(one.role_arn).toBe(`\${aws_iam_role.${role}.arn}`);
    expect([...(Array.isArray(one.depends_on) ? one.depends_on : [])].sort()).toEqual(policies.sort());
  }
});

test("an identity without policies waits for nothing", () => {
  expect(resource(synthIdentity(), "eks_pod_identity_association")).not.toHaveProperty("depends_on");
});

test("outputs tell the role, the associations and the subjects", () => {
  const { json } = synthIdentity({
    serviceAccounts: ["shop/api", "shop/worker"],
  });
  const values = Object.fromEntries(Object.entries(json.output).map(([name, { value }]) => [name, value]));
  expect(values).toEqual({
    api_role_arn: expect.stringMatching(/^\$\{aws_iam_role\.\w+\.arn\}$/),
    api_role_name: "orders-api",
    api_association_ids: {
      "atlas/shop/api": expect.stringMatching(/^\$\{aws_eks_pod_identity_association\.[\w-]+\.association_id\}$/),
      "atlas/shop/worker": expect.stringMatching(/^\$\{aws_eks_pod_identity_association\.[\w-]+\.association_id\}$/),
    },
    api_subjects: {
      "atlas/shop/api": "system:serviceaccount:shop:api",
      "atlas/shop/worker": "system:serviceaccount:shop:worker",
    },
  });
});

test("everything that a role can be given reaches it", () => {
  const stack = synthIdentity(
    {
      description: "Reads orders.",
      maxSessionDuration: 7200,
      permissionsBoundary: "service-boundary",
      path: "/teams/shop/",
      tags: { team: "shop" },
    },
    { tags: { team: "all", "cost-center": "42" } },
  );
  expect(resource(stack, "iam_role")).toMatchObject({
    description: "Reads orders.",
    max_session_duration: 7200,
    permissions_boundary: `arn:aws:iam::${ACCOUNT}:policy/service-boundary`,
    path: "/teams/shop/",
    tags: { team: "shop", "cost-center": "42" },
  });
  expect(resource(stack, "eks_pod_identity_association").tags).toEqual({
    team: "shop",
    "cost-center": "42",
  });
});

test("allow and deny make one inline policy, sorted and without repetition", () => {
  const stack = synthIdentity({
    allow: [
      {
        actions: ["s3:PutObject", "s3:GetObject", "s3:GetObject"],
        resources: ["arn:aws:s3:::b", "arn:aws:s3:::a"],
      },
      {
        actions: ["s3:GetObject", "s3:PutObject"],
        resources: ["arn:aws:s3:::a", "arn:aws:s3:::b"],
      },
    ],
    deny: [{ ...statement, when: { Bool: { "aws:SecureTransport": false } } }],
  });
  expect(policyIn(resource(stack, "iam_role_policy").policy)).toEqual({
    Version: "2012-10-17",
    Statement: [
      {
        Effect: "Allow",
        Action: ["s3:GetObject", "s3:PutObject"],
        Resource: ["arn:aws:s3:::a", "arn:aws:s3:::b"],
      },
      {
        Effect: "Deny",
        Action: ["s3:GetObject"],
        Resource: ["arn:aws:s3:::orders/*"],
        Condition: { Bool: { "aws:SecureTransport": [false] } },
      },
    ],
  });
});

test("an existing role is associated and nothing else", () => {
  const roleArn = `arn:aws:iam::${ACCOUNT}:role/teams/shop/api`;
  const stack = synthIdentity({ roleArn });
  expect(Object.keys(stack.json.resource)).toEqual(["aws_eks_pod_identity_association"]);
  expect(resource(stack, "eks_pod_identity_association").role_arn).toBe(roleArn);
  expect(stack.json.output).toMatchObject({
    api_role_arn: { value: roleArn },
    api_role_name: { value: "api" },
  });
});

describe("a target role", () => {
  const targetRoleArn = "arn:aws:iam::111122223333:role/target";
  const source = `arn:aws:iam::${ACCOUNT}:role/pod-identity/orders/orders-api`;

  test("is granted to the source, and its trust is written out, pinned by the session tags", () => {
    const stack = synthIdentity({ targetRoleArn });
    expect(policyIn(resource(stack, "iam_role_policy").policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Resource: [targetRoleArn],
      },
    ]);
    expect(resource(stack, "eks_pod_identity_association")).toMatchObject({
      target_role_arn: targetRoleArn,
    });
    expect(policyIn(stack.json.output.api_target_trust_policy?.value).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          ArnEquals: { "aws:PrincipalArn": [source] },
          StringEquals: {
            "aws:RequestTag/eks-cluster-arn": [`arn:aws:eks:us-east-1:${ACCOUNT}:cluster/atlas-eks`],
            "aws:RequestTag/kubernetes-namespace": ["shop"],
            "aws:RequestTag/kubernetes-service-account": ["api"],
          },
        },
      },
    ]);
  });

  test("is pinned by external ids where session tags are disabled", () => {
    const stack = synthIdentity({
      targetRoleArn,
      disableSessionTags: true,
      trust: "account",
    });
    const id = `us-east-1/${ACCOUNT}/atlas-eks/shop/api`;
    expect(policyIn(resource(stack, "iam_role_policy").policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["sts:AssumeRole"],
        Resource: [targetRoleArn],
      },
    ]);
    expect(policyIn(stack.json.output.api_target_trust_policy?.value).Statement).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
        Action: ["sts:AssumeRole"],
        Condition: {
          ArnEquals: { "aws:PrincipalArn": [source] },
          StringEquals: { "sts:ExternalId": [id] },
        },
      },
    ]);
    expect(stack.json.output.api_external_ids?.value).toEqual({
      "atlas/shop/api": id,
    });
    expect(resource(stack, "eks_pod_identity_association").disable_session_tags).toBe(true);
  });
});

test("a session policy is on every association", () => {
  const stack = synthIdentity({
    serviceAccounts: ["shop/api", "shop/worker"],
    disableSessionTags: true,
    trust: "account",
    sessionPolicy: { allow: [statement] },
  });
  for (const one of Object.values(resources(stack, "eks_pod_identity_association"))) {
    expect(policyIn(one.policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: statement.actions,
        Resource: statement.resources,
      },
    ]);
  }
});

test("a service without identities is a stack without resources", () => {
  expect(only(synthServices({})).json.resource).toEqual({});
});
