import * as z from "zod";
import { text } from "./field";

/** A day of the calendar, as `2027-01-31`. */
function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
}

export const acknowledge = z
  .array(
    z.strictObject({
      rule: text({
        what: "a finding's id",
        allowed: "`RULE[WHAT]`, as the finding has it; in the brackets * stands for any text",
        fits: (value) => /^[a-z]+(-[a-z]+)*(\[.+\])?$/s.test(value),
        description: "The id of the finding, as `check` shows it; `*` in its brackets stands for any text.",
        examples: ["wildcard-resource[s3:DeleteObject]"],
      }),
      reason: text({
        what: "a reason",
        allowed: "text",
        fits: (value) => value.trim() !== "",
        description: "Why it is right here, for whoever reads it next.",
        examples: ["the pod empties buckets that other teams name"],
      }),
      until: text({
        what: "a day",
        allowed: "`YYYY-MM-DD`, a day of the calendar",
        fits: isDay,
        pattern: /^\d{4}-\d{2}-\d{2}$/,
        description: "The last day on which it holds; for good where left out.",
        examples: ["2027-01-31"],
      }).optional(),
    }),
  )
  .describe("Findings on what the identity permits that somebody has looked at and lives with.");
