import type { Choices } from "./random";

const TEXTS = {
  keys: ["aws:username", "aws:PrincipalTag/team", "aws:PRINCIPALTAG/TEAM"],
  values: [
    "api",
    "Api",
    "web",
    "a*",
    "a?i",
    "*",
    "${aws:username}",
    "${aws:PrincipalTag/team}",
    "${aws:unset, 'api'}",
    "${*}",
    "a${*}i",
    "${aws:unset}",
  ],
} as const;

interface Family {
  operators: readonly string[];
  keys: readonly string[];
  values: readonly (string | number | boolean)[];
}

const ORDER = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

/** Operators with keys and values that they can read. */
const SINGLE: readonly Family[] = [
  {
    operators: [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
    ],
    ...TEXTS,
  },
  {
    operators: ORDER.map((name) => `Numeric${name}`),
    keys: ["aws:MultiFactorAuthAge"],
    values: ["10", 10, "3600", "10.5", "0"],
  },
  {
    operators: ORDER.map((name) => `Date${name}`),
    keys: ["aws:CurrentTime", "aws:EpochTime"],
    values: ["2026-01-31T00:00:00Z", "2026-12-31T23:59:59Z", "2027-06-01T12:00:00Z", "1769817600"],
  },
  { operators: ["Bool"], keys: ["aws:SecureTransport"], values: ["true", "false", true, false, "True"] },
  {
    operators: ["IpAddress", "NotIpAddress"],
    keys: ["aws:SourceIp"],
    values: ["203.0.113.0/24", "203.0.113.7", "198.51.100.0/31", "2001:db8::/32", "0.0.0.0/0", "::/0"],
  },
  {
    operators: ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"],
    keys: ["aws:SourceArn", "aws:PrincipalArn"],
    values: [
      "arn:aws:s3:::reports",
      "arn:aws:s3:::rep*",
      "arn:aws:*:*:*:*",
      "arn:aws:sns:*:123456789012:topic:*",
      "arn:aws:iam::123456789012:role/*",
      "arn:aws:iam::123456789012:user/${aws:username}",
      "arn:*:sns:eu-west-?:*:topic*",
    ],
  },
];

const MULTIPLE: readonly Family[] = [
  {
    operators: [
      "StringEquals",
      "StringNotEquals",
      "StringEqualsIgnoreCase",
      "StringNotEqualsIgnoreCase",
      "StringLike",
      "StringNotLike",
    ],
    keys: ["aws:TagKeys", "aws:PrincipalOrgPaths"],
    values: ["team", "Team", "cost", "t*", "env", "o-1/*", "o-1/r-1/ou-1/"],
  },
];

/** A condition block of one to three operators. */
export function generateCondition(choose: Choices): Record<string, Record<string, unknown>> {
  const block: Record<string, Record<string, unknown>> = {};
  for (let left = 1 + choose.upTo(2); left > 0; left--) {
    const [operator, key, values] = generateEntry(choose);
    block[operator] = { ...block[operator], [key]: values };
  }
  return block;
}

function generateEntry(choose: Choices): [operator: string, key: string, values: unknown] {
  if (choose.chance(0.1)) {
    const key = choose.of(["aws:username", "aws:TagKeys", "aws:SourceIp", "aws:unset"]);
    return ["Null", key, choose.of(["true", "false", true, ["true", "false"]])];
  }
  const multiple = choose.chance(0.3);
  const family = choose.of(multiple ? MULTIPLE : SINGLE);
  const set = multiple ? choose.of(["ForAllValues:", "ForAnyValue:"]) : "";
  const ending = choose.chance(0.2) ? "IfExists" : "";
  const values = choose.listOrScalar(choose.some(1, 3, () => choose.of(family.values)));
  return [`${set}${choose.of(family.operators)}${ending}`, choose.of(family.keys), values];
}
