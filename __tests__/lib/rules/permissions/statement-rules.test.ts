import { catalogDate } from "../../../../lib/iam/catalog";
import { PERMISSION_RULES } from "../../../../lib/rules/permissions/all";
import { allow, findings, found, statement } from "./judged";

/** What each rule must find, by its id in brackets with the severity where that is not the rule's; and what it must not. */
type Case = [name: string, identity: string, found: string[]];

const ORDERS = "arn:aws:sqs:us-east-1:492000000148:orders";
const BUCKET = "arn:aws:s3:::reports";
const ROLES = "arn:aws:iam::492000000148:role/*";
const TAG = "$" + "{aws:PrincipalTag/kubernetes-namespace}";

const TABLES: Record<string, Case[]> = {
  "credential-exposure": [
    ["an action on everything", allow(["redshift:GetClusterCredentials"]), ["redshift:GetClusterCredentials"]],
    ["on all of a kind", allow(["sts:AssumeRole"], [ROLES]), ["sts:AssumeRole"]],
    ["by a pattern", allow(["rds-db:*"]), ["rds-db:*"]],
    ["on one user", allow(["rds-db:connect"], ["arn:aws:rds-db:us-east-1:492000000148:dbuser:db-1/app"]), []],
    ["on one role", allow(["sts:AssumeRole"], ["arn:aws:iam::492000000148:role/a"]), []],
    ["denied in the same policy", `${allow(["rds-db:*"])}, deny: [${statement(["rds-db:connect"])}]`, []],
    ["who one is", allow(["sts:GetCallerIdentity"]), []],
    ["pulling images is a note", allow(["ecr:GetAuthorizationToken"]), ["info ecr:GetAuthorizationToken"]],
  ],
  "data-read": [
    ["objects of all buckets", allow(["s3:GetObject"]), ["s3:GetObject"]],
    ["objects of all buckets, by an ARN", allow(["s3:GetObject"], ["arn:aws:s3:::*"]), ["s3:GetObject"]],
    ["by a pattern", allow(["ssm:Get*"]), ["ssm:Get*"]],
    [
      "all secrets",
      allow(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:*:*:secret:*"]),
      ["secretsmanager:GetSecretValue"],
    ],
    ["of one bucket", allow(["s3:GetObject"], [`${BUCKET}/*`]), []],
    ["of one path", allow(["ssm:GetParametersByPath"], ["arn:aws:ssm:us-east-1:492000000148:parameter/orders/*"]), []],
    ["of some secrets", allow(["secretsmanager:GetSecretValue"], ["arn:aws:secretsmanager:*:*:secret:orders/*"]), []],
    ["by tag", allow(["secretsmanager:GetSecretValue"], ["*"], { StringEquals: { "aws:ResourceTag/team": "a" } }), []],
    ["a policy of AWS's is one note", "policies: [AmazonS3ReadOnlyAccess]", ["info AmazonS3ReadOnlyAccess"]],
  ],
  "for-all-values": [
    [
      "a key of one value",
      allow(["s3:PutObject"], [`${BUCKET}/*`], { "ForAllValues:StringEquals": { "aws:SourceVpc": "vpc-1" } }),
      ["aws:SourceVpc"],
    ],
    [
      "a tag",
      allow(["s3:PutObject"], [`${BUCKET}/*`], { "ForAllValues:StringLike": { "aws:PrincipalTag/team": "a" } }),
      ["aws:PrincipalTag/team"],
    ],
    [
      "a key of several",
      allow(["sqs:TagQueue"], [ORDERS], { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }),
      [],
    ],
    [
      "demanded beside",
      allow(["s3:PutObject"], [`${BUCKET}/*`], {
        "ForAllValues:StringEquals": { "aws:SourceVpc": "vpc-1" },
        Null: { "aws:SourceVpc": false },
      }),
      [],
    ],
    [
      "any value",
      allow(["s3:PutObject"], [`${BUCKET}/*`], { "ForAnyValue:StringEquals": { "aws:SourceVpc": "vpc-1" } }),
      [],
    ],
    [
      "in a denial",
      `deny: [${statement(["s3:*"], ["*"], { "ForAllValues:StringEquals": { "aws:SourceVpc": "vpc-1" } })}]`,
      [],
    ],
  ],
  "never-matches": [
    ["an object's action on a bucket", allow(["s3:GetObject"], [BUCKET]), ["s3:GetObject"]],
    ["a bucket's action on objects", allow(["s3:ListBucket"], [`${BUCKET}/*`]), ["s3:ListBucket"]],
    ["another service's resource", allow(["sqs:SendMessage"], [BUCKET]), ["sqs:SendMessage"]],
    ["an action without resources", allow(["s3:ListAllMyBuckets"], [BUCKET]), ["s3:ListAllMyBuckets"]],
    ["a denial", `deny: [${statement(["s3:DeleteObject"], [BUCKET])}]`, ["s3:DeleteObject"]],
    ["a pattern none of whose actions fits", allow(["sqs:Send*"], [BUCKET]), ["sqs:Send*"]],
    ["a pattern of which one fits", allow(["s3:Get*"], [BUCKET]), []],
    ["a bucket and its objects", allow(["s3:ListBucket", "s3:GetObject"], [BUCKET, `${BUCKET}/*`]), []],
    ["a wildcard that reaches the objects", allow(["s3:GetObject"], ["arn:aws:s3:::rep*"]), []],
    ["all buckets, as AWS writes it", allow(["s3:ListAllMyBuckets"], ["arn:aws:s3:::*"]), []],
    ["a variable", allow(["s3:GetObject"], [`${BUCKET}/${TAG}/*`]), []],
    ["everything", allow(["s3:GetObject", "ec2:DescribeInstances"]), []],
    ["an action that is not known", allow(["s3:GetObjekt"], [BUCKET]), []],
  ],
  "pass-role-unscoped": [
    ["on everything", allow(["iam:PassRole"]), ["*"]],
    ["on all roles", allow(["iam:PassRole"], [ROLES]), [ROLES]],
    [
      "on some roles",
      allow(["iam:*"], ["arn:aws:iam::492000000148:role/ecs-*"]),
      ["arn:aws:iam::492000000148:role/ecs-*"],
    ],
    [
      "the condition may be missing",
      allow(["iam:PassRole"], ["*"], { StringEqualsIfExists: { "iam:PassedToService": "ecs.amazonaws.com" } }),
      ["*"],
    ],
    [
      "to one service",
      allow(["iam:PassRole"], [ROLES], { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } }),
      [],
    ],
    ["one role", allow(["iam:PassRole"], ["arn:aws:iam::492000000148:role/a"]), []],
    ["all actions, on what is no role", allow(["*"], ["arn:aws:s3:::reports/*"]), []],
    ["denied", `deny: [${statement(["iam:PassRole"])}]`, []],
  ],
  "permissions-management": [
    ["a bucket's policy", allow(["s3:PutBucketPolicy"]), ["s3:PutBucketPolicy"]],
    ["by a pattern", allow(["kms:Create*"]), ["kms:Create*"]],
    ["of one bucket", allow(["s3:PutBucketPolicy"], [BUCKET]), []],
    ["reading", allow(["s3:ListBucket"]), []],
  ],
  "unknown-action": [
    ["misspelt", allow(["s3:GetObjekt"], [`${BUCKET}/*`]), ["s3:GetObjekt"]],
    ["a service that is none", allow(["s4:GetObject"]), ["s4:GetObject"]],
    ["a pattern that matches nothing", allow(["s3:Fetch*"]), ["s3:Fetch*"]],
    ["in a denial", `deny: [${statement(["s3:DeletObject"])}]`, ["s3:DeletObject"]],
    ["any letter case", allow(["S3:getobject"], [`${BUCKET}/*`]), []],
    ["a pattern", allow(["s3:Get*", "*"], [`${BUCKET}/*`]), []],
  ],
  "unknown-condition-key": [
    [
      "of another action",
      allow(["s3:GetObject"], [`${BUCKET}/*`], { StringLike: { "s3:prefix": "a" } }),
      ["s3:prefix"],
    ],
    ["of another service", allow(["sqs:SendMessage"], [ORDERS], { StringEquals: { "s3:prefix": "a" } }), ["s3:prefix"]],
    [
      "that is none",
      allow(["sqs:SendMessage"], [ORDERS], { StringEquals: { "aws:SourceVpcc": "a" } }),
      ["aws:SourceVpcc"],
    ],
    ["in a denial", `deny: [${statement(["sqs:*"], ["*"], { StringEquals: { "s3:prefix": "a" } })}]`, ["s3:prefix"]],
    [
      "of one of the actions only",
      allow(["s3:ListBucket", "s3:GetObject"], ["*"], { StringLike: { "s3:prefix": "a" } }),
      ["s3:prefix"],
    ],
    ["its own", allow(["s3:ListBucket"], [BUCKET], { StringLike: { "s3:prefix": "a" } }), []],
    ["of all services", allow(["s3:GetObject"], [`${BUCKET}/*`], { StringEquals: { "AWS:sourcevpc": "a" } }), []],
    ["a tag", allow(["ec2:StopInstances"], ["*"], { StringEquals: { "aws:ResourceTag/team": "a" } }), []],
    [
      "a tag of an object",
      allow(["s3:GetObject"], [`${BUCKET}/*`], { StringEquals: { "s3:ExistingObjectTag/team": "a" } }),
      [],
    ],
    ["a pattern of which one knows it", allow(["s3:List*"], ["*"], { StringLike: { "s3:prefix": "a" } }), []],
    ["all actions", allow(["*"], ["*"], { StringLike: { "s3:prefix": "a" } }), []],
  ],
  "wildcard-action": [
    ["all", allow(["*"], [ORDERS]), ["*"]],
    ["all of a service", allow(["sqs:*"], [ORDERS]), ["sqs:*"]],
    ["a kind of them", allow(["s3:Get*"], [ORDERS]), []],
    ["denied", `deny: [${statement(["s3:*"])}]`, []],
    ["twice is one finding", `allow: [${statement(["sqs:*"], [ORDERS])}, ${statement(["sqs:*"])}]`, ["sqs:*"]],
  ],
  "wildcard-resource": [
    ["an action", allow(["s3:DeleteObject"]), ["s3:DeleteObject"]],
    ["two are two", allow(["s3:DeleteObject", "sqs:SendMessage"]), ["s3:DeleteObject", "sqs:SendMessage"]],
    ["all of a kind", allow(["sqs:SendMessage"], ["arn:aws:sqs:*:*:*"]), ["sqs:SendMessage"]],
    ["a pattern", allow(["sqs:Send*"]), ["sqs:Send*"]],
    ["an action that takes nothing else", allow(["s3:ListAllMyBuckets", "ec2:DescribeInstances"]), []],
    ["what data-read says already", allow(["s3:GetObject"]), []],
    ["named", allow(["sqs:SendMessage"], [ORDERS]), []],
    ["by tag", allow(["ec2:StopInstances"], ["*"], { StringEquals: { "aws:ResourceTag/team": "a" } }), []],
    [
      "a policy of AWS's is one note",
      "policies: [service-role/AmazonEBSCSIDriverPolicy]",
      ["info AmazonEBSCSIDriverPolicy"],
    ],
  ],
  "session-tag-access": [
    [
      "a variable",
      `disableSessionTags: true, ${allow(["s3:GetObject"], [`${BUCKET}/${TAG}/*`])}`,
      ["kubernetes-namespace"],
    ],
    [
      "a key",
      `disableSessionTags: true, ${allow(["s3:GetObject"], [`${BUCKET}/*`], { StringEquals: { "aws:PrincipalTag/eks-cluster-name": "a" } })}`,
      ["eks-cluster-name"],
    ],
    [
      "a tag of the role's",
      `disableSessionTags: true, tags: { kubernetes-namespace: a }, ${allow(["s3:GetObject"], [`${BUCKET}/${TAG}/*`])}`,
      [],
    ],
    [
      "tags of no session",
      `disableSessionTags: true, ${allow(["s3:GetObject"], [`${BUCKET}/*`], { StringEquals: { "aws:PrincipalTag/team": "a" } })}`,
      [],
    ],
    ["session tags kept", allow(["s3:GetObject"], [`${BUCKET}/${TAG}/*`]), []],
  ],
};

const severityOf = new Map(PERMISSION_RULES.map(({ id, severity }) => [id, severity]));

describe.each(Object.keys(TABLES))("%s", (rule) => {
  test.each(TABLES[rule] ?? [])("%s", (_name, identity, expected) => {
    const ids = expected.map((one) => {
      const [severity, about] = one.startsWith("info ") ? ["info", one.slice(5)] : [severityOf.get(rule), one];
      return `${severity} ${rule}[${about}]`;
    });
    expect(found(rule, identity, true)).toEqual(ids.sort());
  });
});

test("notes are made only where they are asked for", () => {
  for (const { id } of PERMISSION_RULES) {
    for (const policy of [
      "AmazonS3ReadOnlyAccess",
      "service-role/AmazonEBSCSIDriverPolicy",
      "CloudWatchAgentServerPolicy",
    ])
      expect(found(id, `policies: [${policy}]`)).toEqual([]);
  }
});

/** What each rule says, pinned. */
const MESSAGES: [rule: string, identity: string, text: string][] = [
  [
    "credential-exposure",
    allow(["rds-db:connect"]),
    "`rds-db:connect` gives out credentials on every resource (rds-db:connect); allowed: resources that are named; fix: name the roles, database users or clusters, or leave the action out",
  ],
  [
    "data-read",
    allow(["ssm:Get*"]),
    "`ssm:Get*` reads on every resource of the account (ssm:GetParameter, ssm:GetParameters, ssm:GetParametersByPath); allowed: resources that are named, like `arn:aws:s3:::reports/*`; fix: name the buckets, the parameters' path or the secrets that the pod reads",
  ],
  [
    "for-all-values",
    allow(["s3:PutObject"], [`${BUCKET}/*`], { "ForAllValues:StringEquals": { "aws:SourceVpc": "vpc-1" } }),
    "`ForAllValues:StringEquals` holds also where aws:SourceVpc is not in the request, and that key has one value at most; allowed: ForAllValues with keys of several values, like aws:TagKeys; fix: write `StringEquals` without `ForAllValues:`",
  ],
  [
    "never-matches",
    allow(["s3:GetObject"], [BUCKET]),
    "`s3:GetObject` is never allowed here: it is not about arn:aws:s3:::reports; allowed: arn:aws:s3:::BUCKET-NAME/OBJECT-NAME, arn:aws:s3:REGION:ACCOUNT:accesspoint/ACCESS-POINT-NAME/object/OBJECT-NAME; fix: add a resource like `arn:aws:s3:::BUCKET-NAME/OBJECT-NAME`, or leave the action out",
  ],
  [
    "never-matches",
    allow(["s3:ListAllMyBuckets"], [BUCKET]),
    "`s3:ListAllMyBuckets` is never allowed here: it knows no resources; allowed: `*`; fix: give it a statement of its own, with `*` as its resource",
  ],
  [
    "pass-role-unscoped",
    allow(["iam:PassRole"]),
    "`*` is passed as a role to any service (by `iam:PassRole`); allowed: the ARN of one role, or a condition on `iam:PassedToService`; fix: name the role, or add `when: { StringEquals: { iam:PassedToService: SERVICE.amazonaws.com } }`",
  ],
  [
    "permissions-management",
    allow(["s3:PutBucketPolicy"]),
    "`s3:PutBucketPolicy` gives others access, on every resource (s3:PutBucketPolicy); allowed: resources that are named; fix: name the resources, or the actions without these",
  ],
  [
    "unknown-action",
    allow(["s3:GetObjekt"]),
    "`s3:GetObjekt` is not an action; allowed: an action that AWS had on DATE; fix: did you mean `s3:GetObject`?",
  ],
  [
    "unknown-action",
    allow(["s4:GetObject"]),
    "`s4:GetObject` is of no service that is known: `s4`; allowed: an action that AWS had on DATE; fix: did you mean `s3:GetObject`?",
  ],
  [
    "unknown-condition-key",
    allow(["sqs:SendMessage"], [ORDERS], { StringEquals: { "aws:SourceVpcc": "a" } }),
    "`aws:SourceVpcc` is a condition key that sqs:SendMessage does not know; allowed: keys of all services, like aws:SourceVpc, or aws:ResourceTag/${TagKey}; fix: did you mean `aws:SourceVpc`?",
  ],
  [
    "wildcard-action",
    allow(["sqs:*"], [ORDERS]),
    "`sqs:*` allows all actions of a service; allowed: the actions that the pod calls; fix: name them, or the kind of them, like `sqs:Get*`",
  ],
  [
    "wildcard-resource",
    allow(["s3:DeleteObject"]),
    "`s3:DeleteObject` is allowed on every resource, and could be restricted; allowed: resources that are named: accesspointobject, object; fix: name them, like `arn:aws:s3:::BUCKET-NAME/OBJECT-NAME`",
  ],
  [
    "wildcard-resource",
    allow(["sqs:Send*"]),
    "`sqs:Send*` is allowed on every resource, and could be restricted (sqs:SendMessage); allowed: resources that are named: queue; fix: name them, like `arn:aws:sqs:REGION:ACCOUNT:QUEUE-NAME`",
  ],
  [
    "session-tag-access",
    `disableSessionTags: true, ${allow(["s3:GetObject"], [`${BUCKET}/${TAG}/*`])}`,
    "`aws:PrincipalTag/kubernetes-namespace` is a session tag, and this identity disables session tags; allowed: tags that the role itself has; fix: remove `disableSessionTags`, or give the role a tag `kubernetes-namespace` under `tags:`",
  ],
];

test.each(MESSAGES)("%s: %s", (rule, identity, text) => {
  const said = findings(rule, identity, true).map(
    ({ found: value, message, allowed = "", fix }) =>
      `\`${value}\` ${message}; allowed: ${allowed.replace(catalogDate(), "DATE")}; fix: ${fix}`,
  );
  expect(said).toEqual([text]);
});

test("policies that differ only in names have their own findings, each at its own statement", () => {
  const of = (bucket: string) => `allow: [${statement(["s3:GetObject"], [bucket])}, ${statement(["sqs:*"], [ORDERS])}]`;
  const places = ["a", "b"].map((name) =>
    findings("wildcard-action", of(`arn:aws:s3:::${name}/*`)).map(({ about, at }) => ({ about, path: at.path })),
  );
  expect(places[0]).toEqual([{ about: "sqs:*", path: expect.arrayContaining(["allow", 1]) }]);
  expect(places[1]).toEqual(places[0]);
});
