import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { parse } from "yaml";
import { generatedFiles } from "../scripts/reference/files";
import { schemaFiles } from "../scripts/reference/json-schema";
import { identity, inlineCluster, platform, service } from "./lib/declaration/broken/broken-case";

const root = join(__dirname, "..");
const validators = new Map(
  schemaFiles().map(({ declaration, schema }) => [
    declaration,
    new Ajv({ allErrors: true, allowUnionTypes: true }).compile(schema),
  ]),
);

function validates(declaration: string, text: string): boolean {
  const validate = validators.get(declaration);
  if (validate === undefined) throw new Error(`no schema for ${declaration}`);
  return validate(parse(text, { merge: true })) === true;
}

test.each(generatedFiles())("$path is what `npm run generate` writes", ({ path, text }) => {
  expect(readFileSync(join(root, path), "utf8")).toBe(text);
});

const examples = readdirSync(join(root, "examples")).flatMap((folder) =>
  ["pod-identity.yaml", "platform.yaml"]
    .map((name) => ({ name, path: join("examples", folder, name) }))
    .filter(({ path }) => existsSync(join(root, path))),
);

test.each(examples)("$path fits its schema", ({ name, path }) => {
  expect(validates(name, readFileSync(join(root, path), "utf8"))).toBe(true);
});

test.each<[string, Record<string, string>]>([
  ["an unknown key", service("identitys: []", "identities: []")],
  ["no identities", service()],
  ["a name in upper case", service("identities: [{ name: Api, serviceAccounts: [a/b] }]")],
  ["no service account", service("identities: [{ name: api, serviceAccounts: [] }]")],
  ["a service account without its namespace", service("identities: [{ name: api, serviceAccounts: [b] }]")],
  ["an account id that is a number", inlineCluster("{ name: a, account: 492000000148, region: us-east-1 }")],
  [
    "a version that is a number",
    inlineCluster("{ name: a, account: '492000000148', region: us-east-1, kubernetesVersion: 1.30 }"),
  ],
  ["a word that is not allowed", identity("trust: acount")],
  ["an unknown key in a statement", identity("allow: [{ actions: ['s3:*'], resources: ['*'], condition: {} }]")],
  ["a duration in hours", identity("maxSessionDuration: 4")],
  ["a quota over 25", platform("quotas: { managedPoliciesPerRole: 50 }")],
  ["a namespace with a wildcard", platform("repositories: [{ repository: acme/a, namespaces: ['a-*'] }]")],
])("%s does not fit the schema", (_name, files) => {
  for (const [path, text] of Object.entries(files)) expect(validates(path, text)).toBe(false);
});
