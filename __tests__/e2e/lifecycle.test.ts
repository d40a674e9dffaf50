import { readFileSync } from "node:fs";
import { join } from "node:path";
import { platformFile, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { type DeployedStack, Project } from "./project";
import { ACCOUNT, contents, NOTHING, startWorld, type World, writes } from "./world";

jest.setTimeout(120_000);

const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/pod-identity/orders/${name}`;
const api = { name: "api", serviceAccounts: ["shop/api"], policies: ["AmazonS3ReadOnlyAccess"] };
const worker = {
  name: "worker",
  serviceAccounts: ["shop/worker", "shop/retry"],
  policies: ["AmazonSQSReadOnlyAccess"],
};
const queue = { actions: ["sqs:SendMessage"], resources: [`arn:aws:sqs:us-east-1:${ACCOUNT}:orders`] };

/** One stack through its whole life: each test goes on where the one before it stopped. */
describeE2e("the life of a service's stack", () => {
  let world: World;
  let project: Project;
  let stack: DeployedStack;

  const declare = async (identities: Parameters<typeof serviceFile>[0]["identities"], clusters: string[]) => {
    project.write({
      "pod-identity.yaml": serviceFile({ service: "orders", platform: "platform.yaml", clusters, identities }),
    });
    await project.synth();
  };
  /** What an apply of the present declaration changes, by Terraform's word and by the sandbox's. */
  const deployed = async () => {
    const from = world.calls.length;
    const { changes, outputs } = await stack.apply();
    expect(await stack.plan()).toEqual([]);
    return { changes: changes.map(shortened).sort(), outputs, writes: writes(world.calls.slice(from)) };
  };

  beforeAll(async () => {
    world = await startWorld();
    project = new Project(world, { "platform.yaml": platformFile() });
    await declare([api, worker], ["atlas"]);
    stack = project.stack("orders");
    await stack.init();
  });
  afterAll(() => world.close());

  test("is valid, and its plan asks AWS for nothing but the account", async () => {
    await stack.validate();
    const changes = await stack.plan();
    expect(changes.map(shortened).sort()).toEqual([
      "create association api_atlas_shop_api",
      "create association worker_atlas_shop_retry",
      "create association worker_atlas_shop_worker",
      "create attachment api_managed_aws_AmazonS3ReadOnlyAccess",
      "create attachment worker_managed_aws_AmazonSQSReadOnlyAccess",
      "create role api",
      "create role worker",
    ]);
    expect(new Set(world.calls.map((call) => call.action))).toEqual(new Set(["sts:GetCallerIdentity"]));
    expect(readFileSync(join(stack.folder, "cdk.tf.json"), "utf8")).not.toContain('"data"');
  });

  test("deploys what is declared, and a second plan is empty", async () => {
    const { outputs } = await deployed();
    const { roles, associations } = contents(world);
    expect(roles).toEqual({
      "orders-api": {
        arn: role("orders-api"),
        inline: [],
        attached: ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
      },
      "orders-worker": {
        arn: role("orders-worker"),
        inline: [],
        attached: ["arn:aws:iam::aws:policy/AmazonSQSReadOnlyAccess"],
      },
    });
    expect(associations).toEqual({
      "atlas-eks/shop/api": { id: expect.any(String), roleArn: role("orders-api") },
      "atlas-eks/shop/retry": { id: expect.any(String), roleArn: role("orders-worker") },
      "atlas-eks/shop/worker": { id: expect.any(String), roleArn: role("orders-worker") },
    });
    expect(outputs).toMatchObject({
      api_role_arn: role("orders-api"),
      api_role_name: "orders-api",
      api_association_ids: { "atlas/shop/api": associations["atlas-eks/shop/api"]?.id },
      worker_subjects: {
        "atlas/shop/retry": "system:serviceaccount:shop:retry",
        "atlas/shop/worker": "system:serviceaccount:shop:worker",
      },
    });
  });

  test("changes policies, session duration and tags in place", async () => {
    const before = contents(world).associations;
    await declare([{ ...api, allow: [queue], maxSessionDuration: 7200, tags: { team: "shop" } }, worker], ["atlas"]);
    const { changes } = await deployed();
    expect(changes).toEqual([
      "create inline policy api_inline_pod-identity",
      "update association api_atlas_shop_api",
      "update role api",
    ]);
    expect(contents(world).associations).toEqual(before);
    expect(contents(world).roles["orders-api"]?.inline).toEqual(["pod-identity"]);
    const kept = world.sandbox.world.iam[ACCOUNT]?.roles["orders-api"];
    expect(kept).toMatchObject({ maxSessionDuration: 7200, tags: [{ Key: "team", Value: "shop" }] });
  });

  test("points an association to an existing role in place", async () => {
    const before = contents(world).associations;
    await declare([{ name: "api", serviceAccounts: ["shop/api"], roleArn: role("orders-worker") }, worker], ["atlas"]);
    const { changes, writes: written } = await deployed();
    expect(changes).toEqual([
      "delete attachment api_managed_aws_AmazonS3ReadOnlyAccess",
      "delete inline policy api_inline_pod-identity",
      "delete role api",
      "update association api_atlas_shop_api",
    ]);
    expect(contents(world).associations).toEqual({
      ...before,
      "atlas-eks/shop/api": { id: before["atlas-eks/shop/api"]?.id, roleArn: role("orders-worker") },
    });
    expect(written).not.toContain("eks:CreatePodIdentityAssociation");
    expect(written).not.toContain("eks:DeletePodIdentityAssociation");
  });

  test("replaces the association of a service account that is renamed", async () => {
    await declare([{ ...api, serviceAccounts: ["shop/front"] }, worker], ["atlas"]);
    const { changes } = await deployed();
    expect(changes).toEqual([
      "create association api_atlas_shop_front",
      "create attachment api_managed_aws_AmazonS3ReadOnlyAccess",
      "create role api",
      "delete association api_atlas_shop_api",
    ]);
    expect(Object.keys(contents(world).associations).sort()).toEqual([
      "atlas-eks/shop/front",
      "atlas-eks/shop/retry",
      "atlas-eks/shop/worker",
    ]);
  });

  test("adds a cluster of another region", async () => {
    await declare([{ ...api, serviceAccounts: ["shop/front"] }, worker], ["atlas", "bora"]);
    const { changes } = await deployed();
    expect(changes).toEqual([
      "create association api_bora_shop_front",
      "create association worker_bora_shop_retry",
      "create association worker_bora_shop_worker",
      "update role api",
      "update role worker",
    ]);
  });

  test("removes the cluster of the other region again", async () => {
    await declare([{ ...api, serviceAccounts: ["shop/front"] }, worker], ["atlas"]);
    const { changes } = await deployed();
    expect(changes).toEqual([
      "delete association api_bora_shop_front",
      "delete association worker_bora_shop_retry",
      "delete association worker_bora_shop_worker",
      "update role api",
      "update role worker",
    ]);
  });

  test("moves from one region's cluster to the other's", async () => {
    await declare([{ ...api, serviceAccounts: ["shop/front"] }], ["bora"]);
    const { changes } = await deployed();
    expect(changes).toEqual([
      "create association api_bora_shop_front",
      "delete association api_atlas_shop_front",
      "delete association worker_atlas_shop_retry",
      "delete association worker_atlas_shop_worker",
      "delete attachment worker_managed_aws_AmazonSQSReadOnlyAccess",
      "delete role worker",
      "update role api",
    ]);
  });

  test("leaves nothing behind when it is destroyed", async () => {
    await stack.destroy();
    expect(contents(world)).toEqual(NOTHING);
  });
});

const TYPES: Record<string, string> = {
  aws_eks_pod_identity_association: "association",
  aws_iam_role: "role",
  aws_iam_role_policy: "inline policy",
  aws_iam_role_policy_attachment: "attachment",
};

/** `create aws_iam_role.api_role_1A2B3C4D` as `create role api`. */
function shortened(change: string): string {
  const [action = "", address = ""] = change.split(" ");
  const [type = "", name = ""] = address.split(".");
  return `${action} ${TYPES[type] ?? type} ${name.replace(/_[0-9A-F]{8}$/, "").replace(/_role$/, "")}`;
}
