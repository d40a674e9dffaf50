import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { environment, Project } from "./project";
import { isAtLeast, TOOLS } from "./tools";
import { contents, NOTHING, startWorld, type World } from "./world";

jest.setTimeout(60_000);

const api = { name: "api", serviceAccounts: ["shop/api"] };
const file = (identity: Partial<Parameters<typeof serviceFile>[0]["identities"][number]>) => ({
  "pod-identity.yaml": serviceFile({
    service: "orders",
    clusters: { atlas: INLINE.atlas },
    identities: [{ ...api, ...identity }],
  }),
});

describeE2e("what Terraform refuses before it changes anything", () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterEach(() => expect(contents(world)).toEqual(NOTHING));
  afterAll(() => world.close());

  test("credentials of another account", async () => {
    const project = new Project(world, {});
    await project.prepared("orders", file({}));
    const stack = project.stack("orders", environment(world, "us-east-1", "111122223333"));
    const { code, errors } = await stack.tryApply();
    expect(code).toBe(1);
    expect(errors).toEqual([expect.stringContaining("AWS account ID not allowed: 111122223333")]);
  });

  const newer: { attribute: string; floor: string; identity: Parameters<typeof file>[0] }[] = [
    {
      attribute: "a target role",
      floor: "6.2.0",
      identity: { targetRoleArn: "arn:aws:iam::111122223333:role/target" },
    },
    { attribute: "disabled session tags", floor: "6.2.0", identity: { disableSessionTags: true, trust: "account" } },
    {
      attribute: "a session policy",
      floor: "6.57.1",
      identity: {
        disableSessionTags: true,
        trust: "account",
        sessionPolicy: { allow: [{ actions: ["s3:GetObject"], resources: ["*"] }] },
      },
    },
  ];
  const provider = TOOLS?.providerVersion ?? "";
  test.each(newer)(
    `$attribute needs the provider $floor: terraform init refuses an older one, a newer one validates it (here: ${provider})`,
    async ({ floor, identity }) => {
      const project = new Project(world, {});
      project.write(file(identity));
      await project.synth();
      const stack = project.stack("orders");
      if (isAtLeast(provider, floor)) {
        await stack.init();
        await stack.validate();
        return;
      }
      const { stderr } = await stack.init([1]);
      expect(stderr.replace(/[\s│]+/g, " ")).toContain(
        `no available releases match the given constraints >= ${floor}, < 7.0.0`,
      );
    },
  );
});
