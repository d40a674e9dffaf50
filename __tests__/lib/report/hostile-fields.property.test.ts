import { marked, type Token } from "marked";
import { PLAIN } from "../../../lib/report/findings-text";
import { reviewAnnotations } from "../../../lib/report/review-annotations";
import { reviewMarkdown } from "../../../lib/report/review-markdown";
import { reviewSarif } from "../../../lib/report/review-sarif";
import { reviewTerminal } from "../../../lib/report/review-terminal";
import { withoutCommands } from "../../../lib/report/workflow-command";
import type { Review } from "../../../lib/review/review";
import fc from "../../property";
import { access, acknowledged, finding, NO_CHANGE, SMALL_GAIN } from "./sample-review";

/** Each text of a review that may come from a plan or a declaration, and a review in which it alone is `text`. */
const FIELDS: [string, (text: string) => Review][] = [
  ["verdict.text", (text) => ({ ...NO_CHANGE, verdict: { ...NO_CHANGE.verdict, text } })],
  ["access.trust.before", (text) => changed({ trust: { before: text, after: "one" } })],
  ["access.trust.after", (text) => changed({ trust: { before: "one", after: text } })],
  ["access.unknown.before", (text) => changed({ unknown: { before: [text], after: [] } })],
  ["access.unknown.after", (text) => changed({ unknown: { before: [], after: [text] } })],
  ["restarts.why", (text) => ({ ...NO_CHANGE, deploy: { ...NONE, restarts: [{ ...WHO, why: text }] } })],
  ["gaps.why", (text) => ({ ...NO_CHANGE, deploy: { ...NONE, gaps: [{ ...WHO, why: text, expect: "a while" }] } })],
  ["gaps.expect", (text) => ({ ...NO_CHANGE, deploy: { ...NONE, gaps: [{ ...WHO, why: "so", expect: text }] } })],
  ["steps", (text) => ({ ...NO_CHANGE, deploy: { ...NONE, steps: [text] } })],
  ["finding.message", (text) => ({ ...NO_CHANGE, findings: [finding("tags", { message: text })] })],
  ["finding.found", (text) => ({ ...NO_CHANGE, findings: [finding("tags", { found: text })] })],
  ["finding.fix", (text) => ({ ...NO_CHANGE, findings: [finding("tags", { fix: text })] })],
  ["finding.allowed", (text) => ({ ...NO_CHANGE, findings: [finding("tags", { allowed: text })] })],
  ["finding.about", (text) => ({ ...NO_CHANGE, findings: [finding("tags", { about: text })] })],
  ["old finding.message", (text) => ({ ...NO_CHANGE, findings: [finding("tags", { message: text, status: "old" })] })],
  ["notPlanned", (text) => ({ ...NO_CHANGE, notPlanned: [text] })],
  ["acknowledged.rule", (text) => ({ ...NO_CHANGE, acknowledged: [acknowledged(text)] })],
  ["acknowledged.reason", (text) => ({ ...NO_CHANGE, acknowledged: [acknowledged("tags", { reason: text })] })],
  ["acknowledged.message", (text) => ({ ...NO_CHANGE, acknowledged: [acknowledged("tags", { message: text })] })],
  ["acknowledged.until", (text) => ({ ...NO_CHANGE, acknowledged: [acknowledged("tags", { until: text })] })],
  [
    "acknowledged.serviceAccounts",
    (text) => ({ ...NO_CHANGE, acknowledged: [acknowledged("tags", { serviceAccounts: [text] })] }),
  ],
];

const NONE: Review["deploy"] = { restarts: [], gaps: [], steps: [] };
const WHO = { stack: "backend-api", cluster: "atlas-eks", serviceAccount: "backend/api" };

function changed(more: Parameters<typeof access>[2]): Review {
  return { ...SMALL_GAIN, access: [access("backend-api", "backend/api", more)] };
}

const CANARIES = [
  "<img src=x>",
  "</details>",
  "@acme/team",
  "@octocat",
  "\n::error::x",
  "::error::x",
  "\u0085::warning file=a::x",
  "##[error]x",
  "\u001b[31mred\u001b[0m",
  "\u202egnp",
  "`",
  "|",
  "[x](https://evil.example)",
  "words in between",
  " ",
  "\n",
];

const hostile = fc.array(fc.constantFrom(...CANARIES), { minLength: 1, maxLength: 6 }).map((parts) => parts.join(""));

/** The HTML that the comment itself is written with. */
const OWN_HTML = /^(?:<!-- pod-identity-review -->|<br>|<\/?details>|<\/?summary>|<\/?sub>)$/;

function tokensOf(text: string): Token[] {
  const found: Token[] = [];
  marked.walkTokens(marked.lexer(text), (token) => {
    found.push(token);
  });
  return found;
}

/** The lines that the runner of GitHub Actions takes for commands. */
function commandsIn(text: string): string[] {
  return text.split(/\r\n|\r|\n/).filter((line) => /^[\s\u0085]*::/.test(line) || line.includes("##["));
}

/** The texts under some keys, wherever these stand. */
function textsIn(value: unknown, keys: readonly string[], within = false): string[] {
  if (typeof value === "string") return within ? [value] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, one]) => textsIn(one, keys, within || keys.includes(key)));
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u;

describe.each(FIELDS)("whatever is in %s", (_, reviewWith) => {
  const holds = (property: (review: Review) => void) =>
    fc.assert(
      fc.property(hostile, (text) => property(reviewWith(text))),
      { numRuns: 25, examples: [[CANARIES.join("")], [CANARIES.join(" ")], ...CANARIES.map((one): [string] => [one])] },
    );

  test("the comment has no HTML, link or mention of it", () => {
    holds((review) => {
      const { text } = reviewMarkdown(review);
      const tokens = tokensOf(text);
      const html = tokens.filter(({ type }) => type === "html").flatMap(({ raw }) => raw.match(/<[^>]*>/g) ?? [raw]);
      expect(html.filter((tag) => !OWN_HTML.test(tag))).toEqual([]);
      const links = tokens.flatMap((token) => (token.type === "link" || token.type === "image" ? [token.href] : []));
      expect(links.filter((href) => !href.startsWith("https://example.com/docs/reference/rules.md#"))).toEqual([]);
      const plain = tokens.filter((token) => token.type === "text" && token.tokens === undefined);
      expect(plain.filter(({ raw }) => raw.includes("@"))).toEqual([]);
      expect(text.replaceAll("\n", "")).not.toMatch(UNSEEN);
    });
  });

  test("the terminal acts on none of it, nor does the log of a workflow", () => {
    holds((review) => {
      for (const width of [40, 80]) {
        const text = reviewTerminal(review, PLAIN, width);
        for (const line of text.split("\n")) expect(line).not.toMatch(UNSEEN);
        expect(commandsIn(withoutCommands(text))).toEqual([]);
      }
    });
  });

  test("there are the annotations that are meant, a line each", () => {
    holds((review) => {
      const lines = reviewAnnotations(review);
      const said = review.findings.length + (review.acknowledged ?? []).length + (review.notPlanned ?? []).length;
      expect(lines).toHaveLength(said);
      for (const line of lines) {
        expect(line).toMatch(/^::(?:warning|notice) /);
        expect(line).not.toMatch(/[\r\n]|##\[/);
        expect(line.replaceAll("%0A", "")).not.toMatch(UNSEEN);
      }
    });
  });

  test("SARIF has no link of it, and nothing that is not seen", () => {
    holds((review) => {
      const file = reviewSarif(review, { version: "1.0.0", rules: [] });
      for (const text of textsIn(file, ["message", "suppressions", "logicalLocations", "properties", "help"]))
        expect(text.replaceAll("\n", "")).not.toMatch(UNSEEN);
      for (const text of textsIn(file, ["message", "suppressions", "help"]))
        expect(text).not.toContain("](https://evil");
    });
  });
});
