import fc from "fast-check";
import { marked, type Token } from "marked";
import { reviewMarkdown } from "../../../lib/report/review-markdown";
import { HOSTILE_TEXTS, reviewOf } from "./sample-review";

const WHOLE = { limit: Number.POSITIVE_INFINITY };

/** Blocks, rows, cells and items of a text, its raw HTML and its links: all but the words. */
function skeleton(text: string): unknown {
  return marked.lexer(text).map(bones);
}

function bones(token: Token): unknown {
  if (token.type === "table") return ["table", token.header.length, token.rows.map((row: unknown[]) => row.length)];
  if (token.type === "list") return ["list", token.items.map((item: Token) => bones(item))];
  if (token.type === "html") return ["html", token.raw];
  if (token.type === "code") return ["code", token.lang];
  if (token.type === "link") return ["link", token.href];
  const within = "tokens" in token ? (token.tokens ?? []) : [];
  return [token.type, within.filter(({ type }) => !["text", "codespan", "escape"].includes(type)).map(bones)];
}

const hostile = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE_TEXTS), fc.string({ unit: "grapheme", maxLength: 8 })), {
    minLength: 1,
    maxLength: 4,
  })
  .map((parts) => parts.join(""))
  .filter((text) => text.trim() !== "" && text !== "*" && text !== "other");

const harmless = skeleton(reviewMarkdown(reviewOf("some"), WHOLE).text);

test("whatever the names are, the comment has the structure that it has with harmless ones", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      expect(skeleton(reviewMarkdown(reviewOf(text), WHOLE).text)).toEqual(harmless);
    }),
    { numRuns: 25 },
  );
});

test.each(HOSTILE_TEXTS.filter((text) => text.trim() !== ""))("so it is with %j", (text) => {
  expect(skeleton(reviewMarkdown(reviewOf(text), WHOLE).text)).toEqual(harmless);
});

test("whatever the names are, the comment fits, begins with the marker, and has one marker and one fingerprint", () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 8_000, max: 70_000 }), (text, limit) => {
      const named = reviewOf(text);
      const review = { ...named, verdict: { ...named.verdict, text: text.repeat(50) } };
      const written = reviewMarkdown(review, { limit }).text;
      expect(Buffer.byteLength(written)).toBeLessThanOrEqual(limit);
      expect(written.startsWith("<!-- pod-identity-review -->\n")).toBe(true);
      expect(written.match(/<!--/g)).toHaveLength(1);
      expect(written.match(/pi1-[0-9a-f]/gi)).toHaveLength(1);
      expect(written).toContain(review.fingerprint);
      expect(written).not.toMatch(/[\u2028\u2029\u202a-\u202e\u2066-\u2069\u200b\r\0]/);
    }),
    { numRuns: 25 },
  );
});
