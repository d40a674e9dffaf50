import { reviewAnnotations } from "../../../lib/report/review-annotations";
import { withoutCommands } from "../../../lib/report/workflow-command";
import type { Review, ReviewFinding } from "../../../lib/review/review";
import fc from "../../property";
import { acknowledged, finding, HOSTILE, HOSTILE_TEXTS, hugeReview, MIXED, NO_CHANGE, reviewOf } from "./sample-review";

interface Command {
  name: string;
  properties: Record<string, string>;
  message: string;
}

/** The commands that the runner sees in a line: one that the line begins with, else one anywhere in it. */
function commandsIn(line: string): Command[] {
  const trimmed = line.replace(/^[\s\u0085]+/, "");
  const end = trimmed.startsWith("::") ? trimmed.indexOf("::", 2) : -1;
  if (end >= 0) {
    const [name = "", ...rest] = trimmed.slice(2, end).split(" ");
    const pairs = rest
      .join(" ")
      .split(",")
      .filter((pair) => pair.includes("="));
    const properties = pairs.map((pair) => [
      pair.slice(0, pair.indexOf("=")),
      unescaped(pair.slice(pair.indexOf("=") + 1)),
    ]);
    return [{ name, properties: Object.fromEntries(properties), message: unescaped(trimmed.slice(end + 2)) }];
  }
  const old = /##\[([^ \]]*)/.exec(line);
  return old === null ? [] : [{ name: old[1] ?? "", properties: {}, message: "" }];
}

function unescaped(text: string): string {
  const signs: Record<string, string> = { "%0D": "\r", "%0A": "\n", "%3A": ":", "%2C": ",", "%25": "%" };
  return text.replace(/%(0D|0A|3A|2C|25)/g, (code) => signs[code] ?? code);
}

function of(findings: readonly ReviewFinding[]): Review {
  return { ...NO_CHANGE, findings };
}

function read(review: Review, layout = {}): Command[] {
  return reviewAnnotations(review, layout).flatMap((line) => line.split(/\r\n|\r|\n/).flatMap(commandsIn));
}

test("errors and warnings, at their place or under their construct's path", () => {
  const [first, second, , fourth, , , meant, , last] = read(MIXED, { base: "services/api" });
  expect(first).toEqual({
    name: "error",
    properties: {
      file: "services/api/pod-identity.yaml",
      line: "14",
      col: "7",
      title: "wildcard-resource[s3:PutBucketPolicy]",
    },
    message: [
      "`*` an action that hands out rights is allowed on every resource",
      "service accounts: billing/admin",
      "allowed: the ARNs of the buckets",
      "fix: name the buckets that it needs",
      "stack: billing-jobs",
      "https://example.com/docs/reference/rules.md#wildcard-resource",
    ].join("\n"),
  });
  expect(second?.properties).toEqual({ title: "not-analysable: backend-api/aws_iam_role_policy.reports" });
  expect(fourth?.name).toBe("warning");
  expect(meant).toEqual({
    name: "notice",
    properties: {
      file: "services/api/pod-identity.yaml",
      line: "40",
      col: "7",
      title: "wildcard-resource[s3:DeleteObject]: acknowledged",
    },
    message: [
      "acknowledged error: an action that deletes is allowed on every resource",
      "service accounts: backend/cron, backend/worker",
      "because: the nightly clean-up, until PLAT-12 is done",
      "until: 2026-12-31",
      "stack: backend-api",
    ].join("\n"),
  });
  expect(last).toEqual({
    name: "notice",
    properties: { title: "Plan review" },
    message: "2 old findings: see the review itself.",
  });
});

test("nothing to say, nothing said", () => {
  expect(reviewAnnotations(NO_CHANGE)).toEqual([]);
});

test("ten of a kind, and one notice of the others", () => {
  const commands = read(hugeReview(25));
  const names = commands.map(({ name }) => name);
  expect(names).toEqual(["warning", ...Array(10).fill("error"), ...Array(9).fill("warning"), "notice"]);
  expect(commands[0]?.message).toMatch(/^Not planned, and so not reviewed: 25 stacks/);
  expect(commands.at(-1)?.message).toBe(
    "15 more new errors, 16 more new warnings, 50 old findings: see the review itself.",
  );
});

test("ten notices at most, the last of which counts the others", () => {
  const commands = read({ ...NO_CHANGE, acknowledged: Array.from({ length: 30 }, () => acknowledged("a")) });
  expect(commands.map(({ name }) => name)).toEqual(Array(10).fill("notice"));
  expect(commands.at(-1)?.message).toBe("21 more acknowledged findings: see the review itself.");
});

test.each(HOSTILE_TEXTS.map((text) => [text]))("%j stays what it is: text", (text) => {
  const lines = reviewAnnotations(reviewOf(text));
  expect(lines).toHaveLength(4);
  for (const line of lines) expect(line).not.toMatch(/[\r\n]/);
  expect(read(reviewOf(text)).map(({ name }) => name)).toEqual(["warning", "error", "notice", "notice"]);
});

test.each([
  "::set-output name=a::b",
  "\n::set-output name=a::b",
  "\r\n::add-mask::x",
  "\u2028::add-mask::x",
  "##[add-mask]x",
  "###[add-mask]x",
  "%0A::add-mask::x",
  "a,file=/etc/passwd::b",
  "%",
])("%j starts no command", (text) => {
  const commands = read(reviewOf(text));
  expect(commands.map(({ name }) => name)).toEqual(["warning", "error", "notice", "notice"]);
  expect(Object.keys(commands[1]?.properties ?? {})).toEqual(["file", "line", "col", "title"]);
  for (const line of reviewAnnotations(reviewOf(text))) expect(line).not.toContain("##[");
});

test("a title is as long as GitHub takes it", () => {
  const [command] = read(of([finding("a", { at: { source: "x/".repeat(400), path: [] } })]));
  expect(command?.properties.title?.length).toBe(255);
});

test("a percent sign comes out as it went in", () => {
  const [command] = read(of([finding("a", { message: "holds %0A and 100%", severity: "error" })]));
  expect(command?.message.split("\n")[0]).toBe("holds %0A and 100%");
});

test("every text: the commands are those that are meant", () => {
  const text = fc.oneof(
    fc.string({ unit: "binary" }),
    fc
      .array(fc.constantFrom(":", "::", "##[", "]", "\n", "\r", " ", "\u0085", "add-mask", "%0A", ",", "="), {
        maxLength: 12,
      })
      .map((parts) => parts.join("")),
  );
  fc.assert(
    fc.property(text, (value) => {
      const place = { file: value, line: 1, column: 1 };
      const said = { message: value, found: value, fix: value, stack: value, serviceAccounts: [value] };
      const review = of([
        finding("a", { ...said, about: value, at: { source: value, path: [] } }),
        finding("a", { ...said, place }),
      ]);
      expect(read(review).map(({ name }) => name)).toEqual(["warning", "warning"]);
      expect(
        withoutCommands(value)
          .split(/\r\n|\r|\n/)
          .flatMap(commandsIn),
      ).toEqual([]);
    }),
    { numRuns: 200 },
  );
});

test("text without commands in it is left as it is", () => {
  for (const text of ["a :: b", "arn:aws:iam::492000000148:role/x", "# [x]", "| a |\n| b |"])
    expect(withoutCommands(text)).toBe(text);
  expect(withoutCommands("x\n  ::warning::y ##[group]z")).toBe("x\n  : :warning::y # #[group]z");
});

test("hostile names are shown on one line", () => {
  for (const { properties } of read(HOSTILE))
    expect(Object.values(properties).join("")).not.toMatch(/[\p{Cc}\u202e\u2066]/u);
});
