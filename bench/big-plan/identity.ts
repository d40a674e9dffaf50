/** What the plan does to an identity of the made-up estate. */
export type Fate = "created" | "kept" | "widened" | "narrowed" | "removed" | "re-pointed" | "updated";

type Values = Readonly<Record<string, unknown>>;

/** A resource of one identity, with what a plan says of it. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly actions: readonly string[];
  /** Undefined where nothing stands yet. */
  readonly before?: Values;
  /** Undefined where nothing is left. */
  readonly after?: Values;
  /** What is known only after apply. */
  readonly unknown: Values;
  /** The marks of a side that stands: which parts could be sensitive. */
  readonly marks: Values;
  readonly expressions: Values;
  readonly dependsOn: readonly string[];
}

/** How much of what fills real plans an identity has. */
export interface Fill {
  readonly tags: number;
  /** Of the identity's own policy: 1 to 4. */
  readonly statements: number;
  /** Queues and tables that the policy names. */
  readonly queues: number;
}

const ACCOUNT = "492000000148";
const REGION = "us-east-1";
export const CLUSTER = "atlas-eks";

const MANAGED = [
  "AmazonS3ReadOnlyAccess",
  "AmazonSQSReadOnlyAccess",
  "AmazonDynamoDBReadOnlyAccess",
  "CloudWatchAgentServerPolicy",
  "AmazonEC2ContainerRegistryReadOnly",
];

/** Names of an identity, and the addresses of its resources: those that this program gives them. */
export function namesOf(index: number) {
  const team = `team-${digits(index % 50, 2)}`;
  const id = `service-${digits(index, 4)}`;
  const hash = digits(index, 8);
  const role = `backend-api-${id}`;
  return {
    id,
    namespace: team,
    serviceAccount: id,
    roleName: role,
    roleArn: `arn:aws:iam::${ACCOUNT}:role/pod-identity/backend-api/${role}`,
    associationId: `a-${"q3nqm7qi"}${hash}`,
    managed: `arn:aws:iam::aws:policy/${MANAGED[index % MANAGED.length]}`,
    association: `${id}_atlas_${team}_${id}_${hash}`,
    role: `${id}_role_${hash}`,
    inline: `${id}_inline_pod-identity_${hash}`,
    attachment: `${id}_managed_aws_${hash}`,
  };
}

/** The four resources of an identity, in the order of their addresses. */
export function resourcesOf(index: number, fate: Fate, fill: Fill): Resource[] {
  return [
    association(index, fate, fill),
    role(index, fate, fill),
    inlinePolicy(index, fate, fill),
    attachment(index, fate),
  ];
}

function association(index: number, fate: Fate, fill: Fill): Resource {
  const names = namesOf(index);
  const pod = { cluster_name: CLUSTER, namespace: names.namespace, service_account: names.serviceAccount };
  const stands = (roleArn: string, tags: Values) => ({
    association_arn: `arn:aws:eks:${REGION}:${ACCOUNT}:podidentityassociation/${CLUSTER}/${names.associationId}`,
    association_id: names.associationId,
    ...pod,
    disable_session_tags: false,
    id: names.associationId,
    role_arn: roleArn,
    tags,
    tags_all: tags,
    target_role_arn: "",
  });
  const tags = tagsOf(index, fill);
  const roleAfter = namesOf(fate === "re-pointed" ? index - 1 : index);
  const marks = { tags: {}, tags_all: {} };
  const isNew = fate === "created";
  const after = isNew ? { ...pod, tags, tags_all: tags } : stands(roleAfter.roleArn, newTags(tags, fate));
  return {
    type: "aws_eks_pod_identity_association",
    name: names.association,
    actions: fate === "removed" ? ["delete"] : actionsOf(fate, ["re-pointed", "updated"]),
    ...(isNew ? {} : { before: stands(names.roleArn, tags) }),
    ...(fate === "removed" ? {} : { after }),
    unknown: isNew ? { association_arn: true, association_id: true, id: true, role_arn: true, ...marks } : {},
    marks,
    expressions: {
      cluster_name: constant(CLUSTER),
      namespace: constant(names.namespace),
      role_arn: reference(`aws_iam_role.${roleAfter.role}`, "arn"),
      service_account: constant(names.serviceAccount),
      tags: constant(newTags(tags, fate)),
    },
    dependsOn: [`aws_iam_role_policy.${names.inline}`, `aws_iam_role_policy_attachment.${names.attachment}`],
  };
}

function role(index: number, fate: Fate, fill: Fill): Resource {
  const names = namesOf(index);
  const trust = trustOf(index);
  const tags = tagsOf(index, fill);
  const own = { force_detach_policies: false, max_session_duration: 3600, name: names.roleName };
  const path = "/pod-identity/backend-api/";
  const stands = (of: Values) => ({
    arn: names.roleArn,
    assume_role_policy: trust,
    create_date: "2026-11-23T08:06:21Z",
    description: "",
    ...own,
    id: names.roleName,
    inline_policy: [{ name: "pod-identity", policy: policyOf(index, "kept", fill) }],
    managed_policy_arns: [names.managed],
    name_prefix: "",
    path,
    permissions_boundary: "",
    tags: of,
    tags_all: of,
    unique_id: `AROAJVZJOISR${digits(index, 8)}`,
  });
  const isNew = fate === "created";
  const made = { assume_role_policy: trust, description: null, ...own, path, permissions_boundary: null };
  return {
    type: "aws_iam_role",
    name: names.role,
    actions: actionsOf(fate, ["updated"]),
    ...(isNew ? {} : { before: stands(tags) }),
    after: isNew ? { ...made, tags, tags_all: tags } : stands(newTags(tags, fate)),
    unknown: isNew ? UNKNOWN_ROLE : {},
    marks: isNew
      ? { inline_policy: [], managed_policy_arns: [], tags: {}, tags_all: {} }
      : { inline_policy: [{}], managed_policy_arns: [false], tags: {}, tags_all: {} },
    expressions: {
      assume_role_policy: constant(trust),
      name: constant(names.roleName),
      path: constant(path),
      tags: constant(newTags(tags, fate)),
    },
    dependsOn: [],
  };
}

const UNKNOWN_ROLE = {
  arn: true,
  create_date: true,
  id: true,
  inline_policy: true,
  managed_policy_arns: true,
  name_prefix: true,
  tags: {},
  tags_all: {},
  unique_id: true,
};

function inlinePolicy(index: number, fate: Fate, fill: Fill): Resource {
  const names = namesOf(index);
  const policy = policyOf(index, fate, fill);
  const stands = (text: string) => ({
    id: `${names.roleName}:pod-identity`,
    name: "pod-identity",
    name_prefix: "",
    policy: text,
    role: names.roleName,
  });
  const isNew = fate === "created";
  return {
    type: "aws_iam_role_policy",
    name: names.inline,
    actions: actionsOf(fate, ["widened", "narrowed", "updated"]),
    ...(isNew ? {} : { before: stands(policyOf(index, "kept", fill)) }),
    after: isNew ? { name: "pod-identity", policy } : stands(policy),
    unknown: isNew ? { id: true, name_prefix: true, role: true } : {},
    marks: {},
    expressions: {
      name: constant("pod-identity"),
      policy: constant(policy),
      role: reference(`aws_iam_role.${names.role}`, "id"),
    },
    dependsOn: [],
  };
}

function attachment(index: number, fate: Fate): Resource {
  const names = namesOf(index);
  const stands = { id: `${names.roleName}-${digits(index, 26)}`, policy_arn: names.managed, role: names.roleName };
  const isNew = fate === "created";
  return {
    type: "aws_iam_role_policy_attachment",
    name: names.attachment,
    // It has nothing that can be updated.
    actions: actionsOf(fate, []),
    ...(isNew ? {} : { before: stands }),
    after: isNew ? { policy_arn: names.managed } : stands,
    unknown: isNew ? { id: true, role: true } : {},
    marks: {},
    expressions: {
      policy_arn: constant(names.managed),
      role: reference(`aws_iam_role.${names.role}`, "id"),
    },
    dependsOn: [],
  };
}

function actionsOf(fate: Fate, updating: readonly Fate[]): readonly string[] {
  if (fate === "created") return ["create"];
  return updating.includes(fate) ? ["update"] : ["no-op"];
}

/** The identity's own policy, in the words of the provider: keys in no order of this program. */
function policyOf(index: number, fate: Fate, { statements, queues }: Fill): string {
  const { id, namespace } = namesOf(index);
  const numbers = Array.from({ length: queues }, (_, number) => digits(number, 2));
  const arn = (service: string, resource: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${resource}`;
  const isWider = fate === "widened" || fate === "updated";
  const all = [
    {
      Action: [
        ...(isWider ? ["sqs:DeleteMessage"] : []),
        ...(fate === "narrowed" ? [] : ["sqs:ReceiveMessage"]),
        "sqs:SendMessage",
      ],
      Effect: "Allow",
      Resource: numbers.map((number) => arn("sqs", `${id}-orders-${number}`)),
    },
    {
      Action: ["s3:GetObject", "s3:ListBucket", "s3:PutObject"],
      Effect: "Allow",
      Resource: [`arn:aws:s3:::acme-${id}-reports`, `arn:aws:s3:::acme-${id}-reports/${namespace}/*`],
    },
    {
      Action: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"],
      Condition: {
        "ForAllValues:StringEquals": { "dynamodb:LeadingKeys": ["${aws:PrincipalTag/kubernetes-namespace}"] },
      },
      Effect: "Allow",
      Resource: numbers.map((number) => arn("dynamodb", `table/${id}-${number}`)),
    },
    {
      Action: ["secretsmanager:GetSecretValue"],
      Effect: "Allow",
      Resource: [arn("secretsmanager", `secret:${id}/*`)],
    },
  ];
  return JSON.stringify({ Version: "2012-10-17", Statement: all.slice(0, statements) });
}

function trustOf(index: number): string {
  const { namespace, serviceAccount } = namesOf(index);
  return JSON.stringify({
    Statement: [
      {
        Action: ["sts:AssumeRole", "sts:TagSession"],
        Condition: {
          StringEquals: {
            "aws:RequestTag/eks-cluster-arn": [`arn:aws:eks:${REGION}:${ACCOUNT}:cluster/${CLUSTER}`],
            "aws:RequestTag/kubernetes-namespace": [namespace],
            "aws:RequestTag/kubernetes-service-account": [serviceAccount],
          },
        },
        Effect: "Allow",
        Principal: { Service: "pods.eks.amazonaws.com" },
      },
    ],
    Version: "2012-10-17",
  });
}

const TAGS = ["cost-center", "owner", "data-class", "environment", "repository", "on-call", "tier", "product"];

function tagsOf(index: number, { tags }: Fill): Values {
  const own = TAGS.slice(0, tags).map((name, number) => [name, `${name}-${digits((index * 7 + number) % 97, 3)}`]);
  return Object.fromEntries([...own, ["managed-by", "pod-identity-stacks"]]);
}

function newTags(tags: Values, fate: Fate): Values {
  return fate === "updated" ? { ...tags, release: "2026-11" } : tags;
}

function constant(value: unknown): Values {
  return { constant_value: value };
}

/** As of a `cdk.tf.json`: the text of the expression beside what it refers to. */
function reference(address: string, attribute: string): Values {
  return { constant_value: `\${${address}.${attribute}}`, references: [`${address}.${attribute}`, address] };
}

export function digits(index: number, width: number): string {
  return String(index).padStart(width, "0");
}
