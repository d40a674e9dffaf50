import { makeBucket } from "./clients";
import { INLINE, serviceFile } from "./declarations";
import { describeE2e } from "./describe-e2e";
import { type DeployedStack, Project } from "./project";
import { goOn } from "./recover";
import type { Running } from "./run";
import { contents, NOTHING, startWorld, type World } from "./world";

jest.setTimeout(240_000);

const BUCKET = "acme-terraform-state";

interface Interruption {
  world: World;
  stack: DeployedStack;
  /** Undefined where a signal ended it. */
  code: number | null;
}

/** A deploy that gets a signal when AWS has carried out a call, and before it hears of that. */
async function interruptedAt(action: string, signal: NodeJS.Signals, state: "local" | "s3"): Promise<Interruption> {
  let running: Running | undefined;
  const world = await startWorld({
    onCall: (record) => {
      if (record.action !== action || running === undefined) return;
      if (signal === "SIGKILL") running.killAll();
      else running.child.kill(signal);
      running = undefined;
    },
  });
  await makeBucket(world, BUCKET);
  const file = serviceFile({
    service: "orders",
    clusters: { atlas: INLINE.atlas },
    identities: [{ name: "api", serviceAccounts: ["shop/api"], policies: ["AmazonS3ReadOnlyAccess"] }],
    ...(state === "s3" ? { state: { s3: { bucket: BUCKET, region: "us-east-1" } } } : {}),
  });
  const stack = await new Project(world, {}).prepared("orders", { "pod-identity.yaml": file });
  const apply = stack.startApply();
  running = apply;
  const { code } = await apply.ended;
  expect(running).toBeUndefined();
  return { world, stack, code };
}

/** The stack is whole, once, and goes without a trace. */
async function expectWhole({ world, stack }: Interruption): Promise<void> {
  expect(await stack.plan()).toEqual([]);
  const { roles, associations } = contents(world);
  expect(Object.keys(roles)).toEqual(["orders-api"]);
  expect(roles["orders-api"]?.attached).toHaveLength(1);
  expect(Object.keys(associations)).toEqual(["atlas-eks/shop/api"]);
  await stack.destroy();
  expect(contents(world)).toEqual(NOTHING);
  await world.close();
}

/**
 * Between two calls nothing is lost. A call that makes a role or an association and whose answer never comes is: AWS has
 * it, the state has not. Terraform cancels calls on their way when a signal comes, so politeness alone does not help.
 */
const cases: {
  how: string;
  action: string;
  signal: NodeJS.Signals;
  state: "local" | "s3";
  /** What has to be imported; undefined where the answer may or may not have come in time. */
  imported?: string[];
  /** Nothing comes after it: where the answer came in time there is nothing left that could be interrupted. */
  isLast?: true;
}[] = [
  { how: "SIGINT between two", action: "iam:AttachRolePolicy", signal: "SIGINT", state: "s3", imported: [] },
  { how: "SIGTERM between two", action: "iam:AttachRolePolicy", signal: "SIGTERM", state: "local", imported: [] },
  { how: "killed between two", action: "iam:AttachRolePolicy", signal: "SIGKILL", state: "local", imported: [] },
  {
    how: "killed as the role was made",
    action: "iam:CreateRole",
    signal: "SIGKILL",
    state: "local",
    imported: ["aws_iam_role"],
  },
  {
    how: "killed as the association was made",
    action: "eks:CreatePodIdentityAssociation",
    signal: "SIGKILL",
    state: "local",
    imported: ["aws_eks_pod_identity_association"],
  },
  { how: "SIGINT as the role was made", action: "iam:CreateRole", signal: "SIGINT", state: "local" },
  {
    how: "SIGINT as the association was made",
    action: "eks:CreatePodIdentityAssociation",
    signal: "SIGINT",
    state: "s3",
    isLast: true,
  },
];

describeE2e("a deploy that is interrupted goes on when it is run again, by itself or after the import it names", () => {
  test.concurrent.each(cases)("$how, state on $state", async ({ action, signal, state, imported, isLast }) => {
    const interruption = await interruptedAt(action, signal, state);
    const ends = signal === "SIGKILL" ? [null] : isLast ? [0, 1] : [1];
    expect(ends).toContain(interruption.code);
    const had = await goOn(interruption.world, interruption.stack);
    if (imported !== undefined) expect(had).toEqual(imported);
    await expectWhole(interruption);
  });

  test.concurrent("killed with its state on S3: the lock stands, and all that was made has to be imported", async () => {
    const interruption = await interruptedAt("eks:CreatePodIdentityAssociation", "SIGKILL", "s3");
    const locked = await interruption.stack.tryApply();
    expect(locked.errors).toEqual([expect.stringMatching(/^Error acquiring the state lock/)]);
    const lock = /Lock Info:\s+ID:\s+(\S+)/.exec(locked.errors.join())?.[1] ?? "";
    await interruption.stack.terraform(["force-unlock", "-force", lock], [0]);
    expect(await goOn(interruption.world, interruption.stack)).toEqual([
      "aws_iam_role",
      "aws_eks_pod_identity_association",
    ]);
    await expectWhole(interruption);
  });
});
