import { join, relative } from "node:path";
import { stringify } from "yaml";
import { ATLAS, BORA, folderWith, only, type ServiceDeclaration, synthFolders } from "./synth";

const statement = (name: string) => ({
  actions: [`s3:Get${name}`, `s3:Put${name}`],
  resources: [`arn:aws:s3:::b-${name}`, `arn:aws:s3:::a-${name}`],
  when: {
    StringLike: { "s3:prefix": ["b", "a"], "aws:PrincipalTag/team": "x" },
    Bool: { "aws:SecureTransport": true },
  },
});

const DECLARED: ServiceDeclaration = {
  service: "orders",
  clusters: { atlas: ATLAS, bora: BORA },
  tags: { b: "1", a: "2" },
  identities: [
    {
      name: "api",
      serviceAccounts: ["shop/api", "shop/front", "back/api"],
      policies: ["AmazonSQSFullAccess", "AmazonS3ReadOnlyAccess"],
      allow: [statement("Object"), statement("ObjectAcl")],
      deny: [statement("ObjectTagging")],
      trustConditions: { StringLike: { "aws:RequestTag/kubernetes-pod-name": ["b*", "a*"] } },
      policyFiles: ["policies/b.json", "policies/a.json"],
    },
    { name: "worker", serviceAccounts: ["shop/worker"], tags: { z: "1", c: "2" } },
  ],
};

const POLICIES = Object.fromEntries(
  ["a", "b"].map((name) => [
    `policies/${name}.json`,
    JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Deny", Action: `s3:${name}*`, Resource: "*" }] }),
  ]),
);

/** The same declaration with every list and every map turned round. */
function reversed<T>(value: T): T;
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed).reverse();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]): [string, unknown] => [key, reversed(part)])
      .reverse(),
  );
}

function synth(declared: ServiceDeclaration, path = "service", from = "."): string {
  const cwd = folderWith({
    "elsewhere/README.md": "",
    [`${path}/pod-identity.yaml`]: stringify(declared),
    ...Object.fromEntries(Object.entries(POLICIES).map(([name, text]) => [`${path}/${name}`, text])),
  });
  return only(synthFolders([relative(from, path)], join(cwd, from))).text;
}

describe("the same declaration gives the same bytes", () => {
  const expected = synth(DECLARED);

  test.each([
    { name: "twice in a row", text: () => synth(DECLARED) },
    { name: "with all lists and maps turned round", text: () => synth(reversed(DECLARED)) },
    { name: "from another working directory", text: () => synth(DECLARED, "service", "elsewhere") },
    { name: "in another folder", text: () => synth(DECLARED, "deep/down/there") },
  ])("$name", ({ text }) => {
    expect(text()).toBe(expected);
  });

  test("with no absolute path, no time and no data source in them", () => {
    expect(expected.replaceAll('"/pod-identity/orders/"', "")).not.toMatch(/"\/[^/"]|"[A-Z]:\\/);
    expect(expected).not.toContain(process.cwd());
    expect(expected.replaceAll("2012-10-17", "")).not.toMatch(/\d{4}-\d\d-\d\d|\d{2}:\d{2}:\d{2}/);
    expect(Object.keys(JSON.parse(expected)).sort()).toEqual(["//", "output", "provider", "resource", "terraform"]);
  });
});
