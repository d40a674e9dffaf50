import { API, type BrokenCase, onPlatform, platform, service } from "./broken-case";

const OWNERS = [
  "repositories:",
  "  - repository: acme/backend-api",
  "    namespaces: [backend]",
  "  - repository: acme/billing",
  "    namespaces: [billing]",
];

/** A service on the platform with these service accounts. */
function accounts(...names: string[]): Record<string, string> {
  return onPlatform("identities:", "  - name: api", `    serviceAccounts: [${names.join(", ")}]`);
}

const SERVICE = { folders: ["service"] };

export const CLUSTER_CASES: BrokenCase[] = [
  {
    name: "an unknown cluster",
    ...SERVICE,
    files: {
      ...platform(),
      "service/pod-identity.yaml": [
        "service: a",
        "platform: ../platform.yaml",
        "clusters: [atlsa, nowhere]",
        ...API,
      ].join("\n"),
    },
    says: [
      "error service/pod-identity.yaml:3:12 clusters[0]",
      "  `atlsa` is not a cluster of the platform `acme`",
      "  allowed: atlas",
      "  fix: did you mean `atlas`?",
      "  rule: unknown-cluster",
      "error service/pod-identity.yaml:3:19 clusters[1]",
      "  `nowhere` is not a cluster of the platform `acme`",
      "  allowed: atlas",
      "  fix: choose one of them, or add the cluster to platform.yaml",
      "  rule: unknown-cluster",
    ],
  },
  {
    name: "a cluster's key that is broken is not a name for others to choose",
    files: {
      "pod-identity.yaml": [
        "service: backend-api",
        "clusters:",
        "  At las:",
        '    { name: atlas-eks, account: "492000000148", region: us-east-1 }',
        "identities: [{ name: api, serviceAccounts: [backend/api], clusters: [nowhere] }]",
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:3:3 clusters.At las",
      "  `At las` is not a cluster's key",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write `at-las`",
      "  rule: schema",
    ],
  },
  {
    name: "an unknown cluster hides nothing else",
    ...SERVICE,
    files: {
      ...platform(),
      "service/pod-identity.yaml": [
        "service: a",
        "platform: ../platform.yaml",
        "clusters: [nowhere]",
        ...API,
        "    policies: [NoSuchPolicy]",
        "    disableSessionTags: true",
      ].join("\n"),
    },
    says: [
      "error service/pod-identity.yaml:3:12 clusters[0]",
      "  `nowhere` is not a cluster of the platform `acme`",
      "  allowed: atlas",
      "  fix: choose one of them, or add the cluster to platform.yaml",
      "  rule: unknown-cluster",
      "error service/pod-identity.yaml:7:16 identities[0].policies[0]",
      "  `NoSuchPolicy` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`",
      "  rule: unknown-managed-policy",
      "error service/pod-identity.yaml:8:25 identities[0].disableSessionTags",
      "  disables session tags, and the role's pinned trust policy then lets nobody in",
      "  fix: add `trust: account` (any association of the account may then use the role), or keep session tags",
      "  rule: session-tags",
    ],
  },
  {
    name: "a cluster by name without a platform",
    files: { "pod-identity.yaml": ["service: a", "clusters: [atlas]", ...API].join("\n") },
    says: [
      "error pod-identity.yaml:2:12 clusters[0]",
      "  `atlas` is the name of a cluster, but no platform says what it is",
      '  fix: add `platform: PATH`, or write the cluster out: `clusters: { atlas: { name: …, account: "…", region: … } }`',
      "  rule: unknown-cluster",
    ],
  },
  {
    name: "a cluster named twice",
    ...SERVICE,
    files: {
      ...platform(),
      "service/pod-identity.yaml": [
        "service: a",
        "platform: ../platform.yaml",
        "clusters: [atlas, atlas]",
        ...API,
      ].join("\n"),
    },
    says: [
      "error service/pod-identity.yaml:3:19 clusters[1]",
      "  `atlas` is named twice",
      "  allowed: each cluster once",
      "  fix: remove the repetition",
      "  rule: repeated-cluster",
    ],
  },
  {
    name: "a cluster under two keys",
    files: {
      "pod-identity.yaml": [
        "service: a",
        "clusters:",
        "  atlas: &atlas { name: atlas-eks, account: '492000000148', region: us-east-1 }",
        "  blue: *atlas",
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:3:17 clusters.blue",
      "  `blue` is the same cluster as `atlas`: arn:aws:eks:us-east-1:492000000148:cluster/atlas-eks",
      "  allowed: each cluster once",
      "  fix: remove one of the two",
      "  rule: repeated-cluster",
    ],
  },
  {
    name: "an identity on a cluster that the service is not on",
    files: service(...API, "    clusters: [atlsa]"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].clusters[0]",
      "  `atlsa` is not a cluster of this stack",
      "  allowed: atlas",
      "  fix: did you mean `atlas`?",
      "  rule: unknown-cluster",
    ],
  },
  {
    name: "an identity on one cluster twice",
    files: service(...API, "    clusters: [atlas, atlas]"),
    says: [
      "error pod-identity.yaml:6:23 identities[0].clusters[1]",
      "  `atlas` is named twice",
      "  allowed: each cluster once",
      "  fix: remove the repetition",
      "  rule: repeated-cluster",
    ],
  },
  {
    name: "clusters of two accounts in one stack",
    files: {
      "pod-identity.yaml": [
        "service: a",
        "clusters:",
        "  atlas: { name: atlas-eks, account: '492000000148', region: us-east-1 }",
        "  borea: { name: borea-eks, account: '111122223333', region: eu-west-1 }",
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:4:10 clusters.borea",
      "  `borea` is in the account 111122223333, but `atlas` of the same stack is in 492000000148",
      "  allowed: clusters of one account in a stack",
      "  fix: declare `environments:`, one for each account",
      "  rule: one-account",
    ],
  },
  {
    name: "clusters of two partitions in one stack",
    files: {
      "pod-identity.yaml": [
        "service: a",
        "clusters:",
        "  atlas: { name: atlas-eks, account: '492000000148', region: us-east-1 }",
        "  cathay: { name: cathay-eks, account: '492000000148', region: cn-north-1 }",
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:4:11 clusters.cathay",
      "  `cathay` is in the partition `aws-cn`, but `atlas` of the same stack is in `aws`",
      "  allowed: clusters of one partition in a stack: no account is in two",
      "  fix: declare `environments:`, one for each account",
      "  rule: one-account",
    ],
  },
  {
    name: "clusters that ask for two boundaries",
    ...SERVICE,
    files: {
      ...platform(
        "  borea: { name: borea-eks, account: '492000000148', region: eu-west-1, agent: {}, permissionsBoundary: other }",
        "defaults: { permissionsBoundary: common }",
      ),
      "service/pod-identity.yaml": [
        "service: a",
        "platform: ../platform.yaml",
        "clusters: [atlas, borea]",
        ...API,
      ].join("\n"),
    },
    says: [
      "error service/pod-identity.yaml:3:19 clusters[1]",
      "  `borea` asks for another permissions boundary than `atlas`, and one role serves both",
      "  allowed: common (of atlas), not other",
      "  fix: declare `environments:`, or set `permissionsBoundary:` in this file",
      "  rule: one-boundary",
    ],
  },
  {
    name: "a boundary of the platform's that is of another account is said once",
    ...SERVICE,
    files: {
      ...platform("defaults: { permissionsBoundary: 'arn:aws:iam::111122223333:policy/boundary' }"),
      ...onPlatform(...API, "  - name: worker", "    serviceAccounts: [backend/worker]"),
    },
    says: [
      "error platform.yaml:8:34 defaults.permissionsBoundary",
      "  `arn:aws:iam::111122223333:policy/boundary` is of the account 111122223333, but the stack's clusters are in 492000000148",
      "  allowed: an ARN of the account 492000000148",
      "  fix: name a boundary of that account; a bare name stands for the policy of that name in the role's own account",
      "  rule: arn-account",
    ],
  },
  {
    name: "a namespace of another repository",
    ...SERVICE,
    files: { ...platform(...OWNERS), ...accounts("backend/api", "billing/api") },
    says: [
      "error service/pod-identity.yaml:7:36 identities[0].serviceAccounts[1]",
      "  `billing/api` is in the namespace `billing`, which belongs to acme/billing",
      "  allowed: namespaces of acme/backend-api: backend",
      "  fix: use a namespace of your own, or ask the platform's owners to add `billing` to acme/backend-api under `repositories:`",
      "  rule: namespace-owner",
    ],
  },
  {
    name: "a namespace of nobody",
    ...SERVICE,
    files: { ...platform(...OWNERS), ...accounts("frontend/api") },
    says: [
      "error service/pod-identity.yaml:7:23 identities[0].serviceAccounts[0]",
      "  `frontend/api` is in the namespace `frontend`, which the platform gives to nobody on the cluster `atlas`",
      "  allowed: namespaces of acme/backend-api: backend",
      "  fix: use a namespace of your own, or ask the platform's owners to add `frontend` to acme/backend-api under `repositories:`",
      "  rule: namespace-owner",
    ],
  },
  {
    name: "a namespace of nobody, on a cluster that is unknown too",
    ...SERVICE,
    files: {
      ...platform(...OWNERS),
      "service/pod-identity.yaml": (accounts("frontend/api")["service/pod-identity.yaml"] ?? "").replace(
        "[atlas]",
        "[altas]",
      ),
    },
    says: [
      "error service/pod-identity.yaml:4:12 clusters[0]",
      "  `altas` is not a cluster of the platform `acme`",
      "  allowed: atlas",
      "  fix: did you mean `atlas`?",
      "  rule: unknown-cluster",
      "error service/pod-identity.yaml:7:23 identities[0].serviceAccounts[0]",
      "  `frontend/api` is in the namespace `frontend`, which the platform gives to nobody",
      "  allowed: namespaces of acme/backend-api: backend",
      "  fix: use a namespace of your own, or ask the platform's owners to add `frontend` to acme/backend-api under `repositories:`",
      "  rule: namespace-owner",
    ],
  },
  {
    name: "a namespace given on another cluster",
    ...SERVICE,
    files: {
      ...platform(
        "  borea: { name: borea-eks, account: '492000000148', region: us-east-1, agent: {} }",
        "repositories: [{ repository: acme/backend-api, namespaces: [backend], clusters: [borea] }]",
      ),
      ...accounts("backend/api"),
    },
    says: [
      "error service/pod-identity.yaml:7:23 identities[0].serviceAccounts[0]",
      "  `backend/api` is in the namespace `backend`, which the platform gives to nobody on the cluster `atlas`",
      "  allowed: namespaces of acme/backend-api: backend",
      "  fix: use a namespace of your own, or ask the platform's owners to add `backend` to acme/backend-api under `repositories:`",
      "  rule: namespace-owner",
    ],
  },
  {
    name: "a repository without a namespace",
    ...SERVICE,
    files: {
      ...platform("repositories: [{ repository: acme/billing, namespaces: [billing] }]"),
      ...accounts("backend/api"),
    },
    says: [
      "error service/pod-identity.yaml:7:23 identities[0].serviceAccounts[0]",
      "  `backend/api` is in the namespace `backend`, which the platform gives to nobody on the cluster `atlas`",
      "  allowed: no namespace is given to acme/backend-api",
      "  fix: use a namespace of your own, or ask the platform's owners to add `backend` to acme/backend-api under `repositories:`",
      "  rule: namespace-owner",
    ],
  },
  {
    name: "no repository where namespaces are given to repositories",
    ...SERVICE,
    files: {
      ...platform(...OWNERS),
      "service/pod-identity.yaml": ["service: a", "platform: ../platform.yaml", "clusters: [atlas]", ...API].join("\n"),
    },
    says: [
      "error service/pod-identity.yaml:1:1",
      "  does not say which repository it is of, and the platform gives namespaces to repositories",
      "  fix: add `repository: OWNER/NAME`",
      "  rule: namespace-owner",
    ],
  },
  {
    name: "one service account twice in one identity",
    files: service("identities:", "  - name: api", "    serviceAccounts: [backend/api, backend/api]"),
    says: [
      "error pod-identity.yaml:5:36 identities[0].serviceAccounts[1]",
      "  `backend/api` already has the identity `api` on the cluster `atlas`",
      "  allowed: one identity for a service account in a cluster",
      "  fix: remove the repetition",
      "  rule: duplicate-association",
    ],
  },
  {
    name: "one service account in two identities",
    files: service(...API, "  - name: worker", "    serviceAccounts: [backend/api]"),
    says: [
      "error pod-identity.yaml:7:23 identities[1].serviceAccounts[0]",
      "  `backend/api` already has the identity `api` on the cluster `atlas`",
      "  allowed: one identity for a service account in a cluster",
      "  fix: give the access of both to one identity, or use another service account",
      "  rule: duplicate-association",
    ],
  },
  {
    name: "one service account in two services",
    folders: ["one", "two"],
    files: {
      "one/pod-identity.yaml": [
        "service: one",
        "clusters: { atlas: { name: atlas-eks, account: '492000000148', region: us-east-1 } }",
        ...API,
      ].join("\n"),
      "two/pod-identity.yaml": [
        "service: two",
        "clusters: { blue: { name: atlas-eks, account: '492000000148', region: us-east-1 } }",
        ...API,
      ].join("\n"),
    },
    says: [
      "error two/pod-identity.yaml:5:23 identities[0].serviceAccounts[0]",
      "  `backend/api` already has the identity `api` of the stack `one` on the cluster `blue`",
      "  allowed: one identity for a service account in a cluster",
      "  fix: give the access of both to one identity, or use another service account",
      "  rule: duplicate-association",
    ],
  },
  {
    name: "one service account in a service and in a cluster's add-on",
    folders: ["."],
    files: {
      "one/platform.yaml":
        platform("    addons: [{ name: aws-ebs-csi-driver, identities: [{ serviceAccount: ebs-csi-controller-sa }] }]")[
          "platform.yaml"
        ] ?? "",
      "two/pod-identity.yaml": [
        "service: two",
        "platform: ../one/platform.yaml",
        "clusters: [atlas]",
        "identities: [{ name: ebs, serviceAccounts: [kube-system/ebs-csi-controller-sa] }]",
      ].join("\n"),
    },
    says: [
      "error two/pod-identity.yaml:4:45 identities[0].serviceAccounts[0]",
      "  `kube-system/ebs-csi-controller-sa` already has the identity `aws-ebs-csi-driver-ebs-csi-controller-sa` of the stack `cluster-atlas` on the cluster `atlas`",
      "  allowed: one identity for a service account in a cluster",
      "  fix: give the access of both to one identity, or use another service account",
      "  rule: duplicate-association",
    ],
  },
  {
    name: "two services of one name",
    folders: ["one", "two"],
    files: {
      "one/pod-identity.yaml": [
        "service: a",
        "clusters: { atlas: { name: atlas-eks, account: '492000000148', region: us-east-1 } }",
        ...API,
      ].join("\n"),
      "two/pod-identity.yaml": [
        "service: a",
        "clusters: { borea: { name: borea-eks, account: '111122223333', region: us-east-1 } }",
        ...API,
      ].join("\n"),
    },
    says: [
      "error two/pod-identity.yaml:1:10 service",
      "  is the second stack of the name `a` in this app",
      "  fix: give the service, or the environment, another name",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "one mistake in three environments is said once",
    files: {
      "pod-identity.yaml": [
        "service: a",
        "environments:",
        ...["dev", "test", "prod"].map(
          (name) =>
            `  ${name}: { clusters: { ${name}: { name: ${name}, account: '492000000148', region: us-east-1 } } }`,
        ),
        "identities:",
        "  - { name: api, serviceAccounts: [backend/api], policies: [NoSuchPolicy], disableSessionTags: true }",
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:7:61 identities[0].policies[0]",
      "  `NoSuchPolicy` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`",
      "  rule: unknown-managed-policy",
      "error pod-identity.yaml:7:96 identities[0].disableSessionTags",
      "  disables session tags, and the role's pinned trust policy then lets nobody in",
      "  fix: add `trust: account` (any association of the account may then use the role), or keep session tags",
      "  rule: session-tags",
    ],
  },
  {
    name: "a platform file that is not there",
    files: {
      "pod-identity.yaml": [
        "service: a",
        "platform: ../platform.yaml",
        "clusters: [atlas]",
        ...API,
        "    policies: [NoSuchPolicy]",
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:2:11 platform",
      "  `../platform.yaml` names a platform file that is not there",
      "  allowed: a path relative to this file, or a file of an installed package",
      "  fix: correct the path",
      "  rule: platform-file",
      "error pod-identity.yaml:7:16 identities[0].policies[0]",
      "  `NoSuchPolicy` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`",
      "  rule: unknown-managed-policy",
    ],
  },
  {
    name: "a package that is not installed",
    files: {
      "pod-identity.yaml": [
        "service: a",
        `platform: "@acme/eks-platform/platform.yaml"`,
        "clusters: [atlas]",
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:2:11 platform",
      "  `@acme/eks-platform/platform.yaml` names a platform file that is not there",
      "  allowed: a path relative to this file, or a file of an installed package",
      "  fix: add `@acme/eks-platform` to the devDependencies of package.json and run `npm install`, or correct the name",
      "  rule: platform-file",
    ],
  },
  {
    name: "a platform that is a folder",
    files: {
      "platform/README.md": "",
      "pod-identity.yaml": ["service: a", "platform: ./platform", "clusters: [atlas]", ...API].join("\n"),
    },
    says: [
      "error pod-identity.yaml:2:11 platform",
      "  `./platform` names a folder, and not a platform file",
      "  allowed: a path relative to this file, or a file of an installed package",
      "  fix: name the file in it, as in `platform/platform.yaml`",
      "  rule: platform-file",
    ],
  },
  {
    name: "an empty platform path",
    files: { "pod-identity.yaml": ["service: a", `platform: ""`, "clusters: [atlas]", ...API].join("\n") },
    says: [
      "error pod-identity.yaml:2:11 platform",
      "  is empty, and the path of a platform file is needed",
      "  allowed: a path relative to this file, or a file of an installed package",
      "  fix: write it like `@acme/eks-platform/platform.yaml`",
      "  rule: schema",
    ],
  },
  {
    name: "a platform that is not YAML",
    ...SERVICE,
    files: { "platform.yaml": "platform: [", ...onPlatform(...API) },
    says: [
      "error platform.yaml:1:12",
      "  is not YAML: a `[` or `{` before this is not closed",
      "  fix: close the bracket, or indent what is in it",
      "  rule: unreadable",
    ],
  },
  {
    name: "a platform with a broken cluster: the services on it are judged all the same",
    ...SERVICE,
    files: {
      "platform.yaml":
        "platform: acme\nclusters:\n  atlas: { name: atlas-eks, account: 492000000148, region: us-east-1a }\n",
      ...onPlatform(...API, "    policies: [NoSuchPolicy]", "    roleArn: arn:aws:iam::111122223333:role/a"),
    },
    says: [
      "error platform.yaml:3:38 clusters.atlas.account",
      "  `492000000148` is an account id without quotes, which YAML reads as a number",
      "  allowed: 12 digits, in quotes",
      '  fix: write `"492000000148"`',
      "  rule: schema",
      "error platform.yaml:3:60 clusters.atlas.region",
      "  `us-east-1a` is not an AWS region",
      "  allowed: a region's code, like us-east-1, cn-north-1 or us-gov-west-1",
      "  fix: that is an availability zone: write `us-east-1`",
      "  rule: schema",
      "error service/pod-identity.yaml:4:12 clusters[0]",
      "  `atlas` is a cluster without the agent: pods would get no credentials",
      "  fix: ask the platform's owners to add `agent: {}` to the cluster in platform.yaml",
      "  rule: agent",
      "error service/pod-identity.yaml:8:5 identities[0].policies",
      "  `policies` cannot be set beside `roleArn`: an existing role is only associated, never changed",
      "  fix: remove `policies`, or remove `roleArn` to have a role made",
      "  rule: existing-role",
    ],
  },
  {
    name: "a platform with a broken key of a cluster",
    ...SERVICE,
    files: {
      "platform.yaml":
        "platform: acme\nclusters:\n  Atlas: { name: atlas-eks, account: '492000000148', region: us-east-1, agent: {} }\n",
      ...onPlatform(...API),
    },
    says: [
      "error platform.yaml:3:3 clusters.Atlas",
      "  `Atlas` is not a cluster's key",
      "  allowed: 1 to 40 of a-z, 0-9 and -, a letter first, no - at the end",
      "  fix: write `atlas`",
      "  rule: schema",
    ],
  },
  {
    name: "a service on a cluster without the agent",
    ...SERVICE,
    files: {
      "platform.yaml":
        "platform: acme\nclusters:\n  atlas: { name: atlas-eks, account: '492000000148', region: us-east-1 }\n",
      ...onPlatform(...API),
    },
    says: [
      "error service/pod-identity.yaml:4:12 clusters[0]",
      "  `atlas` is a cluster without the agent: pods would get no credentials",
      "  fix: ask the platform's owners to add `agent: {}` to the cluster in platform.yaml",
      "  rule: agent",
    ],
  },
  {
    name: "what is wrong with a cluster is said once, at the cluster, where its platform is checked too",
    files: {
      "a/platform.yaml":
        "platform: acme\nclusters:\n  atlas: { name: atlas-eks, account: '492000000148', region: us-east-1 }\n",
      "b/pod-identity.yaml": ["service: b", "platform: ../a/platform.yaml", "clusters: [atlas]", ...API].join("\n"),
    },
    says: [
      "error a/platform.yaml:3:10 clusters.atlas",
      "  has no agent: pods would get no credentials",
      "  allowed: `agent: {}` (the cluster's default version), `agent: { version: … }`, or `agent: external`",
      "  fix: add `agent: {}`, or `agent: external` if the agent is installed by other means",
      "  rule: agent",
    ],
  },
  {
    name: "a cluster with Fargate and Windows only",
    files: {
      "pod-identity.yaml": [
        "service: a",
        "clusters: { atlas: { name: a, account: '492000000148', region: us-east-1, nodes: [fargate, windows] } }",
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:2:20 clusters.atlas",
      "  `atlas` has only fargate and windows nodes, on which EKS Pod Identity does not work",
      "  allowed: a cluster with nodes of linux-ec2, auto-mode, hybrid",
      "  fix: add Linux nodes on EC2 to the cluster, or use IAM roles for service accounts (IRSA) there",
      "  rule: cluster-support",
    ],
  },
  {
    name: "Kubernetes 1.23",
    files: {
      "pod-identity.yaml": [
        "service: a",
        `clusters: { atlas: { name: a, account: '492000000148', region: us-east-1, kubernetesVersion: "1.23" } }`,
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:2:20 clusters.atlas",
      "  `1.23` is a version of Kubernetes without EKS Pod Identity",
      "  allowed: 1.24 or later",
      "  fix: upgrade the cluster",
      "  rule: cluster-support",
    ],
  },
  {
    name: "a platform version that is too old",
    files: {
      "pod-identity.yaml": [
        "service: a",
        `clusters: { atlas: { name: a, account: '492000000148', region: us-east-1, kubernetesVersion: "1.28", platformVersion: eks.3 } }`,
        ...API,
      ].join("\n"),
    },
    says: [
      "error pod-identity.yaml:2:20 clusters.atlas",
      "  `eks.3` is a platform version of Kubernetes 1.28 without EKS Pod Identity",
      "  allowed: eks.4 or later",
      "  fix: upgrade the cluster: EKS rolls platform versions out by itself, and a new Kubernetes version has the newest",
      "  rule: cluster-support",
    ],
  },
];
