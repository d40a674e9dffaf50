import { EksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { IamPolicy } from "@cdktf/provider-aws/lib/iam-policy";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { type App, TerraformStack } from "cdktf";
import { ClusterStack, PodIdentity, PodIdentityAgent, ServiceStack, type ServiceStackProps } from "../../index";
import { ACCOUNT, ATLAS, BORA, only, policyIn, resource, resources, synthProgram } from "./synth";

const service = (more: Partial<ServiceStackProps> = {}): ServiceStackProps => ({
  service: "orders",
  clusters: { atlas: ATLAS },
  ...more,
});

describe("a ServiceStack in TypeScript", () => {
  test("allows what is in a bucket of the same stack", () => {
    const stack = only(
      synthProgram((app) => {
        const made = new ServiceStack(
          app,
          service({
            identities: [{ name: "api", serviceAccounts: ["shop/api"], policies: ["AmazonS3ReadOnlyAccess"] }],
          }),
        );
        const bucket = new S3Bucket(made, "bucket", { bucket: "acme-orders" });
        made
          .identity("api")
          .allow(["s3:GetObject"], [`${bucket.arn}/*`], {
            StringEquals: { "aws:PrincipalTag/team": "${aws:username}" },
          })
          .deny(["s3:DeleteObject"], ["*"]);
      }),
    );
    expect(policyIn(resource(stack, "iam_role_policy").policy).Statement).toEqual([
      {
        Effect: "Allow",
        Action: ["s3:GetObject"],
        Resource: ["${aws_s3_bucket.bucket.arn}/*"],
        Condition: { StringEquals: { "aws:PrincipalTag/team": ["$${aws:username}"] } },
      },
      { Effect: "Deny", Action: ["s3:DeleteObject"], Resource: ["*"] },
    ]);
    expect(resource(stack, "eks_pod_identity_association").depends_on).toEqual(
      [
        ...Object.keys(resources(stack, "iam_role_policy")).map((id) => `aws_iam_role_policy.${id}`),
        ...Object.keys(resources(stack, "iam_role_policy_attachment")).map(
          (id) => `aws_iam_role_policy_attachment.${id}`,
        ),
      ].sort(),
    );
  });

  test("makes what the same declaration in YAML makes, byte for byte, whichever way the statements came", () => {
    const statements = [
      { actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] },
      { actions: ["sqs:SendMessage"], resources: ["arn:aws:sqs:us-east-1:492000000148:q"] },
    ];
    const declared = synthProgram(
      (app) =>
        new ServiceStack(
          app,
          service({ identities: [{ name: "api", serviceAccounts: ["shop/api"], allow: statements }] }),
        ),
    );
    const added = synthProgram((app) => {
      const identity = new PodIdentity(new ServiceStack(app, service()), "api", { serviceAccounts: ["shop/api"] });
      for (const { actions, resources: on } of [...statements].reverse()) identity.allow(actions, on);
    });
    expect(only(added).text).toBe(only(declared).text);
  });

  test("gives its identities its clusters, tags, boundary and names", () => {
    const stack = only(
      synthProgram((app) => {
        const made = new ServiceStack(
          app,
          service({
            environment: "production",
            clusters: { atlas: ATLAS, bora: BORA },
            tags: { team: "shop" },
            permissionsBoundary: "boundary",
          }),
        );
        new PodIdentity(made, "api", { serviceAccounts: ["shop/api"], clusters: ["bora"] });
      }),
    );
    expect(resource(stack, "iam_role")).toMatchObject({
      name: "orders-production-api",
      path: "/pod-identity/orders/",
      tags: { team: "shop" },
      permissions_boundary: `arn:aws:iam::${ACCOUNT}:policy/boundary`,
    });
    expect(resource(stack, "eks_pod_identity_association")).toMatchObject({
      cluster_name: "bora-eks",
      provider: "aws.eu-west-1",
    });
  });

  test("tells where there is no identity of a name", () => {
    synthProgram((app) => {
      const made = new ServiceStack(app, service({ identities: [{ name: "api", serviceAccounts: ["shop/api"] }] }));
      expect(() => made.identity("apo")).toThrow("the stack orders has no identity `apo`; it has: api");
    });
  });

  test("takes names of resources that Terraform makes", () => {
    const stack = only(
      synthProgram((app) => {
        const made = new ServiceStack(app, service());
        const policy = new IamPolicy(made, "policy", { policy: "{}" });
        new PodIdentity(made, "api", { serviceAccounts: ["shop/api"] }).attachPolicy(policy.arn);
      }),
    );
    expect(resource(stack, "iam_role_policy_attachment").policy_arn).toBe("${aws_iam_policy.policy.arn}");
  });
});

test("a PodIdentity in a stack of one's own, on a cluster that the stack makes", () => {
  const stack = only(
    synthProgram((app) => {
      const own = new TerraformStack(app, "own");
      new AwsProvider(own, "aws", { region: "us-east-1" });
      const cluster = new EksCluster(own, "eks", {
        name: "made",
        roleArn: "arn:aws:iam::492000000148:role/eks",
        vpcConfig: { subnetIds: ["subnet-1"] },
      });
      new PodIdentity(own, "api", {
        serviceAccounts: ["shop/api"],
        service: "orders",
        clusters: { made: { name: cluster.name, account: ACCOUNT, region: "us-east-1" } },
      });
      new PodIdentityAgent(own, "agent", { clusterName: cluster.name, version: "v1.3.10-eksbuild.2" });
    }),
  );
  expect(resource(stack, "iam_role")).toMatchObject({ name: "orders-api", path: "/pod-identity/orders/" });
  const association = resource(stack, "eks_pod_identity_association");
  expect(association).toMatchObject({ cluster_name: "${aws_eks_cluster.eks.name}", namespace: "shop" });
  expect(association).not.toHaveProperty("provider");
  expect(policyIn(resource(stack, "iam_role").assume_role_policy).Statement[0]?.Condition?.StringEquals).toMatchObject({
    "aws:RequestTag/eks-cluster-arn": [`arn:aws:eks:us-east-1:${ACCOUNT}:cluster/\${aws_eks_cluster.eks.name}`],
  });
  expect(resource(stack, "eks_addon")).toMatchObject({
    cluster_name: "${aws_eks_cluster.eks.name}",
    addon_name: "eks-pod-identity-agent",
  });
  expect(stack.json.terraform.required_providers.aws?.version).toBe(">= 5.100.0, < 7.0.0");
});

test("a token may stand for a namespace or for a service account's name", () => {
  const stack = only(
    synthProgram((app) => {
      const made = new ServiceStack(app, service());
      const bucket = new S3Bucket(made, "bucket", {});
      new PodIdentity(made, "api", { serviceAccounts: [`${bucket.id}/api`] });
    }),
  );
  expect(resource(stack, "eks_pod_identity_association")).toMatchObject({
    namespace: "${aws_s3_bucket.bucket.id}",
    service_account: "api",
  });
});

test("a resource of one's own takes the stack's provider of a region", () => {
  const stack = only(
    synthProgram((app) => {
      const made = new ServiceStack(app, service({ clusters: { atlas: ATLAS, bora: BORA } }));
      new S3Bucket(made, "home", { provider: made.provider() });
      new S3Bucket(made, "away", { provider: made.provider("eu-west-1") });
      expect(() => made.provider("ap-south-1")).toThrow("the stack has no provider for the region ap-south-1");
    }),
  );
  expect(resources(stack, "s3_bucket")).toMatchObject({
    home: { provider: "aws.us-east-1" },
    away: { provider: "aws.eu-west-1" },
  });
});

test("policies follow a role that is replaced: they refer to its id, which is unknown then", () => {
  const stack = only(
    synthProgram((app) =>
      new ServiceStack(
        app,
        service({ identities: [{ name: "api", serviceAccounts: ["shop/api"], policies: ["ReadOnlyAccess"] }] }),
      )
        .identity("api")
        .deny(["s3:DeleteObject"], ["*"]),
    ),
  );
  for (const type of ["iam_role_policy", "iam_role_policy_attachment"]) {
    expect(resource(stack, type).role).toMatch(/^\$\{aws_iam_role\.[^.]+\.id\}$/);
  }
});

test("a PodIdentityAgent alone", () => {
  const stack = only(
    synthProgram((app) => {
      const own = new TerraformStack(app, "own");
      new AwsProvider(own, "aws", { region: "us-east-1" });
      new PodIdentityAgent(own, "agent", { clusterName: "atlas-eks", preserve: true, onUpdate: "PRESERVE" });
    }),
  );
  expect(resource(stack, "eks_addon")).toMatchObject({
    cluster_name: "atlas-eks",
    addon_name: "eks-pod-identity-agent",
    preserve: true,
    resolve_conflicts_on_update: "PRESERVE",
  });
});

test("a ClusterStack from props", () => {
  const stacks = synthProgram((app) => {
    const made = new ClusterStack(app, {
      key: "atlas",
      ...ATLAS,
      agent: { version: "v1.3.10-eksbuild.2" },
      state: { s3: { bucket: "acme-state", region: "us-east-1" } },
    });
    expect(made.agent?.addonArn).toMatch(/TfToken/);
  });
  expect(Object.keys(stacks)).toEqual(["cluster-atlas"]);
  expect(resource(only(stacks), "eks_addon")).toMatchObject({ addon_version: "v1.3.10-eksbuild.2" });
});

describe("what is wrong is thrown at once, all of it", () => {
  const wrong: { name: string; program: (app: App) => unknown; message: string[] }[] = [
    {
      name: "props of a ServiceStack",
      program: (app) =>
        new ServiceStack(app, {
          service: "Orders",
          clusters: { atlas: { ...ATLAS, account: "4920" } },
          identities: [{ name: "api", serviceAccounts: ["shop"], maxSessionDuration: 60 }],
        }),
      message: [
        "[Orders service] `Orders` is not a service name; allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end; fix: write `orders` (schema)",
        "[Orders clusters.atlas.account] `4920` is not an AWS account id; allowed: 12 digits, in quotes; fix: it has 4 digits (schema)",
        "[Orders identities[0].serviceAccounts[0]] `shop` is not a service account; allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last; fix: put the namespace before it: `NAMESPACE/shop` (schema)",
        "[Orders identities[0].maxSessionDuration] `60` is not a session duration; allowed: 3600 to 43200 seconds (1 to 12 h) (schema)",
      ],
    },
    {
      name: "what the rules refuse in a ServiceStack",
      program: (app) =>
        new ServiceStack(
          app,
          service({
            identities: [
              { name: "a", serviceAccounts: ["shop/api"] },
              { name: "b", serviceAccounts: ["shop/api"], disableSessionTags: true },
            ],
          }),
        ),
      message: [
        "[orders identities[1].serviceAccounts[0]] `shop/api` already has the identity `a` on the cluster `atlas`; allowed: one identity for a service account in a cluster; fix: give the access of both to one identity, or use another service account (duplicate-association)",
        "[orders identities[1].disableSessionTags] disables session tags, and the role's pinned trust policy then lets nobody in; fix: add `trust: account` (any association of the account may then use the role), or keep session tags (session-tags)",
      ],
    },
    {
      name: "props of a PodIdentity",
      program: (app) =>
        new PodIdentity(new ServiceStack(app, service()), "Api", {
          serviceAccounts: ["shop/api"],
          clusters: ["boora", "atlas", "atlas"],
          path: "shop",
        }),
      message: [
        "[orders/Api path] `shop` is not an IAM path; allowed: `/`, or segments of printable ASCII between slashes, at most 512 characters in all; fix: write `/shop/` (schema)",
        "[orders/Api] `Api` is not an identity name; allowed: 1 to 63 of a-z, 0-9 and -, a letter first, no - at the end; fix: write `api` (schema)",
        "[orders/Api clusters[0]] `boora` is not a cluster of this stack; allowed: atlas; fix: add it to the `clusters` of the service first (unknown-cluster)",
        "[orders/Api clusters[2]] `atlas` is named twice; allowed: each cluster once; fix: remove the repetition (repeated-cluster)",
      ],
    },
    {
      name: "a PodIdentity without clusters in a stack of one's own",
      program: (app) => new PodIdentity(new TerraformStack(app, "own"), "api", { serviceAccounts: ["shop/api"] }),
      message: [
        '[own/api clusters] needs its clusters written out: this stack is no ServiceStack, which would know them; fix: give `clusters: { KEY: { name: "…", account: "…", region: "…" } }`, or make it in a ServiceStack (no-clusters)',
      ],
    },
    {
      name: "clusters of two regions in a stack of one's own",
      program: (app) =>
        new PodIdentity(new TerraformStack(app, "own"), "api", {
          serviceAccounts: ["shop/api"],
          clusters: { atlas: ATLAS, bora: BORA },
        }),
      message: [
        "[own/api clusters.bora] `bora` is in eu-west-1, but `atlas` is in us-east-1, and this stack has one default provider; allowed: clusters of one region, in a stack that is no ServiceStack; fix: make the identity in a ServiceStack, which has a provider for each region (one-region)",
      ],
    },
    {
      name: "a token for a whole service account, where nobody could tell the namespace",
      program: (app) => {
        const stack = new ServiceStack(app, service());
        const bucket = new S3Bucket(stack, "bucket", {});
        new PodIdentity(stack, "api", { serviceAccounts: [bucket.id] });
      },
      message: [
        expect.stringMatching(
          /^\[orders\/api serviceAccounts\[0\]\] `\$\{TfToken.*` is not a service account; allowed: `namespace\/name`/,
        ),
      ],
    },
    {
      name: "props of a ClusterStack",
      program: (app) => new ClusterStack(app, { key: "atlas", ...ATLAS, region: "us-east-1a", agent: {} }),
      message: [
        "[cluster-atlas region] `us-east-1a` is not an AWS region; allowed: a region's code, like us-east-1, cn-north-1 or us-gov-west-1; fix: that is an availability zone: write `us-east-1` (schema)",
      ],
    },
    {
      name: "a statement that is added",
      program: (app) =>
        new PodIdentity(new ServiceStack(app, service()), "api", { serviceAccounts: ["shop/api"] }).allow(
          ["s3.GetObject"],
          ["orders"],
        ),
      message: [
        "[orders/api allow() actions[0]] `s3.GetObject` is not an IAM action; allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`; fix: write `s3:GetObject` (schema)",
        "[orders/api allow() resources[0]] `orders` is not a resource's ARN; allowed: `*`, or an ARN `arn:partition:service:region:account:resource`, with * and ? as wildcards; fix: write it like `arn:aws:s3:::reports/*` (schema)",
      ],
    },
    {
      name: "a policy attached to an existing role",
      program: (app) =>
        new PodIdentity(new ServiceStack(app, service()), "api", {
          serviceAccounts: ["shop/api"],
          roleArn: "arn:aws:iam::492000000148:role/api",
        }).attachPolicy("arn:aws:iam::aws:policy/ReadOnlyAccess"),
      message: [
        "orders/api: the identity uses the existing role arn:aws:iam::492000000148:role/api, whose policies are not managed here",
      ],
    },
  ];

  test.each(wrong)("$name", ({ program, message }) => {
    const thrown = failure(program);
    expect(thrown.message.split("\n")).toEqual(message);
  });

  test("without a stack of this package's insides", () => {
    const { name, stack = "" } = failure((app) => new ServiceStack(app, service({ service: "Orders" })));
    expect(name).toBe("DeclarationError");
    const frames = stack.split("\n").filter((line) => /^\s+at /.test(line));
    expect(frames.length).toBeLessThanOrEqual(1);
    for (const frame of frames) expect(frame).not.toMatch(/service-stack|declaration-error|node_modules/);
  });
});

describe("what is wrong only in the end is reported at synth", () => {
  const late: { name: string; program: (app: App) => unknown; message: RegExp }[] = [
    {
      name: "more than a role can hold, in a stack of one's own",
      program: (app) => {
        const own = new TerraformStack(app, "own");
        new AwsProvider(own, "aws", { region: "us-east-1" });
        const identity = new PodIdentity(own, "api", { serviceAccounts: ["shop/api"], clusters: { atlas: ATLAS } });
        for (let i = 0; i < 300; i++) identity.allow(["s3:GetObject"], [`arn:aws:s3:::bucket-${i}/*`]);
      },
      message: /own\/api\] brings the role.s inline policies to [\d,]+ characters in sum/,
    },
    {
      name: "a service account that two stacks bind",
      program: (app) => {
        for (const name of ["orders", "billing"])
          new PodIdentity(new ServiceStack(app, service({ service: name })), "api", { serviceAccounts: ["shop/api"] });
      },
      message: /`shop\/api` already has the identity `api` of the stack `\w+` on the cluster `atlas`/,
    },
    {
      name: "a policy that grew too large",
      program: (app) => {
        const identity = new PodIdentity(new ServiceStack(app, service()), "api", { serviceAccounts: ["shop/api"] });
        for (let count = 0; count < 120; count++)
          identity.allow(["s3:GetObject"], [`arn:aws:s3:::acme-orders-bucket-${count}/*`]);
      },
      message: /brings the role's inline policies to 1\d,\d{3} characters in sum.*at most 10,240 characters a role/,
    },
    {
      name: "too many managed policies",
      program: (app) => {
        const identity = new PodIdentity(new ServiceStack(app, service()), "api", { serviceAccounts: ["shop/api"] });
        for (let count = 0; count < 11; count++) identity.attachPolicy(`arn:aws:iam::${ACCOUNT}:policy/p${count}`);
      },
      message: /names 11 managed policies; allowed: at most 10 a role/,
    },
    {
      name: "a policy of another account",
      program: (app) =>
        new PodIdentity(new ServiceStack(app, service()), "api", { serviceAccounts: ["shop/api"] }).attachPolicy(
          "arn:aws:iam::111122223333:policy/p",
        ),
      message: /is of the account 111122223333, but the stack's clusters are in 492000000148/,
    },
  ];

  test.each(late)("$name", ({ program, message }) => {
    expect(failure(program).message).toMatch(message);
  });
});

function failure(program: (app: App) => unknown): Error {
  try {
    synthProgram(program);
  } catch (error) {
    if (error instanceof Error) return error;
  }
  throw new Error("the program was expected to fail, but it did not");
}
