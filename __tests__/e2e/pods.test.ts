import { CreatePodIdentityAssociationCommand, EKSClient } from "@aws-sdk/client-eks";
import { clientConfig, makeBucket } from "./clients";
import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { askAgent, runPod } from "./pod";
import { Project } from "./project";
import { ACCOUNT, ATLAS, BORA, startWorld, type World } from "./world";

jest.setTimeout(120_000);

const api = { name: "api", serviceAccounts: ["shop/api"], policies: ["AmazonS3ReadOnlyAccess"] };
const file = (identity: Partial<Parameters<typeof serviceFile>[0]["identities"][number]>) => ({
  "pod-identity.yaml": serviceFile({
    service: "orders",
    clusters: { atlas: INLINE.atlas },
    identities: [{ ...api, ...identity }],
  }),
});
const session = (role: string) => new RegExp(`^arn:aws:sts::${ACCOUNT}:assumed-role/${role}/eks-atlas-eks-`);

const NO_ASSOCIATION = { status: 404, text: expect.stringContaining("ResourceNotFoundException") };
const NOT_TRUSTED = { status: 400, text: expect.stringContaining("AccessDeniedException") };

describeE2e("what a pod gets", () => {
  let world: World;
  let eks: EKSClient;

  beforeAll(async () => {
    world = await startWorld();
    eks = new EKSClient(clientConfig(world));
    await makeBucket(world, "orders");
  });
  afterAll(async () => {
    eks.destroy();
    await world.close();
  });

  /** An association that nobody declared: whoever may call EKS can make one. */
  const associate = (serviceAccount: string) =>
    eks.send(
      new CreatePodIdentityAssociationCommand({
        clusterName: ATLAS.name,
        namespace: "other",
        serviceAccount,
        roleArn: `arn:aws:iam::${ACCOUNT}:role/pod-identity/orders/orders-api`,
      }),
    );

  test("nothing before the deploy, credentials of its role after it, and only in its own cluster", async () => {
    const project = new Project(world, {});
    const stack = await project.prepared("orders", file({}));
    expect(await askAgent(world, ATLAS, "shop/api")).toMatchObject(NO_ASSOCIATION);
    expect(await runPod(world, ATLAS, "shop/api")).toEqual({
      refused: "Could not load credentials from any providers",
    });
    await stack.apply();
    expect(await runPod(world, ATLAS, "shop/api")).toEqual({
      arn: expect.stringMatching(session("orders-api")),
      buckets: ["orders"],
    });
    expect(await askAgent(world, ATLAS, "shop/other")).toMatchObject(NO_ASSOCIATION);
    expect(await askAgent(world, BORA, "shop/api")).toMatchObject(NO_ASSOCIATION);

    // Pinned trust: the role lets no other service account in, whatever EKS associates with it.
    await associate("stranger");
    expect(await askAgent(world, ATLAS, "other/stranger")).toMatchObject(NOT_TRUSTED);

    // Renamed: the old name is shut out, the new one let in.
    await (await project.prepared("orders", file({ serviceAccounts: ["shop/front"] }))).apply();
    expect(await askAgent(world, ATLAS, "shop/api")).toMatchObject(NO_ASSOCIATION);
    expect(await runPod(world, ATLAS, "shop/front")).toMatchObject({ buckets: ["orders"] });

    // Opened on purpose: any association of the account is let in.
    await (await project.prepared("orders", file({ trust: "account" }))).apply();
    expect(await runPod(world, ATLAS, "other/stranger")).toEqual({
      arn: expect.stringMatching(session("orders-api")),
      buckets: ["orders"],
    });
    await stack.destroy();
  });
});
