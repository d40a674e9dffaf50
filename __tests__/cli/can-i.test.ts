import { folderOf, run } from "./command";

const SERVICE = `service: backend-api
environments:
  live: { clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } } }
  test: { clusters: { borea: { name: borea-eks, account: "111111111111", region: eu-west-1 } } }
identities:
  - name: api
    serviceAccounts: [backend/api]
    policies: [AmazonS3ReadOnlyAccess]
    allow:
      - { actions: [sqs:SendMessage], resources: ["*"], when: { StringEquals: { aws:SourceVpc: [vpc-1, vpc-2] } } }
    deny:
      - actions: ["s3:*"]
        resources: ["arn:aws:s3:::secret/*"]
`;
const AS = ["--as", "backend/api", "--cluster", "atlas"];
const ROLE = "arn:aws:iam::492000000148:role/pod-identity/backend-api/backend-api-live-api";

describe("pod-identity can-i", () => {
  const cases: { name: string; args: string[]; code: number; stdout: string; stderr: string }[] = [
    { name: "yes", args: ["s3:ListAllMyBuckets", ...AS], code: 0, stdout: "yes\n", stderr: "" },
    { name: "no", args: ["eks:ListClusters", ...AS], code: 1, stdout: "no\n", stderr: "" },
    {
      name: "every one of several actions",
      args: ["s3:Get*", "arn:aws:s3:::a/b", ...AS],
      code: 0,
      stdout: "yes\n",
      stderr: "",
    },
    { name: "one of several actions is not allowed", args: ["s3:*", ...AS], code: 1, stdout: "no\n", stderr: "" },
    {
      name: "--explain of a yes",
      args: ["s3:ListAllMyBuckets", ...AS, "--explain"],
      code: 0,
      stdout: `yes
  s3:ListAllMyBuckets on *
  by backend/api on atlas, role ${ROLE}
  allow s3:Get*, s3:List*, s3:Describe* and 2 more on * (managed policy AmazonS3ReadOnlyAccess)
    pod-identity.yaml:8
`,
      stderr: "",
    },
    {
      name: "--explain of what is denied",
      args: ["s3:GetObject", "arn:aws:s3:::secret/key", ...AS, "--explain"],
      code: 1,
      stdout: `no
  s3:GetObject on arn:aws:s3:::secret/key
  by backend/api on atlas, role ${ROLE}
  deny s3:* on arn:aws:s3:::secret/* (inline policy pod-identity)
    pod-identity.yaml:12
`,
      stderr: "",
    },
    {
      name: "what cannot be told",
      args: ["sqs:SendMessage", ...AS],
      code: 1,
      stdout: "",
      stderr: "cannot tell: a condition asks for aws:sourcevpc\nfix: say what holds: --context aws:sourcevpc=VALUE\n",
    },
    {
      name: "and can with what is known of the request",
      args: ["sqs:SendMessage", ...AS, "--context", "aws:SourceVpc=vpc-2"],
      code: 0,
      stdout: "yes\n",
      stderr: "",
    },
    {
      name: "a service account that is not there",
      args: ["s3:GetObject", "--as", "backend/apo"],
      code: 2,
      stdout: "",
      stderr:
        "`backend/apo` is not a service account of these declarations\nallowed: backend/api\nfix: did you mean `backend/api`?\n",
    },
    {
      name: "a cluster that is not there",
      args: ["s3:GetObject", "--as", "backend/api", "--cluster", "atlsa"],
      code: 2,
      stdout: "",
      stderr: "`atlsa` is not a cluster of backend/api\nallowed: atlas, borea\nfix: did you mean `atlas`?\n",
    },
    {
      name: "several clusters",
      args: ["s3:GetObject", "--as", "backend/api"],
      code: 2,
      stdout: "",
      stderr:
        "backend/api is bound 2 times (stacks: backend-api-live, backend-api-test)\nallowed: atlas, borea\nfix: say which cluster: `--cluster atlas`\n",
    },
    {
      name: "an action that does not exist",
      args: ["s3:ListBuckets", ...AS],
      code: 2,
      stdout: "",
      stderr: expect.stringMatching(/^`s3:ListBuckets` is no action of AWS\nallowed: .*\nfix: did you mean `s3:List/),
    },
    {
      name: "a resource that is none",
      args: ["s3:GetObject", "s3://reports", ...AS],
      code: 2,
      stdout: "",
      stderr:
        "`s3://reports` is neither a resource's ARN nor a folder\nallowed: `*`, or an ARN `arn:partition:service:region:account:resource`\nfix: write `arn:aws:s3:::reports`\n",
    },
    {
      name: "context that is none",
      args: ["s3:GetObject", ...AS, "--context", "vpc-1"],
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("It must be `KEY=VALUE`, as in aws:SourceVpc=vpc-1."),
    },
    { name: "nobody named", args: ["s3:GetObject"], code: 2, stdout: "", stderr: expect.stringContaining("--as") },
    {
      name: "folders",
      args: ["s3:ListAllMyBuckets", "nowhere-at-all", ...AS],
      code: 2,
      stdout: "",
      stderr: expect.stringContaining("neither a resource's ARN nor a folder"),
    },
    {
      name: "a folder in the resource's place",
      args: ["s3:ListAllMyBuckets", ".", ...AS],
      code: 0,
      stdout: "yes\n",
      stderr: "",
    },
  ];

  test.each(cases)("$name", async ({ args, code, stdout, stderr }) => {
    expect(await run(["can-i", ...args], folderOf({ "pod-identity.yaml": SERVICE }))).toEqual({ code, stdout, stderr });
  });

  test("a declaration that cannot be read: says why, and ends with 2", async () => {
    const folder = folderOf({ "pod-identity.yaml": SERVICE.replace("AmazonS3ReadOnlyAccess", "AmazonS3ReadOnly") });
    const { code, stdout, stderr } = await run(["can-i", "s3:GetObject", ...AS], folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("`AmazonS3ReadOnly` is not the name of an AWS managed policy");
  });

  test("--json", async () => {
    const folder = folderOf({ "pod-identity.yaml": SERVICE });
    const { code, stdout, stderr } = await run(
      ["can-i", "s3:GetObject", "arn:aws:s3:::secret/a", ...AS, "--json"],
      folder,
    );
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    expect(JSON.parse(stdout)).toEqual({
      version: 1,
      answer: "no",
      serviceAccount: "backend/api",
      cluster: "atlas",
      clusterArn: "arn:aws:eks:us-east-1:492000000148:cluster/atlas-eks",
      role: ROLE,
      stack: "backend-api-live",
      actions: [
        {
          action: "s3:GetObject",
          resource: "arn:aws:s3:::secret/a",
          answer: "no",
          statements: [
            {
              text: "deny s3:* on arn:aws:s3:::secret/* (inline policy pod-identity)",
              effect: "deny",
              policy: "inline policy pod-identity",
              file: "pod-identity.yaml",
              line: 12,
            },
          ],
          missing: [],
          why: [],
          unknownKeys: [],
          unless: [],
        },
      ],
    });
  });
});
