import type { AccessEntry } from "../../../lib/iam/compare/access-entries";
import type { Region, UnclearRegion } from "../../../lib/iam/compare/change";
import { placeholderArn } from "../../../lib/model/placeholder";
import type { PlanState, ResourceAction } from "../../../lib/plan/resource-action";
import type {
  AccessChange,
  AcknowledgedFinding,
  Review,
  ReviewCounts,
  ReviewFinding,
} from "../../../lib/review/review";

/** Reviews as the judging makes them, for the tests of everything that shows one. */

const NO_COUNTS: ReviewCounts = {
  gain: 0,
  lose: 0,
  both: 0,
  unclear: 0,
  errors: 0,
  warnings: 0,
  create: 0,
  update: 0,
  replace: 0,
  delete: 0,
  forget: 0,
  import: 0,
  move: 0,
};

export function counts(some: Partial<ReviewCounts>): ReviewCounts {
  return { ...NO_COUNTS, ...some };
}

export function region(resource: string, more: Partial<Region> = {}): Region {
  return { resource, within: [], except: [], when: [], unless: [], ...more };
}

/** Some actions of one level, of the service that they name, on one resource. */
export function entry(level: AccessEntry["level"], actions: readonly string[], at: Region): AccessEntry {
  const byService = new Map<string, string[]>();
  for (const action of actions) {
    const service = action.split(":")[0] ?? "";
    byService.set(service, [...(byService.get(service) ?? []), action]);
  }
  const services = [...byService].map(([service, own]) => ({
    service,
    extent: "some" as const,
    count: own.length,
    actions: own,
  }));
  return { level, region: at, everything: false, count: actions.length, services, notable: [] };
}

export function plan(stack: string, more: Partial<PlanState> = {}): PlanState {
  return {
    stack,
    file: `cdktf.out/stacks/${stack}/plan`,
    terraformVersion: "1.13.3",
    errored: false,
    complete: true,
    deferred: [],
    checks: [],
    actions: [],
    drift: [],
    ...more,
  };
}

export function resource(stack: string, address: string, more: Partial<ResourceAction> = {}): ResourceAction {
  return {
    stack,
    address,
    type: address.split(".")[0] ?? "",
    mode: "managed",
    kind: "update",
    replacedBy: [],
    changed: [],
    sensitive: false,
    unknown: false,
    at: { source: `${stack}/${address}`, path: [] },
    ...more,
  };
}

export function access(stack: string, serviceAccount: string, more: Partial<AccessChange> = {}): AccessChange {
  return {
    stack,
    subject: { kind: "service account", cluster: "atlas-eks", region: "us-east-1", serviceAccount },
    association: "kept",
    ...(more.association === "created" ? {} : { roleBefore: `${stack}-api` }),
    ...(more.association === "removed" || more.roleFate === "destroyed" ? {} : { roleAfter: `${stack}-api` }),
    verdict: "broadened",
    gained: [],
    lost: [],
    unclear: { gained: [], lost: [] },
    future: { gained: [], lost: [] },
    unknown: { before: [], after: [] },
    ...more,
  };
}

export function finding(rule: string, more: Partial<ReviewFinding> = {}): ReviewFinding {
  return {
    rule,
    severity: "warning",
    at: { source: "pod-identity.yaml", path: ["identities", 0] },
    message: "something is not as it should be",
    stack: "backend-api",
    status: "new",
    serviceAccounts: [],
    help: `https://example.com/docs/reference/rules.md#${rule}`,
    ...more,
  };
}

export function acknowledged(rule: string, more: Partial<AcknowledgedFinding> = {}): AcknowledgedFinding {
  return {
    stack: "backend-api",
    rule,
    severity: "warning",
    serviceAccounts: [],
    message: "something is not as it should be",
    reason: "it is meant",
    ...more,
  };
}

const REPORTS = placeholderArn("arn of aws_s3_bucket.reports");

/** One service account gains to read one bucket; nothing is dangerous. */
export const SMALL_GAIN: Review = {
  verdict: {
    level: "fine",
    changes: true,
    text: "1 service account gains access.",
    counts: counts({ gain: 1, update: 1, create: 1 }),
  },
  plans: [
    plan("backend-api", {
      actions: [
        resource("backend-api", "aws_iam_role_policy.api_inline", { changed: ["policy"] }),
        resource("backend-api", "aws_s3_bucket.reports", { kind: "create", unknown: true }),
      ],
    }),
  ],
  access: [
    access("backend-api", "backend/api", {
      gained: [
        entry("read", ["s3:GetObject"], region(`${REPORTS}/*`)),
        entry("list", ["s3:ListBucket"], region(REPORTS)),
      ],
    }),
  ],
  unchanged: ["atlas-eks backend/worker"],
  findings: [],
  deploy: {
    restarts: [],
    gaps: [],
    steps: ["cdktf deploy backend-api"],
  },
  fingerprint: "pi1-0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
};

const unclearEntry: AccessEntry<UnclearRegion> = {
  ...entry("write", ["sqs:SendMessage"], region("*")),
  region: {
    ...region("arn:aws:sqs:us-east-1:492000000148:orders-*"),
    when: [{ operator: "StringLike", key: "aws:PrincipalTag/team", values: ["${aws:PrincipalTag/owner}"] }],
    why: "its conditions and those of the other side are of kinds, or use policy variables, that cannot be compared exactly",
  },
};

/** Several stacks and clusters, and one of everything. */
export const MIXED: Review = {
  verdict: {
    level: "error",
    changes: true,
    text: "3 service accounts gain access, 1 gains and loses, 1 loses all, of 1 it cannot be told; 1 association is replaced, 1 is removed.",
    counts: counts({
      gain: 3,
      lose: 1,
      both: 1,
      unclear: 1,
      errors: 3,
      warnings: 3,
      create: 4,
      update: 3,
      replace: 2,
      delete: 2,
      forget: 1,
      import: 1,
      move: 1,
    }),
  },
  plans: [
    plan("backend-api", {
      complete: false,
      deferred: [{ address: "aws_sqs_queue.later[0]", reason: "provider_config_unknown" }],
      checks: [
        { address: "check.bucket_is_private", status: "fail", problems: ["The bucket reports is open to the world."] },
      ],
      actions: [
        resource("backend-api", "aws_eks_pod_identity_association.api_atlas_backend-api", {
          kind: "replace",
          order: "delete first",
          reason: "replace_because_cannot_update",
          replacedBy: ["service_account"],
          changed: ["service_account"],
        }),
        resource("backend-api", "aws_iam_role.reports", {
          kind: "replace",
          order: "create first",
          reason: "replace_because_cannot_update",
          replacedBy: ["name", "path"],
          changed: ["name", "path", "arn"],
          unknown: true,
        }),
        resource("backend-api", "aws_iam_role_policy.api_inline", { changed: ["policy"] }),
        resource("backend-api", "aws_iam_role_policy.reports", { changed: ["policy"], unknown: true }),
        resource("backend-api", "aws_ssm_parameter.token", { changed: ["value"], sensitive: true }),
        resource("backend-api", "aws_s3_bucket.reports", { kind: "create", unknown: true }),
        resource("backend-api", "aws_sqs_queue.orders", { kind: "create" }),
        resource("backend-api", "aws_iam_role.imported", { kind: "no-op", importing: { id: "imported-role" } }),
        resource("backend-api", "aws_iam_policy.shared", { kind: "no-op", previousAddress: "aws_iam_policy.common" }),
        resource("backend-api", "data.aws_caller_identity.current", { kind: "read", mode: "data" }),
      ],
      drift: [
        resource("backend-api", "aws_iam_role_policy.api_inline", { kind: "update", changed: ["policy"] }),
        resource("backend-api", "aws_cloudwatch_log_group.api", { kind: "delete" }),
      ],
    }),
    plan("billing-jobs", {
      actions: [
        resource("billing-jobs", "aws_eks_pod_identity_association.jobs_nightly", {
          kind: "delete",
          reason: "delete_because_no_resource_config",
        }),
        resource("billing-jobs", "aws_iam_role.jobs", { kind: "delete", reason: "delete_because_no_resource_config" }),
        resource("billing-jobs", "aws_iam_role.admin", { kind: "create" }),
        resource("billing-jobs", "aws_eks_pod_identity_association.admin", { kind: "create" }),
        resource("billing-jobs", "aws_dynamodb_table.ledger", { kind: "forget" }),
      ],
    }),
  ],
  access: [
    access("billing-jobs", "billing/admin", {
      association: "created",
      roleAfter: "billing-jobs-admin",
      subject: {
        kind: "service account",
        cluster: "borealis-eks",
        region: "eu-west-1",
        serviceAccount: "billing/admin",
      },
      gained: [
        {
          level: "permissions",
          region: region("*"),
          everything: false,
          count: 12,
          services: [{ service: "s3", extent: "level", count: 12, actions: [] }],
          notable: ["s3:PutBucketPolicy"],
        },
        {
          level: "write",
          region: region("*"),
          everything: false,
          count: 66,
          services: [
            { service: "s3", extent: "service", count: 65, actions: [] },
            { service: "iam", extent: "some", count: 1, actions: ["iam:PassRole"] },
          ],
          notable: ["iam:PassRole"],
        },
        {
          level: "read",
          region: region("*", { except: ["arn:aws:s3:::secrets", "arn:aws:s3:::secrets/*"] }),
          everything: false,
          count: 58,
          services: [{ service: "s3", extent: "service", count: 58, actions: [] }],
          notable: ["s3:GetObject"],
        },
      ],
      future: { gained: [{ patterns: ["s3:*"], regions: [region("*")] }], lost: [] },
    }),
    access("billing-jobs", "billing/nightly", {
      association: "removed",
      roleBefore: "billing-jobs-jobs",
      verdict: "narrowed",
      lost: [
        entry("write", ["sqs:DeleteMessage", "sqs:SendMessage"], region("arn:aws:sqs:us-east-1:492000000148:nightly")),
        entry("read", ["sqs:GetQueueAttributes"], region("arn:aws:sqs:us-east-1:492000000148:nightly")),
      ],
    }),
    access("backend-api", "backend/api", {
      association: "replaced",
      verdict: "both",
      gained: [
        entry("read", ["s3:GetObject", "s3:GetObjectVersion"], region(`${REPORTS}/*`)),
        entry(
          "write",
          ["sqs:SendMessage"],
          region("arn:aws:sqs:us-east-1:492000000148:orders", {
            when: [{ operator: "StringEquals", key: "aws:SourceVpc", values: ["vpc-0abc", "vpc-0def"] }],
            unless: [[{ operator: "Bool", key: "aws:SecureTransport", values: ["false"] }]],
            within: ["arn:aws:sqs:us-east-1:492000000148:*"],
          }),
        ),
      ],
      lost: [entry("tagging", ["s3:PutObjectTagging"], region("arn:aws:s3:::reports-old/*"))],
    }),
    access("backend-api", "backend/worker", {
      association: "re-pointed",
      roleBefore: "backend-api-api",
      roleAfter: "arn:aws:iam::492000000148:role/shared-worker",
      verdict: "cannot tell",
      unclear: { gained: [unclearEntry], lost: [] },
      unknown: { before: [], after: ["arn:aws:iam::492000000148:policy/team-defaults"] },
    }),
    access("backend-api", "backend/reports", {
      association: "updated",
      roleBefore: "backend-api-reports",
      roleAfter: "backend-api-reports2",
      gained: [
        {
          level: "list",
          region: region("*"),
          everything: true,
          count: 1234,
          services: [],
          notable: [],
        },
        entry("unknown", ["newservice:DoThing"], region("*")),
      ],
      trust: {
        before: "backend/reports in atlas-eks",
        after: "every service account of the account 492000000148",
      },
    }),
    access("backend-api", "", {
      subject: { kind: "role", role: "backend-api-spare" },
      association: "none",
      roleBefore: "backend-api-spare",
      roleAfter: "backend-api-spare",
      gained: [entry("read", ["ssm:GetParameter"], region("arn:aws:ssm:us-east-1:492000000148:parameter/spare"))],
    }),
  ],
  unchanged: ["atlas-eks backend/cron", "borealis-eks billing/api"],
  findings: [
    finding("wildcard-resource", {
      about: "s3:PutBucketPolicy",
      severity: "error",
      stack: "billing-jobs",
      message: "an action that hands out rights is allowed on every resource",
      found: "*",
      allowed: "the ARNs of the buckets",
      fix: "name the buckets that it needs",
      serviceAccounts: ["billing/admin"],
      place: { file: "pod-identity.yaml", line: 14, column: 7 },
      acknowledge: "acknowledge:\n  - rule: wildcard-resource[s3:PutBucketPolicy]\n    reason: …\n",
    }),
    finding("not-analysable", {
      severity: "error",
      message: "is known only after apply, and cannot be rebuilt: the policy cannot be told",
      found: "aws_iam_role_policy.reports.policy",
      fix: "plan with the folder of the configuration at hand",
      serviceAccounts: ["backend/worker"],
      at: { source: "backend-api/aws_iam_role_policy.reports", path: ["policy"] },
    }),
    finding("trust-opened", {
      severity: "error",
      message: "the trust policy lets in more than the service accounts of the identity",
      serviceAccounts: ["backend/reports"],
      place: { file: "pod-identity.yaml", line: 31, column: 5 },
    }),
    finding("association-replaced", {
      message: "the association is deleted and created anew: pods have no credentials in between",
      fix: "deploy when a gap of about 10 seconds does not hurt",
      serviceAccounts: ["backend/api"],
    }),
    finding("association-removed", {
      stack: "billing-jobs",
      message: "the association is removed",
      serviceAccounts: ["billing/nightly"],
    }),
    finding("drift", { message: "was changed outside of Terraform", found: "aws_iam_role_policy.api_inline" }),
    finding("wildcard-action", {
      status: "old",
      message: "allows every action of a service",
      found: "dynamodb:*",
      serviceAccounts: ["backend/cron"],
      place: { file: "pod-identity.yaml", line: 44, column: 9 },
    }),
    finding("tags", { status: "old", severity: "info", message: "the role has no tag that names its owner" }),
  ],
  acknowledged: [
    acknowledged("wildcard-resource[s3:DeleteObject]", {
      severity: "error",
      serviceAccounts: ["backend/cron", "backend/worker"],
      message: "an action that deletes is allowed on every resource",
      reason: "the nightly clean-up, until PLAT-12 is done",
      until: "2026-12-31",
      place: { file: "pod-identity.yaml", line: 40, column: 7 },
    }),
    acknowledged("session-name", { severity: "info", stack: "billing-jobs", reason: "*no* @team needs it" }),
  ],
  deploy: {
    restarts: [
      {
        stack: "backend-api",
        cluster: "atlas-eks",
        serviceAccount: "backend/worker",
        why: "the agent keeps credentials of the old role for up to 6 hours",
      },
    ],
    gaps: [
      {
        stack: "backend-api",
        cluster: "atlas-eks",
        serviceAccount: "backend/api",
        why: "its association is deleted before the new one is created",
        expect: "about 10 seconds without new credentials; recreate pods that were admitted meanwhile",
      },
    ],
    steps: [
      "cdktf deploy backend-api",
      "kubectl -n backend rollout restart deployment of the pods that use backend/worker",
      "cdktf deploy billing-jobs",
    ],
  },
  fingerprint: "pi1-ffeeddccbbaa99887766554433221100ffeeddcc",
};

/** Plans that change nothing. */
export const NO_CHANGE: Review = {
  verdict: { level: "fine", changes: false, text: "Nothing changes.", counts: counts({}) },
  plans: [plan("backend-api")],
  access: [],
  unchanged: ["atlas-eks backend/api", "atlas-eks backend/worker"],
  findings: [],
  deploy: { restarts: [], gaps: [], steps: [] },
  fingerprint: "pi1-0000000000000000000000000000000000000000",
};

/** A plan that Terraform could not finish. */
export const ERRORED: Review = {
  ...NO_CHANGE,
  verdict: {
    level: "cannot tell",
    changes: false,
    text: "Terraform could not finish a plan.",
    counts: counts({ errors: 1 }),
  },
  plans: [plan("backend-api", { errored: true, complete: false })],
  findings: [
    finding("plan-errored", {
      severity: "error",
      message: "Terraform could not finish the plan",
      fix: "look at what `terraform plan` reports",
    }),
  ],
};

/** A review in which every text that comes from a plan is `text`. */
export function reviewOf(text: string): Review {
  const at: Region = {
    resource: text,
    within: [text],
    except: [text],
    when: [{ operator: text, key: text, values: [text, text] }],
    unless: [[{ operator: text, key: text, values: [text] }]],
  };
  const named: AccessEntry = {
    level: "write",
    region: at,
    everything: false,
    count: 1,
    services: [{ service: text, extent: "some", count: 1, actions: [text] }],
    notable: [text],
  };
  const unclear: AccessEntry<UnclearRegion> = { ...named, region: { ...at, why: text } };
  const everything = {
    gained: [named],
    lost: [named],
    unclear: { gained: [unclear], lost: [unclear] },
    future: { gained: [{ patterns: [text], regions: [at] }], lost: [{ patterns: [text], regions: [at] }] },
    unknown: { before: [text], after: [text] },
    trust: { before: text, after: text },
    roleBefore: text,
    roleAfter: text,
    targetBefore: text,
    targetAfter: `${text}2`,
    verdict: "both",
  } satisfies Partial<AccessChange>;
  const kinds = ["create", "update", "replace", "delete", "forget", "read", "no-op"] as const;
  const touched = kinds.map((kind) =>
    resource(text, text, {
      kind,
      type: text,
      previousAddress: text,
      deposed: text,
      importing: { id: text },
      reason: text,
      replacedBy: [text],
      changed: [text],
      at: { source: text, path: [text] },
    }),
  );
  return {
    verdict: {
      level: "error",
      changes: true,
      text: "1 service account gains access.",
      counts: counts({ both: 5, errors: 1 }),
    },
    plans: [
      plan(text, {
        file: text,
        errored: true,
        complete: false,
        deferred: [{ address: text, reason: text }],
        checks: [{ address: text, status: text, problems: [text] }],
        actions: touched,
        drift: touched,
      }),
      plan("other", {}),
    ],
    access: [
      ...(["created", "removed", "replaced", "re-pointed", "updated"] as const).map((association) =>
        access(text, text, {
          ...everything,
          association,
          subject: { kind: "service account", cluster: text, region: text, serviceAccount: text },
        }),
      ),
      access(text, text, { ...everything, association: "none", subject: { kind: "role", role: text } }),
      access("other", "backend/api"),
    ],
    unchanged: [text],
    notPlanned: [text],
    findings: (["new", "old"] as const).map((status) =>
      finding(text, {
        about: text,
        severity: "error",
        status,
        stack: text,
        message: text,
        found: text,
        allowed: text,
        fix: text,
        serviceAccounts: [text],
        help: "https://example.com/docs/reference/rules.md#rule",
        place: { file: text, line: 1, column: 1 },
        acknowledge: text,
        at: { source: text, path: [text] },
      }),
    ),
    acknowledged: [
      acknowledged(text, {
        stack: text,
        serviceAccounts: [text, text],
        message: text,
        reason: text,
        until: text,
        place: { file: text, line: 1, column: 1 },
      }),
    ],
    deploy: {
      restarts: [{ stack: text, cluster: text, serviceAccount: text, why: text }],
      gaps: [{ stack: text, cluster: text, serviceAccount: text, why: text, expect: text }],
      steps: [text],
    },
    fingerprint: "pi1-1111111111111111111111111111111111111111",
  };
}

/** Names that try to be more than text. */
export const HOSTILE_TEXTS: readonly string[] = [
  "a | b | c",
  "`tick` ``two`` ```three",
  "line\nbreak\r\nand\rmore\u2028and\u2029that\u0085too",
  "\n\n# Heading\n\n- list\n\n---\n",
  "</details></summary><script>alert(1)</script><img src=x onerror=alert(1)>",
  "<!-- pod-identity-review -->",
  "-->",
  "pod-identity review --expect pi1-9999999999999999999999999999999999999999",
  "@acme/security and @octocat",
  "https://evil.example/x www.evil.example me@evil.example #1 acme/repo#2 GH-3 0a1b2c3d4e5f60718293a4b5c6d7e8f901234567",
  "[click](https://evil.example) ![img](https://evil.example/x.png) [ref]: https://evil.example",
  ":tada: *bold* _it_ ~~gone~~ **b** $x$ \\(y\\)",
  "```\nend",
  "~~~\nend",
  "\u202egnp.exe\u2066\u200b\u200f\u0000\u001b[31mred",
  '"]; click A "https://evil.example" %%{init: {}}%% end subgraph',
  "&lt;b&gt; &#64;octocat &amp;",
  "\\| \\` \\",
  "[x] [^1] {{ x }} ${{ github.token }}",
  " ",
  "",
];

export const HOSTILE: Review = reviewOf(HOSTILE_TEXTS.join(" "));

/** `size` of everything: service accounts, entries, findings, resources, notes. */
export function hugeReview(size: number): Review {
  const numbers = Array.from({ length: size }, (_, index) => index);
  const kinds = ["create", "update", "replace", "delete", "forget"] as const;
  const associations = ["created", "removed", "replaced", "re-pointed", "updated", "kept"] as const;
  return {
    verdict: {
      level: "error",
      changes: true,
      text: `${size} service accounts gain or lose access.`,
      counts: counts({
        both: size,
        errors: size,
        warnings: size,
        replace: size,
        delete: size,
        create: size,
        update: size,
        forget: size,
      }),
    },
    plans: ["alpha", "beta"].map((stack) =>
      plan(stack, {
        actions: kinds.flatMap((kind) =>
          numbers.map((n) =>
            resource(stack, `aws_iam_role.some-rather-long-name-of-a-role-${n}`, {
              kind,
              reason: "replace_because_cannot_update",
              replacedBy: ["name"],
              changed: ["name", "policy"],
            }),
          ),
        ),
        drift: numbers.map((n) => resource(stack, `aws_iam_role_policy.drifted-${n}`)),
      }),
    ),
    access: numbers.map((n) =>
      access(n % 2 === 0 ? "alpha" : "beta", `namespace-${n}/service-account-${n}`, {
        association: associations[n % associations.length] ?? "kept",
        verdict: "both",
        gained: numbers
          .slice(0, 20)
          .map((m) => entry("write", [`s3:Put${m}`, `s3:Delete${m}`], region(`arn:aws:s3:::bucket-${n}-${m}/*`))),
        lost: numbers.slice(0, 20).map((m) => entry("read", [`s3:Get${m}`], region(`arn:aws:s3:::bucket-${n}-${m}/*`))),
      }),
    ),
    unchanged: numbers.map((n) => `atlas-eks quiet/account-${n}`),
    notPlanned: numbers.map((n) => `stack-${n}`),
    findings: (["new", "old"] as const).flatMap((status) =>
      (["error", "warning"] as const).flatMap((severity) =>
        numbers.map((n) =>
          finding("wildcard-resource", {
            about: `s3:Action${n}`,
            severity,
            status,
            stack: "alpha",
            message: "an action that could be held to resources is allowed on every one of them",
            found: "*",
            fix: "name the resources",
            serviceAccounts: [`namespace-${n}/service-account-${n}`],
            acknowledge: `acknowledge:\n  - rule: wildcard-resource[s3:Action${n}]\n    reason: …\n`,
          }),
        ),
      ),
    ),
    deploy: {
      restarts: numbers.map((n) => ({
        stack: "alpha",
        cluster: "atlas-eks",
        serviceAccount: `namespace-${n}/service-account-${n}`,
        why: "the agent keeps credentials for up to 6 hours",
      })),
      gaps: numbers.map((n) => ({
        stack: "alpha",
        cluster: "atlas-eks",
        serviceAccount: `namespace-${n}/service-account-${n}`,
        why: "its association is deleted before the new one is created",
        expect: "about 10 seconds",
      })),
      steps: numbers.map((n) => `step ${n}`),
    },
    fingerprint: "pi1-2222222222222222222222222222222222222222",
  };
}
