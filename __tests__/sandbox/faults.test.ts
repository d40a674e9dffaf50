import { EKSClient, ListClustersCommand } from "@aws-sdk/client-eks";
import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DetachRolePolicyCommand,
  GetOpenIDConnectProviderCommand,
  GetRoleCommand,
  IAMClient,
  ListRolesCommand,
  UpdateRoleDescriptionCommand,
} from "@aws-sdk/client-iam";
import { ListBucketsCommand, S3Client } from "@aws-sdk/client-s3";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { type Faults, NO_FAULTS } from "../../sandbox/faults";
import { findRole } from "../../sandbox/iam/find-role";
import { ACCOUNT_TRUST, type IamWorld, startIamWorld } from "./iam-world";
import { refusal } from "./test-world";

let world: IamWorld;
const start = async (faults: Partial<Faults>): Promise<void> => {
  world = await startIamWorld({ faults: { ...NO_FAULTS, ...faults } });
};
afterEach(() => world.close());

const create = (RoleName = "api") =>
  world.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ACCOUNT_TRUST }));
const get = (RoleName = "api") => world.iam.send(new GetRoleCommand({ RoleName }));

test.each([
  ["throttle", "iam", "Throttling", 400, "Rate exceeded"],
  ["throttle", "eks", "ThrottlingException", 429, "Rate exceeded"],
  ["throttle", "s3", "SlowDown", 503, "Please reduce your request rate."],
  ["serverError", "iam", "ServiceUnavailable", 503, "Service is unavailable."],
  ["serverError", "eks", "ServiceUnavailableException", 503, "Service is unavailable."],
  ["serverError", "s3", "ServiceUnavailable", 503, "Service is unable to handle request."],
])("%s of %s is answered as the service does it", async (fault, service, code, status, message) => {
  await start({ [fault]: 1 });
  const configuration = {
    endpoint: world.sandbox.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "x" },
    maxAttempts: 1,
  };
  const calls: Record<string, () => Promise<unknown>> = {
    iam: () => create(),
    eks: () => new EKSClient(configuration).send(new ListClustersCommand({})),
    s3: () => new S3Client(configuration).send(new ListBucketsCommand({})),
  };
  expect(await refusal(calls[service]?.() ?? Promise.resolve())).toEqual({ code, status, message });
  expect(world.sandbox.world.iam["123456789012"]?.roles ?? {}).toEqual({});
});

test("a dropped connection carries nothing out, a lost answer does", async () => {
  const code = async (): Promise<string> => (await refusal(create())).code;
  await start({ drop: 1 });
  expect(await code()).not.toBe("EntityAlreadyExistsException");
  expect(Object.keys(world.sandbox.world.iam["123456789012"]?.roles ?? {})).toEqual([]);
  await world.close();
  await start({ dropAfter: 1 });
  expect(await code()).not.toBe("EntityAlreadyExistsException");
  expect(Object.keys(world.sandbox.world.iam["123456789012"]?.roles ?? {})).toEqual(["api"]);
});

test("the SDK's own retries get through all of it", async () => {
  await start({ throttle: 0.3, serverError: 0.1, drop: 0.1, seed: 3 });
  const iam = new IAMClient({
    endpoint: world.sandbox.url,
    region: "us-east-1",
    credentials: { accessKeyId: "test", secretAccessKey: "x" },
    maxAttempts: 10,
    retryMode: "standard",
  });
  const names = ["a", "b", "c"];
  await Promise.all(
    names.map((RoleName) => iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: ACCOUNT_TRUST }))),
  );
  expect(Object.keys(world.sandbox.world.iam["123456789012"]?.roles ?? {}).sort()).toEqual(names);
  iam.destroy();
});

describe("eventual consistency of 8 seconds", () => {
  const ARN = "arn:aws:iam::123456789012:role/api";
  beforeEach(() => start({ consistencySeconds: 8 }));

  /** What IAM shows, second by second. */
  async function watch<T>(look: () => Promise<T>): Promise<T[]> {
    const shown: T[] = [];
    for (let second = 0; second <= 8; second++) {
      shown.push(await look());
      world.wait(1);
    }
    return shown;
  }
  const description = () =>
    get().then(
      (answer) => answer.Role?.Description ?? "none",
      (error: Error) => error.name,
    );
  /** Neither at once nor never; and once it is shown it goes on being shown. */
  function expectOneTurn(shown: readonly string[], before: string, after: string): void {
    const turn = shown.indexOf(after);
    expect(shown.at(-1)).toBe(after);
    expect(shown).toEqual(shown.map((_, index) => (index < turn ? before : after)));
  }

  test("a new role is shown after a share of it, and other services see it after all of it", async () => {
    await create();
    const seen: boolean[] = [];
    const shown = await watch(() => {
      seen.push(findRole(world.sandbox.world, ARN) !== undefined);
      return description();
    });
    expectOneTurn(shown, "NoSuchEntityException", "none");
    expect(shown[0]).toBe("NoSuchEntityException");
    expect(seen).toEqual([...Array.from({ length: 8 }, () => false), true]);
  });

  test("a change and a removal are shown later too, one after the other", async () => {
    await create();
    world.wait(8);
    await world.iam.send(new UpdateRoleDescriptionCommand({ RoleName: "api", Description: "new" }));
    expectOneTurn(await watch(description), "none", "new");
    await world.iam.send(new DeleteRoleCommand({ RoleName: "api" }));
    expectOneTurn(await watch(description), "new", "NoSuchEntityException");
  });

  test("lists show what single reads show", async () => {
    await create();
    const looks = await watch(async () => {
      const { Roles } = await world.iam.send(new ListRolesCommand({}));
      return [Roles?.length, (await description()) === "none" ? 1 : 0];
    });
    expect(looks.map(([listed]) => listed)).toEqual(looks.map(([, read]) => read));
  });

  test("writes start from the truth", async () => {
    await create();
    const PolicyArn = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    await world.iam.send(new AttachRolePolicyCommand({ RoleName: "api", PolicyArn }));
    expect(await refusal(create())).toMatchObject({ code: "EntityAlreadyExistsException" });
    expect(await refusal(world.iam.send(new DeleteRoleCommand({ RoleName: "api" })))).toMatchObject({
      code: "DeleteConflictException",
    });
    await world.iam.send(new DetachRolePolicyCommand({ RoleName: "api", PolicyArn }));
    await world.iam.send(new DeleteRoleCommand({ RoleName: "api" }));
  });

  test("STS assumes a role only then", async () => {
    await create();
    const assume = () => world.sts.send(new AssumeRoleCommand({ RoleArn: ARN, RoleSessionName: "try" }));
    world.wait(7.9);
    expect(await refusal(assume())).toMatchObject({ code: "AccessDenied" });
    world.wait(0.1);
    expect((await assume()).Credentials).toBeDefined();
  });

  test("a new OpenID Connect provider is shown at once", async () => {
    const made = await world.iam.send(new CreateOpenIDConnectProviderCommand({ Url: "https://example.com" }));
    const { OpenIDConnectProviderArn } = made;
    const read = await world.iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));
    expect(read.Url).toBe("example.com");
  });
});
