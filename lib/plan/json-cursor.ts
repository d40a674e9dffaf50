const [QUOTE, BACKSLASH, COMMA, COLON] = [0x22, 0x5c, 0x2c, 0x3a];
const [OPEN_BRACE, CLOSE_BRACE, OPEN_BRACKET, CLOSE_BRACKET] = [0x7b, 0x7d, 0x5b, 0x5d];

/** The bytes are not compact JSON, or end before it does. */
export class NotCompact extends Error {}

/**
 * Walks through compact JSON, as Terraform writes it, byte by byte, so that what nobody wants is neither decoded nor parsed.
 * What is passed over is not checked: it only ends where its brackets and quotes do.
 *
 * @throws NotCompact from all of its methods
 */
export class JsonCursor {
  /** Four bytes each; none where they are not aligned. */
  private readonly words: Int32Array;

  constructor(
    readonly bytes: Uint8Array,
    /** The place of the next byte. */
    public at: number,
  ) {
    const { buffer, byteOffset, length } = bytes;
    this.words = byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array();
  }

  /** Goes through an object. For each member, `take` has to go beyond its value. */
  object(take: (key: string) => void): void {
    this.items(OPEN_BRACE, CLOSE_BRACE, () => take(this.key()));
  }

  /** Passes a member of an object over. */
  member(): void {
    this.key();
    this.skip();
  }

  private key(): string {
    const start = this.at;
    if (this.bytes[start] !== QUOTE) throw new NotCompact();
    this.skip();
    const key = this.text(start + 1, this.at - 1);
    // Nobody writes them so, unless to be read as something else.
    if (key.includes("\\") || key === "__proto__") throw new NotCompact();
    this.expect(COLON);
    return key;
  }

  /** Goes through a list. `take` has to go beyond each element. */
  list(take: () => void): void {
    this.items(OPEN_BRACKET, CLOSE_BRACKET, take);
  }

  /** Passes a value over. */
  skip(): void {
    const { bytes } = this;
    let { at } = this;
    let depth = 0;
    do {
      const byte = bytes[at];
      if (byte === QUOTE) at = this.endOfText(at + 1);
      else {
        if (byte === OPEN_BRACE || byte === OPEN_BRACKET) depth++;
        else if (byte === CLOSE_BRACE || byte === CLOSE_BRACKET) depth--;
        else if (depth === 0) at = this.endOfWord(at) - 1;
        at++;
      }
    } while (depth > 0 && at < bytes.length);
    if (depth !== 0) throw new NotCompact();
    this.at = at;
  }

  /** The value here, parsed; the cursor goes beyond it. @throws SyntaxError where it is no JSON */
  value(): unknown {
    const start = this.at;
    this.skip();
    return JSON.parse(this.text(start, this.at));
  }

  text(start: number, end: number): string {
    const { buffer, byteOffset } = this.bytes;
    return Buffer.from(buffer, byteOffset + start, end - start).toString("utf8");
  }

  expect(byte: number): void {
    if (this.bytes[this.at] !== byte) throw new NotCompact();
    this.at++;
  }

  private items(open: number, close: number, take: () => void): void {
    this.expect(open);
    if (this.bytes[this.at] === close) {
      this.at++;
      return;
    }
    for (take(); this.bytes[this.at] === COMMA; take()) this.at++;
    this.expect(close);
  }

  /** Beyond the quote that ends a text. */
  private endOfText(start: number): number {
    const { bytes, words } = this;
    let at = start;
    for (;;) {
      if (at % 4 === 0) {
        let word = at / 4;
        while (word < words.length && isPlain(words[word] ?? 0)) word++;
        at = word * 4;
      }
      const byte = bytes[at++];
      if (byte === QUOTE) return at;
      if (byte === BACKSLASH) at++;
      else if (byte === undefined) throw new NotCompact();
    }
  }

  /** Of a number, true, false or null. */
  private endOfWord(start: number): number {
    let at = start;
    for (; at < this.bytes.length; at++) {
      const byte = this.bytes[at];
      if (byte === COMMA || byte === CLOSE_BRACE || byte === CLOSE_BRACKET) break;
    }
    if (at === start) throw new NotCompact();
    return at;
  }
}

/** Four of each. */
const [QUOTES, BACKSLASHES, LOWEST, HIGHEST] = [0x22222222, 0x5c5c5c5c, 0x01010101, 0x80808080];

/** Whether no quote and no backslash is among four bytes: the difference to what a byte is equal to is zero. */
function isPlain(word: number): boolean {
  return ((zeros(word ^ QUOTES) | zeros(word ^ BACKSLASHES)) & HIGHEST) === 0;
}

/** Has the highest bit of each byte that is zero, and perhaps of one above such a byte. */
function zeros(word: number): number {
  return (word - LOWEST) & ~word;
}
