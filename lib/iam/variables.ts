/**
 * Policy variables: `${aws:username}`, with a default `${aws:username, 'nobody'}`, and the escapes `${*}`, `${?}`, `${$}`.
 * Source: IAM user guide, "IAM policy elements: Variables and tags",
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */

/** A stretch of a pattern: in `literal` ones `*` and `?` stand for themselves. */
export interface Piece {
  text: string;
  literal: boolean;
}

export interface Variable {
  /** The condition key, in lower case. */
  key: string;
  fallback?: string;
}

/** What stands between `${` and `}`, and where the next stretch begins; undefined where it is no variable. */
function readVariable(text: string, start: number): { part: Piece | Variable; end: number } | undefined {
  const close = text.indexOf("}", start + 2);
  if (close < 0) return undefined;
  const quote = text.indexOf("'", start + 2);
  if (quote < 0 || quote > close) {
    const inner = text.slice(start + 2, close).trim();
    if (inner === "" || /[,{]/.test(inner)) return undefined;
    const part = /^[*?$]$/.test(inner) ? { text: inner, literal: true } : { key: inner.toLowerCase() };
    return { part, end: close + 1 };
  }
  const before = text.slice(start + 2, quote).trim();
  const endQuote = text.indexOf("'", quote + 1);
  const end = endQuote < 0 ? -1 : text.indexOf("}", endQuote);
  if (end < 0 || !before.endsWith(",") || text.slice(endQuote + 1, end).trim() !== "") return undefined;
  const key = before.slice(0, -1).trim().toLowerCase();
  if (key === "" || /[,{]/.test(key)) return undefined;
  return { part: { key, fallback: text.slice(quote + 1, endQuote) }, end: end + 1 };
}

/** A text of a policy of version 2012-10-17 in its parts. What only looks like a variable is plain text. */
export function parseTemplate(text: string): (Piece | Variable)[] {
  const parts: (Piece | Variable)[] = [];
  let from = 0;
  for (let start = text.indexOf("${"); start >= 0; start = text.indexOf("${", from)) {
    const read = readVariable(text, start);
    if (read === undefined) break;
    if (start > from) parts.push({ text: text.slice(from, start), literal: false });
    parts.push(read.part);
    from = read.end;
  }
  if (from < text.length || parts.length === 0) parts.push({ text: text.slice(from), literal: false });
  return parts;
}

/** What is wrong with the variables of a text; undefined when nothing is. */
export function variableProblem(text: string): { message: string; allowed: string; fix: string } | undefined {
  for (let start = text.indexOf("${"); start >= 0; ) {
    const read = readVariable(text, start);
    if (read === undefined) {
      return {
        message: "holds a policy variable that IAM cannot read",
        allowed: "`${prefix:Key}`, or with a default `${prefix:Key, 'text'}`",
        fix: "close the variable with `}` and put its default into single quotes",
      };
    }
    start = text.indexOf("${", read.end);
  }
  return undefined;
}

/** The parts with every variable filled in, literally; undefined when the request has no single value for one of them. */
export function fillIn(
  parts: readonly (Piece | Variable)[],
  lookUp: (key: string) => string | undefined,
): Piece[] | undefined {
  const pieces: Piece[] = [];
  for (const part of parts) {
    if ("text" in part) {
      pieces.push(part);
      continue;
    }
    const value = lookUp(part.key) ?? part.fallback;
    if (value === undefined) return undefined;
    pieces.push({ text: value, literal: true });
  }
  return pieces;
}
