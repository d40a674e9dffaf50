import { type BrokenCase, identity } from "./broken-case";

/** One statement with this action. */
function action(text: string): Record<string, string> {
  return identity("allow:", `  - actions: [${text}]`, `    resources: ["*"]`);
}

function resource(text: string): Record<string, string> {
  return identity("allow:", "  - actions: [s3:GetObject]", `    resources: [${text}]`);
}

function when(text: string): Record<string, string> {
  return identity("allow:", "  - actions: [s3:GetObject]", `    resources: ["*"]`, `    when: ${text}`);
}

export const ACCESS_CASES: BrokenCase[] = [
  {
    name: "ARNs of resources with blanks, a wrong region, a wrong account",
    files: identity(
      "deny:",
      "  - actions: [sqs:SendMessage]",
      "    resources:",
      '      - "arn:aws:sqs:us-east-1:492000000148 : orders"',
      '      - "arn:aws:sqs:us-east1:492000000148:orders"',
      '      - "arn:aws:sqs:us-east-1:4920000001:orders"',
      '      - " arn:aws:sqs:us-east-1:492000000148:orders"',
    ),
    says: [
      ["9:13", "arn:aws:sqs:us-east-1:492000000148 : orders", "remove the blank"],
      ["10:13", "arn:aws:sqs:us-east1:492000000148:orders", "its region is `us-east1`: write one like `us-east-1`"],
      ["11:13", "arn:aws:sqs:us-east-1:4920000001:orders", "its account has 10 digits, not 12"],
      ["12:13", " arn:aws:sqs:us-east-1:492000000148:orders", "remove the blank"],
    ].flatMap(([place, found, fix], index) => [
      `error pod-identity.yaml:${place} identities[0].deny[0].resources[${index}]`,
      `  \`${found}\` is not a resource's ARN`,
      "  allowed: `*`, or an ARN `arn:partition:service:region:account:resource`, with * and ? as wildcards",
      `  fix: ${fix}`,
      "  rule: schema",
    ]),
  },
  {
    name: "the ARN of an assumed role",
    files: identity("roleArn: arn:aws:sts::492000000148:assumed-role/api/session"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:sts::492000000148:assumed-role/api/session` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: that is a session's ARN: write the role's own, `…:iam::ACCOUNT:role/NAME`",
      "  rule: schema",
    ],
  },
  {
    name: "the ARN of an instance profile",
    files: identity("roleArn: arn:aws:iam::492000000148:instance-profile/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:iam::492000000148:instance-profile/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: that is an instance profile: write the ARN of the role in it",
      "  rule: schema",
    ],
  },
  {
    name: "the ARN of a policy for a role",
    files: identity("roleArn: arn:aws:iam::492000000148:policy/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:iam::492000000148:policy/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: that is the ARN of a policy, not of a role",
      "  rule: schema",
    ],
  },
  {
    name: "the ARN of another service",
    files: identity("roleArn: arn:aws:s3:::role/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:s3:::role/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: that is an ARN of the service `s3`, not of `iam`",
      "  rule: schema",
    ],
  },
  {
    name: "the ARN of a user",
    files: identity("roleArn: arn:aws:iam::492000000148:user/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:iam::492000000148:user/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: that is the ARN of a user, not of a role",
      "  rule: schema",
    ],
  },
  {
    name: "11 digits in a role's ARN",
    files: identity("roleArn: arn:aws:iam::49200000014:role/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:iam::49200000014:role/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: its account has 11 digits, not 12",
      "  rule: schema",
    ],
  },
  {
    name: "a role's name for its ARN",
    files: identity("roleArn: api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: write it like `arn:aws:iam::492000000148:role/backend-api`",
      "  rule: schema",
    ],
  },
  {
    name: "a role's ARN with a region",
    files: identity("roleArn: arn:aws:iam:us-east-1:492000000148:role/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:iam:us-east-1:492000000148:role/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: IAM has no regions: leave `us-east-1` out",
      "  rule: schema",
    ],
  },
  {
    name: "a partition that does not exist",
    files: identity("roleArn: arn:amazon:iam::492000000148:role/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:amazon:iam::492000000148:role/api` is not an IAM role's ARN",
      "  allowed: `arn:PARTITION:iam::ACCOUNT:role/NAME`, the account with 12 digits",
      "  fix: write it like `arn:aws:iam::492000000148:role/backend-api`",
      "  rule: schema",
    ],
  },
  {
    name: "a role of another account",
    files: identity("roleArn: arn:aws:iam::111122223333:role/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws:iam::111122223333:role/api` is of the account 111122223333, but the stack's clusters are in 492000000148",
      "  allowed: an ARN of the account 492000000148",
      "  fix: use a role of that account; another account's role can be a `targetRoleArn`",
      "  rule: arn-account",
    ],
  },
  {
    name: "a role of another partition",
    files: identity("roleArn: arn:aws-cn:iam::492000000148:role/api"),
    says: [
      "error pod-identity.yaml:6:14 identities[0].roleArn",
      "  `arn:aws-cn:iam::492000000148:role/api` is of the partition `aws-cn`, but the stack's clusters are in `aws`",
      "  allowed: an ARN that begins with `arn:aws:`",
      "  fix: partitions are separate worlds: nothing of one can be used in another",
      "  rule: arn-account",
    ],
  },
  {
    name: "a policy of another partition and of another account",
    files: identity(
      "policies: ['arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess', 'arn:aws:iam::111122223333:policy/orders']",
    ),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `arn:aws-us-gov:iam::aws:policy/ReadOnlyAccess` is of the partition `aws-us-gov`, but the stack's clusters are in `aws`",
      "  allowed: an ARN that begins with `arn:aws:`",
      "  fix: partitions are separate worlds: nothing of one can be used in another",
      "  rule: arn-account",
      "error pod-identity.yaml:6:65 identities[0].policies[1]",
      "  `arn:aws:iam::111122223333:policy/orders` is of the account 111122223333, but the stack's clusters are in 492000000148",
      "  allowed: an ARN of the account 492000000148",
      "  fix: make the policy in that account, or copy its statements into `allow:`",
      "  rule: arn-account",
    ],
  },
  {
    name: "a role's ARN for a policy",
    files: identity("policies: ['arn:aws:iam::492000000148:role/api']"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `arn:aws:iam::492000000148:role/api` is not a managed policy",
      "  allowed: the name of an AWS managed policy, with its path if it has one, or the ARN of any managed policy",
      "  fix: that is the ARN of a role, not of a policy",
      "  rule: schema",
    ],
  },
  {
    name: "a policy's ARN with 11 digits",
    files: identity("policies: ['arn:aws:iam::49200000014:policy/orders']"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `arn:aws:iam::49200000014:policy/orders` is not a managed policy",
      "  allowed: the name of an AWS managed policy, with its path if it has one, or the ARN of any managed policy",
      "  fix: its account has 11 digits, not 12",
      "  rule: schema",
    ],
  },
  {
    name: "an unknown managed policy",
    files: identity("policies: [AmazonS3ReadOnlyAcces]"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `AmazonS3ReadOnlyAcces` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: did you mean `AmazonS3ReadOnlyAccess`?",
      "  rule: unknown-managed-policy",
    ],
  },
  {
    name: "a managed policy without its path",
    files: identity("policies: [AmazonEBSCSIDriverPolicy]"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `AmazonEBSCSIDriverPolicy` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: did you mean `service-role/AmazonEBSCSIDriverPolicy`?",
      "  rule: unknown-managed-policy",
    ],
  },
  {
    name: "a managed policy like no other",
    files: identity("policies: [our-orders-policy]"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `our-orders-policy` is not the name of an AWS managed policy",
      "  allowed: an AWS managed policy known on DATE by name, any other managed policy by its ARN",
      "  fix: name a customer managed policy by its ARN, `arn:aws:iam::ACCOUNT:policy/NAME`",
      "  rule: unknown-managed-policy",
    ],
  },
  {
    name: "a managed policy with a space",
    files: identity("policies: ['Amazon S3']"),
    says: [
      "error pod-identity.yaml:6:16 identities[0].policies[0]",
      "  `Amazon S3` is not a managed policy",
      "  allowed: the name of an AWS managed policy, with its path if it has one, or the ARN of any managed policy",
      "  fix: write it like `AmazonS3ReadOnlyAccess`",
      "  rule: schema",
    ],
  },
  {
    name: "a managed policy named twice",
    files: identity("policies: [ReadOnlyAccess, 'arn:aws:iam::aws:policy/ReadOnlyAccess']"),
    says: [
      "error pod-identity.yaml:6:32 identities[0].policies[1]",
      "  attaches `arn:aws:iam::aws:policy/ReadOnlyAccess` a second time",
      "  fix: remove the repetition",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "a permissions boundary of another account",
    files: identity("permissionsBoundary: arn:aws:iam::111122223333:policy/boundary"),
    says: [
      "error pod-identity.yaml:6:26 identities[0].permissionsBoundary",
      "  `arn:aws:iam::111122223333:policy/boundary` is of the account 111122223333, but the stack's clusters are in 492000000148",
      "  allowed: an ARN of the account 492000000148",
      "  fix: name a boundary of that account; a bare name stands for the policy of that name in the role's own account",
      "  rule: arn-account",
    ],
  },
  {
    name: "a permissions boundary that is a role",
    files: identity("permissionsBoundary: arn:aws:iam::492000000148:role/boundary"),
    says: [
      "error pod-identity.yaml:6:26 identities[0].permissionsBoundary",
      "  `arn:aws:iam::492000000148:role/boundary` is not a permissions boundary",
      "  allowed: the ARN of a managed policy, or the name of a customer managed policy of the cluster's own account",
      "  fix: that is the ARN of a role, not of a policy",
      "  rule: schema",
    ],
  },
  {
    name: "an existing role beside what only a made role can have",
    files: identity(
      "roleArn: arn:aws:iam::492000000148:role/standing",
      "policies: [ReadOnlyAccess]",
      "allow: []",
      "permissionsBoundary: boundary",
      "trust: account",
    ),
    says: [
      "error pod-identity.yaml:7:5 identities[0].policies",
      "  `policies` cannot be set beside `roleArn`: an existing role is only associated, never changed",
      "  fix: remove `policies`, or remove `roleArn` to have a role made",
      "  rule: existing-role",
      "error pod-identity.yaml:8:5 identities[0].allow",
      "  `allow` cannot be set beside `roleArn`: an existing role is only associated, never changed",
      "  fix: remove `allow`, or remove `roleArn` to have a role made",
      "  rule: existing-role",
      "error pod-identity.yaml:9:5 identities[0].permissionsBoundary",
      "  `permissionsBoundary` cannot be set beside `roleArn`: an existing role is only associated, never changed",
      "  fix: remove `permissionsBoundary`, or remove `roleArn` to have a role made",
      "  rule: existing-role",
      "error pod-identity.yaml:10:5 identities[0].trust",
      "  `trust` cannot be set beside `roleArn`: an existing role is only associated, never changed",
      "  fix: remove `trust`, or remove `roleArn` to have a role made",
      "  rule: existing-role",
    ],
  },
  {
    name: "a target role of another partition",
    files: identity("targetRoleArn: arn:aws-cn:iam::492000000148:role/target"),
    says: [
      "error pod-identity.yaml:6:20 identities[0].targetRoleArn",
      "  `arn:aws-cn:iam::492000000148:role/target` is of the partition `aws-cn`, but the stack's clusters are in `aws`",
      "  allowed: an ARN that begins with `arn:aws:`",
      "  fix: partitions are separate worlds: nothing of one can be used in another",
      "  rule: arn-account",
    ],
  },
  {
    name: "an action without its service",
    files: action("GetObject"),
    says: [
      "error pod-identity.yaml:7:19 identities[0].allow[0].actions[0]",
      "  `GetObject` is not an IAM action",
      "  allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`",
      "  fix: put the service before it: `SERVICE:GetObject`",
      "  rule: schema",
    ],
  },
  {
    name: "an action with a dot",
    files: action("s3.GetObject"),
    says: [
      "error pod-identity.yaml:7:19 identities[0].allow[0].actions[0]",
      "  `s3.GetObject` is not an IAM action",
      "  allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`",
      "  fix: write `s3:GetObject`",
      "  rule: schema",
    ],
  },
  {
    name: "an action with a slash",
    files: action("s3/GetObject"),
    says: [
      "error pod-identity.yaml:7:19 identities[0].allow[0].actions[0]",
      "  `s3/GetObject` is not an IAM action",
      "  allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`",
      "  fix: write it like `s3:GetObject`",
      "  rule: schema",
    ],
  },
  {
    name: "an action with a wildcard for its service",
    files: action(`"*:GetObject"`),
    says: [
      "error pod-identity.yaml:7:19 identities[0].allow[0].actions[0]",
      "  `*:GetObject` is not an IAM action",
      "  allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`",
      "  fix: write it like `s3:GetObject`",
      "  rule: schema",
    ],
  },
  {
    name: "an action with a space",
    files: action(`"s3: GetObject"`),
    says: [
      "error pod-identity.yaml:7:19 identities[0].allow[0].actions[0]",
      "  `s3: GetObject` is not an IAM action",
      "  allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`",
      "  fix: write it like `s3:GetObject`",
      "  rule: schema",
    ],
  },
  {
    name: "an action that YAML takes for a map",
    files: identity("allow:", "  - actions:", "      - s3: GetObject", "    resources: ['*']"),
    says: [
      "error pod-identity.yaml:8:13 identities[0].allow[0].actions[0]",
      "  is a map, and an IAM action is needed",
      "  allowed: `service:Action`, with * and ? as wildcards after the colon, or `*`",
      "  fix: write it as one text, without a space after the colon: `s3:GetObject`",
      "  rule: schema",
    ],
  },
  {
    name: "an S3 address for a resource",
    files: resource("s3://reports/2024"),
    says: [
      "error pod-identity.yaml:8:21 identities[0].allow[0].resources[0]",
      "  `s3://reports/2024` is not a resource's ARN",
      "  allowed: `*`, or an ARN `arn:partition:service:region:account:resource`, with * and ? as wildcards",
      "  fix: write `arn:aws:s3:::reports/2024`",
      "  rule: schema",
    ],
  },
  {
    name: "an ARN with too few colons",
    files: resource("arn:aws:s3:reports"),
    says: [
      "error pod-identity.yaml:8:21 identities[0].allow[0].resources[0]",
      "  `arn:aws:s3:reports` is not a resource's ARN",
      "  allowed: `*`, or an ARN `arn:partition:service:region:account:resource`, with * and ? as wildcards",
      "  fix: an ARN has five colons before its resource",
      "  rule: schema",
    ],
  },
  {
    name: "a bucket's name for a resource",
    files: resource("reports"),
    says: [
      "error pod-identity.yaml:8:21 identities[0].allow[0].resources[0]",
      "  `reports` is not a resource's ARN",
      "  allowed: `*`, or an ARN `arn:partition:service:region:account:resource`, with * and ? as wildcards",
      "  fix: write it like `arn:aws:s3:::reports/*`",
      "  rule: schema",
    ],
  },
  {
    name: "an empty list of actions",
    files: identity("allow:", "  - actions: []", "    resources: ['*']"),
    says: [
      "error pod-identity.yaml:7:18 identities[0].allow[0].actions",
      "  must not be empty",
      "  allowed: at least one entry",
      "  fix: add an entry, or remove the key",
      "  rule: schema",
    ],
  },
  {
    name: "an unknown condition operator",
    files: when(`{ StringEqual: { "aws:SourceVpc": vpc-1 } }`),
    says: [
      "error pod-identity.yaml:9:17 identities[0].allow[0].when.StringEqual",
      "  `StringEqual` is not a condition operator",
      "  allowed: an operator of the IAM reference, like StringEquals, StringLike or Bool",
      "  fix: did you mean `StringEquals`?",
      "  rule: schema",
    ],
  },
  {
    name: "a condition operator without its case",
    files: when(`{ stringlike: { "aws:SourceVpc": vpc-1 } }`),
    says: [
      "error pod-identity.yaml:9:17 identities[0].allow[0].when.stringlike",
      "  `stringlike` is not a condition operator",
      "  allowed: an operator of the IAM reference, like StringEquals, StringLike or Bool",
      "  fix: did you mean `StringLike`?",
      "  rule: schema",
    ],
  },
  {
    name: "a condition key without its prefix",
    files: when(`{ StringEquals: { SourceVpc: vpc-1 } }`),
    says: [
      "error pod-identity.yaml:9:33 identities[0].allow[0].when.StringEquals.SourceVpc",
      "  `SourceVpc` is not a condition key",
      "  allowed: `prefix:Key`, like aws:SourceVpc or s3:prefix",
      "  fix: put its prefix before it, as in `aws:SourceVpc`",
      "  rule: schema",
    ],
  },
  {
    name: "a condition's key where its operator belongs",
    files: when(`{ "aws:SourceVpc": vpc-1 }`),
    says: [
      "error pod-identity.yaml:9:17 identities[0].allow[0].when.aws:SourceVpc",
      "  `aws:SourceVpc` is not a condition operator",
      "  allowed: an operator of the IAM reference, like StringEquals, StringLike or Bool",
      "  rule: schema",
      "error pod-identity.yaml:9:34 identities[0].allow[0].when.aws:SourceVpc",
      "  `vpc-1` is text, and a map is needed",
      "  rule: schema",
    ],
  },
  {
    name: "a condition without a value",
    files: when(`{ StringEquals: { "aws:SourceVpc": } }`),
    says: [
      "error pod-identity.yaml:9:50 identities[0].allow[0].when.StringEquals.aws:SourceVpc",
      "  has no value",
      "  allowed: text or a number or true or false or a list",
      "  fix: give it a value, or remove the key",
      "  rule: schema",
    ],
  },
  {
    name: "a condition with an empty list",
    files: when(`{ StringEquals: { "aws:SourceVpc": [] } }`),
    says: [
      "error pod-identity.yaml:9:50 identities[0].allow[0].when.StringEquals.aws:SourceVpc",
      "  must not be empty",
      "  allowed: at least one entry",
      "  fix: add an entry, or remove the key",
      "  rule: schema",
    ],
  },
  {
    name: "a condition with a map for its value",
    files: when(`{ StringEquals: { "aws:SourceVpc": { id: vpc-1 } } }`),
    says: [
      "error pod-identity.yaml:9:50 identities[0].allow[0].when.StringEquals.aws:SourceVpc",
      "  is a map, and text or a number or true or false or a list is needed",
      "  rule: schema",
    ],
  },
  {
    name: "a statement id with a space",
    files: identity("allow:", "  - sid: read orders", "    actions: [s3:GetObject]", "    resources: ['*']"),
    says: [
      "error pod-identity.yaml:7:14 identities[0].allow[0].sid",
      "  `read orders` is not a statement id",
      "  allowed: letters and digits",
      "  rule: schema",
    ],
  },
  {
    name: "two statements of one id",
    files: identity(
      "allow:",
      "  - { sid: Read, actions: [s3:GetObject], resources: ['*'] }",
      "deny:",
      "  - { sid: Read, actions: [s3:PutObject], resources: ['*'] }",
    ),
    says: [
      "error pod-identity.yaml:7:7 identities[0].allow",
      "  has two statements of the id `Read` in one policy",
      "  fix: rename one, or leave ids out",
      "  rule: duplicate-name",
    ],
  },
  {
    name: "extra trust conditions with an unknown operator",
    files: identity("trustConditions: { StringEqal: { 'aws:RequestTag/team': a } }"),
    says: [
      "error pod-identity.yaml:6:24 identities[0].trustConditions.StringEqal",
      "  `StringEqal` is not a condition operator",
      "  allowed: an operator of the IAM reference, like StringEquals, StringLike or Bool",
      "  fix: did you mean `StringEquals`?",
      "  rule: schema",
    ],
  },
  {
    name: "a session policy without disabled session tags",
    files: identity("sessionPolicy: { allow: [{ actions: [s3:GetObject], resources: ['*'] }] }"),
    says: [
      "error pod-identity.yaml:6:5 identities[0].sessionPolicy",
      "  needs session tags disabled: EKS refuses a session policy beside session tags",
      "  fix: add `disableSessionTags: true` and `trust: account`",
      "  rule: session-tags",
    ],
  },
  {
    name: "a session policy beside a pinned trust",
    files: identity(
      "disableSessionTags: true",
      "sessionPolicy: { allow: [{ actions: [s3:GetObject], resources: ['*'] }] }",
    ),
    says: [
      "error pod-identity.yaml:6:25 identities[0].disableSessionTags",
      "  disables session tags, and the role's pinned trust policy then lets nobody in",
      "  fix: add `trust: account` (any association of the account may then use the role)",
      "  rule: session-tags",
    ],
  },
  {
    name: "disabled session tags beside a pinned trust",
    files: identity("disableSessionTags: true"),
    says: [
      "error pod-identity.yaml:6:25 identities[0].disableSessionTags",
      "  disables session tags, and the role's pinned trust policy then lets nobody in",
      "  fix: add `trust: account` (any association of the account may then use the role), or keep session tags",
      "  rule: session-tags",
    ],
  },
  {
    name: "a session policy with nothing in it",
    files: identity("trust: account", "disableSessionTags: true", "sessionPolicy: { allow: [] }"),
    says: [
      "error pod-identity.yaml:8:29 identities[0].sessionPolicy.allow",
      "  must not be empty",
      "  allowed: at least one entry",
      "  fix: add an entry, or remove the key",
      "  rule: schema",
    ],
  },
  {
    name: "a session policy that is a list",
    files: identity(
      "trust: account",
      "disableSessionTags: true",
      "sessionPolicy: [{ actions: [s3:GetObject], resources: ['*'] }]",
    ),
    says: [
      "error pod-identity.yaml:8:20 identities[0].sessionPolicy",
      "  is a list, and text or a map is needed",
      "  rule: schema",
    ],
  },
  {
    name: "extra trust conditions that let nobody in",
    files: identity("trustConditions: { StringEquals: { 'aws:RequestTag/kubernetes-namespace': frontend } }"),
    says: [
      "error pod-identity.yaml:6:79 identities[0].trustConditions.StringEquals.aws:RequestTag/kubernetes-namespace",
      "  leaves nothing of what the role is pinned to by `aws:RequestTag/kubernetes-namespace`, so that nobody gets in",
      "  allowed: values of the identity's own clusters, namespaces and service accounts",
      "  fix: remove the condition: the role is pinned already",
      "  rule: trust-conditions",
    ],
  },
  {
    name: "an acknowledgement without a reason",
    files: identity("acknowledge: [{ rule: 'data-read[*]' }]"),
    says: [
      "error pod-identity.yaml:6:19 identities[0].acknowledge[0].reason",
      "  needs `reason`, which is not there",
      '  fix: add `reason: "the pod empties buckets that other teams name"`',
      "  rule: schema",
    ],
  },
  {
    name: "an acknowledgement until a day that is none",
    files: identity("acknowledge: [{ rule: 'data-read[*]', reason: a, until: 2027-02-30 }]"),
    says: [
      "error pod-identity.yaml:6:61 identities[0].acknowledge[0].until",
      "  `2027-02-30` is not a day",
      "  allowed: `YYYY-MM-DD`, a day of the calendar",
      "  fix: write it like `2027-01-31`",
      "  rule: schema",
    ],
  },
  {
    name: "an acknowledgement of what is no id",
    files: identity("acknowledge: [{ rule: 'Data read', reason: a }]"),
    says: [
      "error pod-identity.yaml:6:27 identities[0].acknowledge[0].rule",
      "  `Data read` is not a finding's id",
      "  allowed: `RULE[WHAT]`, as the finding has it; in the brackets * stands for any text",
      "  fix: write it like `wildcard-resource[s3:DeleteObject]`",
      "  rule: schema",
    ],
  },
  {
    name: "an acknowledgement of a finding that is not there",
    files: identity("acknowledge: [{ rule: 'data-read[*]', reason: a }]"),
    says: [
      "warning pod-identity.yaml:6:19 identities[0].acknowledge[0]",
      "  `data-read[*]` acknowledges a finding that is not there",
      "  allowed: nothing: this identity has no findings on permissions",
      "  fix: remove it",
      "  rule: acknowledgement[data-read[*]]",
    ],
  },
];
