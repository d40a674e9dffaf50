import type { Piece } from "../variables";
import { compileArn } from "./arn";
import { readDate } from "./date";
import { compileAddress, readRange } from "./ip-address";
import { readNumber } from "./number";
import { compileText } from "./text";

/** Whether a value of the request meets a value of the policy. */
export type Test = (value: string) => boolean;

/**
 * A condition operator. Source: IAM user guide, "IAM JSON policy elements: Condition operators",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 */
export interface ConditionOperator {
  name: string;
  /** StringNotEquals and its like: none of the policy's values may be met. */
  negated: boolean;
  /** Whether policy variables are read in its values. */
  variables: boolean;
  /** Whether it can compare with a value at all. */
  reads(value: string): boolean;
  /** What it reads and an example, for errors. */
  allowed: string;
  like: string;
  compile(value: readonly Piece[]): Test;
}

type Kind = Pick<ConditionOperator, "variables" | "reads" | "allowed" | "like">;

const TEXT: Kind = { variables: true, reads: () => true, allowed: "text", like: "text" };
const ARN: Kind = { variables: true, reads: () => true, allowed: "an ARN", like: "`arn:aws:s3:::reports`" };
const FLAG: Kind = {
  variables: false,
  reads: (value) => /^(true|false)$/i.test(value),
  allowed: "true, false",
  like: '`"true"`',
};
const NUMBER: Kind = {
  variables: false,
  reads: (value) => readNumber(value) !== undefined,
  allowed: "a whole or decimal number",
  like: '`"10"`',
};
const DATE: Kind = {
  variables: false,
  reads: (value) => readDate(value) !== undefined,
  allowed: "a date of ISO 8601, or seconds since 1970",
  like: '`"2026-01-31T00:00:00Z"`',
};
const ADDRESS: Kind = {
  variables: false,
  reads: (value) => readRange(value) !== undefined,
  allowed: "an IPv4 or IPv6 address, or a range of them",
  like: '`"203.0.113.0/24"`',
};
const BINARY: Kind = {
  variables: false,
  reads: (value) => /^[A-Za-z0-9+/]*={0,2}$/.test(value),
  allowed: "Base64",
  like: '`"QmluYXJ5"`',
};

function both(kind: Kind, name: string, opposite: string, compile: ConditionOperator["compile"]): ConditionOperator[] {
  return [
    { ...kind, name, negated: false, compile },
    { ...kind, name: opposite, negated: true, compile },
  ];
}

/** Equal, less and greater, of what a text is read as. */
function ordered(kind: Kind, type: string, read: (text: string) => number | undefined): ConditionOperator[] {
  const comparing = (holds: (value: number, wanted: number) => boolean) => (pieces: readonly Piece[]) => {
    const wanted = read(plain(pieces));
    return (value: string) => {
      const found = read(value);
      return found !== undefined && wanted !== undefined && holds(found, wanted);
    };
  };
  return [
    ...both(
      kind,
      `${type}Equals`,
      `${type}NotEquals`,
      comparing((value, wanted) => value === wanted),
    ),
    { ...kind, name: `${type}LessThan`, negated: false, compile: comparing((value, wanted) => value < wanted) },
    { ...kind, name: `${type}LessThanEquals`, negated: false, compile: comparing((value, wanted) => value <= wanted) },
    { ...kind, name: `${type}GreaterThan`, negated: false, compile: comparing((value, wanted) => value > wanted) },
    {
      ...kind,
      name: `${type}GreaterThanEquals`,
      negated: false,
      compile: comparing((value, wanted) => value >= wanted),
    },
  ];
}

function plain(pieces: readonly Piece[]): string {
  return pieces.map(({ text }) => text).join("");
}

function sameFlag(pieces: readonly Piece[]): Test {
  const wanted = plain(pieces).toLowerCase();
  return (value) => value.toLowerCase() === wanted;
}

function sameText(pieces: readonly Piece[]): Test {
  const wanted = plain(pieces);
  return (value) => value === wanted;
}

const OPERATORS: readonly ConditionOperator[] = [
  ...both(TEXT, "StringEquals", "StringNotEquals", sameText),
  ...both(TEXT, "StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", sameFlag),
  ...both(TEXT, "StringLike", "StringNotLike", compileText),
  ...ordered(NUMBER, "Numeric", readNumber),
  ...ordered(DATE, "Date", readDate),
  { ...FLAG, name: "Bool", negated: false, compile: sameFlag },
  { ...BINARY, name: "BinaryEquals", negated: false, compile: sameText },
  ...both(ADDRESS, "IpAddress", "NotIpAddress", (pieces) => compileAddress(plain(pieces))),
  ...both(ARN, "ArnEquals", "ArnNotEquals", compileArn),
  ...both(ARN, "ArnLike", "ArnNotLike", compileArn),
  // Null asks whether the key is there, never for its value: conditions/hold.ts answers it.
  { ...FLAG, name: "Null", negated: false, compile: sameFlag },
];

/** As the IAM reference spells and orders them. */
export const OPERATOR_NAMES: readonly string[] = OPERATORS.map(({ name }) => name);

const BY_NAME = new Map(OPERATORS.map((operator) => [operator.name.toLowerCase(), operator]));

/** The operator of a name without set prefix and IfExists; letter case does not matter. */
export function operatorNamed(name: string): ConditionOperator | undefined {
  return BY_NAME.get(name.toLowerCase());
}
