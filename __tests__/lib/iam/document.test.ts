import { documentSize, inOrder, type Statement } from "../../../lib/iam/document";

const READ: Statement = { Effect: "Allow", Action: ["s3:GetObject", "s3:ListBucket"], Resource: ["b", "a"] };

describe("inOrder", () => {
  test.each<[string, Statement[], Statement[]]>([
    ["sorts lists", [READ], [{ ...READ, Resource: ["a", "b"] }]],
    ["says the same once", [READ, { ...READ, Resource: ["a", "b", "a"] }], [{ ...READ, Resource: ["a", "b"] }]],
    [
      "sorts statements by what they say",
      [{ ...READ, Effect: "Deny" }, READ],
      [
        { ...READ, Resource: ["a", "b"] },
        { ...READ, Effect: "Deny", Resource: ["a", "b"] },
      ],
    ],
    [
      "sorts conditions",
      [
        {
          ...READ,
          Resource: ["a"],
          Condition: { Null: { "s3:y": [false], "s3:x": [true] }, Bool: { "s3:z": ["b", "a"] } },
        },
      ],
      [
        {
          ...READ,
          Resource: ["a"],
          Condition: { Bool: { "s3:z": ["a", "b"] }, Null: { "s3:x": [true], "s3:y": [false] } },
        },
      ],
    ],
  ])("%s", (_what, statements, expected) => {
    expect(JSON.stringify(inOrder(statements))).toBe(JSON.stringify(expected));
  });
});

test("documentSize does not count white space", () => {
  expect(documentSize({ Version: "2012-10-17", Statement: [{ Sid: "a b\tc" }] })).toBe(
    '{"Version":"2012-10-17","Statement":[{"Sid":"ab\\tc"}]}'.length,
  );
});
