import { folderOf, run } from "./command";

const SERVICE = `service: backend-api
clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }
identities:
  - name: api
    serviceAccounts: [backend/api]
    policies: [AmazonSQSReadOnlyAccess]
    allow:
      - actions: [sqs:SendMessage]
        resources: ["arn:aws:sqs:us-east-1:492000000148:orders", "arn:aws:sqs:us-east-1:492000000148:ord*"]
      - { actions: [dynamodb:PutItem], resources: ["*"], when: { StringEquals: { aws:SourceVpc: vpc-1 } } }
      - { actions: [iam:PassRole], resources: ["*"] }
    deny: [{ actions: ["iam:*"], resources: ["*"] }]
  - name: worker
    serviceAccounts: [backend/worker]
    policies: ["arn:aws:iam::492000000148:policy/worker"]
`;

const API = `backend/api on atlas as backend-api-api
  SERVICE   LEVEL    ACTIONS  RESOURCES
  dynamodb  write ?  `;

describe("pod-identity access", () => {
  test("a block for each service account, within 80 columns", async () => {
    const { code, stdout, stderr } = await run(["access"], folderOf({ "pod-identity.yaml": SERVICE }));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout.startsWith(API)).toBe(true);
    expect(stdout).toMatch(/\n {2}sqs {7}read {5}\d+\/\d+ +\*\n/);
    expect(stdout).toMatch(/\n {2}sqs {7}write {4}1\/\d+ +arn:aws:sqs:us-east-1:492000000148:ord\*\n/);
    expect(stdout).not.toContain("iam ");
    expect(stdout).toMatch(
      /\n\nbackend\/worker on atlas as backend-api-worker\n {2}nothing that is known here\n {2}unknown: what the managed policy arn:aws:iam::492000000148:policy\/worker says is not known here/,
    );
    for (const line of stdout.split("\n").filter((one) => !one.includes("unknown:")))
      expect(line.length).toBeLessThanOrEqual(80);
  });

  test("one service account, as JSON", async () => {
    const folder = folderOf({ "pod-identity.yaml": SERVICE });
    const { code, stdout } = await run(["access", "backend/api", "--json"], folder);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      access: [
        {
          serviceAccount: "backend/api",
          cluster: "atlas",
          role: "arn:aws:iam::492000000148:role/pod-identity/backend-api/backend-api-api",
          stack: "backend-api",
          unknown: [],
          grants: expect.arrayContaining([
            {
              service: "sqs",
              level: "write",
              actions: ["sqs:SendMessage"],
              of: expect.any(Number),
              resources: ["arn:aws:sqs:us-east-1:492000000148:ord*"],
              sure: true,
            },
          ]),
        },
      ],
    });
  });

  test("as a Mermaid diagram", async () => {
    const folder = folderOf({ "pod-identity.yaml": SERVICE });
    const { stdout } = await run(["access", "backend/api", "--graph"], folder);
    expect(stdout).toMatch(/^graph LR\n {2}account0\["backend\/api on atlas"\]\n {2}role1\["backend-api-api"\]\n/);
    expect(stdout).toContain('["sqs: write"]');
    expect(stdout).toMatch(/\n {2}role1 -\.-> access2\n/);
  });

  test("a policy for everything stays readable", async () => {
    const everything = SERVICE.replace("AmazonSQSReadOnlyAccess", "AdministratorAccess").replace(/ {4}deny.*\n/, "");
    const { code, stdout } = await run(["access", "backend/api"], folderOf({ "pod-identity.yaml": everything }));
    expect(code).toBe(0);
    expect(stdout).toMatch(/\n {2}a\S+, a\S+ and \d+ more +permissions management +(\d+)\/\1 +\*\n/);
    expect(stdout.split("\n").length).toBeLessThan(20);
  });

  test.each<[string, string[], string]>([
    ["an unknown service account", ["backend/apo"], "did you mean `backend/api`?"],
    ["an unknown cluster", ["--cluster", "borea"], "`borea` is not a cluster of these declarations"],
  ])("%s: says so, and ends with 2", async (_, args, said) => {
    const { code, stdout, stderr } = await run(["access", ...args], folderOf({ "pod-identity.yaml": SERVICE }));
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(said);
  });
});
