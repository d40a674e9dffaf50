/** Nested deeper than anything people write, and far from the end of the stack. */
const MAX_DEPTH = 200;

const IDENTIFIER = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
const DIGIT = /[0-9]/;

/** A place in a file that does not follow the language's grammar. Caught where the file is read. */
export class SyntaxProblem extends Error {
  constructor(
    readonly line: number,
    readonly expected: string,
  ) {
    super(`line ${line}: expected ${expected}`);
  }
}

/** Where reading stands in a text. Moves forward only, so that reading takes linear time. */
export class Cursor {
  at = 0;
  /** Within brackets and interpolations a newline is mere space. */
  newlinesAreSpace = false;
  private depth = 0;

  constructor(readonly text: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  sees(what: string): boolean {
    return this.text.startsWith(what, this.at);
  }

  seesDigit(ahead = 0): boolean {
    return DIGIT.test(this.text.charAt(this.at + ahead));
  }

  take(what: string): boolean {
    if (!this.sees(what)) return false;
    this.at += what.length;
    return true;
  }

  expect(what: string): void {
    if (!this.take(what)) this.fail(`"${what}"`);
  }

  identifier(): string | undefined {
    IDENTIFIER.lastIndex = this.at;
    const [found] = IDENTIFIER.exec(this.text) ?? [];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  expectIdentifier(): string {
    return this.identifier() ?? this.fail("a name");
  }

  /** An identifier, put back unless it is the keyword. */
  takeKeyword(keyword: string): boolean {
    const start = this.at;
    if (this.identifier() === keyword) return true;
    this.at = start;
    return false;
  }

  /** Over spaces and comments; over newlines where they mean nothing. */
  skip(newlines: boolean = this.newlinesAreSpace): void {
    for (;;) {
      const character = this.text.charAt(this.at);
      if (character === " " || character === "\t" || character === "\r" || character === "\uFEFF") this.at += 1;
      else if (character === "\n" && newlines) this.at += 1;
      else if (character === "#" || (character === "/" && this.sees("//"))) this.at = this.endOfLine();
      else if (character === "/" && this.sees("/*")) this.at = this.after("*/");
      else return;
    }
  }

  endOfLine(): number {
    const end = this.text.indexOf("\n", this.at);
    return end < 0 ? this.text.length : end;
  }

  /** Reads something nested: with newlines as space or not, and not too deep. */
  nested<T>(newlinesAreSpace: boolean, read: () => T): T {
    const before = this.newlinesAreSpace;
    this.depth += 1;
    if (this.depth > MAX_DEPTH) this.fail(`at most ${MAX_DEPTH} levels of nesting`);
    this.newlinesAreSpace = newlinesAreSpace;
    const result = read();
    this.newlinesAreSpace = before;
    this.depth -= 1;
    return result;
  }

  fail(expected: string): never {
    let line = 1;
    for (let at = this.text.indexOf("\n"); at >= 0 && at < this.at; at = this.text.indexOf("\n", at + 1)) line += 1;
    throw new SyntaxProblem(line, expected);
  }

  private after(what: string): number {
    const found = this.text.indexOf(what, this.at + 2);
    return found < 0 ? this.fail(`"${what}"`) : found + what.length;
  }
}
