import { clusterStackName, externalId, roleName, rolePath, stackName } from "../../../lib/model/names";

/** A change to any of these replaces resources in somebody's account: they change with a new major version alone. */
describe("names are a contract", () => {
  test.each([
    ["stack of a service", stackName("backend-api"), "backend-api"],
    ["stack of an environment", stackName("backend-api", "production"), "backend-api-production"],
    ["stack of a cluster", clusterStackName("atlas"), "cluster-atlas"],
    ["role", roleName("backend-api", "api"), "backend-api-api"],
    ["role of an environment", roleName("backend-api-production", "api"), "backend-api-production-api"],
    ["path", rolePath("backend-api"), "/pod-identity/backend-api/"],
    [
      "role of an add-on",
      roleName("cluster-atlas", "aws-ebs-csi-driver-ebs-csi-controller-sa"),
      "cluster-atlas-aws-ebs-csi-driver-ebs-csi-controller-sa",
    ],
    ["role name of 64 characters", roleName("s".repeat(30), "i".repeat(33)), `${"s".repeat(30)}-${"i".repeat(33)}`],
    [
      "role name of 65 characters, cut to 55 with a hash",
      roleName("s".repeat(30), "i".repeat(34)),
      `${"s".repeat(30)}-${"i".repeat(24)}-036c2e71`,
    ],
    [
      "role name of 65 characters that differs in the last one alone",
      roleName("s".repeat(30), `${"i".repeat(33)}j`),
      `${"s".repeat(30)}-${"i".repeat(24)}-35ee79ed`,
    ],
    [
      "external id",
      externalId(
        { region: "us-east-1", account: "492000000148", name: "atlas-eks" },
        { namespace: "backend", name: "api" },
      ),
      "us-east-1/492000000148/atlas-eks/backend/api",
    ],
  ])("%s", (_what, made, expected) => {
    expect(made).toBe(expected);
  });
});
