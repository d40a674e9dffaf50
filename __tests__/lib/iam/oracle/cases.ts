import { generateCondition } from "./conditions";
import { Choices } from "./random";

export type Document = Readonly<Record<string, unknown>>;

/** One question with the policies that answer it. */
export interface OracleCase {
  seed: number;
  identity: Document[];
  boundary?: Document;
  session?: Document;
  resource?: Document;
  principal: string;
  action: string;
  resourceArn: string;
  resourceAccount: string;
  context: Record<string, string | string[]>;
}

const HERE = "123456789012";
const ELSEWHERE = "210987654321";

const TARGETS: readonly (readonly [action: string, arn: string])[] = [
  ["s3:GetObject", "arn:aws:s3:::reports/2026/q3.csv"],
  ["s3:GetObject", "arn:aws:s3:::reports/api/q3.csv"],
  ["s3:PutObject", "arn:aws:s3:::reports/a:b/q4.csv"],
  ["s3:DeleteObject", "arn:aws:s3:::reports-old/q4.csv"],
  ["s3:ListBucket", "arn:aws:s3:::reports"],
  ["sqs:SendMessage", `arn:aws:sqs:eu-west-1:${HERE}:orders`],
  ["sqs:ReceiveMessage", `arn:aws:sqs:us-east-1:${HERE}:orders-api`],
  ["dynamodb:GetItem", `arn:aws:dynamodb:eu-west-1:${HERE}:table/users`],
  ["dynamodb:PutItem", `arn:aws:dynamodb:eu-west-1:${HERE}:table/users`],
  ["lambda:InvokeFunction", `arn:aws:lambda:eu-west-1:${HERE}:function:resize`],
  ["logs:PutLogEvents", `arn:aws:logs:eu-west-1:${HERE}:log-group:/api:log-stream:one`],
  ["secretsmanager:GetSecretValue", `arn:aws:secretsmanager:eu-west-1:${HERE}:secret:api-AbCdEf`],
];

const ROLE = `arn:aws:iam::${HERE}:role/api`;
const PRINCIPALS = [`arn:aws:sts::${HERE}:assumed-role/api/session`, `arn:aws:iam::${HERE}:user/api`, ROLE] as const;

export function generateCase(seed: number): OracleCase {
  const choose = new Choices(seed);
  const [action, arn] = choose.of(TARGETS);
  const principal = choose.of(PRINCIPALS);
  const document = (principals?: () => unknown) => generateDocument(choose, action, arn, principals);
  const withResource = choose.chance(0.15);
  const withBoundary = choose.chance(0.25);
  const withSession = choose.chance(0.1) && principal.includes("assumed-role");
  return {
    seed,
    identity: choose.some(0, 3, () => document()),
    ...(withBoundary ? { boundary: document() } : {}),
    ...(withSession ? { session: document() } : {}),
    ...(withResource ? { resource: document(() => generatePrincipal(choose, principal)) } : {}),
    principal,
    action: choose.chance(0.1) ? action.toUpperCase() : action,
    resourceArn: arn,
    resourceAccount: withResource && choose.chance(0.2) && arn.includes(":s3:") ? ELSEWHERE : HERE,
    context: generateContext(choose, principal),
  };
}

function generateDocument(choose: Choices, action: string, arn: string, principals?: () => unknown): Document {
  const statements = choose.some(1, 3, () => generateStatement(choose, action, arn, principals));
  return {
    ...(choose.chance(0.8) ? { Version: "2012-10-17" } : choose.chance(0.5) ? { Version: "2008-10-17" } : {}),
    Statement: choose.listOrScalar(statements),
  };
}

function generateStatement(choose: Choices, action: string, arn: string, principals?: () => unknown): Document {
  const actions = choose.listOrScalar(choose.some(1, 3, () => actionPattern(choose, action)));
  const resources = choose.listOrScalar(choose.some(1, 3, () => resourcePattern(choose, arn)));
  const effect = choose.chance(0.75) ? "Allow" : "Deny";
  const not = principals !== undefined && effect === "Deny" && choose.chance(0.2);
  return {
    Effect: effect,
    ...(principals === undefined ? {} : { [not ? "NotPrincipal" : "Principal"]: principals() }),
    [choose.chance(0.1) ? "NotAction" : "Action"]: actions,
    [choose.chance(0.1) ? "NotResource" : "Resource"]: resources,
    ...(choose.chance(0.5) ? { Condition: generateCondition(choose) } : {}),
  };
}

function actionPattern(choose: Choices, action: string): string {
  const [service = "", name = ""] = action.split(":");
  return choose.of([
    () => action,
    () => action.toLowerCase(),
    () => "*",
    () => `${service}:*`,
    () => `${service}:${withWildcards(choose, name)}`,
    () => choose.of(TARGETS)[0],
    () => `${service}:Get*`,
  ])();
}

function resourcePattern(choose: Choices, arn: string): string {
  return choose.of([
    () => arn,
    () => "*",
    () => arn.slice(0, arn.length - choose.upTo(8)).concat("*"),
    () => segmentWildcards(choose, arn),
    () => segmentWildcards(choose, arn),
    () => choose.of(TARGETS)[1],
    () => arn.replace("api", "${aws:username}"),
    () => arn.replace("api", "${aws:PrincipalTag/team}"),
    () => arn.replace("api", "${aws:PrincipalTag/unset, 'api'}"),
    () => arn.replace("reports", "${aws:PrincipalTag/unset}"),
  ])();
}

/** Wildcards within the parts between colons, so that the ARN stays one. */
function segmentWildcards(choose: Choices, arn: string): string {
  const parts = arn.split(":");
  return parts.map((part, index) => (index > 2 && choose.chance(0.4) ? withWildcards(choose, part) : part)).join(":");
}

function withWildcards(choose: Choices, text: string): string {
  const at = choose.upTo(text.length + 1);
  const until = at + choose.upTo(text.length - at + 1);
  if (choose.chance(0.3) && at < text.length) return `${text.slice(0, at)}?${text.slice(at + 1)}`;
  return `${text.slice(0, at)}*${text.slice(until)}`;
}

function generatePrincipal(choose: Choices, principal: string): unknown {
  return choose.of<() => unknown>([
    () => "*",
    () => ({ AWS: "*" }),
    () => ({ AWS: principal }),
    () => ({ AWS: [ROLE] }),
    () => ({ AWS: HERE }),
    () => ({ AWS: [`arn:aws:iam::${HERE}:root`] }),
    () => ({ AWS: `arn:aws:iam::${ELSEWHERE}:root` }),
    () => ({ Service: "pods.eks.amazonaws.com" }),
  ])();
}

function generateContext(choose: Choices, principal: string): Record<string, string | string[]> {
  const all: Record<string, string | string[]> = {
    "aws:username": choose.of(["api", "Api", "a*i"]),
    "aws:PrincipalTag/team": choose.of(["api", "web", "*"]),
    "aws:SourceIp": choose.of(["203.0.113.7", "198.51.100.1", "2001:db8::7"]),
    "aws:CurrentTime": choose.of(["2026-01-31T00:00:00Z", "2027-06-01T12:00:00Z"]),
    "aws:EpochTime": choose.of(["1769817600", "1811851200"]),
    "aws:SecureTransport": choose.of(["true", "false"]),
    "aws:MultiFactorAuthAge": choose.of(["10", "3600", "10.5"]),
    "aws:SourceArn": choose.of(["arn:aws:s3:::reports", `arn:aws:sns:eu-west-1:${HERE}:topic:one`]),
    "aws:PrincipalArn": principal.includes("assumed-role") ? ROLE : principal,
    "aws:TagKeys": choose.some(1, 3, () => choose.of(["team", "Team", "cost", "env"])),
    "aws:PrincipalOrgPaths": choose.some(1, 2, () => choose.of(["o-1/r-1/ou-1/", "o-1/r-1/ou-2/"])),
  };
  return Object.fromEntries(Object.entries(all).filter(([key]) => key === "aws:PrincipalArn" || choose.chance(0.7)));
}
