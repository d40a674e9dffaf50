import { marked } from "marked";
import { placeholderArn } from "../../../../lib/model/placeholder";
import { code, codeBlock, link, text } from "../../../../lib/report/markdown/escape";
import { mermaidLabel } from "../../../../lib/report/markdown/graph";
import fc from "../../../property";
import { HOSTILE_TEXTS } from "../sample-review";

/** What a browser would show of Markdown within a line. */
function shown(markdown: string): string {
  return decoded(marked.parseInline(markdown, { async: false }).replace(/<\/?(?:code|strong)>/g, ""));
}

/** What GitHub looks through for mentions, references, commits, emoji and addresses: all text that is not code. */
function searched(markdown: string): string {
  return decoded(marked.parseInline(markdown, { async: false }).replace(/<code>[\s\S]*?<\/code>/g, "\u0000"));
}

function decoded(html: string): string {
  return html.replace(/&(?:#(\d+)|(lt|gt|amp|quot));/g, (_, digits: string | undefined, named: string) =>
    digits === undefined
      ? ({ lt: "<", gt: ">", amp: "&", quot: '"' }[named] ?? "")
      : String.fromCodePoint(Number(digits)),
  );
}

const LINKED = /@\w|#\d|gh-\d|:\/\/|www\.|:[\w+-]+:|[0-9a-f]{7}|\$|[<>]\w/i;

const CASES: readonly (readonly [name: string, value: string, expected: string])[] = [
  ["an ARN", "arn:aws:s3:::reports/*", "`arn:aws:s3:::reports/*`"],
  ["a placeholder", `${placeholderArn("arn of aws_s3_bucket.reports")}/*`, "`<arn of aws_s3_bucket.reports>/*`"],
  ["a pipe, that would end a cell", "a|b", "`a`&#124;`b`"],
  ["an escaped pipe", "a\\|b", "`a\\`&#124;`b`"],
  ["backticks of any run", "a`b``c", "`a`&#96;`b`&#96;&#96;`c`"],
  ["backticks alone", "```", "&#96;&#96;&#96;"],
  ["line ends", "a\nb\r\nc\u2028d\u0085", "`a\\nb\\u000d\\nc\\u2028d\\u0085`"],
  ["directional, invisible and control characters", "\u202ea\u200bb\u0000\u001b", "`\\u202ea\\u200bb\\u0000\\u001b`"],
  ["the marker", "<!-- pod-identity-review -->", "&#60;`!-- pod-identity-review -->`"],
  ["a fingerprint", "pi1-00ff", "&#112;&#105;&#49;&#45;`00ff`"],
  ["a tag and a mention", "<b>@acme/team</b>", "`<b>@acme/team</b>`"],
  ["spaces at the ends", " a ", "`  a  `"],
  ["nothing", "", "(empty)"],
  ["spaces", "  ", "(blank)"],
  ["half of a character", "a\ud800b", "`a\\ud800b`"],
];

const SENTENCES: readonly (readonly [name: string, value: string, expected: string])[] = [
  [
    "plain words",
    "the role (of the pods) is gone: 3 left, or none.",
    "the role (of the pods) is gone: 3 left, or none.",
  ],
  ["names between backticks", "run `cdktf diff`, then look", "run `cdktf diff`, then look"],
  ["names in brackets", "it (`a`) or `b` (c)", "it (`a`) or `b` (c)"],
  ["names that touch", "`a`#`b``c`", "`a` `#` `b` `c`"],
  ["nothing", " ", "(empty)"],
  ["a lone backtick", "it`s", "`it`&#96;`s`"],
  ["a mention", "ask @acme/security.", "ask `@acme/security`."],
  ["a reference", "see #12 and acme/repo#12, GH-3", "see `#12` and `acme/repo#12`, `GH-3`"],
  ["a commit", "0a1b2c3 it", "`0a1b2c3` it"],
  ["addresses", "http://evil.example www.evil.example", "`http://evil.example` `www.evil.example`"],
  ["an emoji", "a :tada: b", "a `:tada`: b"],
  ["a link", "[x](y)", "`[x](y`)"],
  ["emphasis", "*a* __b__", "`*a*` `__b__`"],
  ["what begins lists and headings", "- # 1. + >", "`-` `#` `1`. `+` `>`"],
  ["lines", "a\n\n# b", "a `#` b"],
  ["an ARN", "the policy arn:aws:iam::aws:policy/X is new", "the policy `arn:aws:iam::aws:policy/X` is new"],
  [
    "what is known only after apply",
    "the policy (<arn of x.y>/*) and <name of z>",
    "the policy (`<arn of x.y>/*`) and `<name of z>`",
  ],
  ["entities", "&commat;acme", "`&commat;acme`"],
];

test.each(CASES)("%s as code", (_, value, expected) => {
  expect(code(value)).toBe(expected);
});

test.each(SENTENCES)("%s in a sentence", (_, value, expected) => {
  expect(text(value)).toBe(expected);
});

describe.each([
  ["code", code],
  ["text", text],
] as const)("%s", (_, write) => {
  test.each(HOSTILE_TEXTS)("is a cell, an item, and no more: %j", (value) => {
    const lexed = marked.lexer(`| a | b |\n| --- | --- |\n| ${write(value)} | **${write(value)}** |\n`);
    expect(lexed.map(({ type }) => type)).toEqual(["table"]);
    const [table] = lexed;
    const rows = table?.type === "table" ? table.rows : [];
    expect(rows.map((row: unknown[]) => row.length)).toEqual([2]);
    const list = marked.lexer(`1. ${write(value)}\n2. end\n`);
    expect(list.map((token) => [token.type, token.type === "list" && token.items.length])).toEqual([["list", 2]]);
    expect(marked.parse(`1. ${write(value)}`, { async: false })).not.toMatch(/<(?!\/?(?:ol|li|code)>)/);
  });

  test.each(HOSTILE_TEXTS)("makes no link, mention, reference or tag: %j", (value) => {
    expect(searched(write(value))).not.toMatch(LINKED);
    expect(marked.parseInline(write(value), { async: false })).not.toMatch(/<(?!\/?code>)/);
  });

  test("does the same for whatever is made of such parts", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...PARTS), { maxLength: 12 }), (parts) => {
        const escaped = write(parts.join(""));
        const html = marked.parse(`| a |\n| --- |\n| ${escaped} |\n\nend`, { async: false });
        expect(html.match(/<td>/g)).toHaveLength(1);
        expect(html.trimEnd().endsWith("</table>\n<p>end</p>")).toBe(true);
        expect(escaped).not.toMatch(/<!--|pi1-[0-9a-f]|[\n\r\u2028\u2029]/);
        expect(searched(escaped)).not.toMatch(LINKED);
      }),
      { numRuns: 200 },
    );
  });
});

/** Of what attacks are made. */
const PARTS = [
  ..."|`\\*_~[]()<>!#@$:&;-+=.\"'{} \n\r\t",
  ..."a1\u2028\u202e\u200b",
  ...["<!--", "-->", "</td>", "www.", "http://", "@acme", "#1", "pi1-0", "``", ":a:", "&#64;", "0a1b2c3d"],
];

test("a name as code is shown as it is", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...PARTS), { minLength: 1, maxLength: 12 }), (parts) => {
      const value = `x${parts.join("").replace(/\s/g, " ")}y`.replace(/[\u2028\u202e\u200b]/g, "");
      expect(shown(code(value))).toBe(value);
    }),
    { numRuns: 200 },
  );
});

test("a long name loses its middle, a long sentence its end", () => {
  expect(code(`${"a".repeat(500)}z`).length).toBe(302);
  expect(code(`${"a".repeat(500)}z`)).toMatch(/^`a+…a+z`$/);
  expect(text("a ".repeat(2000)).length).toBe(1500);
});

test.each([
  ["a fence in it", "```\nend\n````", "`````\n```\nend\n````\n`````"],
  ["the marker in it", "<!-- x -->", "```\n< !-- x -->\n```"],
  ["control characters", "a\u001b[31m\r\n\n", "```\na\\u001b[31m\n```"],
])("a block of code with %s", (_, value, expected) => {
  expect(codeBlock(value)).toBe(expected);
});

test.each([
  ["https://example.com/a/b.md#c", "[x](https://example.com/a/b.md#c)"],
  ["javascript:alert(1)", "x"],
  ["https://example.com/a) [b](c", "x"],
  ["https://example.com/a|b", "x"],
])("a link to %s", (address, expected) => {
  expect(link("x", address)).toBe(expected);
});

test.each([
  ["backend/api", "backend/api"],
  ['"]; click A "javascript:x"', "#34;#93;#59; click A #34;javascript#58;x#34;"],
  ["%%{init: {}}%%", "#37;#37;#123;init#58; #123;#125;#125;#37;#37;"],
  ["a\n```\nend", "a#92;n#96;#96;#96;#92;nend"],
  ["<b>#35;", "#60;b#62;#35;35#59;"],
])("a label of the graph: %j", (value, expected) => {
  expect(mermaidLabel(value)).toBe(expected);
});
