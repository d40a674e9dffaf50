import { API, accounts, type BrokenCase, identity, inlineCluster, service } from "./broken-case";

const CLUSTER = `clusters: { atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }`;

function named(name: string): Record<string, string> {
  return { "pod-identity.yaml": [`service: ${name}`, CLUSTER, ...API].join("\n") };
}

export const NAME_CASES: BrokenCase[] = [
  {
    name: "one character is legal everywhere",
    files: {
      "pod-identity.yaml": `service: a\nclusters: { b: { name: c, account: "492000000148", region: us-east-1 } }\nidentities: [{ name: d, serviceAccounts: [e/f, 0/1] }]\n`,
    },
    says: [],
  },
  {
    name: "a namespace of 63 and a name of 253 characters are legal",
    files: accounts(`${"n".repeat(63)}/${"s".repeat(253)}`),
    says: [],
  },
  {
    name: "a namespace of 64 characters",
    files: accounts(`${"n".repeat(64)}/api`),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn/api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: shorten the namespace, it has 64 characters",
      "  rule: schema",
    ],
  },
  {
    name: "a service account of 254 characters",
    files: accounts(`backend/${"s".repeat(254)}`),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `backend/sssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssssss…` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: shorten the name, it has 254 characters",
      "  rule: schema",
    ],
  },
  {
    name: "upper case",
    files: accounts("Backend/API"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `Backend/API` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "an underscore",
    files: accounts("backend/my_api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `backend/my_api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `backend/my-api`",
      "  rule: schema",
    ],
  },
  {
    name: "a hyphen at the end",
    files: accounts("backend-/api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `backend-/api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "a dot in a namespace",
    files: accounts("back.end/api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `back.end/api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `back-end/api`",
      "  rule: schema",
    ],
  },
  {
    name: "a wildcard",
    files: accounts(`"backend/*"`),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `backend/*` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: list each service account by its name: an association has no wildcards",
      "  rule: schema",
    ],
  },
  {
    name: "a subject",
    files: accounts("system:serviceaccount:backend:api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `system:serviceaccount:backend:api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "no namespace",
    files: accounts("api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: put the namespace before it: `NAMESPACE/api`",
      "  rule: schema",
    ],
  },
  {
    name: "a colon for the slash",
    files: accounts("backend:api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `backend:api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "a map for the text",
    files: accounts("{ namespace: backend, name: api }"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  is a map, and a service account is needed",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write it as one text",
      "  rule: schema",
    ],
  },
  {
    name: "two slashes",
    files: accounts("atlas/backend/api"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `atlas/backend/api` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write one namespace, one `/` and one name",
      "  rule: schema",
    ],
  },
  {
    name: "an empty name",
    files: accounts("backend/"),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  `backend/` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write it like `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "an empty text",
    files: accounts(`""`),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  is empty, and a service account is needed",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write it like `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "white space",
    files: accounts(`" backend/api "`),
    says: [
      "error pod-identity.yaml:6:9 identities[0].serviceAccounts[0]",
      "  ` backend/api ` is not a service account",
      "  allowed: `namespace/name`: a namespace of 1 to 63 of a-z, 0-9 and -, a name of 1 to 253 of a-z, 0-9, - and ., each with a letter or digit first and last",
      "  fix: write `backend/api`",
      "  rule: schema",
    ],
  },
  {
    name: "a text for the list of service accounts",
    files: service("identities:", "  - name: api", "    serviceAccounts: backend/api"),
    says: [
      "error pod-identity.yaml:5:22 identities[0].serviceAccounts",
      "  `backend/api` is text, and a list is needed",
      "  fix: write `[backend/api]`",
      "  rule: schema",
    ],
  },
  {
    name: "no service account",
    files: service("identities:", "  - name: api", "    serviceAccounts: []"),
    says: [
      "error pod-identity.yaml:5:22 identities[0].serviceAccounts",
      "  must name at least one service account",
      "  allowed: at least one entry",
      "  fix: add one",
      "  rule: schema",
    ],
  },
  {
    name: "a service's name in upper case",
    files: named("BackendApi"),
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `BackendApi` is not a service name",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write `backendapi`",
      "  rule: schema",
    ],
  },
  {
    name: "a service's name with an underscore",
    files: named("backend_api"),
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `backend_api` is not a service name",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write `backend-api`",
      "  rule: schema",
    ],
  },
  {
    name: "a service's name that begins with a digit",
    files: named("2fa"),
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `2fa` is not a service name",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: begin with a letter",
      "  rule: schema",
    ],
  },
  {
    name: "a service's name of 41 characters",
    files: named("s".repeat(41)),
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `sssssssssssssssssssssssssssssssssssssssss` is not a service name",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: shorten it, it has 41 characters",
      "  rule: schema",
    ],
  },
  {
    name: "a service's name that is a number",
    files: named("2024"),
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `2024` is a number to YAML, and text is needed",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: begin with a letter",
      "  rule: schema",
    ],
  },
  {
    name: "a service's name that is a boolean",
    files: named("true"),
    says: [
      "error pod-identity.yaml:1:10 service",
      "  `true` is a boolean to YAML, and text is needed",
      '  fix: put it in quotes: `"true"`',
      "  rule: schema",
    ],
  },
  {
    name: "an identity's name of 64 characters",
    files: service("identities:", `  - name: ${"i".repeat(64)}`, "    serviceAccounts: [backend/api]"),
    says: [
      "error pod-identity.yaml:4:11 identities[0].name",
      "  `iiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiiii` is not an identity name",
      "  allowed: 1 to 63 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: shorten it, it has 64 characters",
      "  rule: schema",
    ],
  },
  {
    name: "a repository's address",
    files: service("repository: https://github.com/acme/backend-api.git", "identities: []"),
    says: [
      "error pod-identity.yaml:3:13 repository",
      "  `https://github.com/acme/backend-api.git` is not a repository",
      "  allowed: `owner/name`, as in the repository's address",
      "  fix: write `acme/backend-api`",
      "  rule: schema",
    ],
  },
  {
    name: "a repository without its owner",
    files: service("repository: backend-api", "identities: []"),
    says: [
      "error pod-identity.yaml:3:13 repository",
      "  `backend-api` is not a repository",
      "  allowed: `owner/name`, as in the repository's address",
      "  fix: write it like `acme/backend-api`",
      "  rule: schema",
    ],
  },
  {
    name: "an account id with its leading zeros lost",
    files: inlineCluster("{ name: atlas-eks, account: 2000000148, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `2000000148` is an account id of 10 digits without quotes: its leading zeros are lost",
      "  allowed: 12 digits, in quotes",
      '  fix: write `"002000000148"`, if zeros are what is missing',
      "  rule: schema",
    ],
  },
  {
    name: "an account id that YAML reads as a number, zeros and all",
    files: inlineCluster("{ name: atlas-eks, account: 012345678901, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `012345678901` is an account id without quotes, which YAML reads as a number and without its leading zeros",
      "  allowed: 12 digits, in quotes",
      '  fix: write `"012345678901"`',
      "  rule: schema",
    ],
  },
  {
    name: "an account id without quotes",
    files: inlineCluster("{ name: atlas-eks, account: 492000000148, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `492000000148` is an account id without quotes, which YAML reads as a number",
      "  allowed: 12 digits, in quotes",
      '  fix: write `"492000000148"`',
      "  rule: schema",
    ],
  },
  {
    name: "an account id in octal",
    files: inlineCluster("{ name: atlas-eks, account: 0o7120, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `0o7120` is an account id without quotes, which YAML reads as a number",
      "  allowed: 12 digits, in quotes",
      "  fix: write the account's 12 digits in quotes",
      "  rule: schema",
    ],
  },
  {
    name: "an account id in hexadecimal",
    files: inlineCluster("{ name: atlas-eks, account: 0x728D9D3894, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `0x728D9D3894` is an account id without quotes, which YAML reads as a number",
      "  allowed: 12 digits, in quotes",
      "  fix: write the account's 12 digits in quotes",
      "  rule: schema",
    ],
  },
  {
    name: "an account id with underscores",
    files: inlineCluster("{ name: atlas-eks, account: 492_000_000_148, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `492_000_000_148` is not an AWS account id",
      "  allowed: 12 digits, in quotes",
      '  fix: write `"492000000148"`',
      "  rule: schema",
    ],
  },
  {
    name: "an account id with an exponent",
    files: inlineCluster("{ name: atlas-eks, account: 4.92e11, region: us-east-1 }"),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `4.92e11` is an account id without quotes, which YAML reads as a number",
      "  allowed: 12 digits, in quotes",
      "  fix: write the account's 12 digits in quotes",
      "  rule: schema",
    ],
  },
  {
    name: "an account id with hyphens",
    files: inlineCluster(`{ name: atlas-eks, account: 4920-0000-0148, region: us-east-1 }`),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `4920-0000-0148` is not an AWS account id",
      "  allowed: 12 digits, in quotes",
      '  fix: write `"492000000148"`',
      "  rule: schema",
    ],
  },
  {
    name: "an account id of 13 digits",
    files: inlineCluster(`{ name: atlas-eks, account: "4920000001480", region: us-east-1 }`),
    says: [
      "error pod-identity.yaml:3:38 clusters.atlas.account",
      "  `4920000001480` is not an AWS account id",
      "  allowed: 12 digits, in quotes",
      "  fix: it has 13 digits",
      "  rule: schema",
    ],
  },
  {
    name: "an availability zone for a region",
    files: inlineCluster(`{ name: atlas-eks, account: "492000000148", region: us-east-1a }`),
    says: [
      "error pod-identity.yaml:3:62 clusters.atlas.region",
      "  `us-east-1a` is not an AWS region",
      "  allowed: a region's code, like us-east-1, cn-north-1 or us-gov-west-1",
      "  fix: that is an availability zone: write `us-east-1`",
      "  rule: schema",
    ],
  },
  {
    name: "a region's title",
    files: inlineCluster(`{ name: atlas-eks, account: "492000000148", region: Frankfurt }`),
    says: [
      "error pod-identity.yaml:3:62 clusters.atlas.region",
      "  `Frankfurt` is not an AWS region",
      "  allowed: a region's code, like us-east-1, cn-north-1 or us-gov-west-1",
      "  fix: write it like `us-east-1`",
      "  rule: schema",
    ],
  },
  {
    name: "a region in upper case",
    files: inlineCluster(`{ name: atlas-eks, account: "492000000148", region: US-EAST-1 }`),
    says: [
      "error pod-identity.yaml:3:62 clusters.atlas.region",
      "  `US-EAST-1` is not an AWS region",
      "  allowed: a region's code, like us-east-1, cn-north-1 or us-gov-west-1",
      "  fix: write `us-east-1`",
      "  rule: schema",
    ],
  },
  {
    name: "a cluster's ARN for its name",
    files: inlineCluster(
      `{ name: "arn:aws:eks:us-east-1:492000000148:cluster/atlas-eks", account: "492000000148", region: us-east-1 }`,
    ),
    says: [
      "error pod-identity.yaml:3:18 clusters.atlas.name",
      "  `arn:aws:eks:us-east-1:492000000148:cluster/atlas-eks` is not an EKS cluster's name",
      "  allowed: 1 to 100 of A-Z, a-z, 0-9, - and _, a letter or digit first",
      "  fix: write the name alone: `atlas-eks`",
      "  rule: schema",
    ],
  },
  {
    name: "a cluster's name with a dot",
    files: inlineCluster(`{ name: atlas.eks, account: "492000000148", region: us-east-1 }`),
    says: [
      "error pod-identity.yaml:3:18 clusters.atlas.name",
      "  `atlas.eks` is not an EKS cluster's name",
      "  allowed: 1 to 100 of A-Z, a-z, 0-9, - and _, a letter or digit first",
      "  fix: write it like `atlas-eks`",
      "  rule: schema",
    ],
  },
  {
    name: "a Kubernetes version without quotes",
    files: inlineCluster(`{ name: atlas-eks, account: "492000000148", region: us-east-1, kubernetesVersion: 1.30 }`),
    says: [
      "error pod-identity.yaml:3:92 clusters.atlas.kubernetesVersion",
      "  `1.30` is a version without quotes, which YAML reads as a number, and 1.30 as 1.3",
      '  allowed: `"MAJOR.MINOR"` in quotes',
      '  fix: write `"1.30"`',
      "  rule: schema",
    ],
  },
  {
    name: "a Kubernetes version with its patch",
    files: inlineCluster(`{ name: atlas-eks, account: "492000000148", region: us-east-1, kubernetesVersion: v1.33.2 }`),
    says: [
      "error pod-identity.yaml:3:92 clusters.atlas.kubernetesVersion",
      "  `v1.33.2` is not a Kubernetes version",
      '  allowed: `"MAJOR.MINOR"` in quotes',
      '  fix: write `"1.33"`',
      "  rule: schema",
    ],
  },
  {
    name: "a platform version without eks",
    files: inlineCluster(
      `{ name: atlas-eks, account: "492000000148", region: us-east-1, kubernetesVersion: "1.28", platformVersion: 4 }`,
    ),
    says: [
      "error pod-identity.yaml:3:117 clusters.atlas.platformVersion",
      "  `4` is a number to YAML, and text is needed",
      "  allowed: `eks.N`",
      "  fix: write `eks.4`",
      "  rule: schema",
    ],
  },
  {
    name: "a cluster's key in upper case",
    files: {
      "pod-identity.yaml": `service: a\nclusters: { Atlas: { name: atlas-eks, account: "492000000148", region: us-east-1 } }\nidentities: []\n`,
    },
    says: [
      "error pod-identity.yaml:2:13 clusters.Atlas",
      "  `Atlas` is not a cluster's key",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write `atlas`",
      "  rule: schema",
    ],
  },
  {
    name: "a path without slashes",
    files: identity("path: backend"),
    says: [
      "error pod-identity.yaml:6:11 identities[0].path",
      "  `backend` is not an IAM path",
      "  allowed: `/`, or segments of printable ASCII between slashes, at most 512 characters in all",
      "  fix: write `/backend/`",
      "  rule: schema",
    ],
  },
  {
    name: "a path with a space",
    files: identity(`path: "/back end/"`),
    says: [
      "error pod-identity.yaml:6:11 identities[0].path",
      "  `/back end/` is not an IAM path",
      "  allowed: `/`, or segments of printable ASCII between slashes, at most 512 characters in all",
      "  fix: write it like `/pod-identity/backend-api/`",
      "  rule: schema",
    ],
  },
  {
    name: "a description with a character that IAM refuses",
    files: identity(`description: "reads orders → queues"`),
    says: [
      "error pod-identity.yaml:6:18 identities[0].description",
      "  `reads orders → queues` is not a role's description",
      "  allowed: at most 1,000 characters of ASCII and Latin-1",
      "  fix: write something else for `→`",
      "  rule: schema",
    ],
  },
  {
    name: "a session duration in hours",
    files: identity("maxSessionDuration: 4"),
    says: [
      "error pod-identity.yaml:6:25 identities[0].maxSessionDuration",
      "  `4` is not a session duration",
      "  allowed: 3600 to 43200 seconds (1 to 12 h)",
      "  fix: write `14400` for 4 h",
      "  rule: schema",
    ],
  },
  {
    name: "a session duration as text",
    files: identity("maxSessionDuration: 1h"),
    says: [
      "error pod-identity.yaml:6:25 identities[0].maxSessionDuration",
      "  `1h` is text, and a number of seconds from 3600 to 43200 is needed",
      "  rule: schema",
    ],
  },
  {
    name: "a session duration over 12 hours",
    files: identity("maxSessionDuration: 90000"),
    says: [
      "error pod-identity.yaml:6:25 identities[0].maxSessionDuration",
      "  `90000` is not a session duration",
      "  allowed: 3600 to 43200 seconds (1 to 12 h)",
      "  rule: schema",
    ],
  },
  {
    name: "half a second",
    files: identity("maxSessionDuration: 3600.5"),
    says: [
      "error pod-identity.yaml:6:25 identities[0].maxSessionDuration",
      "  `3600.5` is a number, and a whole number of seconds from 3600 to 43200 is needed",
      "  rule: schema",
    ],
  },
];
