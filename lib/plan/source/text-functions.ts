import { cannot } from "./cannot";
import { fromJson, jsonText } from "./json-text";
import { itemsOf, listFrom, listOf } from "./lists";
import { BEYOND_ASCII, numberOf } from "./operators";
import { isPlainText, joined, surelyKnown, textOf, type Value } from "./value";

const DIRECTIVE = /%(?:\[([0-9]{1,3})\])?([a-zA-Z%])/g;

export const TEXT_FUNCTIONS: [string, (values: readonly Value[]) => Value][] = [
  ["jsonencode", ([value = null]) => joined([jsonText(value)])],
  ["jsondecode", ([text = null]) => fromJson(textOf(text))],
  ["format", ([pattern = null, ...values]) => formatted(wholeTextOf(pattern), values)],
  ["formatlist", formatList],
  [
    "join",
    ([separator = null, ...lists]) =>
      join(
        textOf(separator),
        lists.flatMap((list) => listOf(list)),
      ),
  ],
  ["split", ([separator = null, text = null]) => knownTextOf(text).split(knownTextOf(separator))],
  ["lower", ([text = null]) => knownTextOf(text).toLowerCase()],
  ["upper", ([text = null]) => knownTextOf(text).toUpperCase()],
  ["trimspace", ([text = null]) => knownTextOf(text).trim()],
  ["trimsuffix", ([text = null, suffix = null]) => trimSuffix(knownTextOf(text), knownTextOf(suffix))],
  ["trimprefix", ([text = null, prefix = null]) => trimPrefix(knownTextOf(text), knownTextOf(prefix))],
  ["startswith", ([text = null, prefix = null]) => knownTextOf(text).startsWith(knownTextOf(prefix))],
  ["endswith", ([text = null, suffix = null]) => knownTextOf(text).endsWith(knownTextOf(suffix))],
  ["replace", ([text = null, part = null, by = null]) => replaced(knownTextOf(text), knownTextOf(part), textOf(by))],
  ["tostring", ([value = null]) => (value === null ? null : textOf(value))],
  ["tonumber", ([value = null]) => (value === null ? null : numberOf(value))],
];

function wholeTextOf(value: Value): string {
  return textOf(surelyKnown(value));
}

/** For what takes letters apart. */
function knownTextOf(value: Value): string {
  const text = wholeTextOf(value);
  return isPlainText(text) ? text : cannot(BEYOND_ASCII);
}

function formatted(pattern: string, values: readonly Value[]): string {
  const parts: string[] = [];
  let from = 0;
  let next = 0;
  for (const found of pattern.matchAll(DIRECTIVE)) {
    const [text, index, verb = ""] = found;
    if (pattern.slice(from, found.index).includes("%")) return cannot("it is made with a format that is not read here");
    parts.push(pattern.slice(from, found.index));
    from = found.index + text.length;
    if (verb === "%") {
      parts.push("%");
      continue;
    }
    next = index === undefined ? next + 1 : Number(index);
    const value = values[next - 1] ?? cannot("a value of its format is missing");
    if (verb === "d" && !Number.isInteger(numberOf(value)))
      return cannot("it is made with a format of no whole number");
    if (!"svd".includes(verb)) return cannot("it is made with a format that is not read here");
    parts.push(textOf(value));
  }
  if (pattern.slice(from).includes("%")) return cannot("it is made with a format that is not read here");
  return joined([...parts, pattern.slice(from)]);
}

/** Lists go side by side, other values along with each of their elements. */
function formatList([pattern = null, ...values]: readonly Value[]): Value {
  const columns = values.map((value) => (typeof value === "object" && value !== null ? itemsOf(value) : undefined));
  const lists = columns.filter((column) => column !== undefined);
  const [first, ...others] = lists;
  if (first === undefined) return [formatted(wholeTextOf(pattern), values)];
  const isCertain = lists.every((list) => list.isCertain);
  if (others.some((list) => list.items.length !== first.items.length))
    return cannot("it formats lists of several lengths");
  if (!isCertain && others.length > 0) return cannot("it depends on a set whose elements are known only after apply");
  const rows = first.items.map((_, row) => values.map((value, at) => columns[at]?.items[row] ?? value));
  return listFrom(
    rows.map((row) => formatted(wholeTextOf(pattern), row)),
    isCertain,
  );
}

function join(separator: string, items: readonly Value[]): string {
  return joined(items.flatMap((item, index) => (index === 0 ? [textOf(item)] : [separator, textOf(item)])));
}

function trimSuffix(text: string, suffix: string): string {
  return text.endsWith(suffix) ? text.slice(0, text.length - suffix.length) : text;
}

function trimPrefix(text: string, prefix: string): string {
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}

function replaced(text: string, part: string, by: string): Value {
  if (/^\/.*\/$/s.test(part)) return cannot("it is made with a regular expression, which is not evaluated here");
  if (part === "") return cannot("it replaces an empty text");
  const pieces = text.split(part);
  return joined(pieces.flatMap((piece, index) => (index === 0 ? [piece] : [by, piece])));
}
