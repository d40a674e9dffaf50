/**
 * Three projects of one runner: `npm test` runs all. unit: quick, needs no Terraform. proof: long series of generated
 * and hostile cases. e2e: real Terraform on the sandbox.
 */
const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};
const common = {
  transform,
  testEnvironment: "node",
  rootDir: __dirname,
  modulePathIgnorePatterns: ["<rootDir>/dist"],
};

/** Tests that take their time to be worth it. */
const PROOFS = ["compare-hostile.test.ts", "compare.property.test.ts", "fuzz.test.ts", "oracle/"].map(
  (name) => `<rootDir>/__tests__/lib/iam/${name}`,
);

module.exports = {
  // Jest's default leaves a core idle, which on two cores is half of them.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/", ...PROOFS],
    },
    {
      ...common,
      displayName: "proof",
      testMatch: PROOFS.map((path) => (path.endsWith("/") ? `${path}*.test.ts` : path)),
    },
    {
      ...common,
      displayName: "e2e",
      testMatch: ["<rootDir>/__tests__/e2e/**/*.test.ts"],
      globalSetup: "<rootDir>/__tests__/e2e/setup.ts",
      globalTeardown: "<rootDir>/__tests__/e2e/teardown.ts",
    },
  ],
};
