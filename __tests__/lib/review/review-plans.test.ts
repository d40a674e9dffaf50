import { reviewPlans } from "../../../lib/review/review-plans";
import { action, allowing, pinnedTo, plan, pod, role } from "./planned";

const web = (policy?: ReturnType<typeof allowing>) =>
  pod({
    name: "backend/web",
    address: "aws_eks_pod_identity_association.web",
    role: role({
      name: "web",
      address: "aws_iam_role.web",
      trust: pinnedTo(["backend/web"]),
      ...(policy === undefined ? {} : { policy }),
    }),
  });

describe("the review of plans", () => {
  const first = plan({
    before: { pods: [pod(), web()] },
    after: { pods: [pod(), web(allowing(["sqs:SendMessage"]))] },
    actions: [action({ kind: "update", address: "aws_iam_role_policy.web", changed: ["policy"] })],
  });
  const second = plan({
    stack: "another",
    actions: [action({ kind: "create", stack: "another", address: "aws_s3_bucket.a" })],
  });

  it("tells whose access changes from whose stays", () => {
    const review = reviewPlans([first, second], {});
    expect(review.access.map(({ subject }) => subject)).toEqual([
      { kind: "service account", cluster: "atlas-eks", region: "us-east-1", serviceAccount: "backend/web" },
    ]);
    expect(review.unchanged).toEqual(["atlas-eks backend/api"]);
    expect(review.verdict).toMatchObject({
      changes: true,
      counts: { gain: 1, lose: 0, both: 0, unclear: 0, update: 1, create: 1 },
    });
    expect(review.verdict.text).toMatch(/^1 service account gains access/);
  });

  it("is the same whatever the order of the plans, and leaves them as they are", () => {
    const plans = Object.freeze([second, first]);
    const review = reviewPlans(plans, {});
    expect(review).toEqual(reviewPlans([first, second], {}));
    expect(review.plans.map(({ stack }) => stack)).toEqual(["another", "backend-api"]);
  });

  it("is quiet about nothing", () => {
    expect(reviewPlans([], {})).toMatchObject({
      verdict: {
        level: "fine",
        changes: false,
        text: "No service account gains or loses access; no resource changes.",
      },
      access: [],
      unchanged: [],
      findings: [],
      deploy: { restarts: [], gaps: [], steps: [] },
    });
  });
});
