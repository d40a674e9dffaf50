import { marked, type Token } from "marked";
import { reviewMarkdown } from "../../../lib/report/review-markdown";
import type { Review } from "../../../lib/review/review";
import fc from "../../property";
import {
  access,
  counts,
  entry,
  finding,
  HOSTILE_TEXTS,
  NO_CHANGE,
  plan,
  region,
  resource,
  reviewOf,
} from "./sample-review";

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

/** How many of each there are. */
interface Amounts {
  gains: number;
  losses: number;
  errors: number;
  warnings: number;
  gone: number;
  created: number;
}

function times<T>(count: number, make: (n: number) => T): T[] {
  return Array.from({ length: count }, (_, n) => make(n));
}

function reviewWith({ gains, losses, errors, warnings, gone, created }: Amounts): Review {
  const s3 = (n: number) => [entry("write", ["s3:PutObject"], region(`arn:aws:s3:::b${n}/*`))];
  return {
    ...NO_CHANGE,
    verdict: { ...NO_CHANGE.verdict, changes: true, counts: counts({ errors, warnings, delete: gone }) },
    access: [
      ...times(gains, (n) => access("s", `gains/a${n}-`, { gained: s3(n) })),
      ...times(losses, (n) => access("s", `loses/a${n}-`, { verdict: "narrowed", lost: s3(n) })),
    ],
    findings: [
      ...times(errors, (n) => finding("trust-opened", { about: `error${n}-`, severity: "error" })),
      ...times(warnings, (n) => finding("drift", { about: `warning${n}-` })),
    ],
    plans: [
      plan("s", {
        actions: [
          ...times(gone, (n) => resource("s", `aws_iam_role.gone${n}-`, { kind: "delete" })),
          ...times(created, (n) => resource("s", `aws_iam_role.created${n}-`, { kind: "create" })),
        ],
      }),
    ],
  };
}

test("however much there is, it fits, what is gravest comes first, and no room is wasted", () => {
  const amount = fc.oneof(fc.nat(5), fc.nat(400), fc.nat(3000));
  const amounts = fc.record({
    gains: amount,
    losses: amount,
    errors: amount,
    warnings: amount,
    gone: amount,
    created: amount,
  });
  fc.assert(
    fc.property(amounts, fc.integer({ min: 8_000, max: 70_000 }), (of, limit) => {
      const { text, leftOut } = reviewMarkdown(reviewWith(of), { limit });
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(limit);
      const shown = (what: string) => new Set(text.match(new RegExp(`${what}\\d+-`, "g"))).size;
      const isFirst = (what: string) =>
        expect([...new Set(text.match(new RegExp(`${what}\\d+-`, "g")))]).toEqual(
          times(shown(what), (n) => `${what}${n}-`),
        );
      for (const what of ["gains/a", "error", "warning", "aws_iam_role.gone", "aws_iam_role.created"]) isFirst(what);
      const isWhole =
        shown("loses/a") === of.losses && shown("error") === of.errors && shown("aws_iam_role.gone") === of.gone;
      const others = shown("gains/a") + shown("warning") + shown("aws_iam_role.created");
      expect(isWhole || others === 0).toBe(true);
      if (leftOut.length > 0) expect(Buffer.byteLength(text)).toBeGreaterThan(limit * 0.8);
    }),
    { numRuns: 25 },
  );
});
