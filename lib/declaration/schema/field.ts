import * as z from "zod";
import { hasToken, isStandIn } from "../../model/token";

/** What a field allows, in the words of the error that says so. */
export interface FieldRule {
  /** "a namespace", "an IAM role ARN": what the value is meant to be. */
  what: string;
  /** What is allowed, for a reader: "1 to 63 of a-z, 0-9 and -, …". */
  allowed: string;
  /** Whether a value fits. Tokens of other resources never get here. */
  fits: (value: string) => boolean;
  /** What must hold even of a value with tokens in it; left out, all of them pass. */
  fitsTokens?: (value: string) => boolean;
  /** What to do about this very value, where more can be said than "use what is allowed". */
  fix?: (value: string) => string | undefined;
  /** For the documentation and the JSON Schema. */
  description: string;
  /** For completion in editors: a pattern that is no stricter than `fits`. */
  pattern?: RegExp;
  maxLength?: number;
  examples?: string[];
}

/** What a problem carries beside its message, so that an error can say all of: found, allowed, fix. */
export interface ProblemParams {
  allowed?: string;
  fix?: string | undefined;
  /** The key is meant, and not its value. */
  key?: boolean;
  /** The rule to report it under, where that is not `schema`. */
  rule?: string;
}

/** A string with a rule. A token of another resource passes unjudged. */
export function text(rule: FieldRule): z.ZodString {
  return z
    .string({ error: `must be ${rule.what}` })
    .check((context) => {
      const { value } = context;
      if (isStandIn(value)) return;
      if (hasToken(value) ? (rule.fitsTokens?.(value) ?? true) : rule.fits(value)) return;
      const example = rule.examples?.[0];
      const fallback = example === undefined ? undefined : `write it like \`${example}\``;
      const params: ProblemParams = {
        allowed: rule.allowed,
        fix: (value === "" ? undefined : rule.fix?.(value)) ?? fallback,
      };
      const message = value === "" ? `is empty, and ${rule.what} is needed` : `is not ${rule.what}`;
      context.issues.push({ code: "custom", input: value, message, params: { ...params } });
    })
    .meta({
      description: rule.description,
      $comment: `allowed: ${rule.allowed}`,
      ...(rule.maxLength === undefined ? {} : { maxLength: rule.maxLength }),
      ...(rule.pattern === undefined ? {} : { pattern: rule.pattern.source }),
      ...(rule.examples === undefined ? {} : { examples: rule.examples }),
    });
}
