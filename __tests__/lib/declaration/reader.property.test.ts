import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { type Loaded, load } from "../../../lib/declaration/load";
import { ROLE_NAME_LIMIT, roleName } from "../../../lib/model/names";
import { findingText, PLAIN } from "../../../lib/report/findings-text";
import fc from "../../property";

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "property-"));
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

function read(text: string | Uint8Array): Loaded {
  writeFileSync(join(folder, "pod-identity.yaml"), text);
  return load(["."], folder);
}

const label = fc.stringMatching(/^[a-z]([a-z0-9-]{0,18}[a-z0-9])?$/);
const accountName = fc.tuple(label, label).map(([namespace, name]) => `${namespace}/${name}`);
const statement = fc.record(
  {
    actions: fc.uniqueArray(fc.constantFrom("s3:GetObject", "sqs:*", "kms:Decrypt", "*"), { minLength: 1 }),
    resources: fc.uniqueArray(fc.constantFrom("*", "arn:aws:s3:::b/*", "arn:aws:sqs:us-east-1:492000000148:q"), {
      minLength: 1,
    }),
    when: fc.constant({ StringEquals: { "aws:SourceVpc": ["vpc-1", "vpc-2"] }, Bool: { "aws:SecureTransport": true } }),
  },
  { requiredKeys: ["actions", "resources"] },
);
const identity = fc.record(
  {
    name: label,
    serviceAccounts: fc.uniqueArray(accountName, { minLength: 1, maxLength: 3 }),
    policies: fc.uniqueArray(
      fc.constantFrom("ReadOnlyAccess", "AmazonS3ReadOnlyAccess", "arn:aws:iam::492000000148:policy/p"),
    ),
    allow: fc.array(statement, { maxLength: 3 }),
    deny: fc.array(statement, { maxLength: 2 }),
    description: fc.constantFrom("a: b", "# no comment", "no", "'quoted'", "two\nlines"),
    maxSessionDuration: fc.integer({ min: 3600, max: 43200 }),
    tags: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.stringMatching(/^[A-Za-z0-9 .:=@+-]{0,20}$/), {
      maxKeys: 4,
    }),
    trust: fc.constantFrom("pinned", "account"),
  },
  { requiredKeys: ["name", "serviceAccounts"] },
);
const cluster = fc.record({
  name: label,
  account: fc.constant("492000000148"),
  region: fc.constantFrom("us-east-1", "eu-west-1"),
});

/** Declarations with nothing wrong: names, service accounts and clusters are each used once. */
const declaration = fc
  .record({
    service: label,
    clusters: fc.dictionary(label, cluster, { minKeys: 1, maxKeys: 3 }),
    identities: fc.uniqueArray(identity, { maxLength: 4, selector: ({ name }) => name }),
  })
  .filter(({ clusters, identities }) => {
    const names = Object.values(clusters).map(({ name, region }) => `${region} ${name}`);
    const accounts = identities.flatMap(({ serviceAccounts }) => serviceAccounts);
    return new Set(names).size === names.length && new Set(accounts).size === accounts.length;
  });

/** What the declaration comes to, without the places in the file. */
function model(loaded: Loaded): string {
  return JSON.stringify(loaded.stacks, (key, value: unknown) => (key === "at" ? undefined : value));
}

/** The same values, every map and list turned round. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed).reverse();
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, part]) => [key, reversed(part)])
      .reverse(),
  );
}

const style = fc.record({
  defaultStringType: fc.constantFrom("PLAIN", "QUOTE_SINGLE", "QUOTE_DOUBLE"),
  defaultKeyType: fc.constantFrom("PLAIN", "QUOTE_DOUBLE"),
  collectionStyle: fc.constantFrom("any", "flow", "block"),
  aliasDuplicateObjects: fc.boolean(),
  indent: fc.integer({ min: 1, max: 6 }),
} as const);

describe("a declaration in order", () => {
  test("has no findings, however it is written", () => {
    fc.assert(
      fc.property(declaration, style, (declared, written) => {
        const loaded = read(stringify(declared, written));
        // What it permits is random here, and judged by rules with tables of their own.
        const findings = loaded.findings.filter((finding) => finding.identity === undefined);
        expect([...loaded.failures, ...findings]).toEqual([]);
        expect(model(loaded)).toBe(model(read(JSON.stringify(declared))));
      }),
      { numRuns: 50 },
    );
  });

  test("comes to the same, in whatever order it is written", () => {
    fc.assert(
      fc.property(declaration, (declared) => {
        expect(model(read(stringify(reversed(declared))))).toBe(model(read(stringify(declared))));
      }),
      { numRuns: 50 },
    );
  });
});

/** Every finding stands in the file, and can be printed. */
function soundly(text: string | Uint8Array): void {
  const { failures, findings } = read(text);
  const lines = Buffer.from(text).toString("utf8").split("\n");
  for (const finding of [...failures, ...findings]) {
    expect(finding.line).toBeGreaterThanOrEqual(1);
    expect(finding.line).toBeLessThanOrEqual(lines.length);
    expect(finding.column).toBeGreaterThanOrEqual(1);
    expect(finding.column).toBeLessThanOrEqual((lines[finding.line - 1] ?? "").length + 1);
    // A generated text may itself be "undefined".
    if (lines.some((line) => line.includes("undefined"))) continue;
    expect(findingText(finding, PLAIN)).not.toMatch(/undefined|\[object|TfToken\[BROKEN/);
  }
}

const GARBAGE = [
  "",
  " ",
  "\n",
  "\t",
  ":",
  "- ",
  "[",
  "}",
  "&a ",
  "*a",
  "<<: ",
  "!x ",
  "'",
  '"',
  "#",
  "---\n",
  "~",
  "0x1",
  "\u0000",
  "\u202e",
  "ä",
];

describe("whatever is written", () => {
  test("a mutation of a declaration is reported, or is in order, and never throws", () => {
    fc.assert(
      fc.property(declaration, fc.nat(), fc.nat(20), fc.constantFrom(...GARBAGE), (declared, at, length, garbage) => {
        const text = stringify(declared);
        const start = at % (text.length + 1);
        soundly(text.slice(0, start) + garbage + text.slice(start + length));
      }),
      { numRuns: 150 },
    );
  });

  test("a value of another type anywhere never throws", () => {
    fc.assert(
      fc.property(declaration, fc.nat(), fc.jsonValue({ maxDepth: 2 }), (declared, at, value) => {
        const copy: unknown = structuredClone(declared);
        replaceAt(copy, at, value);
        soundly(stringify(copy));
      }),
      { numRuns: 150 },
    );
  });

  test("any text and any bytes never throw", () => {
    fc.assert(fc.property(fc.string({ unit: "binary", maxLength: 300 }), soundly), { numRuns: 100 });
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), soundly), { numRuns: 100 });
    const yaml = fc.array(fc.constantFrom(...GARBAGE, "service", "identities", "clusters", "a"), { maxLength: 40 });
    fc.assert(
      fc.property(
        yaml.map((parts) => parts.join("")),
        soundly,
      ),
      { numRuns: 150 },
    );
  });
});

/** Puts a value in the place of one part of another, chosen by number. */
function replaceAt(root: unknown, at: number, value: unknown): void {
  const places: (() => void)[] = [];
  const walk = (node: unknown) => {
    if (node === null || typeof node !== "object") return;
    for (const key of Object.keys(node)) {
      places.push(() =>
        Object.defineProperty(node, key, { value, enumerable: true, configurable: true, writable: true }),
      );
      walk(Object.getOwnPropertyDescriptor(node, key)?.value);
    }
  };
  walk(root);
  places[at % places.length]?.();
}

describe("role names", () => {
  const name = fc.stringMatching(/^[a-z]([a-z0-9-]{0,60}[a-z0-9])?$/);

  test("are legal, at most 64 characters, and always the same", () => {
    fc.assert(
      fc.property(name, name, (stack, identityName) => {
        const made = roleName(stack, identityName);
        expect(made).toMatch(/^[\w+=,.@-]{1,64}$/);
        expect(made).toBe(roleName(stack, identityName));
      }),
    );
  });

  test("differ where identities of one stack do", () => {
    fc.assert(
      fc.property(name, fc.uniqueArray(name, { minLength: 2, maxLength: 2 }), (stack, [one = "", other = ""]) => {
        expect(roleName(stack, one)).not.toBe(roleName(stack, other));
        const whole = `${stack}-${one}`;
        if (whole.length <= ROLE_NAME_LIMIT) expect(roleName(stack, one)).toBe(whole);
      }),
    );
  });
});
