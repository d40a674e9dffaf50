import * as z from "zod";
import { isConditionKey } from "../../iam/condition-operators";
import { action, resource } from "./access";

const context = z
  .record(
    z.string(),
    z.union([z.string(), z.array(z.string()).min(1)], { error: "must be text, or a list of texts: quote it" }),
  )
  .check((check) => {
    for (const key of Object.keys(check.value)) {
      if (isConditionKey(key)) continue;
      check.issues.push({
        code: "custom",
        input: key,
        path: [key],
        message: "is not a condition key",
        params: {
          key: true,
          allowed: "`prefix:Key`, like aws:SourceVpc or s3:prefix",
          fix: `put its prefix before it, as in \`aws:${key}\``,
        },
      });
    }
  })
  .describe(
    "What is known of the request, by condition key: text, or a list of texts. The pod's session tags and its role's tags are known without it.",
  );

const expectation = z
  .union([
    action,
    z
      .strictObject({
        action,
        resource: resource.optional().describe("The ARN of what it is done to; any resource at all where left out."),
        context: context.optional(),
      })
      .describe("An action with its resource and what is known of the request."),
  ])
  .describe("An action, or an action with its resource and what is known of the request.");

/** What an identity's pods must and must not be able to do. */
export const expect = z
  .strictObject({
    can: z.array(expectation).min(1).optional().describe("What the pods must be able to do."),
    cannot: z.array(expectation).min(1).optional().describe("What the pods must not be able to do."),
  })
  .describe("What the pods must and must not be able to do: proved by `check` and whenever stacks are synthesized.");

export type ExpectDeclaration = z.infer<typeof expect>;
export type ExpectationDeclaration = z.infer<typeof expectation>;
