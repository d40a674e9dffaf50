import { type BrokenCase, platform } from "./broken-case";

/** A platform with these lines below the cluster's own. */
function addon(...lines: string[]): Record<string, string> {
  return platform("    addons:", ...lines.map((line) => `      ${line}`));
}

function cluster(...lines: string[]): Record<string, string> {
  return {
    "platform.yaml": [
      "platform: acme",
      "clusters:",
      "  atlas:",
      "    name: atlas-eks",
      `    account: "492000000148"`,
      "    region: us-east-1",
      ...lines.map((line) => `    ${line}`),
    ].join("\n"),
  };
}

export const PLATFORM_CASES: BrokenCase[] = [
  {
    name: "no agent",
    files: cluster(),
    says: [
      "error platform.yaml:4:5 clusters.atlas",
      "  has no agent: pods would get no credentials",
      "  allowed: `agent: {}` (the cluster's default version), `agent: { version: … }`, or `agent: external`",
      "  fix: add `agent: {}`, or `agent: external` if the agent is installed by other means",
      "  rule: agent",
    ],
  },
  {
    name: "an agent without a value",
    files: cluster("agent:"),
    says: [
      "error platform.yaml:7:11 clusters.atlas.agent",
      "  has no value",
      "  allowed: a map or `external`",
      "  fix: give it a value, or remove the key",
      "  rule: schema",
    ],
  },
  {
    name: "an agent that is true",
    files: cluster("agent: true"),
    says: [
      "error platform.yaml:7:12 clusters.atlas.agent",
      "  `true` is a boolean, and a map or `external` is needed",
      "  rule: schema",
    ],
  },
  {
    name: "an agent that is a word",
    files: cluster("agent: extern"),
    says: [
      "error platform.yaml:7:12 clusters.atlas.agent",
      "  `extern` is text, and a map or `external` is needed",
      "  fix: did you mean `external`?",
      "  rule: schema",
    ],
  },
  {
    name: "an agent on Auto Mode",
    files: cluster("nodes: [auto-mode]", "agent: {}"),
    says: [
      "error platform.yaml:8:5 clusters.atlas.agent",
      "  is declared for a cluster whose nodes are all of Auto Mode, which has the agent built in",
      "  fix: remove `agent:`, or name the other kinds of nodes under `nodes:`",
      "  rule: agent",
    ],
  },
  {
    name: "an agent's version without its v",
    files: cluster("agent: { version: 1.3.10-eksbuild.2 }"),
    says: [
      "error platform.yaml:7:23 clusters.atlas.agent.version",
      "  `1.3.10-eksbuild.2` is not an add-on's version",
      "  allowed: `vMAJOR.MINOR.PATCH-eksbuild.N`",
      "  fix: write `v1.3.10-eksbuild.2`",
      "  rule: schema",
    ],
  },
  {
    name: "an agent's version without its build",
    files: cluster("agent: { version: v1.3.10 }"),
    says: [
      "error platform.yaml:7:23 clusters.atlas.agent.version",
      "  `v1.3.10` is not an add-on's version",
      "  allowed: `vMAJOR.MINOR.PATCH-eksbuild.N`",
      "  fix: write it like `v1.3.10-eksbuild.2`",
      "  rule: schema",
    ],
  },
  {
    name: "a setting of the agent that is misspelt",
    files: cluster("agent: { resolveConflicts: { onCreate: PRESERVE, onupdate: OVERWRITE }, preserv: true }"),
    says: [
      "error platform.yaml:7:44 clusters.atlas.agent.resolveConflicts.onCreate",
      "  `PRESERVE` is not one of the values allowed",
      "  allowed: NONE, OVERWRITE",
      "  rule: schema",
      "error platform.yaml:7:54 clusters.atlas.agent.resolveConflicts.onupdate",
      "  `onupdate` is not a key here",
      "  allowed: onCreate, onUpdate",
      "  fix: did you mean `onUpdate`?",
      "  rule: schema",
      "error platform.yaml:7:77 clusters.atlas.agent.preserv",
      "  `preserv` is not a key here",
      "  allowed: version, configuration, resolveConflicts, preserve, tags",
      "  fix: did you mean `preserve`?",
      "  rule: schema",
    ],
  },
  {
    name: "the agent among the add-ons",
    files: addon("- name: eks-pod-identity-agent"),
    says: [
      "error platform.yaml:9:15 clusters.atlas.addons[0].name",
      "  is the second add-on of the name `eks-pod-identity-agent` in this cluster",
      "  fix: remove one of them; the agent is declared by `agent:` alone",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "an add-on twice",
    files: addon("- name: vpc-cni", "- name: vpc-cni"),
    says: [
      "error platform.yaml:10:15 clusters.atlas.addons[1].name",
      "  is the second add-on of the name `vpc-cni` in this cluster",
      "  fix: remove one of them; the agent is declared by `agent:` alone",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "an add-on's service account with its namespace",
    files: addon("- name: vpc-cni", "  identities: [{ serviceAccount: kube-system/aws-node }]"),
    says: [
      "error platform.yaml:10:40 clusters.atlas.addons[0].identities[0].serviceAccount",
      "  `kube-system/aws-node` is not a Kubernetes service account's name",
      "  allowed: 1 to 253 of a-z, 0-9, - and ., a letter or digit first and last (RFC 1123 subdomain), without the namespace",
      "  fix: write the name alone, the namespace goes to the add-on: `aws-node`",
      "  rule: schema",
    ],
  },
  {
    name: "an add-on whose namespace nobody knows",
    files: addon("- name: acme_logs", "  identities: [{ serviceAccount: logs }]"),
    says: [
      "error platform.yaml:9:15 clusters.atlas.addons[0].name",
      "  `acme_logs` is an add-on whose namespace is not known here, so the trust of its identities cannot be pinned",
      "  fix: add `namespace:` to the add-on",
      "  rule: addon-namespace",
    ],
  },
  {
    name: "an add-on without a name",
    files: addon("- identities: []"),
    says: [
      "error platform.yaml:9:9 clusters.atlas.addons[0].name",
      "  needs `name`, which is not there",
      "  fix: add `name: aws-ebs-csi-driver`",
      "  rule: schema",
    ],
  },
  {
    name: "session tags are no business of an add-on's",
    files: addon("- name: vpc-cni", "  identities: [{ serviceAccount: aws-node, disableSessionTags: true }]"),
    says: [
      "error platform.yaml:10:50 clusters.atlas.addons[0].identities[0].disableSessionTags",
      "  `disableSessionTags` is not a key here",
      "  allowed: serviceAccount, roleArn, policies, allow, deny, policyFiles, permissionsBoundary, path, description, maxSessionDuration, tags, trust, trustConditions, expect, acknowledge",
      "  fix: remove it",
      "  rule: schema",
    ],
  },
  {
    name: "an add-on's policy file that is not there",
    files: addon("- name: vpc-cni", "  identities: [{ serviceAccount: aws-node, policyFiles: [cni.json] }]"),
    says: [
      "error platform.yaml:10:64 clusters.atlas.addons[0].identities[0].policyFiles[0]",
      "  `cni.json` names a policy file that is not there",
      "  fix: correct the path: it is relative to the declaration",
      "  rule: policy-document",
    ],
  },
  {
    name: "a node kind that does not exist",
    files: cluster("agent: {}", "nodes: [linux, windows]"),
    says: [
      "error platform.yaml:8:13 clusters.atlas.nodes[0]",
      "  `linux` is not one of the values allowed",
      "  allowed: linux-ec2, auto-mode, hybrid, fargate, windows",
      "  fix: did you mean `linux-ec2`?",
      "  rule: schema",
    ],
  },
  {
    name: "Fargate only, with an agent",
    files: cluster("agent: {}", "nodes: [fargate]"),
    says: [
      "error platform.yaml:8:12 clusters.atlas.nodes",
      "  has only fargate nodes, on which EKS Pod Identity does not work",
      "  allowed: a cluster with nodes of linux-ec2, auto-mode, hybrid",
      "  fix: add Linux nodes on EC2 to the cluster, or use IAM roles for service accounts (IRSA) there",
      "  rule: cluster-support",
    ],
  },
  {
    name: "quotas beyond what AWS gives",
    files: platform("quotas: { managedPoliciesPerRole: 50, trustPolicyLength: 100 }"),
    says: [
      "error platform.yaml:8:35 quotas.managedPoliciesPerRole",
      "  `50` must be at most 25",
      "  allowed: 25 or less",
      "  rule: schema",
      "error platform.yaml:8:58 quotas.trustPolicyLength",
      "  `100` must be at least 2048",
      "  allowed: 2048 or more",
      "  rule: schema",
    ],
  },
  {
    name: "a quota that is no whole number",
    files: platform("quotas: { managedPoliciesPerRole: ten, trustPolicyLength: 4096.5 }"),
    says: [
      "error platform.yaml:8:35 quotas.managedPoliciesPerRole",
      "  `ten` is text, and a number is needed",
      "  rule: schema",
      "error platform.yaml:8:59 quotas.trustPolicyLength",
      "  `4096.5` is a number, and a whole number is needed",
      "  rule: schema",
    ],
  },
  {
    name: "a repository without namespaces",
    files: platform("repositories: [{ repository: acme/a, namespaces: [] }, { repository: acme/b }]"),
    says: [
      "error platform.yaml:8:50 repositories[0].namespaces",
      "  must not be empty",
      "  allowed: at least one entry",
      "  fix: add an entry, or remove the key",
      "  rule: schema",
      "error platform.yaml:8:56 repositories[1].namespaces",
      "  needs `namespaces`, which is not there",
      "  fix: add `namespaces: [backend]`",
      "  rule: schema",
    ],
  },
  {
    name: "a namespace given away with a wildcard",
    files: platform("repositories: [{ repository: acme/a, namespaces: ['team-*'] }]"),
    says: [
      "error platform.yaml:8:51 repositories[0].namespaces[0]",
      "  `team-*` is not a Kubernetes namespace",
      "  allowed: 1 to 63 of a-z, 0-9 and -, a letter or digit first and last (RFC 1123 label)",
      "  fix: list each namespace by its name: wildcards are not taken",
      "  rule: schema",
    ],
  },
  {
    name: "a repository on a cluster that does not exist",
    files: platform("repositories: [{ repository: acme/a, namespaces: [a], clusters: [atlsa] }]"),
    says: [
      "error platform.yaml:8:66 repositories[0].clusters[0]",
      "  `atlsa` is not a cluster of this platform",
      "  allowed: atlas",
      "  fix: did you mean `atlas`?",
      "  rule: unknown-cluster",
    ],
  },
  {
    name: "one namespace may be of two repositories",
    files: platform("repositories: [{ repository: acme/a, namespaces: [a] }, { repository: acme/b, namespaces: [a] }]"),
    says: [],
  },
  {
    name: "no clusters",
    files: { "platform.yaml": "platform: acme\n" },
    says: [
      "error platform.yaml:1:1 clusters",
      "  needs `clusters`, which is not there",
      "  fix: add `clusters:`",
      "  rule: schema",
    ],
  },
  {
    name: "clusters as a list",
    files: { "platform.yaml": "platform: acme\nclusters:\n  - name: atlas-eks\n" },
    says: [
      "error platform.yaml:3:3 clusters",
      "  is a list, and a map is needed",
      "  fix: write `clusters: { KEY: … }`, with a name for each entry",
      "  rule: schema",
    ],
  },
  {
    name: "a cluster without a value",
    files: { "platform.yaml": "platform: acme\nclusters:\n  atlas:\n" },
    says: [
      "error platform.yaml:3:9 clusters.atlas",
      "  has no value",
      "  allowed: a map",
      "  fix: give it a value, or remove the key",
      "  rule: schema",
    ],
  },
  {
    name: "a cluster that lacks all",
    files: { "platform.yaml": "platform: acme\nclusters:\n  atlas: {}\n" },
    says: [
      "error platform.yaml:3:3 clusters.atlas.name",
      "  needs `name`, which is not there",
      "  fix: add `name: atlas-eks`",
      "  rule: schema",
      "error platform.yaml:3:3 clusters.atlas.account",
      "  needs `account`, which is not there",
      '  fix: add `account: "492000000148"`',
      "  rule: schema",
      "error platform.yaml:3:3 clusters.atlas.region",
      "  needs `region`, which is not there",
      "  fix: add `region: us-east-1`",
      "  rule: schema",
    ],
  },
  {
    name: "one cluster under two keys",
    files: platform("  blue: { name: atlas-eks, account: '492000000148', region: us-east-1, agent: {} }"),
    says: [
      "error platform.yaml:8:3 clusters.blue",
      "  `blue` is the same cluster as `atlas`",
      "  allowed: each cluster once",
      "  fix: remove one of the two",
      "  rule: repeated-cluster",
    ],
  },
  {
    name: "an unknown key in a platform",
    files: platform("cluster: {}"),
    says: [
      "error platform.yaml:8:1 cluster",
      "  `cluster` is not a key here",
      "  allowed: platform, state, defaults, quotas, rules, clusters, repositories",
      "  fix: did you mean `clusters`?",
      "  rule: schema",
    ],
  },
  {
    name: "configuration that is text",
    files: cluster(`agent: { configuration: '{"a": 1}' }`),
    says: [
      "error platform.yaml:7:29 clusters.atlas.agent.configuration",
      '  `{"a": 1}` is text, and a map is needed',
      "  rule: schema",
    ],
  },
  {
    name: "a rule that is none",
    files: platform("rules: { data-reed: off }"),
    says: [
      "error platform.yaml:8:10 rules.data-reed",
      "  `data-reed` is not a rule that can be set",
      "  allowed: credential-exposure, data-read, for-all-values, inverted-element, never-matches, pass-role-unscoped, permissions-management, privilege-escalation, session-tag-access, unknown-action, unknown-condition-key, wildcard-action, wildcard-resource, acknowledgement",
      "  fix: did you mean `data-read`?",
      "  rule: schema",
    ],
  },
  {
    name: "a severity that is none",
    files: platform("rules: { data-read: fatal }"),
    says: [
      "error platform.yaml:8:21 rules.data-read",
      "  `fatal` is not one of the values allowed",
      "  allowed: error, warning, info, off",
      "  rule: schema",
    ],
  },
];
