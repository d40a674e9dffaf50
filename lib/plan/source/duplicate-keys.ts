/**
 * Whether an object in a JSON text has a key twice. JSON.parse keeps the last of them, where HCL and Go keep both or put them
 * together.
 *
 * @param json a text that JSON.parse reads
 */
export function hasDuplicateKeys(json: string): boolean {
  // Of each bracket that is open: the keys of an object so far; undefined for a list.
  const open: (Set<string> | undefined)[] = [];
  let isKey = false;
  for (let at = 0; at < json.length; at += 1) {
    const character = json[at];
    if (character === '"') {
      const end = endOfText(json, at);
      const keys = open.at(-1);
      if (isKey && keys !== undefined) {
        const key = unescaped(json.slice(at + 1, end));
        if (keys.has(key)) return true;
        keys.add(key);
      }
      at = end;
    } else if (character === "{" || character === "[") open.push(character === "{" ? new Set() : undefined);
    else if (character === "}" || character === "]") open.pop();
    if (character === "{" || character === ",") isKey = true;
    else if (character === ":") isKey = false;
  }
  return false;
}

/** Where the quote stands that ends a text. */
function endOfText(json: string, start: number): number {
  for (let at = json.indexOf('"', start + 1); at >= 0; at = json.indexOf('"', at + 1)) {
    let before = at;
    while (json[before - 1] === "\\") before -= 1;
    if ((at - before) % 2 === 0) return at;
  }
  return json.length;
}

function unescaped(text: string): string {
  return text.includes("\\") ? String(JSON.parse(`"${text}"`)) : text;
}
