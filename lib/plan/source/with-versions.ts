import { hasPlaceholder } from "../../model/placeholder";
import { cannot } from "./cannot";
import { fromJson, jsonText, plain } from "./json-text";
import { isList, type Value } from "./value";

/**
 * A rebuilt value as plain data. Placeholders are policy variables, which mean something in documents of version
 * 2012-10-17 alone: documents of the older one that hold some are brought up to it.
 *
 * @throws Cannot where other `${` in such a document would get another meaning.
 */
export function withVersions(value: Value): unknown {
  if (typeof value === "string") return hasPlaceholder(value) ? documentText(value) : value;
  if (isList(value)) return value.map(withVersions);
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, item]) => [key, withVersions(item)]));
  return plain(value);
}

function documentText(text: string): string {
  if (!text.trimStart().startsWith("{")) return text;
  const document = fromJson(text);
  if (!(document instanceof Map) || !document.has("Statement") || document.get("Version") === "2012-10-17") return text;
  if (otherVariables(jsonText(document))) {
    return cannot("its version takes `${` for plain text, where it cannot be told from what is known only after apply");
  }
  return jsonText(new Map([...document, ["Version", "2012-10-17"]]));
}

function otherVariables(text: string): boolean {
  return text.split("${").length !== text.split("${later:").length;
}
