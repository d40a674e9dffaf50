import { Composer, type Document, Lexer, type LineCounter, Parser, type YAMLError } from "yaml";

/** What is wrong with a text as YAML, in the words of someone who mends a declaration; `offset` counts characters. */
export interface YamlProblem {
  offset: number;
  message: string;
  found?: string;
  allowed?: string;
  fix?: string;
}

/** More than any declaration needs, and less than a recursion over it can bear. */
const DEPTH_LIMIT = 100;

class TooDeep extends Error {
  constructor(readonly offset: number) {
    super();
  }
}

/**
 * The first document of a YAML 1.2 text, with merge keys; or the first thing that makes it none: whatever a parser says
 * after its first error is a guess.
 */
export function parseYaml(text: string, lines: LineCounter): Document.Parsed | YamlProblem {
  const composer = new Composer({ merge: true, uniqueKeys: false, stringKeys: true, keepSourceTokens: false });
  let first: Document.Parsed | undefined;
  try {
    for (const document of composer.compose(tokens(text, lines), true, text.length)) {
      if (first !== undefined && first.errors.length === 0) return secondDocument(document.range[0]);
      first ??= document;
    }
  } catch (error) {
    if (error instanceof TooDeep) return tooDeep(error.offset);
    throw error;
  }
  if (first === undefined) throw new Error("a YAML text has at least one document");
  const wrong = first.errors[0] ?? first.warnings[0];
  return wrong === undefined ? first : explain(wrong, text);
}

/** The parser's tokens, given up where they are nested too deep: what reads them further on is recursive. */
function* tokens(text: string, lines: LineCounter) {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > DEPTH_LIMIT) throw new TooDeep(parser.offset - lexeme.length);
  }
  yield* parser.end();
}

function tooDeep(offset: number): YamlProblem {
  return {
    offset,
    message: "is nested too deep",
    allowed: `at most ${DEPTH_LIMIT} levels`,
    fix: "look for brackets that are never closed",
  };
}

function secondDocument(offset: number): YamlProblem {
  return {
    offset,
    message: "begins a second YAML document",
    allowed: "one document a file",
    fix: "move it into a file of its own, or remove the `---` line",
  };
}

/** The commonest errors; the parser's own words for the others. */
function explain(error: YAMLError, text: string): YamlProblem {
  const offset = error.pos[0];
  switch (error.code) {
    case "TAB_AS_INDENT":
      return { offset, message: "is indented with a tab", allowed: "spaces", fix: "indent with spaces" };
    case "BAD_SCALAR_START":
      return {
        offset,
        message: "cannot begin a text without quotes",
        found: text.slice(offset, offset + 1),
        fix: "put the text in quotes",
      };
    case "MULTILINE_IMPLICIT_KEY":
    case "BLOCK_AS_IMPLICIT_KEY":
      return {
        offset,
        message: "is not YAML: a key has to be on one line, with a `:` and a space after it",
        fix: "look for a missing `:`, a missing quote or a wrong indentation here or on the line before",
      };
    case "BAD_INDENT":
      if (/end with a [\]}]/.test(error.message)) {
        return {
          offset,
          message: "is not YAML: a `[` or `{` before this is not closed",
          fix: "close the bracket, or indent what is in it",
        };
      }
      return badIndent(offset);
    case "MISSING_CHAR":
      if (/without - indicator/.test(error.message)) return badIndent(offset);
      if (!/closing .quote/.test(error.message)) return other(error);
      return { offset, message: "is not YAML: a quote before this is not closed", fix: "close the quote" };
    case "UNEXPECTED_TOKEN":
      return error.message === "Unexpected scalar at node end" ? badIndent(offset) : other(error);
    case "BAD_ALIAS":
      return { offset, message: "is not YAML: an alias has no name", fix: "put a text that begins with `*` in quotes" };
    case "BAD_DQ_ESCAPE":
      return {
        offset,
        message: "is not an escape of YAML",
        found: text.slice(offset, offset + 2),
        fix: "double the backslash, or use single quotes",
      };
    case "TAG_RESOLVE_FAILED":
      return {
        offset,
        message: "is a tag that means nothing here",
        found: text.slice(offset).split(/\s/, 1)[0] ?? "",
        allowed: "plain YAML, without tags of other tools",
        fix: "write the value itself",
      };
    case "NON_STRING_KEY":
      return { offset, message: "is no text, and a key has to be one", fix: "put the key in quotes" };
    default:
      return other(error);
  }
}

function badIndent(offset: number): YamlProblem {
  return {
    offset,
    message: "is not YAML: the indentation fits no line above",
    fix: "indent what belongs together equally",
  };
}

function other(error: YAMLError): YamlProblem {
  return {
    offset: error.pos[0],
    message: `is not YAML: ${error.message.replace(/\s+/g, " ").replace(/\.$/, "")}`,
    fix: "look for a missing quote, bracket or `:` here or on the line before",
  };
}
