import type { Cursor } from "./cursor";
import type { Expression, TemplatePart } from "./expression";
import { readExpression } from "./read-expression";

const ESCAPES = new Map([
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ['"', '"'],
  ["\\", "\\"],
]);

/** `"…"`, the cursor at the opening quote. */
export function readQuoted(cursor: Cursor): Expression {
  cursor.expect('"');
  const parts = new Parts(cursor);
  for (;;) {
    const character = cursor.text.charAt(cursor.at);
    if (character === '"') break;
    if (character === "" || character === "\n") cursor.fail('a closing "');
    if (character === "\\") readEscape(cursor, parts);
    else parts.readNext(character);
  }
  parts.endLiteral();
  cursor.expect('"');
  return template(parts.read);
}

/** A string of the JSON syntax: a template from its first character to its last, without escapes of its own. */
export function readWholeTemplate(cursor: Cursor): Expression {
  const parts = new Parts(cursor);
  while (!cursor.isAtEnd) parts.readNext(cursor.text.charAt(cursor.at));
  parts.endLiteral();
  return template(parts.read);
}

/** `<<EOT` or `<<-EOT`, the cursor at the `<<`. The newline after the closing word is left to the caller. */
export function readHeredoc(cursor: Cursor): Expression {
  cursor.expect("<<");
  const isIndented = cursor.take("-");
  const word = cursor.expectIdentifier();
  cursor.take("\r");
  cursor.expect("\n");
  const parts = new Parts(cursor);
  let isLineStart = true;
  while (!isLineStart || !isAtClosingWord(cursor, word)) {
    const character = cursor.text.charAt(cursor.at);
    if (character === "") cursor.fail(`a line with "${word.slice(0, 40)}"`);
    parts.readNext(character);
    isLineStart = character === "\n";
    // Un-indenting goes line by line.
    if (isLineStart) parts.endLiteral();
  }
  parts.endLiteral();
  cursor.skip(false);
  cursor.expect(word);
  return template(isIndented ? withoutIndent(parts.read) : parts.read);
}

function isAtClosingWord(cursor: Cursor, word: string): boolean {
  const { text } = cursor;
  let at = cursor.at;
  while (text.charAt(at) === " " || text.charAt(at) === "\t") at += 1;
  if (!text.startsWith(word, at)) return false;
  const end = at + word.length;
  return end === text.length || text.startsWith("\n", end) || text.startsWith("\r\n", end);
}

/** The parts of a template as they are read; literal text is gathered until something else begins. */
class Parts {
  readonly read: TemplatePart[] = [];
  private literal = "";
  private from: number;

  constructor(private readonly cursor: Cursor) {
    this.from = cursor.at;
  }

  readNext(character: string): void {
    const { cursor } = this;
    if (character !== "$" && character !== "%") cursor.at += 1;
    else if (cursor.sees(`${character}${character}{`)) this.replace(3, `${character}{`);
    else if (cursor.sees(`${character}{`)) {
      this.endLiteral();
      this.read.push(character === "$" ? readInterpolation(cursor) : readDirective(cursor));
      this.from = cursor.at;
    } else cursor.at += 1;
  }

  /** Takes `by` for the next `length` characters of the file. */
  replace(length: number, by: string): void {
    this.literal += this.cursor.text.slice(this.from, this.cursor.at) + by;
    this.cursor.at += length;
    this.from = this.cursor.at;
  }

  endLiteral(): void {
    this.replace(0, "");
    if (this.literal !== "") this.read.push(this.literal);
    this.literal = "";
  }
}

function readEscape(cursor: Cursor, parts: Parts): void {
  const letter = cursor.text.charAt(cursor.at + 1);
  const simple = ESCAPES.get(letter);
  if (simple !== undefined) {
    parts.replace(2, simple);
    return;
  }
  const digits = letter === "u" ? 4 : letter === "U" ? 8 : cursor.fail("a known escape");
  const code = cursor.text.slice(cursor.at + 2, cursor.at + 2 + digits);
  const point = /^[0-9a-fA-F]+$/.test(code) && code.length === digits ? Number.parseInt(code, 16) : Number.NaN;
  if (!(point <= 0x10ffff)) cursor.fail(`${digits} hexadecimal digits`);
  parts.replace(2 + digits, String.fromCodePoint(point));
}

function readInterpolation(cursor: Cursor): Expression {
  cursor.expect("${");
  const isStripped = cursor.take("~");
  const expression = cursor.nested(true, () => readExpression(cursor));
  cursor.skip(true);
  const isStrippedAfter = cursor.take("~");
  cursor.expect("}");
  return isStripped || isStrippedAfter ? { kind: "beyond", what: "a template with ~ markers" } : expression;
}

function readDirective(cursor: Cursor): Expression {
  cursor.expect("%{");
  cursor.take("~");
  cursor.nested(true, () => {
    cursor.skip();
    const keyword = cursor.expectIdentifier();
    if (keyword === "if") readExpression(cursor);
    else if (keyword === "for") {
      cursor.skip();
      cursor.expectIdentifier();
      cursor.skip();
      if (cursor.take(",")) {
        cursor.skip();
        cursor.expectIdentifier();
        cursor.skip();
      }
      if (!cursor.takeKeyword("in")) cursor.fail('"in"');
      readExpression(cursor);
    }
    cursor.skip();
  });
  cursor.take("~");
  cursor.expect("}");
  return { kind: "beyond", what: "a template with %{ } directives" };
}

/** A template of literal text alone is a literal. One that is a single interpolation stays a template: evaluation unwraps it. */
function template(parts: readonly TemplatePart[]): Expression {
  const isLiteral = parts.every((part) => typeof part === "string");
  return isLiteral ? { kind: "literal", value: parts.join("") } : { kind: "template", parts };
}

/** Takes from the lines of a `<<-` heredoc the spaces that all of them begin with; blank lines do not count. */
function withoutIndent(parts: readonly TemplatePart[]): TemplatePart[] {
  const startsLine = (index: number) => {
    const before = parts[index - 1];
    return index === 0 || (typeof before === "string" && before.endsWith("\n"));
  };
  let indent = Number.POSITIVE_INFINITY;
  for (const [index, part] of parts.entries()) {
    if (!startsLine(index)) continue;
    const trimmed = typeof part === "string" ? part.trimStart() : "";
    const isBlank = typeof part === "string" && trimmed === "" && part.endsWith("\n");
    if (!isBlank) indent = Math.min(indent, typeof part === "string" ? part.length - trimmed.length : 0);
  }
  return parts.map((part, index) => {
    if (typeof part !== "string" || !startsLine(index)) return part;
    const isBlank = part.trim() === "" && part.endsWith("\n");
    return isBlank ? part : part.slice(Math.min(indent, part.length));
  });
}
