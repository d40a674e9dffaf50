import * as z from "zod";

const texts = z.array(z.string());

/** A count, or a place: no upper bound in the schema, where the safe integers would only be in the reader's way. */
const whole = z.number().meta({ type: "integer", minimum: 0 });

const conditions = z.array(
  z.object({
    operator: z.string().describe("With its set prefix and its `IfExists`: `ForAnyValue:StringLike`."),
    key: z.string(),
    values: texts,
  }),
);

const region = z.object({
  resource: z
    .string()
    .describe("The pattern of resources, as written. `<arn of …>` stands for what is known only after apply."),
  within: texts.describe("Patterns that a resource must match too."),
  except: texts.describe("Patterns of resources that are not meant."),
  when: conditions.describe("Conditions that must all hold."),
  unless: z.array(conditions).describe("Where all conditions of one of these lists hold, nothing changes."),
});

const unsureRegion = region.extend({
  why: z.string().optional().describe("Why it cannot be told whether access to it changes; absent where that is sure."),
});

const entry = region.extend({
  level: z
    .enum(["permissions", "write", "tagging", "read", "list", "unknown"])
    .describe(
      "The access level that AWS gives the actions; `unknown`: actions that a statement names and AWS is not known to have.",
    ),
  count: whole.describe("How many actions."),
  everything: z.boolean().describe("Whether every known action of the level is meant; `services` is empty then."),
  services: z.array(
    z.object({
      service: z.string().describe("Its prefix in actions: `s3`."),
      extent: z
        .enum(["service", "level", "some"])
        .describe("Whether all known actions of the service are meant, all of the level, or some."),
      count: whole,
      actions: texts.describe("Their names, `s3:GetObject`, where they are some."),
    }),
  ),
  notable: texts.describe("The actions among them that a reader should see by name."),
});

const unclearEntry = entry.extend({ why: z.string().describe("Why it cannot be told.") });

const future = z.object({
  patterns: texts.describe("Patterns of actions: `s3:Get*`."),
  regions: z.array(unsureRegion),
});

const subject = z.union([
  z.object({
    kind: z.literal("service account"),
    cluster: z.string().describe("The cluster's name."),
    region: z.string().optional(),
    serviceAccount: z.string().describe("`namespace/name`."),
  }),
  z.object({ kind: z.literal("role"), role: z.string() }),
]);

const access = z.object({
  stack: z.string(),
  subject: subject.describe(
    "Whose access changes; a role where it trusts EKS Pod Identity and none of the plans associates it.",
  ),
  association: z
    .enum(["created", "removed", "replaced", "re-pointed", "updated", "kept", "none"])
    .describe("What happens to the association; `kept` where only the role's policies change."),
  roleBefore: z.string().optional().describe("The role's name, or its ARN where it is not in the plans."),
  roleAfter: z.string().optional(),
  targetBefore: z.string().optional().describe("The ARN of the target role, whose access it is then."),
  targetAfter: z.string().optional(),
  verdict: z.enum(["equivalent", "broadened", "narrowed", "both", "cannot tell"]),
  gained: z.array(entry),
  lost: z.array(entry),
  unclear: z
    .object({ gained: z.array(unclearEntry), lost: z.array(unclearEntry) })
    .describe("Access that may be gained or lost."),
  future: z
    .object({ gained: z.array(future), lost: z.array(future) })
    .describe("What wildcards gain and lose of actions that AWS may add. It has no part in the verdict."),
  unknown: z
    .object({ before: texts, after: texts })
    .describe("Policies that have a say and that the plans do not show."),
  trust: z
    .object({ before: z.string(), after: z.string() })
    .optional()
    .describe("What the trust policy lets in, where that changes."),
});

const pointer = z.object({
  source: z.string().describe("A declaration's file, a construct's path in the tree, or the address of a resource."),
  path: z.array(z.union([z.string(), z.number()])).describe("The keys down to the value."),
});

const finding = z.object({
  rule: z.string().describe("The id of the rule: `wildcard-resource`."),
  id: z.string().describe("By which it is acknowledged: `wildcard-resource[s3:DeleteObject]`, or the rule's id alone."),
  about: z.string().optional().describe("What the rule speaks of, where that is one thing among several."),
  severity: z.enum(["error", "warning", "info"]),
  status: z.enum(["new", "old"]).describe("`old`: it was there before, and this change does not bring it."),
  stack: z.string(),
  serviceAccounts: texts.describe("Whom it is about, each `namespace/name`."),
  message: z.string().describe("What is wrong, in one sentence without the value."),
  found: z.string().optional(),
  allowed: z.string().optional(),
  fix: z.string().optional(),
  help: z.string().describe("Where the rule is explained."),
  at: pointer,
  file: z.string().optional().describe("The declaration, relative to the working directory, where one is at hand."),
  line: whole.optional(),
  column: whole.optional(),
  acknowledge: z.string().optional().describe("What to write into the identity of the declaration to acknowledge it."),
});

const acknowledged = z.object({
  rule: z.string().describe("The id of the rule: `wildcard-resource`."),
  id: z.string().describe("By which it is acknowledged: `wildcard-resource[s3:DeleteObject]`, or the rule's id alone."),
  severity: z.enum(["error", "warning", "info"]),
  stack: z.string(),
  serviceAccounts: texts.describe("Whom it is about, each `namespace/name`."),
  message: z.string().describe("What is wrong, in one sentence without the value."),
  reason: z.string().describe("Why that is meant, as the declaration says."),
  until: z.string().optional().describe("The last day on which the acknowledgement holds, `YYYY-MM-DD`."),
  file: z.string().optional().describe("The declaration that acknowledges it, relative to the working directory."),
  line: whole.optional(),
  column: whole.optional(),
});

const resource = z.object({
  stack: z.string(),
  address: z.string(),
  type: z.string(),
  mode: z.enum(["managed", "data"]),
  action: z
    .enum(["create", "update", "replace", "delete", "forget", "read", "no-op"])
    .describe("A replacement is one action. `no-op`: moved or imported as it is."),
  order: z
    .enum(["delete first", "create first", "forget"])
    .optional()
    .describe("Of a replacement: what comes first; `forget`: the old object is left standing."),
  previousAddress: z.string().optional().describe("Where it was before a move."),
  deposed: z.string().optional().describe("The key of an object that an earlier replacement left behind."),
  importing: z.object({ id: z.string().optional() }).optional(),
  reason: z.string().optional().describe("Terraform's `action_reason`."),
  replacedBy: texts.describe('The paths that force a replacement: `name`, `tags["a"]`.'),
  changed: texts.describe("The paths whose value changes, without values: they may be sensitive."),
  sensitive: z.boolean().describe("Whether one of the changed values is sensitive."),
  unknown: z.boolean().describe("Whether one of the changed values is known only after apply."),
  path: z.string().describe("The construct's path where CDKTF made it, else the address."),
});

const plan = z.object({
  stack: z.string(),
  file: z
    .string()
    .describe("The plan's file: relative to the working directory, with `../` where it lies outside; `-` for stdin."),
  terraformVersion: z.string().optional(),
  errored: z.boolean().describe("Terraform could not finish the plan."),
  complete: z.boolean().optional().describe("False: targeted, or parts are deferred. Absent: the plan does not say."),
  deferred: z.array(z.object({ address: z.string(), reason: z.string() })),
  checks: z
    .array(z.object({ address: z.string(), status: z.string(), problems: texts }))
    .describe("Checks that fail, or of which the plan cannot tell."),
});

const affected = { stack: z.string(), cluster: z.string(), serviceAccount: z.string(), why: z.string() };

const counts = z.object({
  gain: whole.describe("Service accounts, and roles without one, by what happens to their access."),
  lose: whole,
  both: whole,
  unclear: whole,
  errors: whole.describe("New findings."),
  warnings: whole,
  create: whole.describe("Resources, over all plans. A replacement is one replacement."),
  update: whole,
  replace: whole,
  delete: whole,
  forget: whole,
  import: whole,
  move: whole,
});

/**
 * What `pod-identity review --format json` writes, version 1. Within version 1 fields may be added, and lists of words that
 * describe (`level`, `association`, `action`, …) may get new ones; nothing is taken away and nothing changes its meaning. No
 * field holds a value that is sensitive. What is known only after apply is written `<arn of aws_s3_bucket.reports>`.
 */
export const reviewReport = z
  .object({
    $schema: z.string().optional(),
    version: z.literal(1).describe("Fields may be added within a version; none is taken away or changes its meaning."),
    verdict: z.object({
      level: z
        .enum(["fine", "warning", "error", "cannot tell"])
        .describe("By the new findings; `cannot tell`: something could not be analysed."),
      changes: z.boolean().describe("Whether the plans change anything at all, access or other resources."),
      text: z.string().describe("One sentence for people."),
    }),
    counts,
    plans: z.array(plan).describe("One for each plan, in the order of their stacks' names."),
    notPlanned: texts.describe("Stacks of the project whose plans are not among these: nothing is known of them."),
    access: z.array(access).describe("Whose access changes or may change; the gravest first."),
    unchanged: texts.describe("Service accounts whose access stays as it is, `cluster namespace/name`."),
    findings: z.array(finding).describe("New ones before old ones, errors before warnings."),
    acknowledged: z
      .array(acknowledged)
      .describe("New findings that the declaration acknowledges; none of them is in `findings`."),
    resources: z.array(resource).describe("What the plans touch, move or import."),
    drift: z.array(resource).describe("What was changed outside of Terraform; `action` says how: update, or delete."),
    deploy: z.object({
      restarts: z.array(z.object(affected)).describe("Service accounts whose pods have to be restarted."),
      gaps: z
        .array(z.object({ ...affected, expect: z.string() }))
        .describe("Service accounts without credentials for a while, or for good."),
      steps: texts.describe("What to do, in order."),
    }),
    fingerprint: z
      .string()
      .describe(
        "`pi1-` and 40 hexadecimal digits, over the change in access and the actions on resources: for `--expect`.",
      ),
  })
  .describe("The review of Terraform plans: what each service account gains and loses, and what else to know of it.");

export type ReviewReport = z.infer<typeof reviewReport>;
export type ReportedEntry = z.infer<typeof entry>;
export type ReportedUnclearEntry = z.infer<typeof unclearEntry>;
export type ReportedFuture = z.infer<typeof future>;
export type ReportedAccess = z.infer<typeof access>;
export type ReportedFinding = z.infer<typeof finding>;
export type ReportedAcknowledged = z.infer<typeof acknowledged>;
export type ReportedResource = z.infer<typeof resource>;
export type ReportedPlan = z.infer<typeof plan>;
export type ReportedRegion = z.infer<typeof region>;
