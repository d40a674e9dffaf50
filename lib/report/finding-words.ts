import { few } from "../few";
import { placeholderText } from "../model/placeholder";
import type { ReviewFinding } from "../review/review";
import { printable } from "./findings-text";

/** No text of a finding needs more; a hostile one is cut. */
const LONGEST = 600;

/** A finding of a review as lines of plain text: the sentence, whom it is about, what is allowed, what to do. */
export function findingWords(finding: ReviewFinding): string[] {
  const { found, message, allowed, fix } = finding;
  return [
    `${found === undefined || found === "" ? "" : `\`${words(found)}\` `}${words(message)}`,
    ...whomWords(finding),
    ...(allowed === undefined || allowed === "" ? [] : [`allowed: ${words(allowed)}`]),
    ...(fix === undefined || fix === "" ? [] : [`fix: ${words(fix)}`]),
  ];
}

/** `service accounts: a/b, a/c`, or no line. */
export function whomWords({ serviceAccounts }: { serviceAccounts: readonly string[] }): string[] {
  return serviceAccounts.length === 0 ? [] : [`service accounts: ${words(few(serviceAccounts, 5))}`];
}

/** Text of a plan's on one line, without control characters, what is known only after apply in angle brackets. */
export function words(text: string): string {
  const shown = placeholderText(text);
  return printable(shown.length > LONGEST ? `${shown.slice(0, LONGEST - 1)}…` : shown);
}
