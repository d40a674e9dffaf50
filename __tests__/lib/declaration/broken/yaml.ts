import { API, accounts, type BrokenCase, identity, service } from "./broken-case";

const PATH = "pod-identity.yaml";

/** Ten lists, each of nine times the one before: a billion values written out. */
const BOMB = [
  "a: &a [x, x, x, x, x, x, x, x, x]",
  ..."bcdefghij".split("").map((name, index) => {
    const before = `*${"abcdefghi"[index]}`;
    return `${name}: &${name} [${Array(9).fill(before).join(", ")}]`;
  }),
].join("\n");

export const YAML_CASES: BrokenCase[] = [
  {
    name: "an empty file",
    files: { [PATH]: "" },
    says: [
      "error pod-identity.yaml:1:1",
      "  is empty",
      "  allowed: a map",
      "  fix: begin with `service: NAME`",
      "  rule: schema",
    ],
  },
  {
    name: "only comments",
    files: { [PATH]: "# later\n\n# much later\n" },
    says: [
      "error pod-identity.yaml:1:1",
      "  is empty",
      "  allowed: a map",
      "  fix: begin with `service: NAME`",
      "  rule: schema",
    ],
  },
  {
    name: "a list at the root",
    files: { [PATH]: "- service: backend-api\n" },
    says: [
      "error pod-identity.yaml:1:1",
      "  is a list, and a map is needed",
      "  allowed: a map with `service` and `identities`",
      "  rule: schema",
    ],
  },
  {
    name: "a text at the root",
    files: { [PATH]: "backend-api\n" },
    says: [
      "error pod-identity.yaml:1:1",
      "  `backend-api` is text, and a map is needed",
      "  allowed: a map with `service` and `identities`",
      "  rule: schema",
    ],
  },
  {
    name: "a key that stands twice",
    files: { [PATH]: `service: a\nidentities: []\nservice: b\nidentities: []\n` },
    says: [
      "error pod-identity.yaml:3:1",
      "  `service` is a key that stands twice in the same map",
      "  fix: remove or rename one of them",
      "  rule: unreadable",
      "error pod-identity.yaml:4:1",
      "  `identities` is a key that stands twice in the same map",
      "  fix: remove or rename one of them",
      "  rule: unreadable",
    ],
  },
  {
    name: "a key that stands twice, further down",
    files: identity("policies: []", "policies: [ReadOnlyAccess]"),
    says: [
      "error pod-identity.yaml:7:5",
      "  `policies` is a key that stands twice in the same map",
      "  fix: remove or rename one of them",
      "  rule: unreadable",
    ],
  },
  {
    name: "two documents",
    files: { [PATH]: "service: a\n---\nservice: b\n" },
    says: [
      "error pod-identity.yaml:2:1",
      "  begins a second YAML document",
      "  allowed: one document a file",
      "  fix: move it into a file of its own, or remove the `---` line",
      "  rule: unreadable",
    ],
  },
  {
    name: "a tab as indentation",
    files: { [PATH]: "service: a\nidentities:\n\t- name: api\n" },
    says: [
      "error pod-identity.yaml:3:1",
      "  is indented with a tab",
      "  allowed: spaces",
      "  fix: indent with spaces",
      "  rule: unreadable",
    ],
  },
  {
    name: "bad indentation",
    files: { [PATH]: "service: a\nidentities:\n  - name: api\n     serviceAccounts: [a/b]\n" },
    says: [
      "error pod-identity.yaml:3:11",
      "  is not YAML: a key has to be on one line, with a `:` and a space after it",
      "  fix: look for a missing `:`, a missing quote or a wrong indentation here or on the line before",
      "  rule: unreadable",
    ],
  },
  {
    name: "a key of an entry that is indented too little",
    files: { [PATH]: "service: a\nidentities:\n- name: api\n serviceAccounts: [a/b]\n" },
    says: [
      "error pod-identity.yaml:4:1",
      "  is not YAML: the indentation fits no line above",
      "  fix: indent what belongs together equally",
      "  rule: unreadable",
    ],
  },
  {
    name: "a first key that is indented",
    files: { [PATH]: "  service: a\nidentities: []\n" },
    says: [
      "error pod-identity.yaml:2:1",
      "  is not YAML: the indentation fits no line above",
      "  fix: indent what belongs together equally",
      "  rule: unreadable",
    ],
  },
  {
    name: "a key indented too little",
    files: { [PATH]: "service: a\nidentities:\n    - name: api\n  clusters: [atlas]\n" },
    says: [
      "error pod-identity.yaml:4:1",
      "  is not YAML: the indentation fits no line above",
      "  fix: indent what belongs together equally",
      "  rule: unreadable",
    ],
  },
  {
    name: "a bracket never closed",
    files: { [PATH]: "service: a\nclusters: [atlas\nidentities: []\n" },
    says: [
      "error pod-identity.yaml:3:1",
      "  is not YAML: a `[` or `{` before this is not closed",
      "  fix: close the bracket, or indent what is in it",
      "  rule: unreadable",
    ],
  },
  {
    name: "a quote never closed",
    files: { [PATH]: `service: "a\nidentities: []\n` },
    says: [
      "error pod-identity.yaml:3:1",
      "  is not YAML: a quote before this is not closed",
      "  fix: close the quote",
      "  rule: unreadable",
    ],
  },
  {
    name: "a key without a colon",
    files: { [PATH]: "service: a\nidentities\nclusters: [b]\n" },
    says: [
      "error pod-identity.yaml:2:1",
      "  is not YAML: a key has to be on one line, with a `:` and a space after it",
      "  fix: look for a missing `:`, a missing quote or a wrong indentation here or on the line before",
      "  rule: unreadable",
    ],
  },
  {
    name: "no space after the colon",
    files: { [PATH]: "service:a\nidentities: []\n" },
    says: [
      "error pod-identity.yaml:1:1",
      "  is not YAML: a key has to be on one line, with a `:` and a space after it",
      "  fix: look for a missing `:`, a missing quote or a wrong indentation here or on the line before",
      "  rule: unreadable",
    ],
  },
  {
    name: "a text that begins with @",
    files: { [PATH]: "service: a\nplatform: @acme/eks-platform/platform.yaml\nidentities: []\n" },
    says: [
      "error pod-identity.yaml:2:11",
      "  `@` cannot begin a text without quotes",
      "  fix: put the text in quotes",
      "  rule: unreadable",
    ],
  },
  {
    name: "a text that begins with *",
    files: identity("allow:", "  - actions: [*]", "    resources: ['*']"),
    says: [
      "error pod-identity.yaml:7:19",
      "  is not YAML: an alias has no name",
      "  fix: put a text that begins with `*` in quotes",
      "  rule: unreadable",
    ],
  },
  {
    name: "a wildcard that reads as an alias",
    files: identity("allow:", "  - actions: ['s3:*']", "    resources: [*any]"),
    says: [
      "error pod-identity.yaml:8:21",
      "  `*any` is an alias of nothing",
      "  fix: write `&any` before the value it stands for, further up; or put a text that begins with `*` in quotes",
      "  rule: unreadable",
    ],
  },
  {
    name: "an unknown escape",
    files: { [PATH]: `service: "a\\d"\nidentities: []\n` },
    says: [
      "error pod-identity.yaml:1:12",
      "  `\\d` is not an escape of YAML",
      "  fix: double the backslash, or use single quotes",
      "  rule: unreadable",
    ],
  },
  {
    name: "a tag of another tool",
    files: service("identities:", "  - name: !Ref Name", "    serviceAccounts: [a/b]"),
    says: [
      "error pod-identity.yaml:4:11",
      "  `!Ref` is a tag that means nothing here",
      "  allowed: plain YAML, without tags of other tools",
      "  fix: write the value itself",
      "  rule: unreadable",
    ],
  },
  {
    name: "an alias of nothing",
    files: service("tags: *common", "identities: []"),
    says: [
      "error pod-identity.yaml:3:7",
      "  `*common` is an alias of nothing",
      "  fix: write `&common` before the value it stands for, further up; or put a text that begins with `*` in quotes",
      "  rule: unreadable",
    ],
  },
  {
    name: "an alias inside of itself",
    files: service("tags: &tags { a: *tags }", "identities: []"),
    says: [
      "error pod-identity.yaml:3:18",
      "  `*tags` is an alias inside of what it stands for",
      "  fix: write the value out",
      "  rule: unreadable",
    ],
  },
  {
    name: "a merge of what is no map",
    files: service("tags: { <<: [1] }", "identities: []"),
    says: [
      "error pod-identity.yaml:3:13",
      "  cannot be merged",
      "  allowed: `<<: *NAME` of a map, or a list of such",
      "  fix: give the anchor to a map, or put `<<` in quotes where it is a key",
      "  rule: unreadable",
    ],
  },
  {
    name: "an error in an anchored value is said once, where it is written",
    files: service(
      "identities:",
      "  - &base",
      "    name: api",
      "    serviceAccounts: [backend/api]",
      "    policies: &policies [NoSuchPolicy]",
      "  - <<: *base",
      "    name: worker",
      "    serviceAccounts: [backend/worker]",
      "  - name: cron",
      "    serviceAccounts: [backend/cron]",
      "    policies: *policies",
    ),
    says: [
      "error pod-identity.yaml:7:26 identities[0].policies[0]",
      "  `NoSuchPolicy` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`",
      "  rule: unknown-managed-policy",
    ],
  },
  {
    name: "an error in a merged value is shown where it is written",
    files: service(
      "identities:",
      "  - name: worker",
      "    serviceAccounts: [backend/worker]",
      "    <<: { path: backend }",
    ),
    says: [
      "error pod-identity.yaml:6:17 identities[0].path",
      "  `backend` is not an IAM path",
      "  allowed: `/`, or segments of printable ASCII between slashes, at most 512 characters in all",
      "  fix: write `/backend/`",
      "  rule: schema",
    ],
  },
  {
    name: "an alias bomb",
    files: { [PATH]: BOMB },
    says: [
      "error pod-identity.yaml:6:8",
      "  `*e` makes aliases stand for too much",
      "  allowed: aliases that stand for at most 100,000 values in all",
      "  fix: write the values out",
      "  rule: unreadable",
    ],
  },
  {
    name: "a file of 10 MB",
    files: { [PATH]: "a".repeat(10_000_000) },
    says: [
      "error pod-identity.yaml:1:1",
      "  `9.5 MiB` is too large for a declaration",
      "  allowed: at most 2 MiB",
      "  fix: divide it among several, each in a folder of its own",
      "  rule: unreadable",
    ],
  },
  {
    name: "10,000 opening brackets",
    files: { [PATH]: `service: ${"[".repeat(10_000)}` },
    says: [
      "error pod-identity.yaml:1:108",
      "  is nested too deep",
      "  allowed: at most 100 levels",
      "  fix: look for brackets that are never closed",
      "  rule: unreadable",
    ],
  },
  {
    name: "10,000 opening brackets, closed",
    files: { [PATH]: `service: ${"[".repeat(10_000)}${"]".repeat(10_000)}` },
    says: [
      "error pod-identity.yaml:1:108",
      "  is nested too deep",
      "  allowed: at most 100 levels",
      "  fix: look for brackets that are never closed",
      "  rule: unreadable",
    ],
  },
  {
    name: "10,000 lists in lists",
    files: { [PATH]: `service: a\nidentities:\n${"- ".repeat(10_000)}a` },
    says: [
      "error pod-identity.yaml:3:197",
      "  is nested too deep",
      "  allowed: at most 100 levels",
      "  fix: look for brackets that are never closed",
      "  rule: unreadable",
    ],
  },
  {
    name: "not UTF-8",
    files: { [PATH]: new Uint8Array([0x73, 0x3a, 0x20, 0xff, 0xfe]) },
    says: ["error pod-identity.yaml:1:1", "  is not UTF-8 text", "  fix: save the file as UTF-8", "  rule: unreadable"],
  },
  {
    name: "UTF-16, as some editors save it",
    files: { [PATH]: new Uint8Array(Buffer.from("\ufeffservice: a", "utf16le")) },
    says: ["error pod-identity.yaml:1:1", "  is not UTF-8 text", "  fix: save the file as UTF-8", "  rule: unreadable"],
  },
  {
    name: "the keys __proto__ and constructor",
    files: service(
      "__proto__: { service: a }",
      "constructor: a",
      "tags: { __proto__: b, constructor: c }",
      "identities: []",
    ),
    says: [
      "error pod-identity.yaml:3:1",
      "  `__proto__` cannot be a key",
      "  fix: rename it",
      "  rule: unreadable",
      "error pod-identity.yaml:5:9",
      "  `__proto__` cannot be a key",
      "  fix: rename it",
      "  rule: unreadable",
    ],
  },
  {
    name: "control characters, ANSI escapes and marks of direction in a value",
    files: accounts(`"back\\u0000end/\\e[31mapi\\u202e\\n2 errors"`),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `back\\u0000end/\\u001b[31mapi\\u202e\\n2 errors` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write it like `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "control characters in a key",
    files: service(`"ser\\e[2Jvice\\u2028": a`, "identities: []"),
    says: [
      "error pod-identity.yaml:3:1 ser\\u001b[2Jvice\\u2028",
      "  `ser\\u001b[2Jvice\\u2028` is not a key here",
      "  allowed: service, repository, platform, clusters, environments, state, permissionsBoundary, tags, identities",
      "  fix: remove it",
      "  rule: schema",
    ],
  },
  {
    name: "a NUL byte in the file",
    files: {
      [PATH]:
        "service: back\u0000end\nidentities: []\nclusters: { a: { name: a, account: '492000000148', region: us-east-1 } }\n",
    },
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `back\\u0000end` is not a service name",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write it like `backend-api`",
      "  rule: schema",
    ],
  },
  {
    name: "a CDKTF token",
    files: identity(`policies: ["\${TfToken[TOKEN.4]}"]`, `tags: { "\${TfToken[TOKEN.5]}": a }`),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `${TfToken[TOKEN.4]}` holds a CDKTF token, which only TypeScript can make",
      "  allowed: plain values, and IAM policy variables like ${aws:PrincipalTag/team}",
      "  fix: write the value itself, or declare the identity in TypeScript",
      "  rule: token",
      "error pod-identity.yaml:7:13 identities[0].tags.${TfToken[TOKEN.5]}",
      "  `${TfToken[TOKEN.5]}` holds a CDKTF token, which only TypeScript can make",
      "  allowed: plain values, and IAM policy variables like ${aws:PrincipalTag/team}",
      "  fix: write the value itself, or declare the identity in TypeScript",
      "  rule: token",
    ],
  },
  {
    name: "CRLF and a byte order mark do not move places",
    files: {
      [PATH]: `\ufeffservice: Backend\r\nclusters: { atlas: { name: a, account: "492000000148", region: us-east-1 } }\r\n${API.join("\r\n")}\r\n`,
    },
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `Backend` is not a service name",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write `backend`",
      "  rule: schema",
    ],
  },
];
