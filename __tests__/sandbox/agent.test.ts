import { CreatePodIdentityAssociationCommand } from "@aws-sdk/client-eks";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { podToken } from "../../sandbox/eks-auth/token";
import { ACCOUNT, addRole, CLUSTER, REGION, startTestWorld, type TestWorld } from "./test-world";

let world: TestWorld;
beforeEach(async () => {
  world = await startTestWorld();
  const input = { clusterName: CLUSTER, namespace: "backend", serviceAccount: "api", roleArn: addRole(world, "api") };
  await world.eks.send(new CreatePodIdentityAssociationCommand(input));
});
afterEach(() => world.close());

const place = { cluster: CLUSTER, region: REGION, account: ACCOUNT };
const tokenOf = (serviceAccount: string) => podToken({ namespace: "backend", serviceAccount, cluster: place });
const ask = (authorization?: string) =>
  fetch(`${world.sandbox.url}/v1/credentials`, { headers: authorization === undefined ? {} : { authorization } });

test("the agent answers as SDKs read it", async () => {
  const response = await ask(tokenOf("api"));
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toEqual({
    AccessKeyId: expect.stringMatching(/^ASIA/),
    SecretAccessKey: expect.any(String),
    Token: expect.any(String),
    AccountId: ACCOUNT,
    Expiration: new Date(world.sandbox.world.now().getTime() + 6 * 3600_000).toISOString(),
  });
});

test.each([
  { what: "no token", given: () => undefined, status: 400, text: /^Service account token cannot be empty$/ },
  {
    what: "a token after the word Bearer",
    given: () => `Bearer ${tokenOf("api")}`,
    status: 400,
    text: /^Service account token cannot be parsed: token is malformed$/,
  },
  {
    what: "a token that names no cluster",
    given: () => podToken({ namespace: "backend", serviceAccount: "api" }),
    status: 400,
    text: /^Service account token names no cluster/,
  },
  {
    what: "a service account without an association",
    given: () => tokenOf("worker"),
    status: 404,
    text: /^\[[0-9a-f-]{36}\]: \(ResourceNotFoundException\): The specified resource could not be found: .*, fault: client$/,
  },
])("the agent refuses $what in plain text", async ({ given, status, text }) => {
  const response = await ask(given());
  expect(response.status).toBe(status);
  expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  expect((await response.text()).trim()).toMatch(text);
});

test("a real SDK gets credentials as in a pod, and is the role to STS", async () => {
  const environment = { ...process.env };
  const pod = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${world.sandbox.url}/v1/credentials`,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: tokenOf("api"),
    AWS_ENDPOINT_URL: world.sandbox.url,
    AWS_REGION: REGION,
    AWS_CONFIG_FILE: "/nonexistent",
    AWS_SHARED_CREDENTIALS_FILE: "/nonexistent",
  };
  Object.assign(process.env, pod);
  for (const name of ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"])
    delete process.env[name];
  const sts = new STSClient({});
  try {
    const identity = await sts.send(new GetCallerIdentityCommand({}));
    expect(identity.Arn).toMatch(`arn:aws:sts::${ACCOUNT}:assumed-role/api/eks-atlas-api-0-`);
    expect(identity.Account).toBe(ACCOUNT);
  } finally {
    sts.destroy();
    process.env = environment;
  }
});
