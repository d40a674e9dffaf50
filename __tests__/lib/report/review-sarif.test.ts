import { placeholderArn } from "../../../lib/model/placeholder";
import { reviewSarif } from "../../../lib/report/review-sarif";
import type { Review, ReviewFinding } from "../../../lib/review/review";
import { PERMISSION_RULES } from "../../../lib/rules/permissions/all";
import { acknowledged, ERRORED, finding, HOSTILE_TEXTS, MIXED, NO_CHANGE, reviewOf } from "./sample-review";

/** What of a SARIF file the tests look at. */
interface Sarif {
  version: string;
  runs: [
    {
      tool: { driver: { name: string; rules: SarifRule[] } };
      invocations: { executionSuccessful: boolean; toolExecutionNotifications?: { message: { text: string } }[] }[];
      results: SarifResult[];
    },
  ];
}

interface SarifRule {
  id: string;
  shortDescription: { text: string };
  fullDescription: { text: string };
  help: { text: string; markdown: string };
  helpUri?: string;
  defaultConfiguration: { level: string };
}

interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  level: string;
  message: { text: string };
  locations: {
    physicalLocation: {
      artifactLocation: { uri: string };
      region: { startLine: number; startColumn: number; endLine: number; endColumn: number };
    };
    logicalLocations: { fullyQualifiedName: string }[];
  }[];
  partialFingerprints: Record<string, string>;
  baselineState: string;
  suppressions?: { kind: string; justification: string }[];
}

const OPTIONS = { version: "1.2.3", rules: PERMISSION_RULES };

function sarif(review: Review, options: Partial<Parameters<typeof reviewSarif>[1]> = {}): Sarif {
  return JSON.parse(JSON.stringify(reviewSarif(review, { ...OPTIONS, ...options })));
}

function of(findings: readonly ReviewFinding[]): Review {
  return { ...MIXED, findings, acknowledged: [] };
}

function uriOf({ locations }: SarifResult): string | undefined {
  return locations[0]?.physicalLocation.artifactLocation.uri;
}

/** What code scanning needs of every file, over the standard's own schema. */
function expectTaken({ version, runs: [run] }: Sarif): void {
  expect(version).toBe("2.1.0");
  const { rules } = run.tool.driver;
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  for (const rule of rules) {
    for (const text of [rule.shortDescription.text, rule.fullDescription.text, rule.help.text, rule.help.markdown])
      expect(text).not.toBe("");
    expect(rule.fullDescription.text.length).toBeLessThanOrEqual(1024);
    expect(["error", "warning", "note"]).toContain(rule.defaultConfiguration.level);
  }
  for (const result of run.results) {
    expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    expect(["error", "warning", "note"]).toContain(result.level);
    expect(result.message.text).not.toBe("");
    expect(result.locations).toHaveLength(1);
    const uri = uriOf(result);
    expect(uri).toMatch(/^[A-Za-z0-9%._~!*'()/-]+$/);
    expect(new URL(uri ?? "", "https://host.example/").host).toBe("host.example");
    const region = result.locations[0]?.physicalLocation.region;
    expect(region?.startLine).toBeGreaterThan(0);
    expect(region?.endColumn).toBeGreaterThan(region?.startColumn ?? 0);
    expect(["new", "unchanged"]).toContain(result.baselineState);
    expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{16}:\d+$/);
  }
}

test.each<[string, Review]>([
  ["one of everything", MIXED],
  ["no findings", NO_CHANGE],
  ["a plan that is not finished", ERRORED],
  ...HOSTILE_TEXTS.map((text): [string, Review] => [`only ${JSON.stringify(text)}`, reviewOf(text)]),
])("%s is what code scanning takes", (_, review) => {
  expectTaken(sarif(review));
});

test("old findings are known to be old, notes are notes", () => {
  const { results } = sarif(MIXED).runs[0];
  expect(results.map(({ ruleId, level, baselineState }) => `${ruleId} ${level} ${baselineState}`)).toEqual([
    "wildcard-resource error new",
    "not-analysable error new",
    "trust-opened error new",
    "association-replaced warning new",
    "association-removed warning new",
    "drift warning new",
    "wildcard-action warning unchanged",
    "tags note unchanged",
    "wildcard-resource note new",
    "session-name note new",
  ]);
});

test("what is acknowledged is suppressed, with its reason, at its acknowledgement", () => {
  const { results } = sarif(MIXED).runs[0];
  const suppressed = results.filter(({ suppressions }) => suppressions !== undefined);
  expect(suppressed.map(({ ruleId, suppressions }) => [ruleId, suppressions])).toEqual([
    ["wildcard-resource", [{ kind: "inSource", justification: "the nightly clean-up, until PLAT-12 is done" }]],
    ["session-name", [{ kind: "inSource", justification: "*no* @team needs it" }]],
  ]);
  expect(suppressed[0]?.locations[0]?.physicalLocation).toMatchObject({
    artifactLocation: { uri: "pod-identity.yaml" },
    region: { startLine: 40, startColumn: 7 },
  });
  expect(suppressed[0]?.message.text).toMatch(
    /^an action that deletes is allowed on every resource\.\nservice accounts: /,
  );
});

test("of what is acknowledged there is as much as has room beside the others", () => {
  const findings = Array.from({ length: 24_999 }, () => finding("a"));
  const [run] = sarif({ ...of(findings), acknowledged: [acknowledged("b[x]"), acknowledged("c")] }).runs;
  expect(run.results.map(({ ruleId }) => ruleId).slice(-2)).toEqual(["a", "b"]);
  expect(run.invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^1 more findings are left out/);
});

test("a rule that is known is described by its own words", () => {
  const [rule] = sarif(MIXED).runs[0].tool.driver.rules;
  const own = PERMISSION_RULES.find(({ id }) => id === "wildcard-resource");
  expect(rule).toMatchObject({
    id: "wildcard-resource",
    shortDescription: { text: own?.what },
    help: { markdown: expect.stringContaining(own?.why ?? "?") },
    helpUri: "https://example.com/docs/reference/rules.md#wildcard-resource",
  });
});

test("nothing of a plan is in the description of a rule, where Markdown is rendered", () => {
  const { rules } = sarif(reviewOf("![x](https://evil.example)")).runs[0].tool.driver;
  const described = rules.map(({ shortDescription, fullDescription, help }) => [
    shortDescription,
    fullDescription,
    help,
  ]);
  expect(JSON.stringify(described)).not.toContain("evil");
});

test("a message holds no link of a plan's", () => {
  const { results } = sarif(of([finding("a", { message: "see [here](https://evil.example) [x](1)" })])).runs[0];
  expect(results[0]?.message.text).toContain("see [here] (https://evil.example) [x] (1)");
});

test("a message says what was found, whom it is about and what to do", () => {
  const { results } = sarif(
    of([
      finding("a", {
        message: "is too wide",
        found: `${placeholderArn("arn of aws_s3_bucket.x")}/*`,
        fix: "narrow it",
      }),
    ]),
  ).runs[0];
  expect(results[0]?.message.text).toBe("`<arn of aws_s3_bucket.x>/*` is too wide.\nfix: narrow it.");
});

test.each<[string, Partial<ReviewFinding>, Partial<Parameters<typeof reviewSarif>[1]>, string]>([
  ["its place", { place: { file: "pod-identity.yaml", line: 3, column: 5 } }, {}, "pod-identity.yaml"],
  [
    "its place below the repository's root",
    { place: { file: "../shared/a b#1.yaml", line: 3, column: 5 } },
    { base: "services/api" },
    "services/shared/a%20b%231.yaml",
  ],
  ["the declaration of its stack", {}, { declarationOf: () => "platform.yaml", base: "infra" }, "infra/platform.yaml"],
  ["its plan", {}, { declarationOf: () => undefined }, "cdktf.out/stacks/backend-api/plan"],
  ["something, where even that is not known", { stack: "gone" }, {}, "plan"],
  ["no other scheme", { place: { file: "javascript:alert(1)", line: 1, column: 1 } }, {}, "javascript%3Aalert(1)"],
])("a finding stands at %s", (_, more, options, uri) => {
  const [result] = sarif(of([finding("a", more)]), options).runs[0].results;
  expect(result && uriOf(result)).toBe(uri);
});

test("the construct's path is told in any case", () => {
  const [result] = sarif(of([finding("a", { at: { source: "backend-api/api/role", path: [] } })])).runs[0].results;
  expect(result?.locations[0]?.logicalLocations).toEqual([
    expect.objectContaining({ fullyQualifiedName: "backend-api/api/role" }),
  ]);
});

describe("fingerprints", () => {
  const hash = (...findings: ReviewFinding[]) =>
    sarif(of(findings)).runs[0].results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
  const base = finding("a", { about: "s3:Get*", serviceAccounts: ["backend/api"] });

  test("stay while lines move and identities change places", () => {
    const moved = {
      place: { file: "pod-identity.yaml", line: 99, column: 1 },
      at: { ...base.at, path: ["identities", 7] },
    };
    expect(hash({ ...base, ...moved })).toEqual(hash(base));
  });

  test.each<[string, Partial<ReviewFinding>]>([
    ["rules", { rule: "b" }],
    ["actions", { about: "s3:Put*" }],
    ["stacks", { stack: "other" }],
    ["service accounts", { serviceAccounts: ["backend/worker"] }],
    ["constructs", { at: { source: "other", path: [] } }],
  ])("tell %s apart", (_, more) => {
    expect(hash({ ...base, ...more })).not.toEqual(hash(base));
  });

  test("are different for findings that are the same", () => {
    expect(new Set(hash(base, base, base)).size).toBe(3);
  });
});

test("over 25,000 results the gravest stay, and it is said", () => {
  const many = (count: number, more: Partial<ReviewFinding>) => Array.from({ length: count }, () => finding("a", more));
  const findings = [
    ...many(24_000, { severity: "warning" }),
    ...many(2_000, { severity: "error", status: "old" }),
    ...many(10, { severity: "error" }),
  ];
  const [run] = sarif(of(findings)).runs;
  const levels = run.results.map(({ level, baselineState }) => `${level} ${baselineState}`);
  expect(levels).toHaveLength(25_000);
  expect(levels.filter((level) => level === "error new")).toHaveLength(10);
  expect(levels.filter((level) => level === "error unchanged")).toHaveLength(2_000);
  expect(run.invocations[0]?.toolExecutionNotifications?.[0]?.message.text).toMatch(/^1010 more findings are left out/);
  expect(sarif(MIXED).runs[0].invocations).toEqual([{ executionSuccessful: true }]);
});

test("a stack without a plan is a notification of the run", () => {
  const [invocation] = sarif({ ...MIXED, notPlanned: ["orders-prod"] }).runs[0].invocations;
  expect(invocation?.toolExecutionNotifications?.map(({ message }) => message.text)).toEqual([
    "Not planned, and so not reviewed: the stack orders-prod.",
  ]);
});
