import { marked } from "marked";
import { reviewMarkdown } from "../../../lib/report/review-markdown";
import type { Review } from "../../../lib/review/review";
import {
  access,
  acknowledged,
  counts,
  ERRORED,
  entry,
  finding,
  HOSTILE,
  hugeReview,
  MIXED,
  NO_CHANGE,
  plan,
  region,
  resource,
  SMALL_GAIN,
} from "./sample-review";

const MARKER = "<!-- pod-identity-review -->";
const ALL = { limit: Number.POSITIVE_INFINITY };

function comment(review: Review): string {
  return reviewMarkdown(review).text;
}

const REORDERED: Review = {
  ...SMALL_GAIN,
  plans: [
    plan("backend-api", {
      actions: [
        resource("backend-api", "aws_iam_role_policy.a", { changed: ["policy"], sameMeaning: ["policy"] }),
        resource("backend-api", "aws_iam_role.b", { kind: "delete", said: "delete,pause" }),
      ],
    }),
  ],
};

/** The cells of the table of access, as they are written. */
function rows(text: string): string[][] {
  const table = marked.lexer(text).find((token) => token.type === "table");
  if (table?.type !== "table") return [];
  return [table.header, ...table.rows].map((row: readonly { text: string }[]) => row.map((cell) => cell.text));
}

/** A review of one service account. */
function about(...more: Parameters<typeof access>[2][]): Review {
  return { ...SMALL_GAIN, access: more.map((each, index) => access("backend-api", `backend/api${index}`, each)) };
}

const TARGET = "arn:aws:iam::492000000148:role/target";

function shared(more: Parameters<typeof access>[2]): Review {
  return about({ ...more, gained: SMALL_GAIN.access.flatMap(({ gained }) => gained) });
}

test("the whole comment is a contract", () => {
  expect(comment(MIXED)).toMatchSnapshot();
});

test.each([
  ["a small gain", SMALL_GAIN, "### Pod identity review: ✅ fine", "**1 service account gains access.**"],
  ["one of everything", MIXED, "### Pod identity review: 🛑 3 errors, 3 warnings", `**${MIXED.verdict.text}**`],
  ["nothing", NO_CHANGE, "### Pod identity review: ✅ fine", "**Nothing changes.**"],
  [
    "a plan that failed",
    ERRORED,
    "### Pod identity review: ❔ cannot tell, 1 error",
    "**Terraform could not finish a plan.**",
  ],
])("of %s the marker, the verdict and its reason come first", (_, review, title, verdict) => {
  expect(comment(review).split("\n\n").slice(0, 3)).toEqual([MARKER, title, verdict]);
});

test.each([
  ["one cluster stands above the table", SMALL_GAIN, /^On cluster `atlas-eks` in `us-east-1`\.$/m],
  ["nothing is lost: no such column", SMALL_GAIN, /^\| Service account \| Gains \|$/m],
  [
    "several clusters and stacks stand below the names",
    MIXED,
    /^\| \*\*`billing\/admin`\*\*: \*\*new\*\*<br>on `borealis-eks`, stack `billing-jobs`<br>/m,
  ],
  ["no change: no table", NO_CHANGE, /^(?![\s\S]*Service account)/],
  [
    "an errored plan is said at the top",
    ERRORED,
    /^\*\*Terraform could not finish a plan: what follows is not all\.\*\*$/m,
  ],
  [
    "a finding: sign, rule with its help, whom, message",
    MIXED,
    /^- 🛑 \*\*error\*\* \[`wildcard-resource\[s3:PutBucketPolicy\]`\]\(https:\/\/example\.com\/docs\/reference\/rules\.md#wildcard-resource\) `billing\/admin`: `\*` an action that hands/m,
  ],
  [
    "its place, and what to do",
    MIXED,
    /<br>allowed: the ARNs of the buckets; at `pod-identity\.yaml:14`; stack `billing-jobs`<br>\*\*Fix:\*\* name the buckets/,
  ],
  [
    "how to acknowledge it, folded",
    MIXED,
    /<summary>Acknowledge it, where it is meant<\/summary>\n\n {2}```yaml\n {2}acknowledge:\n/,
  ],
  [
    "old findings are folded",
    MIXED,
    /<details><summary>Not of this change: 1 warning, 1 note that were there before<\/summary>/,
  ],
  [
    "a replacement counts once",
    MIXED,
    /^#### Resources: 4 to create, 3 to update, 2 to replace, 2 to delete, 1 to forget, 1 to import, 1 to move$/m,
  ],
  [
    "a replacement and what forces it",
    MIXED,
    /^- \*\*replaced\*\* `aws_iam_role\.reports` \(`backend-api`\): `name` and `path` force it; created anew before it is deleted$/m,
  ],
  [
    "a removal and why",
    MIXED,
    /^- \*\*deleted\*\* `aws_iam_role\.jobs` \(`billing-jobs`\): it is no longer in the configuration$/m,
  ],
  [
    "what a policy means although it is written otherwise",
    REORDERED,
    /^- `~` `aws_iam_role_policy\.a`: `policy`; written otherwise, same meaning: `policy`$/m,
  ],
  ["actions that are not known", REORDERED, /^- \*\*deleted\*\* `aws_iam_role\.b`: Terraform says `delete,pause`$/m],
  ["a gap", MIXED, /\*\*no credentials:\*\* `backend\/api` on `atlas-eks`: its association is deleted/],
  ["a restart", MIXED, /\*\*restart the pods of\*\* `backend\/worker` on `atlas-eks`: the agent keeps/],
  ["steps in their order", MIXED, /^1\. cdktf deploy backend-api\n2\. kubectl[\s\S]*\n3\. cdktf deploy billing-jobs$/m],
  ["drift", MIXED, /^- changed outside of Terraform: `aws_iam_role_policy\.api_inline`, `policy` \(`backend-api`\)$/m],
  ["a failed check", MIXED, /^- check `check\.bucket_is_private`: `fail`, The bucket reports is open to the world\./m],
  ["what is deferred", MIXED, /^- deferred: `aws_sqs_queue\.later\[0\]`, `provider_config_unknown`/m],
  ["a graph that would be no picture", MIXED, /No graph: more than 12 service accounts/],
  [
    "a graph with a target role, which has the access",
    about({ targetBefore: TARGET, targetAfter: TARGET, gained: SMALL_GAIN.access.flatMap(({ gained }) => gained) }),
    /^ {2}n1 -->\|"assumes"\| n2\n {2}n2 -->\|"#43; read, list"\| n3$/m,
  ],
  [
    "a graph with another target role",
    about({ targetBefore: TARGET, targetAfter: `${TARGET}2` }),
    /^ {2}n1 -\.->\|"assumes"\| n2\n {2}n1 -->\|"assumes"\| n3$/m,
  ],
  [
    "a graph of who gets a role that stands: the role itself gains nothing",
    shared({ association: "created", roleAfter: "r" }),
    /^ {2}n0 -->\|"#43; association"\| n1\n {2}n1 -->\|"read, list"\| n2$/m,
  ],
  [
    "a graph of who gets a new role",
    shared({ association: "created", roleAfter: "r", roleFate: "made" }),
    /^ {2}n1\["#43; r"\]:::added\n[\s\S]*n1 -->\|"#43; read, list"\| n2$/m,
  ],
  [
    "a graph of a role that is destroyed under its association",
    about({ association: "kept", roleBefore: "r", roleFate: "destroyed", verdict: "narrowed" }),
    /^ {2}n0 -\.->\|"role destroyed"\| n1$/m,
  ],
  ["a small graph", SMALL_GAIN, /^ {2}n1 -->\|"#43; read, list"\| n2$/m],
  [
    "a stack without a plan, before all else",
    { ...NO_CHANGE, notPlanned: ["orders-prod"] },
    /^\*\*Nothing changes\.\*\*\n\n\*\*Not planned, and so not reviewed: the stack orders-prod\.\*\*$/m,
  ],
  [
    "many stacks without a plan",
    { ...NO_CHANGE, notPlanned: ["a", "b", "c", "d", "e", "f", "g"] },
    /^\*\*Not planned, and so not reviewed: 7 stacks a, b, c, d, e and 2 more\.\*\*$/m,
  ],
  [
    "what is acknowledged, right after the findings",
    MIXED,
    /\n\n#### 2 acknowledged in the declaration\n\n- error `wildcard-resource\[s3:DeleteObject\]` `backend\/cron` and 1 more, because: the nightly clean-up, until `PLAT-12` is done \(until `2026-12-31`, at `pod-identity\.yaml:40`, stack `backend-api`\)\n- note `session-name`, because: `\*no\*` `@team` needs it \(stack `billing-jobs`\)\n\n#### Resources/,
  ],
  [
    "a plan that failed: no word of deploying it",
    ERRORED,
    /---\n\nA plan that Terraform could not finish cannot be deployed: Terraform's own error is in the log of the plan\. Fingerprint: `pi1-0{40}`\.\n$/,
  ],
  [
    "how to deploy what was reviewed",
    MIXED,
    /^Deploy what was reviewed: `pod-identity plan --expect pi1-ffeeddccbbaa99887766554433221100ffeeddcc` fails where a new plan differs; `review --expect` does so for plans at hand\.$/m,
  ],
])("%s", (_, review, expected) => {
  expect(comment(review)).toMatch(expected);
});

describe("a row says what happens to the association", () => {
  test.each([
    ["created", { association: "created", roleAfter: "r" }, "**new**<br>association created, role `r`"],
    [
      "removed",
      { association: "removed", roleBefore: "r", verdict: "narrowed" },
      "**loses all**<br>association **removed**, role `r`",
    ],
    [
      "replaced",
      { association: "replaced", verdict: "equivalent" },
      "**same access**<br>association **replaced**, role `backend-api-api`",
    ],
    [
      "re-pointed",
      { association: "re-pointed", roleBefore: "a", roleAfter: "b" },
      "**broadened**<br>association **re-pointed** from role `a` to role `b`",
    ],
    [
      "kept, and its role destroyed",
      { association: "kept", roleBefore: "r", roleFate: "destroyed", verdict: "narrowed" },
      "**loses all**<br>role **destroyed**, `r`",
    ],
    ["kept", { association: "kept" }, "**broadened**<br>policies of role `backend-api-api`"],
    [
      "policies of a target role",
      { association: "kept", targetBefore: TARGET, targetAfter: TARGET },
      `**broadened**<br>policies of target role \`${TARGET}\``,
    ],
    [
      "created, with a target role",
      { association: "created", targetAfter: TARGET },
      `**new**<br>association created, role \`backend-api-api\`, target role \`${TARGET}\``,
    ],
    [
      "removed, with a target role",
      { association: "removed", verdict: "narrowed", targetBefore: TARGET },
      `**loses all**<br>association **removed**, role \`backend-api-api\`, target role \`${TARGET}\``,
    ],
    [
      "another target role",
      { association: "updated", targetBefore: TARGET, targetAfter: `${TARGET}2` },
      `**broadened**<br>association updated, role \`backend-api-api\`, target role was \`${TARGET}\`, is now \`${TARGET}2\``,
    ],
    [
      "no target role any more",
      { association: "updated", targetBefore: TARGET },
      `**broadened**<br>association updated, role \`backend-api-api\`, target role was \`${TARGET}\`, is none any more`,
    ],
    [
      "with a policy that no plan shows",
      { verdict: "cannot tell", unknown: { before: [], after: ["arn:aws:iam::1:policy/x"] } },
      "**cannot tell**<br>policies of role `backend-api-api`<br>not known here: `arn:aws:iam::1:policy/x`",
    ],
    [
      "with another trust",
      { trust: { before: "backend/api", after: "anyone" } },
      "**broadened**<br>role `backend-api-api`<br>trust was: backend/api<br>trust is now: anyone",
    ],
  ] as const)("%s", (_, more, expected) => {
    expect(rows(comment(about(more)))[1]?.[0]).toBe(`**\`backend/api0\`**: ${expected}`);
  });
});

describe("a row says what is gained", () => {
  const S3 = "arn:aws:s3:::a/*";
  const many = Array.from({ length: 214 }, (_, index) => `s3:Put${index}`);
  test.each([
    [
      "few actions by name",
      [entry("read", ["s3:GetObject", "s3:GetObjectTagging"], region(S3))],
      `**read** \`s3:GetObject\`, \`s3:GetObjectTagging\` on \`${S3}\``,
    ],
    ["many by count", [entry("write", many, region("*"))], "**write** 214 `s3` actions on **every resource**"],
    [
      "many with the notable by name",
      [{ ...entry("write", many, region("*")), notable: ["s3:Put3"] }],
      "**write** 214 `s3` actions (among them `s3:Put3`) on **every resource**",
    ],
    [
      "all of a service",
      [
        {
          ...entry("write", [], region("*")),
          services: [{ service: "s3", extent: "level" as const, count: 214, actions: [] }],
        },
      ],
      "**write** all 214 `s3` actions on **every resource**",
    ],
    [
      "all there are",
      [{ ...entry("permissions", [], region("*")), everything: true, count: 900 }],
      "**permissions management** all 900 actions of all services on **every resource**",
    ],
    [
      "conditions",
      [
        entry(
          "list",
          ["s3:ListBucket"],
          region(S3, {
            when: [
              { operator: "StringNotEqualsIfExists", key: "aws:SourceVpc", values: ["a", "b"] },
              { operator: "Null", key: "s3:prefix", values: ["true"] },
              { operator: "ForAnyValue:StringLike", key: "aws:TagKeys", values: ["x"] },
            ],
          }),
        ),
      ],
      `**list** \`s3:ListBucket\` on \`${S3}\` when \`aws:SourceVpc\` is not \`a\` and \`b\` or is absent and \`s3:prefix\` is absent and \`aws:TagKeys\` \`ForAnyValue:StringLike\` \`x\``,
    ],
    [
      "exceptions",
      [
        entry(
          "list",
          ["s3:ListBucket"],
          region("*", {
            except: ["a"],
            within: ["b", "c"],
            unless: [[{ operator: "Bool", key: "k", values: ["true"] }]],
          }),
        ),
      ],
      "**list** `s3:ListBucket` on **every resource** except `a` within `b` and `c` unless `k` is `true`",
    ],
    [
      "more than can be read",
      Array.from({ length: 8 }, (_, index) => entry(index < 6 ? "write" : "read", [`s3:Put${index}`], region("*"))),
      /(?:\*\*write\*\* `s3:Put\d` on \*\*every resource\*\*<br>){5}and 3 more: 1 write, 2 read$/,
    ],
  ])("%s", (_, gained, expected) => {
    const cell = rows(comment(about({ gained })))[1]?.[1];
    if (typeof expected === "string") expect(cell).toBe(expected);
    else expect(cell).toMatch(expected);
  });

  test("nothing, where it cannot be told: never as if there were none", () => {
    expect(rows(comment(about({ verdict: "cannot tell" })))).toEqual([
      ["Service account", "Gains", "Loses"],
      ["**`backend/api0`**: **cannot tell**<br>policies of role `backend-api-api`", "cannot tell", "cannot tell"],
    ]);
  });

  test("what cannot be told, and why; what AWS may add", () => {
    const unclear = {
      ...entry("write", ["s3:PutObject"], region(S3)),
      region: { ...region(S3), why: "too intricate" },
    };
    const change = {
      unclear: { gained: [unclear], lost: [] },
      future: { gained: [{ patterns: ["s3:Get*"], regions: [] }], lost: [] },
    };
    expect(rows(comment(about(change)))[1]?.[1]).toBe(
      `perhaps **write** \`s3:PutObject\` on \`${S3}\` (cannot tell: too intricate)<br>whatever AWS adds to \`s3:Get*\``,
    );
  });
});

describe("whatever its length", () => {
  test.each([
    ["hostile names", HOSTILE, 65_536],
    ["40 of everything", hugeReview(40), 65_536],
    ["300 of everything", hugeReview(300), 65_536],
    ["40 of everything in little room", hugeReview(40), 8_000],
    ["less room than there can be", MIXED, 1],
  ])("%s fits and says what is left out", (_, review, limit) => {
    const { text, leftOut } = reviewMarkdown(review, { limit });
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.max(limit, 8_000));
    expect(text.startsWith(`${MARKER}\n`)).toBe(true);
    expect(text).toContain(review.fingerprint);
    for (const what of leftOut) expect(text).toContain(what);
    expect(leftOut.length > 0).toBe(text.includes("Left out: "));
  });

  test("detail gives way in the stated order", () => {
    const review = hugeReview(20);
    const steps = [200_000, 100_000, 65_536, 30_000, 15_000].map((limit) => reviewMarkdown(review, { limit }).leftOut);
    for (const [index, less] of steps.slice(0, -1).entries()) {
      expect(steps[index + 1]?.slice(0, less.length)).toEqual(less);
    }
    expect(new Set(steps.map((step) => step.length)).size).toBeGreaterThan(2);
  });

  test("what is lost, errors and removals are named while it can be", () => {
    const { text, leftOut } = reviewMarkdown(hugeReview(40), { limit: 65_536 });
    expect(leftOut).not.toHaveLength(0);
    for (let n = 0; n < 40; n++) {
      expect(text).toContain(`wildcard-resource[s3:Action${n}]`);
      expect(text).toContain(`\`namespace-${n}/service-account-${n}\``);
      expect(
        text.match(
          new RegExp(
            `(?:replaced|deleted|forgotten)\\*\\* \`aws_iam_role\\.some-rather-long-name-of-a-role-${n}\``,
            "g",
          ),
        ),
      ).toHaveLength(6);
    }
  });

  test("of absurd numbers as many as fit, of each kind, and how many there are", () => {
    const { text, leftOut } = reviewMarkdown(hugeReview(900));
    expect(leftOut.at(-1)).toMatch(/^service accounts that lose access, errors, and resources that go/);
    expect(text).toMatch(/150 service accounts lose all access, 750 lose some, 0 may lose some, 0 gain/);
    expect(text).toMatch(/`atlas-eks namespace-1\/service-account-1`: \*\*loses all\*\*/);
    expect(text).toMatch(/- and \d+ more that lose access/);
    expect(text).toMatch(/#### Findings: 900 errors, 900 warnings/);
    expect(text).toMatch(/🛑 \*\*error\*\* `wildcard-resource\[s3:Action0\]`/);
    expect(text).toMatch(/🛑 and \d+ more errors/);
    expect(text).toMatch(/- \*\*replaced\*\* `aws_iam_role/);
    expect(text).toMatch(/- and \d+ more removed or replaced/);
  });

  test("that a stack has no plan stays, whatever gives way", () => {
    expect(reviewMarkdown(hugeReview(900), { limit: 8000 }).text).toContain(
      "Not planned, and so not reviewed: 900 stacks",
    );
  });

  test("how many are acknowledged stays, whatever gives way", () => {
    const many = Array.from({ length: 900 }, (_, n) => acknowledged("tags", { reason: `reason ${n}` }));
    const squeezed = reviewMarkdown({ ...hugeReview(900), acknowledged: many }).text;
    expect(squeezed).toContain("\n\n900 acknowledged in the declaration.\n\n");
    const alone = reviewMarkdown({ ...SMALL_GAIN, acknowledged: many }, { limit: 10_000 }).text;
    expect(alone).toMatch(/- warning `tags`, because: reason 0\n[\s\S]*\n- and \d+ more\n/);
  });

  describe("of 5,000 there are as many as fit, the first ones first, and how many more", () => {
    const numbers = Array.from({ length: 5_000 }, (_, n) => n);
    const gain = (n: number) =>
      access("backend-api", `backend/api${n}`, {
        gained: [entry("write", ["s3:PutObject"], region(`arn:aws:s3:::b${n}/*`))],
      });
    const gains = numbers.map(gain);
    const warnings = numbers.map((n) => finding("drift", { message: `thing ${n} differs` }));
    const old = numbers.map((n) => finding("tags", { status: "old", message: `tag ${n} is missing` }));
    const created = (n: number) => resource("backend-api", `aws_s3_bucket.b${n}`, { kind: "create" });
    const restart = (n: number) => ({ stack: "s", cluster: "c", serviceAccount: `a/b${n}`, why: "it is so" });
    test.each<[string, Partial<Review>, RegExp]>([
      [
        "gains in the table",
        { access: gains },
        /\| \*\*`backend\/api0`\*\*: [^|]* \| \*\*write\*\* `s3:PutObject` on `arn:aws:s3:::b0\/\*` \|\n\| \*\*`backend\/api1`[\s\S]*\n\nAnd \d{4} more that gain or stay as they are\.\n/,
      ],
      [
        "gains beside one loss, which is named although the last",
        { access: [...gains, access("backend-api", "backend/last", { association: "removed" })] },
        /\n\n\*\*1 service account loses all access, [^\n]*\n\n- `atlas-eks backend\/last`: \*\*loses all\*\*\n\n\|[\s\S]*`backend\/api0`[\s\S]*\n\nAnd \d{4} more/,
      ],
      [
        "warnings",
        { findings: warnings },
        /<summary>4995 more warnings<\/summary>\n\n- ⚠️ \*\*warning\*\* `drift`\n[\s\S]*\n- and \d{4} more\n/,
      ],
      [
        "old findings",
        { findings: old },
        /5000 warnings that were there before<\/summary>\n\n[^\n]* tag 0 is missing[\s\S]*\n- and \d{4} more\n/,
      ],
      [
        "created resources",
        { plans: [plan("backend-api", { actions: numbers.map(created) })] },
        /<summary>5000 resources created[^\n]*\n\n- `\+` `aws_s3_bucket\.b0`\n[\s\S]*\n- and \d{4} more\n/,
      ],
      [
        "pods to restart",
        { deploy: { restarts: numbers.map(restart), gaps: [], steps: [] } },
        /- 🔁 \*\*restart the pods of\*\* `a\/b0` on `c`\n[\s\S]*\n- and \d{4} more\n/,
      ],
      [
        "who keeps the same access",
        { unchanged: numbers.map((n) => `atlas-eks a/b${n}`) },
        /- same access: `atlas-eks a\/b0`\n[\s\S]*\n- and \d{4} more\n/,
      ],
    ])("%s", (_, more, expected) => {
      const text = comment({ ...NO_CHANGE, verdict: { ...NO_CHANGE.verdict, changes: true }, ...more });
      expect(text).toMatch(expected);
      expect(Buffer.byteLength(text)).toBeGreaterThan(62_000);
      expect(Buffer.byteLength(text)).toBeLessThanOrEqual(65_536);
    });

    test("all at once: some of each", () => {
      const text = comment({ ...NO_CHANGE, access: gains, findings: [...warnings, ...old] });
      expect(text).toMatch(/And \d+ more that gain[\s\S]*<summary>4995 more warnings<[\s\S]*there before<\/summary>/);
      expect(Buffer.byteLength(text)).toBeGreaterThan(62_000);
    });
  });

  test("nothing is left out where there is room for all", () => {
    const review = hugeReview(40);
    const { text, leftOut } = reviewMarkdown(review, ALL);
    expect(leftOut).toEqual([]);
    expect(text).toContain("<summary>All that 40 service accounts gain and lose</summary>");
    expect(text.match(/gains \*\*write\*\*/g)).toHaveLength(40 * 20);
  });

  test("the first warnings are open, other ones and many removals folded, errors never", () => {
    const warnings = Array.from({ length: 6 }, () => finding("tags"));
    const gone = Array.from({ length: 11 }, (_, n) =>
      resource("backend-api", `aws_iam_role.r${n}`, { kind: "delete" }),
    );
    const errors = Array.from({ length: 20 }, () => finding("trust-opened", { severity: "error" }));
    const review: Review = {
      ...SMALL_GAIN,
      verdict: { ...SMALL_GAIN.verdict, counts: counts({ delete: 11 }) },
      plans: [plan("backend-api", { actions: gone })],
      findings: [...errors, ...warnings, finding("tags", { severity: "info" })],
    };
    const text = comment(review);
    expect(text.split("⚠️ **warning**")).toHaveLength(7);
    expect(text).toContain("<details><summary>1 more warning</summary>");
    expect(text).toContain("<details><summary>1 note</summary>");
    expect(text).toContain("<details><summary>11 resources removed or replaced</summary>");
    expect(text.slice(0, text.indexOf("<details>")).match(/trust-opened`/g)).toHaveLength(20);
  });
});
