import { readFileSync } from "node:fs";
import { join } from "node:path";
import Ajv from "ajv";
import { placeholder, placeholderArn } from "../../../lib/model/placeholder";
import { reviewJson } from "../../../lib/report/review-json";
import type { Review } from "../../../lib/review/review";
import { ERRORED, HOSTILE, HOSTILE_TEXTS, MIXED, NO_CHANGE, reviewOf, SMALL_GAIN } from "./sample-review";

const schema = JSON.parse(readFileSync(join(__dirname, "../../../schema/review.schema.json"), "utf8"));
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validates = ajv.compile(schema);
const validatesClosed = ajv.compile({ ...closed(schema), $id: "closed" });

/** The schema with no room for fields that it does not describe. */
function closed(node: object): Record<string, unknown> {
  const parts = Object.entries(node).map(([key, value]): [string, unknown] => [key, closedValue(value)]);
  const made = Object.fromEntries(parts);
  // `properties` beside a type is the keyword; elsewhere it would be a field's name.
  return "type" in made && "properties" in made ? { ...made, additionalProperties: false } : made;
}

function closedValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(closedValue);
  return typeof value === "object" && value !== null ? closed(value) : value;
}

function written(review: Review): unknown {
  return JSON.parse(JSON.stringify(reviewJson(review)));
}

const SAMPLES: [string, Review][] = [
  ["a small gain", SMALL_GAIN],
  ["one of everything", MIXED],
  ["no change", NO_CHANGE],
  ["a plan that is not finished", ERRORED],
  ["hostile names", HOSTILE],
  ...HOSTILE_TEXTS.map((text): [string, Review] => [`only ${JSON.stringify(text)}`, reviewOf(text)]),
];

test.each(SAMPLES)("%s fits the schema, and the schema describes every field", (_, review) => {
  validates(written(review));
  expect(validates.errors).toBeNull();
  validatesClosed(written(review));
  expect(validatesClosed.errors).toBeNull();
});

test.each<[string, object]>([
  ["another version", { version: 2 }],
  ["no fingerprint", { fingerprint: undefined }],
  ["a level that is none", { verdict: { level: "good", changes: true, text: "" } }],
])("the schema refuses %s", (_, change) => {
  expect(validates(JSON.parse(JSON.stringify({ ...reviewJson(MIXED), ...change })))).toBe(false);
});

test("the schema lets fields through that a later program may add", () => {
  expect(validates({ ...reviewJson(MIXED), later: { all: true } })).toBe(true);
});

test("what is known only after apply is written as people read it, everywhere", () => {
  for (const later of [placeholder("name of aws_x.y"), placeholderArn("arn of aws_x.Y")]) {
    const text = JSON.stringify(reviewJson(reviewOf(`${later}/*`)));
    expect(text.includes("${later:")).toBe(false);
    expect(text.includes("<name of aws_x.y>/*") || text.includes("<arn of aws_x.Y>/*")).toBe(true);
  }
});

test("a gain, as a program reads it", () => {
  const { version, verdict, access, unchanged, fingerprint } = reviewJson(SMALL_GAIN);
  expect({ version, verdict, unchanged, fingerprint }).toEqual({
    version: 1,
    verdict: { level: "fine", changes: true, text: "1 service account gains access." },
    unchanged: ["atlas-eks backend/worker"],
    fingerprint: "pi1-0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
  });
  expect(access).toEqual([
    expect.objectContaining({
      stack: "backend-api",
      subject: { kind: "service account", cluster: "atlas-eks", region: "us-east-1", serviceAccount: "backend/api" },
      association: "kept",
      verdict: "broadened",
      gained: [
        {
          level: "read",
          count: 1,
          everything: false,
          services: [{ service: "s3", extent: "some", count: 1, actions: ["s3:GetObject"] }],
          notable: [],
          resource: "<arn of aws_s3_bucket.reports>/*",
          within: [],
          except: [],
          when: [],
          unless: [],
        },
        expect.objectContaining({ level: "list", resource: "<arn of aws_s3_bucket.reports>" }),
      ],
      lost: [],
    }),
  ]);
});

test("stacks without a plan", () => {
  expect(reviewJson({ ...NO_CHANGE, notPlanned: ["orders-prod"] }).notPlanned).toEqual(["orders-prod"]);
  expect(reviewJson(NO_CHANGE).notPlanned).toEqual([]);
});

test("what is acknowledged, apart from the findings", () => {
  const { acknowledged } = reviewJson(MIXED);
  expect(acknowledged[0]).toEqual({
    rule: "wildcard-resource",
    id: "wildcard-resource[s3:DeleteObject]",
    severity: "error",
    stack: "backend-api",
    serviceAccounts: ["backend/cron", "backend/worker"],
    message: "an action that deletes is allowed on every resource",
    reason: "the nightly clean-up, until PLAT-12 is done",
    until: "2026-12-31",
    file: "pod-identity.yaml",
    line: 40,
    column: 7,
  });
  expect(acknowledged).toHaveLength(2);
  expect(reviewJson(NO_CHANGE).acknowledged).toEqual([]);
});

test("conditions, unclear access and findings keep what they say", () => {
  const { access, findings, resources, drift, plans } = reviewJson(MIXED);
  const gained = access.flatMap((change) => change.gained);
  expect(gained).toContainEqual(
    expect.objectContaining({
      resource: "arn:aws:sqs:us-east-1:492000000148:orders",
      within: ["arn:aws:sqs:us-east-1:492000000148:*"],
      when: [{ operator: "StringEquals", key: "aws:SourceVpc", values: ["vpc-0abc", "vpc-0def"] }],
      unless: [[{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }]],
    }),
  );
  expect(access.flatMap(({ unclear }) => unclear.gained.map(({ why }) => why))).toEqual([
    expect.stringContaining("cannot be compared exactly"),
  ]);
  expect(findings[0]).toMatchObject({
    rule: "wildcard-resource",
    id: "wildcard-resource[s3:PutBucketPolicy]",
    status: "new",
    file: "pod-identity.yaml",
    line: 14,
    column: 7,
  });
  expect(resources.filter(({ action }) => action === "replace").map(({ address, order }) => [address, order])).toEqual([
    ["aws_eks_pod_identity_association.api_atlas_backend-api", "delete first"],
    ["aws_iam_role.reports", "create first"],
  ]);
  expect(drift.map(({ action }) => action)).toEqual(["update", "delete"]);
  expect(plans.map(({ stack, complete }) => [stack, complete])).toEqual([
    ["backend-api", false],
    ["billing-jobs", true],
  ]);
});
