import { makeBucket } from "./clients";
import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { type DeployedStack, Project } from "./project";
import { readMessages } from "./ui-messages";
import { contents, NOTHING, startWorld, type World } from "./world";

jest.setTimeout(120_000);

const file = (service: string, state?: Parameters<typeof serviceFile>[0]["state"]) => ({
  "pod-identity.yaml": serviceFile({
    service,
    clusters: { atlas: INLINE.atlas },
    identities: [{ name: "api", serviceAccounts: [`${service}/api`], policies: ["AmazonS3ReadOnlyAccess"] }],
    ...(state === undefined ? {} : { state }),
  }),
});

describeE2e("deploys at the same time", () => {
  test.concurrent("two stacks on one cluster do not disturb each other", async () => {
    const world = await startWorld();
    const services = ["billing", "orders"];
    const stacks = await Promise.all(services.map((name) => new Project(world, {}).prepared(name, file(name))));
    await Promise.all(stacks.map((stack) => stack.apply()));
    expect(Object.keys(contents(world).roles).sort()).toEqual(["billing-api", "orders-api"]);
    expect(Object.keys(contents(world).associations).sort()).toEqual(["atlas-eks/billing/api", "atlas-eks/orders/api"]);
    expect(await Promise.all(stacks.map((stack) => stack.plan()))).toEqual([[], []]);
    await Promise.all(stacks.map((stack) => stack.destroy()));
    expect(contents(world)).toEqual(NOTHING);
    await world.close();
  });

  test.concurrent("of several of one stack on S3 one goes on, one waits if told to, and the others fail on the lock", async () => {
    // Roles that take seconds to be seen make the first deploy hold its lock that long.
    const world = await startWorld({ faults: { consistencySeconds: 3 } });
    await makeBucket(world, "acme-terraform-state");
    const state = { s3: { bucket: "acme-terraform-state", region: "us-east-1" } };
    const checkouts: DeployedStack[] = [];
    for (let count = 0; count < 3; count++)
      checkouts.push(await new Project(world, {}).prepared("orders", file("orders", state)));
    const [first, second, third] = checkouts;
    if (first === undefined || second === undefined || third === undefined) throw new Error("three checkouts");

    const deploy = first.startApply();
    await lockHeld(world);
    const patient = third.with({ TF_CLI_ARGS_plan: "-lock-timeout=60s" }).plan();
    const refused = await second.tryApply();
    expect(refused.code).toBe(1);
    expect(refused.errors).toEqual([expect.stringMatching(/^Error acquiring the state lock\n.*PreconditionFailed/s)]);
    expect(readMessages((await deploy.ended).stdout).errors).toEqual([]);
    expect(await patient).toEqual([]);
    expect(await second.plan()).toEqual([]);
    await second.destroy();
    expect(contents(world)).toEqual(NOTHING);
    await world.close();
  });
});

/** Resolves once a deploy has the lock of the state. */
async function lockHeld({ calls }: World): Promise<void> {
  while (
    !calls.some(({ action, resources, error }) => action === "s3:PutObject" && !error && /tflock/.test(`${resources}`))
  )
    await new Promise((resolve) => setTimeout(resolve, 20));
}
