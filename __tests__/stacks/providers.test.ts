import { stringify } from "yaml";
import {
  ACCOUNT,
  ATLAS,
  BORA,
  folderWith,
  type IdentityDeclaration,
  only,
  resources,
  synthCluster,
  synthFolders,
  synthIdentity,
  synthServices,
} from "./synth";

const OPEN = { disableSessionTags: true, trust: "account" } as const;
const statement = { actions: ["s3:GetObject"], resources: ["*"] };

const floors: { uses: string; identity: Partial<IdentityDeclaration>; floor: string }[] = [
  { uses: "nothing newer", identity: {}, floor: "5.100.0" },
  { uses: "policies", identity: { policies: ["AmazonS3ReadOnlyAccess"], allow: [statement] }, floor: "5.100.0" },
  { uses: "a target role", identity: { targetRoleArn: "arn:aws:iam::111122223333:role/t" }, floor: "6.2.0" },
  { uses: "disabled session tags", identity: OPEN, floor: "6.2.0" },
  { uses: "a session policy", identity: { ...OPEN, sessionPolicy: { allow: [statement] } }, floor: "6.57.1" },
];

test.each(floors)("a stack that uses $uses needs the AWS provider $floor or newer", ({ identity, floor }) => {
  expect(synthIdentity(identity).json.terraform.required_providers).toEqual({
    aws: { source: "hashicorp/aws", version: `>= ${floor}, < 7.0.0` },
  });
});

test("the newest attribute of all identities sets the floor, in any order", () => {
  const declared = [
    { name: "a", serviceAccounts: ["shop/a"], ...OPEN, sessionPolicy: { allow: [statement] } },
    { name: "b", serviceAccounts: ["shop/b"], targetRoleArn: "arn:aws:iam::111122223333:role/t" },
    { name: "c", serviceAccounts: ["shop/c"] },
  ];
  for (const identities of [declared, [...declared].reverse()]) {
    const { version } = only(synthServices({ identities })).json.terraform.required_providers.aws ?? {};
    expect(version).toBe(">= 6.57.1, < 7.0.0");
  }
});

const provider = (region: string) => ({ alias: region, region, allowed_account_ids: [ACCOUNT] });

test("a stack has one provider a region, held to its account", () => {
  const stack = synthIdentity({}, { clusters: { bora: BORA, atlas: ATLAS, atlas2: { ...ATLAS, name: "atlas-2" } } });
  expect(stack.json.provider).toEqual({ aws: [provider("eu-west-1"), provider("us-east-1")] });
  const regions = Object.values(resources(stack, "eks_pod_identity_association")).map((one) => [
    one.cluster_name,
    one.provider,
  ]);
  expect(Object.fromEntries(regions)).toEqual({
    "atlas-eks": "aws.us-east-1",
    "atlas-2": "aws.us-east-1",
    "bora-eks": "aws.eu-west-1",
  });
});

test("every resource names its provider", () => {
  const stack = synthIdentity(
    { policies: ["AmazonS3ReadOnlyAccess"], allow: [statement] },
    { clusters: { bora: BORA, atlas: ATLAS } },
  );
  const all = Object.values(stack.json.resource).flatMap((one) => Object.values(one));
  expect(all).toHaveLength(5);
  for (const one of all) expect(one.provider).toMatch(/^aws\.(eu-west-1|us-east-1)$/);
});

test("regions of the platform's other clusters of the account keep their provider: what is left there can be deleted", () => {
  const external = { agent: "external" as const };
  const cwd = folderWith({
    "platform.yaml": stringify({
      platform: "acme",
      clusters: {
        atlas: { ...ATLAS, ...external },
        bora: { ...BORA, ...external },
        other: { ...BORA, ...external, account: "111122223333", region: "ap-south-1" },
      },
    }),
    "service/pod-identity.yaml": stringify({
      service: "orders",
      platform: "../platform.yaml",
      clusters: ["atlas"],
      identities: [],
    }),
  });
  expect(only(synthFolders(["service"], cwd)).json.provider).toEqual({
    aws: [provider("eu-west-1"), provider("us-east-1")],
  });
});

test("a cluster's stack has its region's provider", () => {
  expect(synthCluster({}).json.provider).toEqual({ aws: [provider("us-east-1")] });
});
