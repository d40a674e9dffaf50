import { arnPattern, matchesArn } from "../../../lib/iam/arn-pattern";
import { glob, matches } from "../../../lib/iam/match";
import fc from "../../property";

test.each([
  ["", "", true],
  ["", "a", false],
  ["a", "a", true],
  ["a", "A", false],
  ["*", "", true],
  ["?", "", false],
  ["?", "a", true],
  ["a*", "a", true],
  ["a*c", "abcbc", true],
  ["a*b*c", "a1b2c", true],
  ["a*b*c", "acb", false],
  ["*a*", "bab", true],
  ["a?c", "ac", false],
  ["**", "anything", true],
  ["*.csv", "q3.csv.gz", false],
  ["ab*", "a", false],
])("%p and %p: %p", (pattern, text, expected) => {
  expect(matches(glob(pattern), text)).toBe(expected);
});

const ARN = "arn:aws:logs:eu-west-1:123456789012:log-group:/api:log-stream:one";

test.each([
  ["*", ARN, true],
  [ARN, ARN, true],
  [`${ARN}x`, ARN, false],
  ["arn:aws:logs:*:*:*", ARN, true],
  ["arn:aws:logs:eu-west-?:123456789012:log-group:*", ARN, true],
  ["arn:aws:logs:eu-*-1:123456789012:log-group:*", ARN, true],
  ["arn:aws:logs:us-*:123456789012:log-group:*", ARN, false],
  // A `*` at a segment's end reaches over colons, one within it does not, nor does `?`.
  ["arn:aws:logs:*:log-group:/api:log-stream:one", ARN, true],
  ["arn:aws:l*", ARN, true],
  ["arn:aws:logs:e*9012:*", ARN, false],
  ["arn:aws:logs?eu-west-1:123456789012:*", ARN, false],
  ["arn:aws:logs:eu-west-1:123456789012:*one", ARN, true],
  ["arn:aws:s3:::reports/*", "arn:aws:s3:::reports", false],
  ["arn:aws:s3:::reports*", "arn:aws:s3:::reports-old/a/b", true],
  ["arn:aws:s3:::Reports", "arn:aws:s3:::reports", false],
  ["arn:aws:s3:::reports", "*", false],
  ["arn:*", "*", false],
])("the resource %p and %s: %p", (pattern, arn, expected) => {
  expect(matchesArn(arnPattern([{ text: pattern, literal: false }]), arn)).toBe(expected);
});

test("what a variable stands for is taken literally", () => {
  const own = arnPattern([
    { text: "arn:aws:s3:::", literal: false },
    { text: "*", literal: true },
    { text: "/*", literal: false },
  ]);
  expect(matchesArn(own, "arn:aws:s3:::*/a")).toBe(true);
  expect(matchesArn(own, "arn:aws:s3:::b/a")).toBe(false);
});

test("chains of wildcards cost what they are long", () => {
  const start = performance.now();
  expect(matches(glob("*a".repeat(1000).concat("b")), "a".repeat(5000))).toBe(false);
  expect(matches(glob("*?".repeat(1000).concat("b")), "a".repeat(5000))).toBe(false);
  expect(matchesArn(arnPattern([{ text: "*:".repeat(2000), literal: false }]), "a:".repeat(5000))).toBe(true);
  expect(matchesArn(arnPattern([{ text: `${"a*".repeat(1000)}b:*`, literal: false }]), "a".repeat(2000))).toBe(false);
  // What tries every way would not be done in years.
  expect(performance.now() - start).toBeLessThan(10_000);
});

/** Tries every way: right, and slow. */
function tries(pattern: string, text: string, colon: number): boolean {
  const [first, second] = pattern;
  if (first === undefined) return text === "";
  const inner = colon < 5 && !(first === "*" && (second === ":" || second === undefined));
  const rest = (left: string) => tries(pattern.slice(1), left, colon + (first === ":" ? 1 : 0));
  if (first !== "*")
    return text !== "" && (first === "?" ? !inner || text[0] !== ":" : first === text[0]) && rest(text.slice(1));
  for (let length = 0; length <= text.length; length++) {
    if (length > 0 && inner && text[length - 1] === ":") return false;
    if (rest(text.slice(length))) return true;
  }
  return false;
}

test("ARNs are matched as by trying every way", () => {
  const text = (letters: string) => fc.array(fc.constantFrom(...letters), { maxLength: 14 }).map((all) => all.join(""));
  const property = fc.property(text("ab:*?"), text("ab:"), (written, arn) => {
    const pattern = written.replace(/[*]+/g, "*");
    // Fewer than five colons: what is left of the pattern counts as the resource part.
    const missing = Math.max(0, 5 - (pattern.split(":").length - 1));
    const whole = ":".repeat(missing) + pattern;
    expect(matchesArn(arnPattern([{ text: whole, literal: false }]), ":".repeat(missing) + arn)).toBe(
      tries(whole, ":".repeat(missing) + arn, 0),
    );
  });
  fc.assert(property, { numRuns: 3000 });
});
