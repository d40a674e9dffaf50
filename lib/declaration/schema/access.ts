import * as z from "zod";
import { CONDITION_OPERATORS, isConditionKey, isConditionOperator } from "../../iam/condition-operators";
import { resourceArnFix } from "../../model/arn";
import { hasToken } from "../../model/token";
import { didYouMean } from "../../suggest";
import { text } from "./field";

export const action = text({
  what: "an IAM action",
  allowed: "`service:Action`, with * and ? as wildcards after the colon, or `*`",
  fits: (value) => value === "*" || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(value),
  fix: (value) => {
    if (value.trim() !== value) return `write \`${value.trim()}\``;
    if (/^[A-Za-z0-9-]+\.[A-Za-z0-9*?]+$/.test(value)) return `write \`${value.replace(".", ":")}\``;
    if (/^[A-Za-z]+$/.test(value)) return `put the service before it: \`SERVICE:${value}\``;
    return undefined;
  },
  pattern: /^(\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+)$/,
  description: "An IAM action, `service:Action`; `*` and `?` are wildcards.",
  examples: ["s3:GetObject"],
});

export const resource = text({
  what: "a resource's ARN",
  allowed: "`*`, or an ARN `arn:partition:service:region:account:resource`, with * and ? as wildcards",
  fits: (value) => value === "*" || (/^arn:/.test(value) && resourceArnFix(value) === undefined),
  fix: (value) => {
    const bucket = /^s3:\/\/(.+)$/.exec(value)?.[1];
    if (bucket !== undefined) return `write \`arn:aws:s3:::${bucket}\``;
    if (value.trim() !== value) return "remove the blank";
    return value.startsWith("arn:") ? resourceArnFix(value) : undefined;
  },
  description: "The ARN of what the actions are allowed on; `*` and `?` are wildcards, `${aws:…}` policy variables.",
  examples: ["arn:aws:s3:::reports/*"],
});

const conditionValue = z
  .union([z.string(), z.number(), z.boolean(), z.array(z.union([z.string(), z.number(), z.boolean()])).min(1)])
  .describe("One value or several, of which one must match.");

/** Operator → condition key → values, as in an IAM policy's Condition element. */
export const conditions = z
  .record(z.string(), z.record(z.string(), conditionValue))
  .check((context) => {
    for (const [operator, keys] of Object.entries(context.value)) {
      if (!isConditionOperator(operator)) {
        const meant = didYouMean(operator, CONDITION_OPERATORS);
        context.issues.push({
          code: "custom",
          input: operator,
          path: [operator],
          message: "is not a condition operator",
          params: {
            key: true,
            allowed: "an operator of the IAM reference, like StringEquals, StringLike or Bool",
            fix: meant,
          },
        });
      }
      for (const key of Object.keys(keys)) {
        if (hasToken(key) || isConditionKey(key)) continue;
        context.issues.push({
          code: "custom",
          input: key,
          path: [operator, key],
          message: "is not a condition key",
          params: {
            key: true,
            allowed: "`prefix:Key`, like aws:SourceVpc or s3:prefix",
            fix: `put its prefix before it, as in \`aws:${key}\``,
          },
        });
      }
    }
  })
  .describe("Conditions: operator → key → value or list of values, as in an IAM policy's Condition element.");

export const statement = z
  .strictObject({
    actions: z.array(action).min(1).describe("What is allowed, or denied."),
    resources: z.array(resource).min(1).describe("On what."),
    when: conditions.optional(),
    sid: text({
      what: "a statement id",
      allowed: "letters and digits",
      fits: (value) => /^[A-Za-z0-9]{1,128}$/.test(value),
      description: "A name for the statement, for people.",
      pattern: /^[A-Za-z0-9]{1,128}$/,
    }).optional(),
  })
  .describe("One statement of an IAM policy.");

export const allow = z.array(statement).describe("Statements that allow, in one inline policy of the role.");
export const deny = z.array(statement).describe("Statements that deny, whatever else allows.");

export type StatementDeclaration = z.infer<typeof statement>;
export type Conditions = z.infer<typeof conditions>;
