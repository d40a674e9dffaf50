import { type Finding, findingId } from "../model/finding";

/** What to write into an identity of a declaration, so that a finding is acknowledged there. */
export function acknowledgeSnippet(finding: Finding): string {
  // What is known only after apply has another text in the declaration.
  const id = findingId(finding).replace(/(?:arn:)?\$\{later:[^{}]*\}/g, "*");
  return `acknowledge:\n  - rule: ${quoted(id)}\n    reason: ${quoted("why it is right here")}`;
}

/** A text in YAML's double quotes, which know JSON's escapes; what YAML does not take as it is, is escaped as well. */
function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
