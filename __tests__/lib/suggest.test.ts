import { didYouMean, nearest } from "../../lib/suggest";

const KEYS = ["serviceAccounts", "policies", "policyFiles", "permissionsBoundary", "name", "allow", "deny"];

describe("nearest", () => {
  test.each([
    ["the word itself", "name", "name"],
    ["letter case", "SERVICEACCOUNTS", "serviceAccounts"],
    ["a missing letter", "serviceAccount", "serviceAccounts"],
    ["two letters swapped", "nmae", "name"],
    ["a part of the word", "boundary", "permissionsBoundary"],
    ["nothing near", "volumes", undefined],
    ["a short word with nothing near", "is", undefined],
    ["an empty word", "", undefined],
  ])("%s", (_what, word, expected) => {
    expect(nearest(word, KEYS)).toBe(expected);
  });

  test("of two that are equally near the first", () => {
    expect(nearest("cat", ["bat", "rat"])).toBe("bat");
  });

  test("is a question, or nothing", () => {
    expect([didYouMean("alow", KEYS), didYouMean("volumes", KEYS)]).toEqual(["did you mean `allow`?", ""]);
  });
});
