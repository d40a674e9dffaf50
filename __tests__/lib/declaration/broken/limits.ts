import { type BrokenCase, identity, onPlatform, platform, service } from "./broken-case";

const MANY_ACCOUNTS = Array.from(
  { length: 40 },
  (_, index) => `namespace-number-${index}/service-account-number-${index}`,
);
const MANY_POLICIES = [
  "ReadOnlyAccess",
  "SecurityAudit",
  "job-function/ViewOnlyAccess",
  "AWSXrayReadOnlyAccess",
  "IAMReadOnlyAccess",
  "AmazonS3ReadOnlyAccess",
  "AmazonS3FullAccess",
  "AmazonSQSReadOnlyAccess",
  "AmazonSQSFullAccess",
  "AmazonSNSReadOnlyAccess",
  "AmazonSNSFullAccess",
];
const MANY_STATEMENTS = Array.from(
  { length: 120 },
  (_, index) => `  - { actions: [s3:GetObject], resources: ["arn:aws:s3:::a-bucket-with-a-long-name-${index}/*"] }`,
);

function tags(count: number): string {
  return Array.from({ length: count }, (_, index) => `t${index}: a`).join(", ");
}

export const LIMIT_CASES: BrokenCase[] = [
  {
    name: "a trust policy over 2,048 characters",
    files: service("identities:", "  - name: api", `    serviceAccounts: [${MANY_ACCOUNTS.join(", ")}]`),
    says: [
      "error pod-identity.yaml:5:22 identities[0].serviceAccounts",
      "  need a trust policy of 2,338 characters, since the role is pinned to them (clusters: 1, service accounts: 40)",
      "  allowed: at most 2,048 characters",
      "  fix: split the identity in two, or set `quotas: { trustPolicyLength: 4096 }` in platform.yaml where the quota was raised, or open it with `trust: account`",
      "  rule: policy-limits",
    ],
  },
  {
    name: "a trust policy over a quota that was raised",
    files: {
      ...platform("quotas: { trustPolicyLength: 2200 }"),
      ...onPlatform("identities:", "  - name: api", `    serviceAccounts: [${MANY_ACCOUNTS.join(", ")}]`),
    },
    folders: ["service"],
    says: [
      "error service/pod-identity.yaml:7:22 identities[0].serviceAccounts",
      "  need a trust policy of 2,338 characters, since the role is pinned to them (clusters: 1, service accounts: 40)",
      "  allowed: at most 2,200 characters",
      "  fix: split the identity in two, or set `quotas: { trustPolicyLength: 4096 }` in platform.yaml where the quota was raised, or open it with `trust: account`",
      "  rule: policy-limits",
    ],
  },
  {
    name: "a trust policy within a quota that was raised",
    files: {
      ...platform("quotas: { trustPolicyLength: 4096 }"),
      ...onPlatform("identities:", "  - name: api", `    serviceAccounts: [${MANY_ACCOUNTS.join(", ")}]`),
    },
    folders: ["service"],
    says: [],
  },
  {
    name: "inline policies over 10,240 characters",
    files: identity("allow:", ...MANY_STATEMENTS),
    says: [
      "error pod-identity.yaml:7:7 identities[0].allow",
      "  brings the role's inline policies to 12,528 characters in sum, white space not counted",
      "  allowed: at most 10,240 characters a role",
      "  fix: use wildcards, move statements into a customer managed policy and name it under `policies:`, or split the identity",
      "  rule: policy-limits",
    ],
  },
  {
    name: "11 managed policies",
    files: identity(`policies: [${MANY_POLICIES.join(", ")}]`),
    says: [
      "error pod-identity.yaml:6:15 identities[0].policies",
      "  names 11 managed policies",
      "  allowed: at most 10 a role",
      "  fix: merge some into one policy, or set `quotas: { managedPoliciesPerRole: … }` in platform.yaml where the quota was raised (to 25 at most)",
      "  rule: policy-limits",
    ],
  },
  {
    name: "11 managed policies where 20 are allowed",
    files: {
      ...platform("quotas: { managedPoliciesPerRole: 20 }"),
      ...onPlatform(
        "identities:",
        `  - { name: api, serviceAccounts: [a/b], policies: [${MANY_POLICIES.join(", ")}] }`,
      ),
    },
    folders: ["service"],
    says: [],
  },
  {
    name: "a session policy over 2,048 characters",
    files: identity(
      "trust: account",
      "disableSessionTags: true",
      "sessionPolicy:",
      "  allow:",
      ...MANY_STATEMENTS.slice(0, 30).map((line) => `  ${line}`),
    ),
    says: [
      "error pod-identity.yaml:9:7 identities[0].sessionPolicy",
      "  is a session policy of 3,148 characters",
      "  allowed: at most 2,048 characters",
      "  fix: shorten it with wildcards, or restrict the role itself",
      "  rule: policy-limits",
    ],
  },
  {
    name: "51 tags, of the service and the identity",
    files: service(
      `tags: { ${tags(50)} }`,
      "identities: [{ name: api, serviceAccounts: [backend/api], tags: { one: more } }, { name: worker, serviceAccounts: [backend/worker] }]",
    ),
    says: [
      "error pod-identity.yaml:4:65 identities[0].tags",
      "  has 51 tags, the inherited ones counted",
      "  allowed: at most 50 tags a resource",
      "  fix: remove some",
      "  rule: tags",
    ],
  },
  {
    name: "tag keys that AWS refuses",
    files: service(`tags: { aws:team: a, "": b, "team!": c, ${"k".repeat(129)}: d }`, "identities: []"),
    says: [
      "error pod-identity.yaml:3:9 tags.aws:team",
      "  `aws:team` is a tag key that AWS keeps for itself",
      "  allowed: keys that do not begin with `aws:`",
      "  fix: rename the key",
      "  rule: schema",
      "error pod-identity.yaml:3:22 tags.",
      "  is an empty tag key",
      "  allowed: 1 to 128 characters",
      "  rule: schema",
      "error pod-identity.yaml:3:29 tags.team!",
      "  `team!` is a tag key with characters that AWS refuses",
      "  allowed: letters, digits, spaces and _ . : / = + - @",
      "  fix: rename the key",
      "  rule: schema",
      "error pod-identity.yaml:3:41 tags.kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk",
      "  `kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk…` is a tag key of 129 characters",
      "  allowed: 1 to 128 characters",
      "  fix: shorten the key",
      "  rule: schema",
    ],
  },
  {
    name: "tag values that AWS refuses",
    files: service(`tags: { a: "50 %", b: ${"v".repeat(257)}, c: "two\\nlines" }`, "identities: []"),
    says: [
      "error pod-identity.yaml:3:12 tags.a",
      "  `50 %` is a tag value with characters that AWS refuses",
      "  allowed: letters, digits, spaces and _ . : / = + - @",
      "  fix: change the value",
      "  rule: schema",
      "error pod-identity.yaml:3:23 tags.b",
      "  `vvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvvv…` is a tag value of 257 characters",
      "  allowed: at most 256 characters",
      "  fix: shorten the value",
      "  rule: schema",
      "error pod-identity.yaml:3:285 tags.c",
      "  `two\\nlines` is a tag value with characters that AWS refuses",
      "  allowed: letters, digits, spaces and _ . : / = + - @",
      "  fix: change the value",
      "  rule: schema",
    ],
  },
  {
    name: "tag keys of 128 and values of 256 characters are legal",
    files: service(
      `tags: { ${"k".repeat(128)}: ${"v".repeat(256)} }`,
      "identities: [{ name: api, serviceAccounts: [backend/api] }]",
    ),
    says: [],
  },
  {
    name: "tag keys that differ in letter case alone",
    files: service(
      "tags: { Team: a }",
      "identities: [{ name: api, serviceAccounts: [backend/api], tags: { team: b } }]",
    ),
    says: [
      "error pod-identity.yaml:4:67 identities[0].tags.team",
      "  `team` is the same tag key as `Team` to IAM, which does not tell letter case apart",
      "  allowed: keys that differ in more than letter case",
      "  fix: write the key in one way everywhere",
      "  rule: tags",
    ],
  },
  {
    name: "two identities of one name",
    files: service(
      "identities:",
      "  - { name: api, serviceAccounts: [backend/api] }",
      "  - { name: api, serviceAccounts: [backend/worker] }",
    ),
    says: [
      "error pod-identity.yaml:5:13 identities[1].name",
      "  is the second identity of the name `api` in this stack",
      "  fix: give it another name, or put both into one identity",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "two stacks that would make one role",
    folders: ["a", "b"],
    files: {
      "a/pod-identity.yaml":
        "service: a\nclusters: { atlas: { name: a, account: '492000000148', region: us-east-1 } }\nidentities: [{ name: b-c, serviceAccounts: [x/y] }]\n",
      "b/pod-identity.yaml":
        "service: a-b\nclusters: { atlas: { name: a, account: '492000000148', region: us-east-1 } }\nidentities: [{ name: c, serviceAccounts: [x/z] }]\n",
    },
    says: [
      "error b/pod-identity.yaml:3:22 identities[0].name",
      "  would make a second role of the name `a-b-c` in the account 492000000148",
      "  fix: give the identity another name",
      "  rule: duplicate-name",
    ],
  },
];
