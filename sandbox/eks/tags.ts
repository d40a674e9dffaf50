import { invalidParameter } from "./errors";

const MOST = 50;
const LONGEST_KEY = 128;
const LONGEST_VALUE = 256;

/** What EKS asks of tags: at most 50, keys up to 128 characters and not `aws:`, values up to 256. */
export function checkTags(tags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(tags);
  if (entries.length > MOST)
    throw invalidParameter(`A resource can have at most ${MOST} tags, found ${entries.length}.`);
  for (const [key, value] of entries) {
    if (key === "" || key.length > LONGEST_KEY)
      throw invalidParameter(`A tag key must have 1 to ${LONGEST_KEY} characters, found ${key.length}: "${key}".`);
    if (key.toLowerCase().startsWith("aws:"))
      throw invalidParameter(`Tag keys must not begin with aws:, which is reserved for AWS use, found "${key}".`);
    if (value.length > LONGEST_VALUE)
      throw invalidParameter(
        `A tag value must have at most ${LONGEST_VALUE} characters, found ${value.length} in "${key}".`,
      );
  }
}
