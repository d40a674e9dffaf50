import type { Fault, Faults } from "../../sandbox/faults";
import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { Project } from "./project";
import { goOn } from "./recover";
import { ACCOUNT, contents, NOTHING, startWorld, type World } from "./world";

jest.setTimeout(240_000);

const FILE = serviceFile({
  service: "orders",
  clusters: INLINE,
  identities: [
    {
      name: "api",
      serviceAccounts: ["shop/api"],
      policies: ["AmazonS3ReadOnlyAccess"],
      allow: [{ actions: ["sqs:SendMessage"], resources: [`arn:aws:sqs:us-east-1:${ACCOUNT}:orders`] }],
    },
    { name: "worker", serviceAccounts: ["shop/worker"], policies: ["AmazonSQSReadOnlyAccess"], tags: { team: "shop" } },
  ],
});

const cases: { name: string; faults: Partial<Faults> }[] = [
  { name: "20 % of all calls throttled", faults: { seed: 3, throttle: 0.2 } },
  { name: "20 % of all calls answered 500 or 503", faults: { seed: 5, serverError: 0.2 } },
  { name: "10 % of all connections dropped", faults: { seed: 8, drop: 0.1 } },
  { name: "3 s of eventual consistency", faults: { seed: 11, consistencySeconds: 3 } },
  {
    name: "all of it at once",
    faults: { seed: 13, throttle: 0.07, serverError: 0.07, drop: 0.05, consistencySeconds: 3 },
  },
];

describeE2e("a deploy under faults loses, doubles and leaves nothing", () => {
  test.concurrent.each(cases)("$name", async ({ faults }) => {
    const world = await startWorld({ faults });
    try {
      const project = new Project(world, {});
      const stack = await project.prepared("orders", { "pod-identity.yaml": FILE });
      await stack.apply();
      const { roles, associations } = contents(world);
      expect(Object.keys(roles).sort()).toEqual(["orders-api", "orders-worker"]);
      expect(roles["orders-api"]).toMatchObject({ inline: ["pod-identity"], attached: [expect.any(String)] });
      expect(Object.keys(associations).sort()).toEqual([
        "atlas-eks/shop/api",
        "atlas-eks/shop/worker",
        "bora-eks/shop/api",
        "bora-eks/shop/worker",
      ]);
      expect(await stack.plan()).toEqual([]);
      await stack.destroy();
      expect(contents(world)).toEqual(NOTHING);
      expectStruck(world, faults);
    } finally {
      await world.close();
    }
  });

  test.concurrent("20 % of all answers lost: a role whose answer was lost is named, and imported", async () => {
    const world = await startWorld({ faults: { seed: 42, dropAfter: 0.2 } });
    const file = serviceFile({
      service: "orders",
      clusters: { atlas: INLINE.atlas },
      identities: [{ name: "api", serviceAccounts: ["shop/api"], policies: ["AmazonS3ReadOnlyAccess"] }],
    });
    const stack = await new Project(world, {}).prepared("orders", { "pod-identity.yaml": file });
    expect(await goOn(world, stack)).toEqual(["aws_iam_role"]);
    const lost = world.calls.flatMap(({ action, fault }) => (fault === "dropAfter" ? [action] : []));
    expect(lost).toEqual(expect.arrayContaining(["iam:CreateRole", "eks:CreatePodIdentityAssociation"]));
    expect(await stack.plan()).toEqual([]);
    expect(Object.keys(contents(world).associations)).toEqual(["atlas-eks/shop/api"]);
    await stack.destroy();
    expect(contents(world)).toEqual(NOTHING);
    await world.close();
  });
});

/** Every fault asked for did strike: a seed under which none does proves nothing. */
function expectStruck({ calls }: World, faults: Partial<Faults>): void {
  const struck = new Set(calls.flatMap(({ fault }) => fault ?? []));
  const kinds: Fault[] = ["throttle", "serverError", "drop"];
  expect([...struck].sort()).toEqual(kinds.filter((kind) => faults[kind] !== undefined).sort());
  // A role that is not seen yet: EKS says so of a new association, IAM of the role itself.
  if (faults.consistencySeconds !== undefined)
    expect(calls.some(({ fault, error }) => fault === undefined && error !== undefined)).toBe(true);
}
