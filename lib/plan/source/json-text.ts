import { cannot } from "./cannot";
import { hasDuplicateKeys } from "./duplicate-keys";
import { Bag, exactNumber, FORGED, isList, knownText, Lazy, marks, type Value } from "./value";

const MAX_DEPTH = 200;
const SPELT = /[<>&\u2028\u2029]/g;

/** As Terraform's jsonencode writes a value: keys in order, and `<`, `>` and `&` spelt out. @throws Cannot */
export function jsonText(value: Value): string {
  return JSON.stringify(plain(value, sorted)).replace(
    SPELT,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value as plain data. @throws Cannot */
export function plain(value: Value, order: (entries: [string, Value][]) => [string, Value][] = (all) => all): unknown {
  if (value instanceof Lazy) return cannot("it holds all attributes of an object");
  if (value instanceof Bag) return value.items.map((item) => plain(item, order));
  if (isList(value)) return value.map((item) => plain(item, order));
  if (typeof value === "number") return exactNumber(value);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries(order([...value]).map(([key, item]) => [key, plain(item, order)]));
}

function sorted(entries: [string, Value][]): [string, Value][] {
  return entries.sort(([one], [other]) => (one < other ? -1 : 1));
}

/** What JSON.parse gives, as a value. `text`: what becomes of its texts. @throws Cannot */
export function fromPlain(value: unknown, text: (text: string) => string = knownText, depth = 0): Value {
  if (depth > MAX_DEPTH) return cannot("it is nested too deep");
  if (typeof value === "string") return text(value);
  if (typeof value === "boolean") return value;
  if (typeof value === "number") return exactNumber(value);
  if (Array.isArray(value)) return value.map((item) => fromPlain(item, text, depth + 1));
  if (typeof value !== "object" || value === null) return null;
  return new Map(Object.entries(value).map(([key, item]) => [text(key), fromPlain(item, text, depth + 1)]));
}

/** Reads JSON that may hold placeholders: those of the text, and none that its escapes would make. @throws Cannot */
export function fromJson(text: string): Value {
  let found = 0;
  const value = fromPlain(parseJson(text), (part) => {
    found += marks(part);
    return part;
  });
  if (hasDuplicateKeys(text)) return cannot("it reads JSON that has a key twice");
  return found === marks(text) ? value : cannot(FORGED);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return marks(text) > 0
      ? cannot("it reads JSON that is known only after apply")
      : cannot("it reads what is no JSON");
  }
}
