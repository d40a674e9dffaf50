import {
  AddClientIDToOpenIDConnectProviderCommand,
  CreateOpenIDConnectProviderCommand,
  DeleteOpenIDConnectProviderCommand,
  GetOpenIDConnectProviderCommand,
  ListOpenIDConnectProvidersCommand,
  ListOpenIDConnectProviderTagsCommand,
  RemoveClientIDFromOpenIDConnectProviderCommand,
  TagOpenIDConnectProviderCommand,
  UntagOpenIDConnectProviderCommand,
  UpdateOpenIDConnectProviderThumbprintCommand,
} from "@aws-sdk/client-iam";
import { type IamWorld, startIamWorld } from "./iam-world";
import { refusal } from "./test-world";

const URL = "https://token.actions.githubusercontent.com";
const OpenIDConnectProviderArn = "arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com";
const thumbprint = "1".repeat(40);

let world: IamWorld;
beforeEach(async () => {
  world = await startIamWorld();
});
afterEach(() => world.close());

const create = (Url = URL, ThumbprintList = [thumbprint]) =>
  world.iam.send(new CreateOpenIDConnectProviderCommand({ Url, ClientIDList: ["sts.amazonaws.com"], ThumbprintList }));
const get = () => world.iam.send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn }));

test("a provider is made, changed, tagged and deleted", async () => {
  expect((await create()).OpenIDConnectProviderArn).toBe(OpenIDConnectProviderArn);
  const about = { OpenIDConnectProviderArn };
  await world.iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...about, ClientID: "second" }));
  await world.iam.send(new AddClientIDToOpenIDConnectProviderCommand({ ...about, ClientID: "second" }));
  await world.iam.send(new RemoveClientIDFromOpenIDConnectProviderCommand({ ...about, ClientID: "sts.amazonaws.com" }));
  const ThumbprintList = ["2".repeat(40)];
  await world.iam.send(new UpdateOpenIDConnectProviderThumbprintCommand({ ...about, ThumbprintList }));
  await world.iam.send(new TagOpenIDConnectProviderCommand({ ...about, Tags: [{ Key: "a", Value: "b" }] }));
  expect(await get()).toMatchObject({
    Url: "token.actions.githubusercontent.com",
    ClientIDList: ["second"],
    ThumbprintList,
    Tags: [{ Key: "a", Value: "b" }],
  });
  await world.iam.send(new UntagOpenIDConnectProviderCommand({ ...about, TagKeys: ["a"] }));
  expect((await world.iam.send(new ListOpenIDConnectProviderTagsCommand(about))).Tags).toEqual([]);
  const list = await world.iam.send(new ListOpenIDConnectProvidersCommand({}));
  expect(list.OpenIDConnectProviderList).toEqual([{ Arn: OpenIDConnectProviderArn }]);
  await world.iam.send(new DeleteOpenIDConnectProviderCommand(about));
  expect(await refusal(get())).toEqual({
    code: "NoSuchEntityException",
    status: 404,
    message: `OpenIDConnect Provider not found for arn ${OpenIDConnectProviderArn}`,
  });
});

test.each<[string, () => Promise<unknown>, string, string]>([
  [
    "one that is there",
    () => create().then(() => create()),
    "EntityAlreadyExistsException",
    `Provider with url ${URL} already exists.`,
  ],
  ["a URL without TLS", () => create("http://example.com"), "ValidationError", "Invalid Open ID Connect Provider URL"],
  [
    "a URL with a query",
    () => create("https://example.com/?a=b"),
    "ValidationError",
    "Invalid Open ID Connect Provider URL",
  ],
  [
    "a thumbprint too short",
    () => create(URL, ["1"]),
    "ValidationError",
    "1 validation error detected: Value '1' at 'thumbprintList.1.member' failed to satisfy constraint: Member must have length greater than or equal to 40",
  ],
  [
    "six thumbprints",
    () =>
      create(
        URL,
        Array.from({ length: 6 }, () => thumbprint),
      ),
    "InvalidInputException",
    "Thumbprint list must contain fewer than 5 entries.",
  ],
  [
    "an ARN of something else",
    () =>
      world.iam.send(
        new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: "arn:aws:iam::123456789012:role/x" }),
      ),
    "InvalidInputException",
    "Invalid ARN: arn:aws:iam::123456789012:role/x",
  ],
])("refuses %s", async (_name, call, code, message) => {
  expect(await refusal(call())).toMatchObject({ code, message });
});
