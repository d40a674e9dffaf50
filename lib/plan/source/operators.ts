import { cannot } from "./cannot";
import type { BinaryOperator } from "./expression";
import { exactNumber, isPlainText, isSurelyText, isUnknown, surelyKnown, type Value } from "./value";

/** Which letters are the same is more than their codes. */
export const BEYOND_ASCII = "it depends on letters beyond ASCII";

const ARITHMETIC = new Map<BinaryOperator, (left: number, right: number) => number>([
  ["+", (left, right) => left + right],
  ["-", (left, right) => left - right],
  ["*", (left, right) => left * right],
  ["/", (left, right) => left / right],
  ["%", (left, right) => left % right],
]);
const COMPARISON = new Map<BinaryOperator, (left: number, right: number) => boolean>([
  ["<", (left, right) => left < right],
  [">", (left, right) => left > right],
  ["<=", (left, right) => left <= right],
  [">=", (left, right) => left >= right],
]);

/** `right` is asked for only where it decides. @throws Cannot */
export function binary(operator: BinaryOperator, left: Value, right: () => Value): Value {
  if (operator === "&&") return isTrue(left) && isTrue(right());
  if (operator === "||") return isTrue(left) || isTrue(right());
  if (operator === "==") return isEqual(left, right());
  if (operator === "!=") return !isEqual(left, right());
  const one = numberOf(left);
  const other = numberOf(right());
  const compared = COMPARISON.get(operator)?.(one, other);
  return compared ?? exact(ARITHMETIC.get(operator)?.(exact(one), exact(other)) ?? Number.NaN);
}

/** Terraform counts in decimals, where fractions come out otherwise. @throws Cannot */
function exact(number: number): number {
  return Number.isSafeInteger(number) ? number : cannot("it calculates with fractions");
}

export function unary(operator: "-" | "!", operand: Value): Value {
  return operator === "!" ? !isTrue(operand) : 0 - numberOf(operand);
}

/** A condition. @throws Cannot where it is known only after apply, or is none. */
export function isTrue(value: Value): boolean {
  const known = surelyKnown(value);
  if (known === true || known === "true") return true;
  return known === false || known === "false" ? false : cannot("a condition in it is neither true nor false");
}

export function numberOf(value: Value): number {
  const known = surelyKnown(value);
  const number = typeof known === "string" && /^-?[0-9]{1,15}(\.[0-9]{1,9})?$/.test(known) ? Number(known) : known;
  // Terraform reads more texts as numbers.
  return typeof number === "number" ? number : cannot("a number in it cannot be read");
}

/** Types decide equality too, and are not always known here: only what holds with any of them is said. */
function isEqual(left: Value, right: Value): boolean {
  if (left === null || right === null) return isNull(left === null ? right : left);
  surelyKnown(left);
  surelyKnown(right);
  if (typeof left !== typeof right || typeof left === "object") return cannot("it compares values of several types");
  if (typeof left === "number" && typeof right === "number") return exactNumber(left) === exactNumber(right);
  if (typeof left === "string" && !(isPlainText(left) && isPlainText(right))) return cannot(BEYOND_ASCII);
  return left === right;
}

/** Whether a value is null. */
function isNull(value: Value): boolean {
  if (typeof value === "string" && isUnknown(value) && !isSurelyText(value)) {
    return cannot("it depends on whether something known only after apply is null");
  }
  return value === null;
}
