import { type ServiceDeclaration, synthCluster, synthIdentity } from "./synth";

const cases: { name: string; state?: NonNullable<ServiceDeclaration["state"]>; terraform: unknown }[] = [
  {
    name: "a file beside the declaration where nothing is said",
    terraform: {
      required_version: ">= 1.5.0",
      backend: { local: { path: "../../../terraform.orders.tfstate" } },
    },
  },
  {
    name: "a file in a folder",
    state: { local: { path: "state/" } },
    terraform: {
      required_version: ">= 1.5.0",
      backend: { local: { path: "../../../state/terraform.orders.tfstate" } },
    },
  },
  {
    name: "S3 with a lock file",
    state: { s3: { bucket: "acme-state", region: "us-east-1" } },
    terraform: {
      required_version: ">= 1.10.0",
      backend: {
        s3: {
          bucket: "acme-state",
          region: "us-east-1",
          key: "pod-identity/orders.tfstate",
          encrypt: true,
          use_lockfile: true,
        },
      },
    },
  },
  {
    name: "S3 with a table for the lock, a key and a prefix",
    state: {
      s3: {
        bucket: "acme-state",
        region: "us-east-1",
        prefix: "eks/identities",
        useLockfile: false,
        dynamodbTable: "locks",
        kmsKeyId: "arn:aws:kms:us-east-1:492000000148:key/k",
      },
    },
    terraform: {
      required_version: ">= 1.5.0",
      backend: {
        s3: {
          bucket: "acme-state",
          region: "us-east-1",
          key: "eks/identities/orders.tfstate",
          encrypt: true,
          dynamodb_table: "locks",
          kms_key_id: "arn:aws:kms:us-east-1:492000000148:key/k",
        },
      },
    },
  },
  {
    name: "HCP Terraform",
    state: { cloud: { organization: "acme", workspacePrefix: "eks-", project: "identities" } },
    terraform: {
      required_version: ">= 1.5.0",
      cloud: { organization: "acme", workspaces: { name: "eks-orders", project: "identities" } },
    },
  },
  {
    name: "another host that speaks its protocol",
    state: { cloud: { organization: "acme", hostname: "terraform.acme.dev" } },
    terraform: {
      required_version: ">= 1.5.0",
      cloud: { hostname: "terraform.acme.dev", organization: "acme", workspaces: { name: "orders" } },
    },
  },
];

test.each(cases)("the state is kept in $name", ({ state, terraform }) => {
  const stack = synthIdentity({}, state === undefined ? {} : { state });
  const { required_providers: _, ...rest } = JSON.parse(stack.text).terraform;
  expect(rest).toEqual(terraform);
});

test("the platform's state holds for the stack of a cluster", () => {
  const stack = synthCluster({}, { state: { s3: { bucket: "acme-state", region: "us-east-1" } } });
  expect(stack.json.terraform.backend.s3).toMatchObject({ key: "pod-identity/cluster-atlas.tfstate" });
});
