/** Three projects of one runner: `npm test` runs all, `npm run test:unit` only what needs no Terraform. */
const transform = {
  "^.+\\.ts$": [
    "@swc/jest",
    { jsc: { target: "es2022", parser: { syntax: "typescript" } }, module: { type: "commonjs" } },
  ],
};
const common = { transform, testEnvironment: "node", rootDir: __dirname, modulePathIgnorePatterns: ["<rootDir>/dist"] };

module.exports = {
  // Jest's default leaves a core idle, which on two cores is half of them.
  maxWorkers: "100%",
  projects: [
    {
      ...common,
      displayName: "unit",
      testMatch: ["<rootDir>/__tests__/**/*.test.ts"],
      testPathIgnorePatterns: ["/node_modules/", "<rootDir>/__tests__/e2e/"],
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
