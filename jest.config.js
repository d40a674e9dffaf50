/**
 * Four projects of one runner: `npm test` runs all. unit: quick, starts no program. programs: the built command and its
 * kin, started as a user starts them. proof: long series of generated and hostile cases. e2e: real Terraform on the
 * sandbox.
 */
const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};
const common = { transform, testEnvironment: "node", rootDir: __dirname, modulePathIgnorePatterns: ["<rootDir>/dist"] };

const E2E = ["e2e/**/*"];

const PROGRAMS = [
  "cli/**/*",
  "demo",
  "stacks/bundle",
  "lib/plan/read-plan-files",
  "lib/project/synthesize",
  "lib/terraform/plan-stacks",
  "lib/terraform/real-terraform",
  "lib/terraform/show-plan",
];

/** Tests that take their time to be worth it. */
const PROOFS = [
  "lib/iam/compare-hostile",
  "lib/iam/compare.property",
  "lib/iam/fuzz",
  "lib/iam/oracle/*",
  "lib/plan/json-cursor",
  "lib/plan/read-bytes",
  "lib/plan/skimmed-plan",
  "lib/iam/compare-managed",
  "lib/declaration/reader.property",
  "lib/report/hostile-fields.property",
  "lib/report/review-markdown.property",
  "lib/report/sensitive-values.property",
  "lib/rules/permissions/aws-managed",
  "sandbox/gate*",
  "schema",
];

/** The same as regular expressions: what the unit tests leave to the others. */
const others = [...E2E, ...PROGRAMS, ...PROOFS].map(
  (name) => `<rootDir>/__tests__/${name.replace(/[*].*$/, ".*")}[.]test[.]ts$`,
);

const files = (names) => names.map((name) => `<rootDir>/__tests__/${name}.test.ts`);

module.exports = {
  // Jest's default leaves a core idle, which on two cores is half of them.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: files(["**/*"]),
      testPathIgnorePatterns: ["/node_modules/", ...others],
    },
    { ...common, displayName: "programs", testMatch: files(PROGRAMS) },
    { ...common, displayName: "proof", testMatch: files(PROOFS) },
    {
      ...common,
      displayName: "e2e",
      testMatch: files(E2E),
      globalSetup: "<rootDir>/__tests__/e2e/setup.ts",
      globalTeardown: "<rootDir>/__tests__/e2e/teardown.ts",
    },
  ],
};
