import { commonText } from "../../../lib/access/common-text";
import { glob, matches } from "../../../lib/iam/match";

test.each<[string, string[], string | undefined]>([
  ["nothing to fit", [], ""],
  ["one text", ["abc"], "abc"],
  ["a wildcard", ["a*c"], "ac"],
  ["two ends", ["a*", "*b"], "ab"],
  ["an overlap", ["ab*", "*bc"], "abc"],
  ["none", ["a*", "b*"], undefined],
  ["one character", ["a?", "?b"], "ab"],
  ["what no pattern says", ["?*", "*"], "x"],
  ["stars side by side", ["a**", "**b"], "ab"],
  ["three", ["arn:aws:s3:::*", "arn:*/x", "*team*"], "arn:aws:s3:::team/x"],
])("%s", (_, patterns, text) => {
  expect(commonText(patterns)).toEqual(text === undefined ? undefined : { text });
  for (const pattern of text === undefined ? [] : patterns) expect(matches(glob(pattern), text ?? "")).toBe(true);
});

test("patterns that would take for ever are given up", () => {
  const star = (letters: string) =>
    [...letters]
      .map((letter) => `*${letter}`)
      .join("")
      .repeat(9);
  expect(commonText([star("abcd"), star("bcda"), star("cdab"), star("dabc")])).toBe("too much");
});
