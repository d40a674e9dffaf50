/** Where a text stops being JSON, and why. */
export interface JsonSlip {
  offset: number;
  message: string;
  found?: string;
  fix: string;
}

const TOKEN = /\s*(?:"(?:[^"\\\n\r\t]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null|[{}[\],:])/y;

/**
 * What people write in JSON files that JSON does not have: comments, commas at the end, single quotes, keys without
 * quotes. The engine's own errors differ from version to version, and name no place in some.
 * @param whole what the text is to be: "a policy document"
 */
export function jsonSlip(text: string, whole: string): JsonSlip | undefined {
  if (text.trim() === "") return { offset: 0, message: "is empty", fix: `write ${whole} into it` };
  let comma: number | undefined;
  const end = text.trimEnd().length;
  for (let offset = 0; offset < end; offset = TOKEN.lastIndex) {
    TOKEN.lastIndex = offset;
    const token = TOKEN.exec(text)?.[0];
    if (token === undefined) return strange(text, offset + (/^\s*/.exec(text.slice(offset))?.[0].length ?? 0));
    const last = token.at(-1);
    if (comma !== undefined && (last === "}" || last === "]")) {
      return { offset: comma, message: "is not JSON: a comma before a closing bracket", fix: "remove the comma" };
    }
    comma = last === "," ? offset + token.length - 1 : undefined;
  }
  return undefined;
}

function strange(text: string, offset: number): JsonSlip {
  const rest = text.slice(offset);
  if (/^(\/\/|\/\*|#)/.test(rest)) {
    return { offset, message: "is not JSON: JSON has no comments", fix: "remove the comment" };
  }
  const found = /^[^\s,:{}[\]]+/.exec(rest)?.[0] ?? rest.slice(0, 1);
  const fix = rest.startsWith('"') ? "close the quote on the same line" : "put text in double quotes";
  return { offset, message: "is not JSON", found, fix };
}
