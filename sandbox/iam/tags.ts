import type { QueryInput } from "../query-input";
import type { XmlElement } from "../query-protocol";
import { invalidInput, limitExceeded } from "./errors";
import { QUOTA, TAG_KEY, TAG_VALUE } from "./rules";
import type { Tag } from "./state";

/** Reads `Tags`; keys are unique regardless of case. */
export function readTags(input: QueryInput): Tag[] {
  const tags = input.structures("Tags").map((tag) => ({
    Key: tag.required("Key", TAG_KEY),
    Value: tag.required("Value", TAG_VALUE),
  }));
  if (tags.length > QUOTA.tags) {
    input.report(
      `Value '[${tags.map((tag) => tag.Key).join(", ")}]'`,
      "Tags",
      `Member must have length less than or equal to ${QUOTA.tags}`,
    );
  }
  if (new Set(tags.map((tag) => tag.Key.toLowerCase())).size < tags.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  if (tags.some((tag) => tag.Key.toLowerCase().startsWith("aws:"))) {
    throw invalidInput("Tag keys starting with aws: are reserved and cannot be added, changed or removed.");
  }
  return tags;
}

export function readTagKeys(input: QueryInput): string[] {
  const keys = input.texts("TagKeys", TAG_KEY);
  if (keys === undefined) input.report("Value null", "TagKeys", "Member must not be null");
  return keys ?? [];
}

/**
 * The tags of something after some were set.
 *
 * @throws AwsError LimitExceeded over 50.
 */
export function withTags(tags: readonly Tag[], added: readonly Tag[]): Tag[] {
  const result = mergeTags(tags, added);
  if (result.length > QUOTA.tags) throw limitExceeded("The number of tags has reached the maximum limit.");
  return result;
}

/** The first tags with the second over them: a key that differs by case alone takes the other's place. */
export function mergeTags(tags: readonly Tag[], over: readonly Tag[]): Tag[] {
  const keys = over.map((tag) => tag.Key);
  return [...withoutTags(tags, keys), ...over];
}

export function withoutTags(tags: readonly Tag[], keys: readonly string[]): Tag[] {
  const removed = new Set(keys.map((key) => key.toLowerCase()));
  return tags.filter((tag) => !removed.has(tag.Key.toLowerCase()));
}

export function tagList(tags: readonly Tag[]): XmlElement {
  return { member: tags.map(({ Key, Value }) => ({ Key, Value })) };
}
