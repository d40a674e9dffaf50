import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { synthFolders } from "./synth";

const REPOSITORY = join(__dirname, "../..");

/** All that changes what a stack is made of, so that no part of the slimmed cdktf goes untried. */
const EVERYTHING = `service: everything
clusters:
  atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 }
  bora: { name: bora-eks, account: "492000000148", region: eu-west-1 }
state: { s3: { bucket: acme-state, region: us-east-1 } }
tags: { team: orders }
identities:
  - name: api
    serviceAccounts: [shop/api, shop/worker]
    policies: [AmazonS3ReadOnlyAccess, service-role/AWSLambdaBasicExecutionRole]
    description: "orders \${file(1)} %{ if true }"
    maxSessionDuration: 7200
    permissionsBoundary: boundary
    allow:
      - actions: [s3:GetObject]
        resources: ["arn:aws:s3:::orders/\${aws:PrincipalTag/kubernetes-namespace}/*"]
        when: { StringEquals: { aws:PrincipalTag/team: [a, b] }, Bool: { aws:SecureTransport: true } }
    deny: [{ actions: [s3:DeleteObject], resources: ["*"] }]
  - name: chained
    serviceAccounts: [shop/chained]
    trust: account
    disableSessionTags: true
    targetRoleArn: arn:aws:iam::111122223333:role/target
  - name: existing
    serviceAccounts: [shop/existing]
    clusters: [bora]
    roleArn: arn:aws:iam::492000000148:role/standing
`;

let output: string;
beforeEach(() => {
  output = mkdtempSync(join(tmpdir(), "pod-identity-bundle-"));
});
afterEach(() => rmSync(output, { recursive: true, force: true }));

/** What dist/main.js, with its slimmed cdktf, writes; against the sources with cdktf as it is. */
function expectSame(folders: string[], cwd: string): void {
  execFileSync(process.execPath, [join(REPOSITORY, "dist/main.js"), ...folders], {
    cwd,
    env: { ...process.env, CDKTF_OUTDIR: join(output, "out") },
  });
  const wanted = synthFolders(folders, cwd);
  expect(Object.keys(wanted).length).toBeGreaterThan(0);
  for (const [stack, { text }] of Object.entries(wanted)) {
    expect(readFileSync(join(output, "out/stacks", stack, "cdk.tf.json"), "utf8")).toBe(text);
  }
}

test("the bundle writes the examples as cdktf itself does, to the byte", () => expectSame(["examples"], REPOSITORY));

test("and everything that a declaration can say", () => {
  writeFileSync(join(output, "pod-identity.yaml"), EVERYTHING);
  expectSame(["."], output);
});
