import { OPERATOR_NAMES } from "./conditions/operators";

/** The condition operators of the IAM reference, without the `IfExists` ending and the `ForAnyValue:` beginnings. */
export const CONDITION_OPERATORS: readonly string[] = OPERATOR_NAMES;

const OPERATOR = new RegExp(
  `^(ForAllValues:|ForAnyValue:)?(${CONDITION_OPERATORS.filter((name) => name !== "Null").join("|")})(IfExists)?$|^Null$`,
);

/** Whether IAM knows a condition operator, with its `IfExists` and its `ForAllValues:`. */
export function isConditionOperator(text: string): boolean {
  return OPERATOR.test(text);
}

/**
 * Whether a text can be a condition key: `aws:SourceVpc`, `s3:prefix`, `aws:ResourceTag/Cost Center`, and those of identity
 * providers, whose prefix is their address: `token.actions.githubusercontent.com:sub`.
 */
export function isConditionKey(text: string): boolean {
  return text.length <= 1024 && /^[A-Za-z0-9][\w./-]*:[^\s\p{Cc}]([^\p{Cc}]*[^\s\p{Cc}])?$/u.test(text);
}
