import { compareVersions, parseVersion } from "../../../lib/terraform/version";

describe("compareVersions", () => {
  test.each([
    ["1.5.0", "1.5.0", 0],
    ["v1.5.0", "1.5.0+build.7", 0],
    ["1.10.0", "1.9.9", 1],
    ["1.5.1", "1.5.0", 1],
    ["2.0.0", "10.0.0", -1],
    ["1.5.0-rc1", "1.5.0", -1],
    ["1.5.0", "1.5.0-rc1", 1],
    ["1.6.0-beta1", "1.5.0", 1],
  ])("%s against %s is %d", (left, right, expected) => {
    const [a, b] = [parseVersion(left), parseVersion(right)];
    if (a === undefined || b === undefined) throw new Error("a version of the table cannot be read");
    expect(Math.sign(compareVersions(a, b))).toBe(expected);
  });

  test.each(["", "1.5", "latest", "1.5.0.0", "1.5.x"])("%j is no version", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });
});
