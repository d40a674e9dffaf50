import { PLAIN } from "../../../lib/report/findings-text";
import { reviewTerminal } from "../../../lib/report/review-terminal";
import type { Review } from "../../../lib/review/review";
import { ERRORED, finding, HOSTILE, hugeReview, MIXED, NO_CHANGE, SMALL_GAIN } from "./sample-review";

const tagged = (tag: string) => (text: string) => `<${tag}>${text}</${tag}>`;
const COLOURS = {
  red: tagged("red"),
  yellow: tagged("yellow"),
  green: tagged("green"),
  dim: tagged("dim"),
  bold: tagged("bold"),
};

test("a small gain as a whole", () => {
  expect(reviewTerminal(SMALL_GAIN, PLAIN)).toBe(`Pod identity review: fine
1 service account gains access.

Access
~ backend/api on atlas-eks: broadened
    policies of role backend-api-api
  + read s3:GetObject on <arn of aws_s3_bucket.reports>/*
  + list s3:ListBucket on <arn of aws_s3_bucket.reports>

Resources: 1 to create, 1 to update
  ~ aws_iam_role_policy.api_inline: policy
  + aws_s3_bucket.reports

At deploy
  1. cdktf deploy backend-api

1 service account with the same access as before.

Deploy what was reviewed; this fails where a new plan differs:
  pod-identity plan --expect pi1-0a1b2c3d4e5f60718293a4b5c6d7e8f901234567
  (review --expect: for plans at hand)`);
});

test.each([
  ["an association that comes", "+ billing/admin on borealis-eks (billing-jobs): new"],
  ["one that goes", "- billing/nightly on atlas-eks (billing-jobs): loses all"],
  ["and all with it", "  - all its access"],
  ["one that is replaced", "-/+ backend/api on atlas-eks (backend-api): broadened and narrowed"],
  ["what is gained", "  + read s3:GetObject, s3:GetObjectVersion on <arn of aws_s3_bucket.reports>/*"],
  ["what is lost", "  - tagging s3:PutObjectTagging on arn:aws:s3:::reports-old/*"],
  ["a finding", "error wildcard-resource[s3:PutBucketPolicy] billing/admin: * an action that"],
  ["where it is", "    at: pod-identity.yaml:14:7 (billing-jobs)"],
  ["a resource that is replaced", "-/+ aws_eks_pod_identity_association.api_atlas_backend-api (backend-api):"],
  [
    "one that is created before the old one goes",
    "+/- aws_iam_role.reports (backend-api): name and path force it; created anew",
  ],
  ["one that goes", "  - aws_iam_role.jobs (billing-jobs): it is no longer in the configuration"],
  ["one that is forgotten", "  . aws_dynamodb_table.ledger (billing-jobs): it stays in AWS, out of"],
  ["a gap", "  ! no credentials: backend/api on atlas-eks: its association is deleted before"],
  ["drift", "  deleted outside of Terraform: aws_cloudwatch_log_group.api (backend-api)"],
])("%s has its line", (_, line) => {
  expect(reviewTerminal(MIXED, PLAIN).split("\n")).toContain(line);
});

test.each([80, 100, 120])("%d columns are enough", (width) => {
  for (const review of [MIXED, SMALL_GAIN, NO_CHANGE, ERRORED]) {
    for (const line of reviewTerminal(review, PLAIN, width).split("\n")) expect(line.length).toBeLessThanOrEqual(width);
  }
});

test("a name that is longer than a line has one of its own, and stays whole", () => {
  const lines = reviewTerminal(MIXED, PLAIN, 40).split("\n");
  expect(lines).toContain("      arn:aws:ssm:us-east-1:492000000148:parameter/spare");
});

test.each([
  ["the verdict", "<red>3 errors, 3 warnings</red>"],
  ["gains", "<green>  + </green><bold>write</bold> "],
  ["losses", "<red>  - </red><bold>tagging</bold> "],
  ["errors", "<red>error </red>"],
  ["warnings", "<yellow>warning </yellow>"],
])("colours tell %s", (_, expected) => {
  expect(reviewTerminal(MIXED, COLOURS)).toContain(expected);
});

test("a plan that failed is said at the top", () => {
  expect(reviewTerminal(ERRORED, PLAIN).split("\n").slice(0, 3)).toEqual([
    "Pod identity review: cannot tell, 1 error",
    "Terraform could not finish a plan.",
    "Terraform could not finish a plan: what follows is not all.",
  ]);
});

test("and cannot be deployed", () => {
  const text = reviewTerminal(ERRORED, PLAIN, 200);
  expect(text.split("\n").at(-1)).toBe(
    `A plan that Terraform could not finish cannot be deployed: Terraform's own error is in the log of the plan. Fingerprint: ${ERRORED.fingerprint}`,
  );
  expect(text).not.toContain("Deploy what was reviewed");
});

test("a stack without a plan is told below the verdict", () => {
  const [head] = reviewTerminal({ ...NO_CHANGE, notPlanned: ["orders-prod"] }, PLAIN, 200).split("\n\n");
  expect(head?.split("\n").at(-1)).toBe("Not planned, and so not reviewed: the stack orders-prod.");
});

test("what is acknowledged stands below the findings", () => {
  expect(reviewTerminal(MIXED, PLAIN, 200)).toContain(`

2 acknowledged in the declaration
  error wildcard-resource[s3:DeleteObject] backend/cron and 1 more, because: the nightly clean-up, until PLAT-12 is done (until 2026-12-31, at pod-identity.yaml:40:7, backend-api)
  note session-name, because: *no* @team needs it (billing-jobs)

Resources: `);
});

describe("the link to a rule's explanation", () => {
  const HELP = "https://example.com/docs/reference/rules.md#tags";
  const review: Review = { ...NO_CHANGE, findings: [finding("tags", { serviceAccounts: ["backend/api"] })] };

  test.each([
    [100, [`warning tags (${HELP}) backend/api: something is not as it`, "    should be"]],
    [70, ["warning tags backend/api: something is not as it should be", "    at: pod-identity.yaml"]],
  ])("in %d columns", (width, expected) => {
    const lines = reviewTerminal(review, PLAIN, width).split("\n");
    const at = lines.findIndex((line) => line.startsWith("warning"));
    expect(lines.slice(at, at + 2)).toEqual(expected);
  });

  test("may be overlooked", () => {
    expect(reviewTerminal(review, COLOURS, 100)).toContain(`tags (<dim>${HELP}</dim>) backend/api:`);
  });
});

test("names cannot act on the terminal, nor begin a line", () => {
  const lines = reviewTerminal(HOSTILE, PLAIN).split("\n");
  for (const line of lines) expect(line).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
  expect(lines.filter((line) => /^(?:Access|Findings|# Heading)/.test(line))).toHaveLength(3);
});

test("every service account, error and resource is there, however many", () => {
  const text = reviewTerminal(hugeReview(60), PLAIN);
  expect(text.match(/^(?:\+|-|-\/\+|~) namespace-\d+/gm)).toHaveLength(60);
  expect(text.match(/^error wildcard/gm)).toHaveLength(120);
  expect(text.match(/aws_iam_role\.some-rather/g)).toHaveLength(600);
});
