import type { StackModel } from "../../../lib/model/stack";
import { RULES } from "../../../lib/rules/all";
import { READER_RULES } from "../../../lib/rules/reader-rules";
import { declared, platform, service } from "./declared";

/** How often the rule finds something in what the files declare. */
type Case = [name: string, files: Record<string, string>, found: number];

function one(text: string): Record<string, string> {
  return { "pod-identity.yaml": text };
}

function cluster(text: string): Record<string, string> {
  return { "platform.yaml": text };
}

const EBS = (name: string) => `addons: [{ name: aws-ebs-csi-driver, identities: [{ serviceAccount: ${name} }] }]`;
const OWNERS = "repositories: [{ repository: acme/a, namespaces: [backend] }]";
const ON_PLATFORM = (repository: string, account: string) =>
  `service: a\nrepository: ${repository}\nplatform: ../p/platform.yaml\nclusters: [atlas]\nidentities: [{ name: api, serviceAccounts: [${account}] }]`;
const STATEMENT = "{ actions: ['s3:GetObject'], resources: ['*'] }";
const LONG = Array.from(
  { length: 130 },
  (_, i) => `{ actions: ['s3:GetObject'], resources: ['arn:aws:s3:::bucket-of-a-long-name-${i}/*'] }`,
);
const TAGS = (count: number) => Array.from({ length: count }, (_, i) => `t${i}: a`).join(", ");

const TABLES: Record<string, Case[]> = {
  agent: [
    ["declared", cluster(platform("agent: {}")), 0],
    ["external", cluster(platform("agent: external")), 0],
    ["built in", cluster(platform("nodes: [auto-mode]")), 0],
    ["absent", cluster(platform("nodes: [linux-ec2]")), 1],
    ["absent where only some nodes are of Auto Mode", cluster(platform("nodes: [auto-mode, linux-ec2]")), 1],
    [
      "declared where only some nodes are of Auto Mode",
      cluster(platform("nodes: [auto-mode, linux-ec2], agent: {}")),
      0,
    ],
    ["declared on Auto Mode", cluster(platform("nodes: [auto-mode], agent: {}")), 1],
    ["unknown without a platform", one(service()), 0],
  ],
  "arn-account": [
    ["a role of the account", one(service({ identity: "roleArn: 'arn:aws:iam::492000000148:role/a'" })), 0],
    ["a role of another", one(service({ identity: "roleArn: 'arn:aws:iam::111122223333:role/a'" })), 1],
    ["a policy of AWS", one(service({ identity: "policies: ['arn:aws:iam::aws:policy/ReadOnlyAccess']" })), 0],
    ["a policy of another account", one(service({ identity: "policies: ['arn:aws:iam::111122223333:policy/a']" })), 1],
    ["a boundary by name", one(service({ identity: "permissionsBoundary: a" })), 0],
    [
      "a boundary of another account",
      one(service({ top: "permissionsBoundary: 'arn:aws:iam::111122223333:policy/a'" })),
      1,
    ],
    [
      "a target role of another account",
      one(service({ identity: "targetRoleArn: 'arn:aws:iam::111122223333:role/a'" })),
      0,
    ],
    [
      "a target role of another partition",
      one(service({ identity: "targetRoleArn: 'arn:aws-cn:iam::111122223333:role/a'" })),
      1,
    ],
  ],
  "cluster-support": [
    ["Linux nodes", one(service({ cluster: "nodes: [linux-ec2, windows]" })), 0],
    ["hybrid nodes", one(service({ cluster: "nodes: [hybrid]" })), 0],
    ["Fargate alone", one(service({ cluster: "nodes: [fargate]" })), 1],
    ["Kubernetes 1.23", one(service({ cluster: 'kubernetesVersion: "1.23"' })), 1],
    ["Kubernetes 1.24 of an unknown platform version", one(service({ cluster: 'kubernetesVersion: "1.24"' })), 0],
    ["1.28 on eks.3", one(service({ cluster: 'kubernetesVersion: "1.28", platformVersion: eks.3' })), 1],
    ["1.28 on eks.4", one(service({ cluster: 'kubernetesVersion: "1.28", platformVersion: eks.4' })), 0],
    [
      "1.28 on eks.10, which is no less than eks.4",
      one(service({ cluster: 'kubernetesVersion: "1.28", platformVersion: eks.10' })),
      0,
    ],
    ["1.33 on eks.1", one(service({ cluster: 'kubernetesVersion: "1.33", platformVersion: eks.1' })), 0],
    ["a cluster of Windows nodes that uses no Pod Identity", cluster(platform("nodes: [windows], agent: external")), 0],
  ],
  "duplicate-association": [
    ["two service accounts", one(service({ account: "backend/api, backend/worker" })), 0],
    ["one name in two namespaces", one(service({ account: "a/api, b/api" })), 0],
    ["one twice", one(service({ account: "backend/api, backend/api" })), 1],
    ["in two services", { "a/pod-identity.yaml": service(), "b/pod-identity.yaml": service({ name: "b" }) }, 1],
    [
      "in an add-on and in a service",
      {
        "a/platform.yaml": platform(`agent: {}, ${EBS("x")}`),
        "b/pod-identity.yaml": service({ account: "kube-system/x" }),
      },
      1,
    ],
  ],
  "duplicate-name": [
    [
      "two services",
      { "a/pod-identity.yaml": service(), "b/pod-identity.yaml": service({ name: "b", account: "b/b" }) },
      0,
    ],
    [
      "two services of one name",
      { "a/pod-identity.yaml": service(), "b/pod-identity.yaml": service({ account: "b/b" }) },
      1,
    ],
    ["an add-on twice", cluster(platform("agent: {}, addons: [{ name: vpc-cni }, { name: vpc-cni }]")), 1],
    ["the agent as an add-on", cluster(platform("agent: {}, addons: [{ name: eks-pod-identity-agent }]")), 1],
    [
      "a statement id twice",
      one(
        service({
          identity: `allow: [{ sid: A, actions: ['s3:*'], resources: ['*'] }, { sid: A, actions: ['sqs:*'], resources: ['*'] }]`,
        }),
      ),
      1,
    ],
    ["a managed policy twice", one(service({ identity: "policies: [ReadOnlyAccess, ReadOnlyAccess]" })), 1],
  ],
  expectation: [
    [
      "what holds",
      one(service({ identity: "policies: [AmazonS3ReadOnlyAccess], expect: { can: [s3:ListAllMyBuckets] }" })),
      0,
    ],
    ["what is not allowed", one(service({ identity: "expect: { can: [s3:ListAllMyBuckets, eks:ListClusters] }" })), 2],
    [
      "what is allowed",
      one(service({ identity: "policies: [AmazonS3ReadOnlyAccess], expect: { cannot: ['s3:List*'] }" })),
      1,
    ],
  ],
  "namespace-owner": [
    [
      "its own",
      { "p/platform.yaml": platform("agent: {}", OWNERS), "a/pod-identity.yaml": ON_PLATFORM("acme/a", "backend/api") },
      0,
    ],
    [
      "its own in other letter case",
      { "p/platform.yaml": platform("agent: {}", OWNERS), "a/pod-identity.yaml": ON_PLATFORM("Acme/A", "backend/api") },
      0,
    ],
    [
      "of another",
      { "p/platform.yaml": platform("agent: {}", OWNERS), "a/pod-identity.yaml": ON_PLATFORM("acme/b", "backend/api") },
      1,
    ],
    [
      "of nobody",
      {
        "p/platform.yaml": platform("agent: {}", OWNERS),
        "a/pod-identity.yaml": ON_PLATFORM("acme/a", "frontend/api"),
      },
      1,
    ],
    [
      "no owners at all",
      { "p/platform.yaml": platform("agent: {}"), "a/pod-identity.yaml": ON_PLATFORM("acme/a", "frontend/api") },
      0,
    ],
  ],
  "one-account": [
    ["one", one(service()), 0],
    [
      "two",
      one(
        "service: a\nclusters: { a: { name: a, account: '492000000148', region: us-east-1 }, b: { name: b, account: '111122223333', region: us-east-1 } }\nidentities: []",
      ),
      1,
    ],
    [
      "two regions of one",
      one(
        "service: a\nclusters: { a: { name: a, account: '492000000148', region: us-east-1 }, b: { name: b, account: '492000000148', region: eu-west-1 } }\nidentities: []",
      ),
      0,
    ],
    [
      "two partitions",
      one(
        "service: a\nclusters: { a: { name: a, account: '492000000148', region: us-east-1 }, b: { name: b, account: '492000000148', region: us-gov-west-1 } }\nidentities: []",
      ),
      1,
    ],
  ],
  "policy-limits": [
    ["a statement", one(service({ identity: `allow: [${STATEMENT}]` })), 0],
    ["inline policies over 10,240 characters", one(service({ identity: `allow: [${LONG.join(", ")}]` })), 1],
    [
      "a session policy over 2,048 characters",
      one(
        service({
          identity: `trust: account, disableSessionTags: true, sessionPolicy: { allow: [${LONG.slice(0, 30).join(", ")}] }`,
        }),
      ),
      1,
    ],
    [
      "40 pinned service accounts",
      one(
        service({
          account: Array.from({ length: 40 }, (_, i) => `namespace-number-${i}/service-account-number-${i}`).join(", "),
        }),
      ),
      1,
    ],
    [
      "40 service accounts on an open trust",
      one(
        service({
          identity: "trust: account",
          account: Array.from({ length: 40 }, (_, i) => `namespace-number-${i}/service-account-number-${i}`).join(", "),
        }),
      ),
      0,
    ],
  ],
  "session-tags": [
    ["as it is", one(service()), 0],
    ["disabled on an open trust", one(service({ identity: "trust: account, disableSessionTags: true" })), 0],
    ["disabled on a pinned trust", one(service({ identity: "disableSessionTags: true" })), 1],
    [
      "disabled on an existing role",
      one(service({ identity: "roleArn: 'arn:aws:iam::492000000148:role/a', disableSessionTags: true" })),
      0,
    ],
    [
      "a session policy with session tags",
      one(service({ identity: `trust: account, sessionPolicy: { allow: [${STATEMENT}] }` })),
      1,
    ],
  ],
  tags: [
    ["50", one(service({ top: `tags: { ${TAGS(50)} }` })), 0],
    ["51 in sum", one(service({ top: `tags: { ${TAGS(50)} }`, identity: "tags: { more: a }" })), 1],
    ["a key that is set anew", one(service({ top: `tags: { ${TAGS(50)} }`, identity: "tags: { t0: b }" })), 0],
    ["twins in letter case", one(service({ top: "tags: { team: a }", identity: "tags: { Team: a }" })), 1],
    ["of an add-on", cluster(platform(`agent: {}, addons: [{ name: vpc-cni, tags: { ${TAGS(51)} } }]`)), 1],
  ],
};

describe.each(RULES.map((rule) => ({ rule })))("$rule.id", ({ rule }) => {
  const table = TABLES[rule.id] ?? [];

  test("has cases of both kinds", () => {
    expect(new Set(table.map(([, , found]) => found > 0))).toEqual(new Set([true, false]));
  });

  test.each(table)("%s", (_name, files, found) => {
    const findings = rule.judge(declared(files));
    expect(findings).toHaveLength(found);
    for (const finding of findings) expect(finding).toMatchObject({ rule: rule.id, severity: rule.severity });
  });

  test("lets tokens pass unjudged", () => {
    const found = (stacks: readonly StackModel[]) => rule.judge(stacks);
    expect(
      found(
        withTokens(
          declared(
            one(
              service({
                identity:
                  "policies: [ReadOnlyAccess], permissionsBoundary: b, allow: [{ actions: ['s3:GetObject'], resources: ['*'] }]",
              }),
            ),
          ),
        ),
      ),
    ).toEqual([]);
  });
});

/** The same stacks with a token in place of every account, region and ARN, as TypeScript may have them. */
function withTokens(stacks: readonly StackModel[]): StackModel[] {
  const token = "$" + "{TfToken[TOKEN.1]}";
  const replace = (value: unknown, key: string): unknown => {
    if (typeof value === "string")
      return /^(arn|account|region|permissionsBoundary|namespace)$/.test(key) ? token : value;
    if (Array.isArray(value)) return value.map((part) => replace(part, key));
    if (value === null || typeof value !== "object") return value;
    return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replace(part, name)]));
  };
  return stacks.map((stack) => Object.assign(structuredClone(stack), replace(stack, "")));
}

test("every rule is told of once, under a stable id", () => {
  const ids = [...RULES, ...READER_RULES].map((rule) => rule.id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/);
});
