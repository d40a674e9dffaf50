import { z } from "zod";
import { hasToken } from "../../model/token";

/** What a field allows, in the words of the error that says so. */
export interface FieldRule {
  /** "a namespace", "an IAM role ARN": what the value is meant to be. */
  what: string;
  /** What is allowed, for a reader: "1 to 63 of a-z, 0-9 and -, …". */
  allowed: string;
  /** Whether a value fits. Tokens of other resources never get here. */
  fits: (value: string) => boolean;
  /** What to do about this very value, where more can be said than "use what is allowed". */
  fix?: (value: string) => string | undefined;
  /** For the documentation and the JSON Schema. */
  description: string;
  /** For completion in editors: a pattern that is no stricter than `fits`. */
  pattern?: RegExp;
  examples?: string[];
}

/** What a problem carries beside its message, so that an error can say all of: found, allowed, fix. */
export interface ProblemParams {
  allowed?: string;
  fix?: string | undefined;
}

/** A string with a rule. A token of another resource passes unjudged. */
export function text(rule: FieldRule): z.ZodString {
  return z
    .string({ error: `must be ${rule.what}` })
    .check((context) => {
      if (hasToken(context.value) || rule.fits(context.value)) return;
      const params: ProblemParams = { allowed: rule.allowed, fix: rule.fix?.(context.value) };
      context.issues.push({
        code: "custom",
        input: context.value,
        message: `is not ${rule.what}`,
        params: { ...params },
      });
    })
    .meta({
      description: rule.description,
      ...(rule.pattern === undefined ? {} : { pattern: rule.pattern.source }),
      ...(rule.examples === undefined ? {} : { examples: rule.examples }),
    });
}
