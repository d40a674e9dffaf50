import {
  hasPlaceholder,
  placeholder,
  placeholderArn,
  placeholdersIn,
  placeholderText,
} from "../../../lib/model/placeholder";
import fc from "../../property";

describe("a placeholder", () => {
  test.each([
    ["an ARN", `${placeholderArn("arn of aws_s3_bucket.reports")}/*`, "<arn of aws_s3_bucket.reports>/*"],
    [
      "a part",
      `arn:aws:s3:::${placeholder("bucket of aws_s3_bucket.r")}/*`,
      "arn:aws:s3:::<bucket of aws_s3_bucket.r>/*",
    ],
    ["an instance's key", placeholderArn('arn of a.b["X,\'{}$%é"]'), '<arn of a.b["X,\'{}$%é"]>'],
    ["a policy variable is none", "arn:aws:s3:::b/${aws:username}", "arn:aws:s3:::b/${aws:username}"],
    ["no character at all", "${later:%ffffff;}", "<%ffffff;>"],
    ["more digits than any character has", "${later:%ffffffffff;}", "<%ffffffffff;>"],
  ])("%s is shown as people read it", (_name, text, shown) => {
    expect(placeholderText(text)).toBe(shown);
  });

  test("holds any text, in letters that names of policy variables keep apart", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (what) => {
        const text = placeholder(what);
        expect(text).toMatch(/^\$\{later:[a-z0-9_.:/ [\]%;-]*\}$/);
        expect(placeholdersIn(`a${text}b`)).toEqual([what]);
        expect(hasPlaceholder(text)).toBe(true);
      }),
    );
  });
});
