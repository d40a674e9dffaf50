import { hasPlaceholder } from "../../model/placeholder";

/** What stands in for a token, so that the rest of a document can be read. */
export const LATER = "arn:known-later:";

/** Whether a part of a policy holds what is only known later. */
export function isLater(text: string): boolean {
  return text.includes(LATER) || hasPlaceholder(text);
}
