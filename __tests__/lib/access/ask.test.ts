import { missingText, statementText } from "../../../lib/access/answer-text";
import { ask } from "../../../lib/access/ask";
import { podPolicies } from "../../../lib/access/pod-policies";
import type { Answer } from "../../../lib/access/question";
import { podWith } from "./pods";

interface Case {
  name: string;
  /** Further keys of the identity. */
  identity: string[];
  files?: Record<string, string>;
  action: string;
  /** Any resource where left out. */
  resource?: string;
  context?: Record<string, string>;
  verdict: Answer["verdict"];
  /** The statement that decided, or why there is none. */
  why: string;
  /** What the answer is about, where it is not what was asked. */
  on?: string;
}

const ORDERS = "arn:aws:sqs:us-east-1:492000000148:orders";
const QUEUE = [`allow: [{ actions: ["sqs:SendMessage"], resources: ["${ORDERS}"] }]`];
const OWN_TABLE = "arn:aws:dynamodb:us-east-1:492000000148:table/${aws:PrincipalTag/kubernetes-namespace}-*";

function allow(actions: string, resources: string, when = ""): string {
  return `allow: [{ actions: ["${actions}"], resources: ["${resources}"]${when === "" ? "" : `, when: ${when}`} }]`;
}

const cases: Case[] = [
  {
    name: "an AWS managed policy is opened up",
    identity: ["policies: [AmazonS3ReadOnlyAccess]"],
    action: "s3:ListAllMyBuckets",
    verdict: "yes",
    why: "allow s3:Get*, s3:List*, s3:Describe* and 2 more on * (managed policy AmazonS3ReadOnlyAccess)",
    on: "*",
  },
  {
    name: "and does not allow what it does not say",
    identity: ["policies: [AmazonS3ReadOnlyAccess]"],
    action: "s3:PutObject",
    resource: "arn:aws:s3:::reports/q3.csv",
    verdict: "no",
    why: "no statement of the role's policies allows it",
  },
  {
    name: "a deny wins",
    identity: [
      "policies: [AmazonS3ReadOnlyAccess]",
      'deny: [{ actions: ["s3:*"], resources: ["arn:aws:s3:::secret/*"] }]',
    ],
    action: "s3:GetObject",
    resource: "arn:aws:s3:::secret/key",
    verdict: "no",
    why: "deny s3:* on arn:aws:s3:::secret/* (inline policy pod-identity)",
  },
  {
    name: "on any resource: one of them is enough",
    identity: QUEUE,
    action: "sqs:SendMessage",
    verdict: "yes",
    why: `allow sqs:SendMessage on ${ORDERS} (inline policy pod-identity)`,
    on: ORDERS,
  },
  {
    name: "on any resource: a statement about another kind of resource allows nothing",
    identity: [allow("s3:GetObject", "arn:aws:s3:::reports")],
    action: "s3:GetObject",
    verdict: "no",
    why: "no statement of the role's policies allows it",
    on: "*",
  },
  {
    name: "on any resource: all of them denied",
    identity: [allow("s3:GetObject", "arn:aws:s3:::reports/*"), 'deny: [{ actions: ["s3:*"], resources: ["*"] }]'],
    action: "s3:GetObject",
    verdict: "no",
    why: "deny s3:* on * (inline policy pod-identity)",
    on: "arn:aws:s3:::reports/*",
  },
  {
    name: "on any resource: all but one kind of names denied",
    identity: [allow("s3:GetObject", "*"), `policyFiles: [deny.json]`],
    files: {
      "deny.json": JSON.stringify({
        Version: "2012-10-17",
        Statement: { Effect: "Deny", Action: "s3:*", NotResource: "arn:aws:s3:::team-*" },
      }),
    },
    action: "s3:GetObject",
    verdict: "yes",
    why: "allow s3:GetObject on * (inline policy pod-identity)",
    on: "arn:aws:s3:::team-/x",
  },
  {
    name: "on any resource: within an AWS managed boundary",
    identity: [
      "policies: [AdministratorAccess]",
      "permissionsBoundary: arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
    ],
    action: "sqs:SendMessage",
    verdict: "no",
    why: "the permissions boundary does not allow it",
    on: "*",
  },
  {
    name: "an unknown boundary limits nobody knows what",
    identity: [...QUEUE, "permissionsBoundary: service-boundary"],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "cannot tell",
    why: "what the permissions boundary arn:aws:iam::492000000148:policy/service-boundary says is not known here: it is a customer managed policy",
  },
  {
    name: "but allows nothing by itself",
    identity: [...QUEUE, "permissionsBoundary: service-boundary"],
    action: "sqs:DeleteQueue",
    resource: ORDERS,
    verdict: "no",
    why: "no statement of the role's policies allows it",
  },
  {
    name: "a customer managed policy could allow it",
    identity: ['policies: ["arn:aws:iam::492000000148:policy/orders"]'],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "cannot tell",
    why: "what the managed policy arn:aws:iam::492000000148:policy/orders says is not known here: it is a customer managed policy",
  },
  {
    name: "a customer managed policy beside a statement that allows",
    identity: ['policies: ["arn:aws:iam::492000000148:policy/orders"]', ...QUEUE],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "yes",
    why: `allow sqs:SendMessage on ${ORDERS} (inline policy pod-identity)`,
  },
  {
    name: "a customer managed policy beside a statement that denies",
    identity: [
      'policies: ["arn:aws:iam::492000000148:policy/orders"]',
      'deny: [{ actions: ["sqs:*"], resources: ["*"] }]',
    ],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "no",
    why: "deny sqs:* on * (inline policy pod-identity)",
  },
  {
    name: "the pod's session tags are known",
    identity: [allow("dynamodb:GetItem", OWN_TABLE)],
    action: "dynamodb:GetItem",
    resource: "arn:aws:dynamodb:us-east-1:492000000148:table/backend-orders",
    verdict: "yes",
    why: `allow dynamodb:GetItem on ${OWN_TABLE} (inline policy pod-identity)`,
  },
  {
    name: "and keep other namespaces out",
    identity: [allow("dynamodb:GetItem", OWN_TABLE)],
    action: "dynamodb:GetItem",
    resource: "arn:aws:dynamodb:us-east-1:492000000148:table/payments-orders",
    verdict: "no",
    why: "no statement of the role's policies allows it",
  },
  {
    name: "without session tags there are none",
    identity: ["disableSessionTags: true", "trust: account", allow("dynamodb:GetItem", OWN_TABLE)],
    action: "dynamodb:GetItem",
    resource: "arn:aws:dynamodb:us-east-1:492000000148:table/backend-orders",
    verdict: "no",
    why: "no statement of the role's policies allows it",
  },
  {
    name: "the role's tags are known",
    identity: [
      "tags: { team: orders }",
      allow("sqs:SendMessage", "*", '{ StringEquals: { "aws:PrincipalTag/Team": orders } }'),
    ],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "yes",
    why: "allow sqs:SendMessage on * where aws:PrincipalTag/Team StringEquals (inline policy pod-identity)",
  },
  {
    name: "and those that it lacks",
    identity: [allow("sqs:SendMessage", "*", '{ StringEquals: { "aws:PrincipalTag/team": orders } }')],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "no",
    why: "no statement of the role's policies allows it",
  },
  {
    name: "the pod's own name is not",
    identity: [allow("s3:GetObject", "arn:aws:s3:::logs/${aws:PrincipalTag/kubernetes-pod-name}/*")],
    action: "s3:GetObject",
    resource: "arn:aws:s3:::logs/api-0/a",
    verdict: "cannot tell",
    why: "a condition asks for aws:principaltag/kubernetes-pod-name",
  },
  {
    name: "nor where the request comes from",
    identity: [allow("sqs:SendMessage", "*", '{ StringEquals: { "aws:SourceVpc": vpc-1 } }')],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "cannot tell",
    why: "a condition asks for aws:sourcevpc",
  },
  {
    name: "unless it is said",
    identity: [allow("sqs:SendMessage", "*", '{ StringEquals: { "aws:SourceVpc": vpc-1 } }')],
    action: "sqs:SendMessage",
    resource: ORDERS,
    context: { "aws:SourceVpc": "vpc-2" },
    verdict: "no",
    why: "no statement of the role's policies allows it",
  },
  {
    name: "an unknown key has no say where another statement allows",
    identity: [
      `allow: [{ actions: ["sqs:*"], resources: ["*"] }, { actions: ["sqs:SendMessage"], resources: ["*"], when: { StringEquals: { "aws:SourceVpc": vpc-1 } } }]`,
    ],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "yes",
    why: "allow sqs:* on * (inline policy pod-identity)",
  },
  {
    name: "an unknown key that could deny",
    identity: [
      allow("sqs:*", "*"),
      'deny: [{ actions: ["sqs:*"], resources: ["*"], when: { StringNotEquals: { "aws:SourceVpc": vpc-1 } } }]',
    ],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "cannot tell",
    why: "a condition asks for aws:sourcevpc",
  },
  {
    name: "another account has a say over its resources",
    identity: [allow("sqs:SendMessage", "*")],
    action: "sqs:SendMessage",
    resource: "arn:aws:sqs:us-east-1:111111111111:orders",
    verdict: "cannot tell",
    why: "the resource is in another account, whose own policy has to agree and is not known here",
  },
  {
    name: "an existing role's policies are not known",
    identity: ["roleArn: arn:aws:iam::492000000148:role/standing"],
    action: "sqs:SendMessage",
    verdict: "cannot tell",
    why: "the policies of the existing role arn:aws:iam::492000000148:role/standing are not known here",
    on: "*",
  },
  {
    name: "nor are a target role's, with which the pods end up",
    identity: ["targetRoleArn: arn:aws:iam::111111111111:role/target", ...QUEUE],
    action: "sqs:SendMessage",
    resource: ORDERS,
    verdict: "cannot tell",
    why: "the policies of the target role arn:aws:iam::111111111111:role/target are not known here",
  },
  {
    name: "a session policy limits",
    identity: [
      "disableSessionTags: true",
      "trust: account",
      "policies: [AmazonS3ReadOnlyAccess]",
      'sessionPolicy: { allow: [{ actions: ["s3:ListAllMyBuckets"], resources: ["*"] }] }',
    ],
    action: "s3:GetObject",
    resource: "arn:aws:s3:::reports/q3.csv",
    verdict: "no",
    why: "the session policy does not allow it",
  },
];

test.each(cases)("$name", ({ identity, files = {}, action, resource, context = {}, verdict, why, on = resource }) => {
  const pod = podWith(identity, files);
  const answer = ask(pod, podPolicies(pod.identity), { action, resource, context });
  const [first] = answer.by;
  const said = answer.why[0] ?? (first === undefined ? missingText(answer) : statementText(first));
  expect({ verdict: answer.verdict, why: said, on: answer.resource }).toEqual({ verdict, why, on });
});
