import type { Verdict } from "../../../lib/iam/compare";
import { allow, compared, deny, type Written } from "./compared";

const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index));
const chain = (letter: string, count: number) => `arn:aws:s3:::*${`${letter}*`.repeat(count)}`;
const GET = "s3:GetObject";
const SURE: Verdict[] = ["equivalent", "broadened", "narrowed", "both"];

/** What is meant to blow up, and which answers are right. */
const CASES: [name: string, before: Written[], after: Written[], right: Verdict[]][] = [
  ["one chain of stars", [allow(GET, chain("a", 5000))], [allow(GET, chain("a", 4999))], ["broadened", "cannot tell"]],
  ["two chains of stars", [allow(GET, chain("a", 2000))], [allow(GET, chain("b", 2000))], ["both", "cannot tell"]],
  [
    "chains over each other",
    [
      allow(
        GET,
        many(30, (i) => chain("a", i + 1)),
      ),
    ],
    [allow(GET, chain("a", 1))],
    ["equivalent", "cannot tell"],
  ],
  [
    "chains of ? and *",
    [allow(GET, `arn:aws:s3:::*a${"?".repeat(60)}`)],
    [allow(GET, `arn:aws:s3:::*b${"?".repeat(60)}`)],
    ["both", "cannot tell"],
  ],
  [
    "10,000 resources and one more",
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::b${i}/*`),
      ),
    ],
    [
      allow(
        GET,
        many(10_001, (i) => `arn:aws:s3:::b${i}/*`),
      ),
    ],
    ["broadened"],
  ],
  [
    "10,000 resources and others",
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::b${i}x`),
      ),
    ],
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::b${i}y`),
      ),
    ],
    ["both"],
  ],
  [
    "10,000 resources under one",
    [allow(GET, "arn:aws:s3:::b*")],
    [allow(GET, ["arn:aws:s3:::b*", ...many(10_000, (i) => `arn:aws:s3:::b${i}/*`)])],
    ["equivalent"],
  ],
  [
    "10,000 resources under a denial",
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::b${i}`),
      ),
    ],
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::b${i}`),
      ),
      deny(GET, "arn:aws:s3:::b7"),
    ],
    ["narrowed"],
  ],
  [
    "10,000 resources within stars",
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::*b${i}*`),
      ),
    ],
    [
      allow(
        GET,
        many(10_000, (i) => `arn:aws:s3:::*c${i}*`),
      ),
    ],
    ["both", "cannot tell"],
  ],
  [
    "resources within stars, each under its condition",
    many(200, (i) => allow(GET, `arn:aws:s3:::*b${i}*`, { StringEquals: { [`aws:PrincipalTag/t${i}`]: "v" } })),
    [allow(GET, chain("b", 3))],
    ["both", "cannot tell"],
  ],
  [
    "10,000 statements",
    many(10_000, (i) => allow(GET, `arn:aws:s3:::b${i}`)),
    many(10_001, (i) => allow(GET, `arn:aws:s3:::b${i}`)),
    ["broadened"],
  ],
  [
    "10,000 actions within stars",
    [allow(many(10_000, (i) => `s3:*${i}*`))],
    [allow(many(10_000, (i) => `s3:*${i}x*`))],
    SURE.concat("cannot tell"),
  ],
  [
    "2,000 sets of actions",
    many(2000, (i) => allow(`s3:*${i}*`, `arn:aws:s3:::b${i}`)),
    many(2000, (i) => allow(`s3:*${i}?*`, `arn:aws:s3:::b${i}`)),
    SURE.concat("cannot tell"),
  ],
  [
    "10,000 values",
    [allow(GET, "*", { StringLike: { "aws:SourceVpc": many(10_000, (i) => `vpc-${i}*`) } })],
    [allow(GET, "*", { StringLike: { "aws:SourceVpc": many(10_001, (i) => `vpc-${i}*`) } })],
    ["equivalent", "cannot tell"],
  ],
  [
    "values within stars",
    [allow(GET, "*", { StringLike: { "aws:SourceVpc": many(100, (i) => `*${i}*${i}*`) } })],
    [allow(GET, "*", { StringLike: { "aws:SourceVpc": many(99, (i) => `*${i}*${i}*`) } })],
    ["narrowed", "cannot tell"],
  ],
  [
    "2,000 denials under conditions",
    [allow(GET)],
    [allow(GET), ...many(2000, (i) => deny(GET, "*", { StringEquals: { [`aws:PrincipalTag/t${i}`]: "v" } }))],
    ["narrowed", "cannot tell"],
  ],
  [
    "a search without end",
    [allow(GET, "*", { Null: { "aws:SourceVpc": "true" } })],
    [
      allow(GET),
      ...many(400, (i) =>
        deny(GET, "*", {
          StringEquals: { [`aws:PrincipalTag/t${i % 40}`]: "v", [`aws:PrincipalTag/t${(i * 7 + 3) % 40}`]: "w" },
          Null: { [`aws:PrincipalTag/t${(i * 11 + 5) % 40}`]: "true" },
        }),
      ),
    ],
    ["both", "broadened", "cannot tell"],
  ],
  [
    "variables in all values",
    [
      allow(GET, "*", {
        StringEquals: Object.fromEntries(
          many(12, (i) => [`aws:PrincipalTag/k${i}`, many(12, (j) => `\${aws:PrincipalTag/v${j}}`)]),
        ),
      }),
    ],
    [allow(GET)],
    ["broadened", "cannot tell"],
  ],
];

describe("hostile policies are compared in time", () => {
  test.each(CASES)(
    "%s",
    (_name, before, after, right) => {
      const start = performance.now();
      const { verdict } = compared(before, after);
      const took = performance.now() - start;
      expect(right).toContain(verdict);
      expect(took).toBeLessThan(15_000);
    },
    30_000,
  );
});
